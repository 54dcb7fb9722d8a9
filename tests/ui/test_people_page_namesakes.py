"""Page 2: two people of one name."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from msgtune_gui.core.model import Conversation
from msgtune_gui.ui.pages.people_page import PeoplePage
from msgtune_gui.ui.session import WizardSession
from msgtune_gui.workers.runner import TaskRunner
from tests.ui.people import HOUR, START, conversation, export


def _namesake(number: int) -> Conversation:
    return conversation("Bertil", mine=3, theirs=3 + number, start=START + number * 24 * HOUR * 365)


@pytest.fixture
def page(qtbot: QtBot, session: WizardSession, runner: TaskRunner) -> Iterator[PeoplePage]:
    """The page with two people called Bertil, and one called Cosima."""
    page = PeoplePage(session, runner)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    session.set_export(export(_namesake(0), _namesake(1), conversation("Cosima", mine=2, theirs=2)))
    _until_counted(page, qtbot)
    yield page
    page.close()


def _until_counted(page: PeoplePage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not page.blocker() and not page.is_working_out)


def _choose(page: PeoplePage, name: str) -> None:
    page.voice.box.setCurrentIndex(page.voice.index_of(name))
    page.voice.box.activated.emit(page.voice.box.currentIndex())


def test_it_is_said_that_two_people_may_have_the_name_of_the_voice(page: PeoplePage) -> None:
    question = page.voice.namesakes
    assert page.voice.voice == "Alma"
    assert not question.isVisible()
    _choose(page, "Bertil")
    assert question.isVisible()
    assert question.label.text() == "2 conversations are with a Bertil. They may be two people."
    _choose(page, "Cosima")
    assert not question.isVisible()


def test_one_of_them_can_be_chosen_alone(page: PeoplePage, qtbot: QtBot, session: WizardSession) -> None:
    _choose(page, "Bertil")
    actions = page.voice.namesakes.menu.actions()
    assert [action.text() for action in actions if not action.isSeparator()] == [
        "Only the one with 6 messages, 13/09/2020",
        "Only the one with 7 messages, 13/09/2021",
        "They are all the same person",
    ]
    actions[1].trigger()
    _until_counted(page, qtbot)
    assert page.voice.voice == "Bertil"
    assert not page.voice.namesakes.isVisible()
    assert [one.title for one in page.model.ticked] == ["Bertil", "Cosima"]
    assert _namesake(0).identifier not in {one.identifier for one in page.model.ticked}
    assert session.selection.ticked == frozenset(one.identifier for one in page.model.ticked)


def test_they_can_be_said_to_be_one_person_until_the_next_export(
    page: PeoplePage, qtbot: QtBot, session: WizardSession
) -> None:
    _choose(page, "Bertil")
    page.voice.namesakes.menu.actions()[-1].trigger()
    assert not page.voice.namesakes.isVisible()
    _choose(page, "Cosima")
    _choose(page, "Bertil")
    assert not page.voice.namesakes.isVisible()
    assert len(page.model.ticked) == 3
    session.set_export(export(_namesake(0), _namesake(1)))
    _until_counted(page, qtbot)
    _choose(page, "Bertil")
    assert page.voice.namesakes.isVisible()


def test_unticking_one_of_them_in_the_table_answers_it(page: PeoplePage, qtbot: QtBot) -> None:
    _choose(page, "Bertil")
    page.model.toggle(page.model.row_of(_namesake(1).identifier))
    _until_counted(page, qtbot)
    assert page.voice.voice == "Bertil"
    assert not page.voice.namesakes.isVisible()
    page.model.toggle(page.model.row_of(_namesake(1).identifier))
    _until_counted(page, qtbot)
    assert page.voice.namesakes.isVisible()
