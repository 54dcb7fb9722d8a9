"""Page 2: filters, what is left out, and private details, as a person uses them."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox
from pytestqt.qtbot import QtBot

from msgtune_gui.core.messages import MessageKind
from msgtune_gui.core.model import (
    Export,
    GroupChoice,
    GroupSpeakers,
    LeftOutReason,
    PrivateAction,
    PrivateKind,
    Selection,
    SentenceFrame,
)
from msgtune_gui.core.wizard_flow import Obstacle, Step, obstacle
from msgtune_gui.ui.pages.people_page import PeoplePage
from msgtune_gui.ui.people.conversation_model import Column
from msgtune_gui.ui.people.people_dialog import PeopleDialog
from msgtune_gui.ui.session import WizardSession
from msgtune_gui.workers.runner import TaskRunner
from tests.ui.people import AUTOMATIC, conversation, export, rich
from tests.ui.people_page import LEFT, choose, counted_page, left_out, review, row, shown_rows, until_counted


@pytest.fixture
def page(qtbot: QtBot, session: WizardSession, runner: TaskRunner) -> Iterator[PeoplePage]:
    """The page with a rich export, everything counted."""
    with counted_page(qtbot, session, runner) as page:
        yield page


def message_column(page: PeoplePage) -> dict[str, str]:
    """What the table shows for each conversation where the number of messages stands."""
    model = page.model
    return {
        str(model.index(place, Column.TITLE).data()): str(model.index(place, Column.MESSAGES).data())
        for place in range(model.rowCount())
    }


def test_every_reason_has_a_row_with_its_count(page: PeoplePage) -> None:
    assert shown_rows(page) == {
        LeftOutReason.DELETED_ACCOUNT: "1",
        LeftOutReason.CALL: "1",
        LeftOutReason.ATTACHMENT: "2",
        LeftOutReason.LINK: "1",
        LeftOutReason.DOUBLE: "4",
    }
    assert row(page, LeftOutReason.CALL).line.box.isChecked()
    assert not left_out(page).rows[LeftOutReason.DOUBLE].findChildren(QCheckBox)


def test_a_kind_can_be_kept_by_box_or_words_and_keeps_its_row(
    page: PeoplePage, session: WizardSession, qtbot: QtBot
) -> None:
    calls = row(page, LeftOutReason.CALL)
    QTest.mouseClick(calls.line.words, LEFT)
    assert MessageKind.CALL in session.selection.kinds
    until_counted(page, qtbot)
    assert shown_rows(page)[LeftOutReason.CALL] == "1"
    assert not calls.line.box.isChecked()

    calls.line.box.setFocus()
    QTest.keyClick(calls.line.box, Qt.Key.Key_Space)
    assert session.selection == Selection()


def test_samples_open_under_a_row_and_say_where_they_are_from(page: PeoplePage) -> None:
    links = row(page, LeftOutReason.LINK)
    assert links.samples.isHidden()
    links.arrow.setFocus()
    QTest.keyClick(links.arrow, Qt.Key.Key_Return)
    (text,) = links.samples.texts()
    words, origin = text.split("\n")
    assert words == "https://example.org/a"
    assert origin.startswith("Bertil, ")

    attachments = row(page, LeftOutReason.ATTACHMENT)
    QTest.mouseClick(attachments.arrow, LEFT)
    assert [text.split("\n")[0] for text in attachments.samples.texts()] == ["Photo, video or file"] * 2
    QTest.mouseClick(attachments.arrow, LEFT)
    assert attachments.samples.isHidden()


def test_the_counts_follow_the_ticks(page: PeoplePage, qtbot: QtBot) -> None:
    page.model.toggle(page.model.row_of("inbox/bertil"))
    until_counted(page, qtbot)
    assert shown_rows(page) == {LeftOutReason.DELETED_ACCOUNT: "1", LeftOutReason.DOUBLE: "4"}
    assert review(page).words.text().startswith("No private details were found in what is chosen.")


def test_sentences_that_look_automatic_are_dropped_only_when_ticked(
    page: PeoplePage, session: WizardSession, qtbot: QtBot
) -> None:
    automatic = left_out(page).automatic
    qtbot.waitUntil(lambda: len(automatic.rows) == 1)
    (frame,) = automatic.rows.values()
    assert session.selection.dropped_frames == frozenset()
    assert not frame.line.box.isChecked()
    QTest.mouseClick(frame.arrow, LEFT)
    assert frame.samples.texts()[0].startswith(AUTOMATIC)

    QTest.mouseClick(frame.line.box, LEFT)
    assert session.selection.dropped_frames == {"… joined the quiz."}
    until_counted(page, qtbot)
    QTest.mouseClick(frame.line.box, LEFT)
    assert session.selection.dropped_frames == frozenset()


def test_many_automatic_sentences_come_in_portions(page: PeoplePage, session: WizardSession, qtbot: QtBot) -> None:
    places = {"inbox/bertil": (9,)}
    frames = tuple(SentenceFrame(f"… did {place}.", 3, ("x did.",), places) for place in range(45))
    session.set_export(replace(rich(), frames=frames))
    until_counted(page, qtbot)
    automatic = left_out(page).automatic
    qtbot.waitUntil(lambda: len(automatic.rows) == 20)
    assert automatic.more_button.text() == "Show 20 more"
    QTest.mouseClick(automatic.more_button, LEFT)
    QTest.mouseClick(automatic.more_button, LEFT)
    qtbot.waitUntil(lambda: len(automatic.rows) == 45)
    assert not automatic.more_button.isVisible()
    assert automatic.rows["… did 44."].isVisible()


def test_days_bound_what_is_learned_from(page: PeoplePage, session: WizardSession, qtbot: QtBot) -> None:
    page.side.tabs.bar.setCurrentIndex(1)
    dates = page.side.filters.dates
    first, last = dates.first.date(), dates.last.date()
    assert dates.first.minimumDate() == first
    assert not dates.first.isEnabled()
    QTest.mouseClick(dates.box, LEFT, pos=dates.box.rect().center() - dates.box.rect().center() / 2)
    assert dates.box.isChecked()
    assert session.selection.from_ms is not None

    dates.last.setDate(first.addDays(19))
    until_counted(page, qtbot)
    assert message_column(page) == {"Bertil": "11", "Hikers · other dates": "4", "Dario · other dates": "2"}
    assert page.ticked_label.text() == "1 of 3 used"
    assert page.voice.box.currentText() == "Alma (you), 4 messages"
    assert shown_rows(page)[LeftOutReason.OUTSIDE_DATES] == "6"

    dates.first.setDate(first.addDays(30))
    assert (dates.last.date(), session.selection.until_ms) == (first.addDays(30), session.selection.until_ms)
    assert dates.last.date() < last
    until_counted(page, qtbot)
    assert obstacle(Step.PEOPLE, session.choices) is Obstacle.NOTHING_LEFT

    dates.last.setDate(first.addDays(29))
    assert dates.first.date() == first.addDays(29)
    QTest.mouseClick(page.side.filters.reset_button, LEFT)
    until_counted(page, qtbot)
    assert session.selection == Selection()
    assert obstacle(Step.PEOPLE, session.choices) is None
    assert page.ticked_label.text() == "3 of 3 ticked"


def test_a_filter_turned_off_in_the_list_can_be_had_again(
    page: PeoplePage, session: WizardSession, qtbot: QtBot
) -> None:
    choose(page.side.filters.groups, GroupChoice.WITHOUT_GROUPS)
    until_counted(page, qtbot)
    groups = row(page, LeftOutReason.GROUPS)
    assert groups.isVisible()
    QTest.mouseClick(groups.line.box, LEFT)
    assert session.selection == Selection()
    until_counted(page, qtbot)
    assert groups.isVisible()
    assert page.side.filters.groups.currentData() == GroupChoice.ALL
    QTest.mouseClick(groups.line.box, LEFT)
    assert session.selection == Selection(groups=GroupChoice.WITHOUT_GROUPS)
    assert page.side.filters.groups.currentData() == GroupChoice.WITHOUT_GROUPS


def test_groups_and_short_conversations_are_greyed_with_the_reason(
    page: PeoplePage, session: WizardSession, qtbot: QtBot
) -> None:
    page.side.tabs.bar.setCurrentIndex(1)
    filters = page.side.filters
    assert filters.speakers.isVisible()
    choose(filters.speakers, GroupSpeakers.MERGED)
    assert session.selection.group_speakers is GroupSpeakers.MERGED

    choose(filters.groups, GroupChoice.WITHOUT_GROUPS)
    until_counted(page, qtbot)
    assert not filters.speakers.isVisible()
    filters.least.setFocus()
    filters.least.selectAll()
    QTest.keyClicks(filters.least, "3")
    QTest.keyClick(filters.least, Qt.Key.Key_Return)
    assert session.selection.least_messages == 3
    until_counted(page, qtbot)
    assert message_column(page) == {"Bertil": "11", "Hikers · a group": "4", "Dario · too short": "2"}
    index = page.model.index(page.model.row_of("inbox/hikers"), Column.TITLE)
    assert str(index.data(Qt.ItemDataRole.ToolTipRole)).startswith("Hikers\nLeft out by the filters: a group\n")
    assert index.data(Qt.ItemDataRole.ForegroundRole) is not None
    assert page.side.tabs.bar.tabText(1) == "&Filters (2)"

    choose(filters.groups, GroupChoice.ONLY_GROUPS)
    until_counted(page, qtbot)
    assert message_column(page)["Bertil · no group"] == "11"
    assert page.ticked_label.text() == "1 of 3 used"


def test_an_export_without_groups_says_nothing_about_them(
    page: PeoplePage, session: WizardSession, qtbot: QtBot
) -> None:
    session.set_export(export(conversation("Ewa")))
    until_counted(page, qtbot)
    page.side.tabs.bar.setCurrentIndex(1)
    assert not page.side.filters.groups.isVisible()
    assert not page.side.filters.speakers.isVisible()
    assert not page.side.filters.reset_button.isVisible()


def open_dialog(page: PeoplePage, qtbot: QtBot) -> PeopleDialog:
    """Press the button that asks whom to leave out."""
    page.side.tabs.bar.setCurrentIndex(1)
    QTest.mouseClick(page.side.filters.people_button, LEFT)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), PeopleDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PeopleDialog)
    return dialog


def names_in(dialog: PeopleDialog) -> list[str]:
    """The list of people."""
    return [str(dialog.model.index(place).data()) for place in range(dialog.model.rowCount())]


def test_people_are_left_out_but_never_the_voice(page: PeoplePage, session: WizardSession, qtbot: QtBot) -> None:
    dialog = open_dialog(page, qtbot)
    assert names_in(dialog) == ["Alma: the AI writes as them", "Bertil, 8 messages", "Cosima, 1 message",
                                "Dario, 1 message"]  # fmt: skip
    dialog.list.setFocus()
    dialog.list.setCurrentIndex(dialog.model.index(0))
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    assert dialog.ticked == frozenset()
    assert dialog.done_button.text() == "&Leave nobody out"

    QTest.keyClicks(dialog.search, "bert")
    assert names_in(dialog) == ["Bertil, 8 messages"]
    dialog.list.setCurrentIndex(dialog.model.index(0))
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    assert dialog.count.text() == "1 person ticked"
    QTest.mouseClick(dialog.done_button, LEFT)
    until_counted(page, qtbot)
    assert session.selection.without_people == {"Bertil"}
    assert "others can still quote" in page.side.filters.people_words.text()
    assert page.voice.index_of("Bertil") == -1
    assert shown_rows(page)[LeftOutReason.PERSON] == "8"


def test_a_cancelled_list_of_people_changes_nothing(page: PeoplePage, session: WizardSession, qtbot: QtBot) -> None:
    dialog = open_dialog(page, qtbot)
    dialog.list.setCurrentIndex(dialog.model.index(2))
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    assert dialog.ticked == {"Cosima"}
    QTest.mouseClick(dialog.cancel_button, LEFT)
    assert session.selection == Selection()


def test_who_is_left_out_stays_in_the_list_without_a_message(
    page: PeoplePage, session: WizardSession, qtbot: QtBot
) -> None:
    page.side.wanted.emit(replace(session.selection, without_people=frozenset({"Dario"})))
    page.side.filters.dates.box.click()
    page.side.filters.dates.last.setDate(page.side.filters.dates.first.date())
    until_counted(page, qtbot)
    dialog = open_dialog(page, qtbot)
    assert names_in(dialog) == ["Alma: the AI writes as them", "Dario, 0 messages"]
    assert dialog.ticked == {"Dario"}
    QTest.keyClick(dialog.list, Qt.Key.Key_Space)
    dialog.reject()


def test_private_details_are_masked_kept_or_dropped(page: PeoplePage, session: WizardSession, qtbot: QtBot) -> None:
    private = review(page)
    assert [kind for kind, found in private.rows.items() if found.isVisible()] == [
        PrivateKind.EMAIL,
        PrivateKind.PHONE,
    ]
    mail = private.rows[PrivateKind.EMAIL]
    assert mail.figures.text() == "2 found, all the same"
    assert mail.choice.value is PrivateAction.MASK
    QTest.mouseClick(mail.arrow, LEFT)
    assert "ada@example.org" in mail.samples.texts()[0]

    keep, _mask, drop = mail.choice.buttons
    QTest.mouseClick(drop, LEFT)
    assert session.selection.dropped == {PrivateKind.EMAIL}
    assert PrivateKind.EMAIL not in session.selection.masked
    until_counted(page, qtbot)
    assert shown_rows(page)[LeftOutReason.PRIVATE] == "2"

    review(page)
    drop.setFocus()
    QTest.keyClick(drop, Qt.Key.Key_Left)
    QTest.keyClick(_mask, Qt.Key.Key_Left)
    assert keep.isChecked()
    assert PrivateKind.EMAIL not in session.selection.masked | session.selection.dropped


def test_names_are_replaced_only_when_asked(page: PeoplePage, session: WizardSession) -> None:
    private = review(page)
    assert session.selection == Selection()
    QTest.mouseClick(private.names.words, LEFT)
    assert session.selection == Selection(invented_names=True)
    QTest.mouseClick(private.names.box, LEFT)
    assert session.selection == Selection()


def test_an_export_nobody_looked_through_says_so(page: PeoplePage, session: WizardSession, qtbot: QtBot) -> None:
    session.set_export(rich(looked=False))
    until_counted(page, qtbot)
    assert review(page).words.text() == "Private details were not looked for in this export."
    assert not left_out(page).automatic.isVisible()


def test_everything_starts_anew_with_another_export(page: PeoplePage, session: WizardSession, qtbot: QtBot) -> None:
    row(page, LeftOutReason.CALL).line.box.click()
    choose(page.side.filters.groups, GroupChoice.ONLY_GROUPS)
    session.set_export(export(conversation("Ewa")))
    until_counted(page, qtbot)
    assert session.selection == Selection()
    assert page.ticked_label.text() == "1 of 1 ticked"
    assert page.side.tabs.bar.tabText(1) == "&Filters"
    assert shown_rows(page) == {}


def test_times_no_calendar_can_show_are_held_within_it(page: PeoplePage, session: WizardSession, qtbot: QtBot) -> None:
    odd = Export(rich().source, (conversation("Ewa", start=-(10**17)), conversation("Filip", start=10**18)), (), "Alma")
    session.set_export(odd)
    until_counted(page, qtbot)
    dates = page.side.filters.dates
    assert (dates.first.date(), dates.last.date()) == (QDate(1970, 1, 1), QDate(2100, 1, 1))


def test_ten_thousand_conversations_are_filtered_and_ticked(
    page: PeoplePage, session: WizardSession, qtbot: QtBot
) -> None:
    short = [conversation(f"Person {place}", mine=1, theirs=1) for place in range(9_999)]
    session.set_export(export(conversation("Ewa", mine=5), *short))
    until_counted(page, qtbot)
    page.side.wanted.emit(replace(session.selection, least_messages=3))
    until_counted(page, qtbot)
    assert page.ticked_label.text() == "1 of 10,000 used"
    assert [page.voice.box.itemText(place) for place in range(page.voice.box.count())] == [
        "Alma (you), 5 messages",
        "Ewa, 10 messages",
    ]
    assert shown_rows(page) == {LeftOutReason.SHORT_CONVERSATION: "19,998"}
    page.model.toggle(page.model.row_of("inbox/Ewa_1600000000000"))
    until_counted(page, qtbot)
    assert obstacle(Step.PEOPLE, session.choices) is Obstacle.NOTHING_LEFT
