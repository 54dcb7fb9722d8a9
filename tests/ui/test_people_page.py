"""Page 2: the table, the choice of the voice, and the preview."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from msgtune_gui.core.messages import Message, Messages
from msgtune_gui.core.model import Conversation, Export
from msgtune_gui.ui.pages.people_page import PeoplePage
from msgtune_gui.ui.people.conversation_model import Column
from msgtune_gui.ui.session import WizardSession
from msgtune_gui.workers.runner import TaskRunner
from tests.ui.people import HOUR, START, conversation, export

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(qtbot: QtBot, session: WizardSession, runner: TaskRunner) -> PeoplePage:
    page = PeoplePage(session, runner)
    qtbot.addWidget(page)
    page.resize(820, 560)
    page.show()
    return page


def give(page: PeoplePage, given: Export, qtbot: QtBot) -> None:
    """Let the page have an export and count who wrote."""
    page.session.set_export(given)
    assert page.blocker()
    qtbot.waitUntil(lambda: not page.blocker())


def four() -> Export:
    """Four conversations with different sizes and dates."""
    return export(
        conversation("Bertil", mine=30, theirs=40, start=START),
        conversation("Cosima", mine=5, theirs=50, start=START + 9000 * HOUR),
        conversation("dario", mine=3, theirs=3, start=START + 5000 * HOUR),
        conversation("Facebook user", mine=1, theirs=90, start=START + HOUR),
    )


def titles(page: PeoplePage) -> list[str]:
    """What the table shows, from the top."""
    return [str(page.model.index(row, Column.TITLE).data()) for row in range(page.model.rowCount())]


def shown_title(page: PeoplePage) -> str | None:
    """Whose messages the preview shows."""
    return page.preview.conversation.title if page.preview.conversation else None


def voice_of(session: WizardSession) -> str | None:
    """Whom the AI writes as."""
    return session.voice


def until_worked_out(page: PeoplePage, qtbot: QtBot) -> None:
    """Wait for what the last change comes to."""
    qtbot.waitUntil(lambda: not page.is_working_out)


def offered(page: PeoplePage) -> list[str]:
    """The names in the chooser."""
    return [page.voice.box.itemText(row).split(",")[0] for row in range(page.voice.box.count())]


def test_everything_is_ticked_and_the_owner_proposed(page: PeoplePage, session: WizardSession, qtbot: QtBot) -> None:
    give(page, four(), qtbot)

    assert len(session.ticked) == 4
    assert session.voice == "Alma"
    assert page.voice.box.currentText() == "Alma (you), 39 messages"
    assert page.ticked_label.text() == "4 of 4 ticked"
    assert page.search.placeholderText() == "Search 4 conversations"


def test_people_are_offered_by_messages_and_deleted_accounts_never(page: PeoplePage, qtbot: QtBot) -> None:
    give(page, four(), qtbot)
    assert offered(page) == ["Alma (you)", "Cosima", "Bertil", "dario"]


def test_without_an_owner_whoever_wrote_most_is_proposed(page: PeoplePage, qtbot: QtBot) -> None:
    give(page, Export(four().source, four().conversations[:3], (), None), qtbot)
    assert offered(page) == ["Cosima", "Bertil", "Alma", "dario"]


def test_columns_sort_by_what_they_mean(page: PeoplePage, qtbot: QtBot) -> None:
    give(page, four(), qtbot)
    assert titles(page) == ["Facebook user", "Bertil", "Cosima", "dario"]

    header = page.table.horizontalHeader()
    for column, expected in (
        (Column.TITLE, ["Bertil", "Cosima", "dario", "Facebook user"]),
        (Column.LAST, ["Bertil", "Facebook user", "dario", "Cosima"]),
    ):
        place = header.sectionViewportPosition(column) + 10
        QTest.mouseClick(header.viewport(), LEFT, pos=QPoint(place, 10))
        if titles(page) != expected:
            QTest.mouseClick(header.viewport(), LEFT, pos=QPoint(place, 10))
        assert titles(page) == expected


def test_search_looks_at_titles_and_people_and_keeps_the_ticks(
    page: PeoplePage, session: WizardSession, qtbot: QtBot
) -> None:
    give(page, four(), qtbot)
    QTest.keyClicks(page.search, "DARI")
    assert titles(page) == ["dario"]
    QTest.mouseClick(page.none_button, LEFT)
    assert [c.title for c in session.ticked] == ["Bertil", "Cosima", "Facebook user"]

    page.search.clear()
    QTest.keyClicks(page.search, "alma")
    assert len(titles(page)) == 4
    page.search.setText("nobody at all")
    assert titles(page) == []
    assert not page.table.grab().isNull()
    page.search.clear()
    assert page.ticked_label.text() == "3 of 4 ticked"


def test_space_and_mouse_tick_and_the_chooser_follows(page: PeoplePage, session: WizardSession, qtbot: QtBot) -> None:
    give(page, four(), qtbot)
    row = titles(page).index("Cosima")
    page.table.setCurrentIndex(page.model.index(row, Column.LAST))
    QTest.keyClick(page.table, Qt.Key.Key_Space)
    assert "Cosima" not in [c.title for c in session.ticked]
    until_worked_out(page, qtbot)
    assert "Cosima" not in offered(page)
    assert page.voice.box.currentText() == "Alma (you), 34 messages"

    box = page.table.visualRect(page.model.index(row, Column.TITLE))
    box.setWidth(40)
    QTest.mouseClick(page.table.viewport(), LEFT, pos=box.center())
    assert "Cosima" in [c.title for c in session.ticked]

    QTest.mouseClick(page.none_button, LEFT)
    until_worked_out(page, qtbot)
    assert (session.ticked, session.voice) == ((), None)
    assert not page.voice.box.isEnabled()
    QTest.mouseClick(page.all_button, LEFT)
    until_worked_out(page, qtbot)
    assert len(session.ticked) == 4
    assert session.voice == "Alma"


def test_a_chosen_voice_is_never_changed_behind_ones_back(
    page: PeoplePage, session: WizardSession, qtbot: QtBot
) -> None:
    give(page, four(), qtbot)
    page.voice.box.setFocus()
    QTest.keyClick(page.voice.box, Qt.Key.Key_Down)
    assert voice_of(session) == "Cosima"

    page.model.toggle(titles(page).index("Cosima"))
    until_worked_out(page, qtbot)
    assert voice_of(session) is None
    assert page.voice.hint.text() == "Cosima wrote nothing in the ticked conversations."

    page.model.toggle(titles(page).index("Cosima"))
    until_worked_out(page, qtbot)
    assert voice_of(session) == "Cosima"
    assert page.voice.hint.isHidden()

    give(page, export(conversation("Ewa"), conversation("Cosima", theirs=2)), qtbot)
    assert voice_of(session) == "Alma"


def test_going_on_waits_until_it_is_known_what_the_last_tick_comes_to(page: PeoplePage, qtbot: QtBot) -> None:
    give(page, four(), qtbot)
    assert page.primary_pressed()

    page.model.toggle(titles(page).index("Cosima"))
    with qtbot.waitSignal(page.continue_requested):
        assert not page.primary_pressed()
    assert "Cosima" not in offered(page)
    assert page.primary_pressed()


def test_nobody_is_taken_on_with_another_voice_or_after_another_tick(page: PeoplePage, qtbot: QtBot) -> None:
    give(page, four(), qtbot)
    page.voice.box.setFocus()
    QTest.keyClick(page.voice.box, Qt.Key.Key_Down)
    page.model.toggle(titles(page).index("Cosima"))
    with qtbot.assertNotEmitted(page.continue_requested):
        assert not page.primary_pressed()
        until_worked_out(page, qtbot)
    assert page.voice.voice is None

    page.model.toggle(titles(page).index("Cosima"))
    with qtbot.assertNotEmitted(page.continue_requested):
        assert not page.primary_pressed()
        page.model.toggle(titles(page).index("Bertil"))
        until_worked_out(page, qtbot)
    with qtbot.assertNotEmitted(page.continue_requested):
        page.model.toggle(titles(page).index("Bertil"))
        assert not page.primary_pressed()
        page.left()
        until_worked_out(page, qtbot)


def test_the_preview_follows_the_table_and_the_voice(page: PeoplePage, session: WizardSession, qtbot: QtBot) -> None:
    give(page, four(), qtbot)
    assert shown_title(page) == "Facebook user"
    bubbles = page.preview.view.bubbles
    assert bubbles.rowCount() == 91
    assert bubbles.bubble(0).is_own

    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Down)
    assert shown_title(page) == "Bertil"
    page.voice.box.setFocus()
    QTest.keyClick(page.voice.box, Qt.Key.Key_Down)
    QTest.keyClick(page.voice.box, Qt.Key.Key_Down)
    assert session.voice == "Bertil"
    assert [bubbles.bubble(row).is_own for row in (0, 69)] == [False, True]

    QTest.keyClicks(page.search, "bert")
    assert page.table.currentIndex().row() == 0
    assert shown_title(page) == "Bertil"


def test_another_export_replaces_everything_even_while_counting(
    page: PeoplePage, session: WizardSession, qtbot: QtBot
) -> None:
    session.set_export(four())
    session.set_export(export(conversation("Ewa")))
    qtbot.waitUntil(lambda: not page.blocker())
    assert offered(page) == ["Alma (you)", "Ewa"]

    session.set_export(None)
    assert titles(page) == []
    assert shown_title(page) is None
    assert page.preview.view.bubbles.rowCount() == 0


def test_strange_titles_and_many_people_fit_in_a_row(page: PeoplePage, qtbot: QtBot) -> None:
    people = tuple(f"Person {number}" for number in range(20))
    odd = Conversation(
        "inbox/odd", "two\nlines & more", people, Messages.of([Message("Person 1", START, "hm")]), is_group=True
    )
    give(page, export(odd, owner=None), qtbot)

    index = page.model.index(0, Column.TITLE)
    assert index.data() == "two lines & more"
    assert str(index.data(Qt.ItemDataRole.ToolTipRole)).endswith("and 8 more")
    assert page.model.index(0, Column.LAST).data()
    assert page.table.model().headerData(0, Qt.Orientation.Vertical) is None


def folded(page: PeoplePage) -> bool:
    """Whether the preview is under the table."""
    return page.columns.is_folded


def test_a_narrow_page_puts_the_preview_under_the_table(page: PeoplePage, qtbot: QtBot) -> None:
    give(page, four(), qtbot)
    assert not folded(page)
    page.resize(page.minimumSizeHint().width(), 900)
    assert folded(page)
    qtbot.waitUntil(lambda: page.preview.mapTo(page, QPoint(0, 0)).y() > page.table.geometry().bottom())


def test_a_narrow_table_leaves_the_date_out(page: PeoplePage, qtbot: QtBot) -> None:
    give(page, four(), qtbot)
    page.columns.setSizes([1, 2000])
    assert page.table.isColumnHidden(Column.LAST)
