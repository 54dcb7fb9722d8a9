"""The session: what is chosen on one page and read on the others."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from msgtune_gui.core.messages import MessageKind
from msgtune_gui.core.model import GroupChoice, Selection
from msgtune_gui.core.wizard_flow import Obstacle, Step, obstacle
from msgtune_gui.ui.session import WizardSession
from tests.ui.people import conversation, export

BERTIL, COSIMA = conversation("Bertil"), conversation("Cosima")


def ready() -> WizardSession:
    """A session with two conversations, both ticked."""
    session = WizardSession()
    session.set_export(export(BERTIL, COSIMA))
    session.set_people((BERTIL, COSIMA), "Alma")
    return session


def ticked_in(session: WizardSession) -> frozenset[str] | None:
    """The ticks as the core is told them."""
    return session.selection.ticked


def test_the_ticks_become_part_of_the_selection() -> None:
    session = ready()
    assert ticked_in(session) is None

    session.set_people((COSIMA,), "Alma")
    assert ticked_in(session) == frozenset({COSIMA.identifier})
    session.set_people((), None)
    assert ticked_in(session) == frozenset()


def test_nothing_ticked_is_not_everything_from_the_start() -> None:
    session = WizardSession()
    session.set_export(export(BERTIL, COSIMA))
    session.set_people((), None)
    assert ticked_in(session) == frozenset()


def test_filters_keep_the_ticks_and_tell_only_when_something_changed(qtbot: QtBot) -> None:
    session = ready()
    session.set_people((COSIMA,), "Alma")
    wanted = Selection(groups=GroupChoice.ONLY_GROUPS, kinds=frozenset({MessageKind.SPEECH, MessageKind.LINK}))
    with qtbot.waitSignal(session.people_changed):
        session.set_selection(wanted)
    assert session.selection == replace(wanted, ticked=frozenset({COSIMA.identifier}))

    with qtbot.assertNotEmitted(session.people_changed):
        session.set_selection(wanted)
        session.set_people((COSIMA,), "Alma")
    with qtbot.waitSignal(session.people_changed):
        session.set_people((COSIMA,), "Cosima")


def test_another_export_starts_with_no_filter_and_no_switch_moved() -> None:
    session = ready()
    session.set_selection(Selection(least_messages=5))
    session.set_nothing_left(True)
    assert obstacle(Step.PEOPLE, session.choices) is Obstacle.NOTHING_LEFT

    session.set_export(export(BERTIL))
    session.set_people((BERTIL,), "Alma")
    assert session.selection == Selection()
    assert obstacle(Step.PEOPLE, session.choices) is None
