"""Page 2: every figure is of what is chosen, and says what it counts."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from msgtune_gui.core.messages import Message, Messages
from msgtune_gui.core.model import (
    Conversation,
    GroupChoice,
    LeftOutReason,
    PrivateDetails,
    PrivateKind,
    SentenceFrame,
)
from msgtune_gui.ui.pages.people_page import PeoplePage
from msgtune_gui.ui.session import WizardSession
from msgtune_gui.workers.runner import TaskRunner
from tests.ui.people import AUTOMATIC, START, conversation, export, rich
from tests.ui.people_page import LEFT, choose, counted_page, left_out, review, row, shown_rows, until_counted
from tests.ui.test_accessibility import settle

_DAY = 24 * 3_600_000


@pytest.fixture
def page(qtbot: QtBot, session: WizardSession, runner: TaskRunner) -> Iterator[PeoplePage]:
    """The page with a rich export, everything counted."""
    with counted_page(qtbot, session, runner) as page:
        yield page


def want(page: PeoplePage, session: WizardSession, qtbot: QtBot, **choices: object) -> None:
    """Choose something on one of the panels."""
    page.side.wanted.emit(replace(session.selection, **choices))  # type: ignore[arg-type]  # fields of Selection
    until_counted(page, qtbot)


def figures(page: PeoplePage) -> dict[PrivateKind, str]:
    """What the review says of each kind."""
    rows = review(page).rows
    return {kind: found.figures.text() for kind, found in rows.items() if found.isVisible()}


def spoken(widget: QWidget) -> str:
    """Name and description, as a screen reader tells them."""
    interface = QAccessible.queryAccessibleInterface(widget)
    assert interface is not None
    return " | ".join(interface.text(part) for part in (QAccessible.Text.Name, QAccessible.Text.Description))


def waving() -> tuple[Conversation, Conversation]:
    """Two chats in which three people have one sentence word for word."""
    rows = [("Bertil", AUTOMATIC), ("Cosima", AUTOMATIC), ("Bertil", AUTOMATIC)]
    first = Messages.of(Message(name, START + place * _DAY, text) for place, (name, text) in enumerate(rows))
    second = Messages.of([Message("Alma", START, AUTOMATIC), Message("Alma", START + 1, "hello")])
    return (
        Conversation("inbox/first", "First", ("Bertil", "Cosima"), first),
        Conversation("inbox/second", "Second", ("Alma",), second),
    )


def test_automatic_sentences_are_counted_in_what_is_chosen(
    page: PeoplePage, session: WizardSession, qtbot: QtBot
) -> None:
    frame = SentenceFrame("… joined the quiz.", 3, (AUTOMATIC,), {"inbox/first": (0, 1, 2), "inbox/second": (0,)})
    session.set_export(replace(export(*waving()), frames=(frame,)))
    until_counted(page, qtbot)
    automatic = left_out(page).automatic
    qtbot.waitUntil(lambda: len(automatic.rows) == 1)
    (sentence,) = automatic.rows.values()
    assert sentence.note is not None
    assert (sentence.count.text(), sentence.note.text()) == ("4", "from 3 people")
    assert spoken(sentence.line.box) == "… joined the quiz. | 4, from 3 people"

    want(page, session, qtbot, without_people=frozenset({"Cosima"}))
    assert (sentence.count.text(), sentence.note.text()) == ("3", "from 2 people")
    QTest.mouseClick(sentence.line.box, LEFT)
    until_counted(page, qtbot)
    assert sentence.count.text() == "3"

    page.model.toggle(page.model.row_of("inbox/first"))
    until_counted(page, qtbot)
    assert (sentence.count.text(), sentence.note.text()) == ("1", "from 1 person")
    sentence.arrow.setChecked(True)
    assert [text.split("\n")[1] for text in sentence.samples.texts()] == ["Alma in Second, 13/09/2020"]


def test_a_sentence_that_is_nowhere_in_what_is_chosen_is_not_shown(page: PeoplePage, qtbot: QtBot) -> None:
    automatic = left_out(page).automatic
    qtbot.waitUntil(lambda: len(automatic.rows) == 1)
    assert automatic.isVisible()
    page.model.toggle(page.model.row_of("inbox/bertil"))
    until_counted(page, qtbot)
    assert not automatic.isVisible()
    page.model.toggle(page.model.row_of("inbox/bertil"))
    until_counted(page, qtbot)
    (sentence,) = automatic.rows.values()
    assert sentence.isVisible()


def test_a_filter_that_is_off_says_what_it_would_leave_out_now(
    page: PeoplePage, session: WizardSession, qtbot: QtBot
) -> None:
    want(page, session, qtbot, without_people=frozenset({"Bertil"}))
    people = row(page, LeftOutReason.PERSON)
    people.arrow.setChecked(True)
    assert shown_rows(page)[LeftOutReason.PERSON] == "8"
    QTest.mouseClick(people.line.box, LEFT)
    until_counted(page, qtbot)
    assert shown_rows(page)[LeftOutReason.PERSON] == "8"

    page.model.toggle(page.model.row_of("inbox/bertil"))
    until_counted(page, qtbot)
    assert (people.isVisible(), people.line.box.isChecked()) == (True, False)
    assert shown_rows(page)[LeftOutReason.PERSON] == "1"
    assert [text.split("\n")[0] for text in people.samples.texts()] == ["who comes?"]

    page.model.toggle(page.model.row_of("inbox/hikers"))
    until_counted(page, qtbot)
    assert shown_rows(page)[LeftOutReason.PERSON] == "0"
    assert not people.arrow.isVisible()
    QTest.mouseClick(people.line.box, LEFT)
    assert session.selection.without_people == {"Bertil"}


def test_private_details_are_counted_in_what_is_chosen(page: PeoplePage, session: WizardSession, qtbot: QtBot) -> None:
    mail, phone = PrivateKind.EMAIL, PrivateKind.PHONE
    assert figures(page) == {mail: "2 found, all the same", phone: "1 found"}
    want(page, session, qtbot, without_people=frozenset({"Bertil"}))
    assert figures(page) == {mail: "1 found", phone: "1 found"}
    want(page, session, qtbot, without_people=frozenset(), until_ms=START + 8 * _DAY)
    assert figures(page) == {mail: "2 found, all the same"}
    want(page, session, qtbot, until_ms=None, dropped=frozenset({mail}))
    assert figures(page) == {mail: "2 found, all the same", phone: "1 found"}


def test_where_nothing_is_chosen_nothing_is_said_to_be_free_of_private_details(
    page: PeoplePage, session: WizardSession, qtbot: QtBot
) -> None:
    QTest.mouseClick(page.none_button, LEFT)
    until_counted(page, qtbot)
    assert review(page).words.text() == "Tick a conversation to see its private details."
    assert not review(page).also.isVisible()
    QTest.mouseClick(page.all_button, LEFT)
    want(page, session, qtbot, least_messages=1000)
    assert review(page).words.text() == "The filters leave no message, so there is no private detail to show."
    want(page, session, qtbot, least_messages=0, groups=GroupChoice.ONLY_GROUPS)
    words = review(page).words.text()
    assert words == "No private details were found in what is chosen. The search was done on this computer."


def test_what_was_looked_for_in_vain_is_named_with_the_country_of_phone_numbers(
    page: PeoplePage, session: WizardSession, qtbot: QtBot
) -> None:
    found = rich().private
    assert found is not None
    session.set_export(replace(rich(), private=PrivateDetails(found.found, ("HU", "AT"))))
    until_counted(page, qtbot)
    also = review(page).also
    assert also.text() == (
        "Also looked for, not found: card numbers, bank accounts (IBAN), IP addresses, links with a secret in them, "
        "postal codes.\nPhone numbers without a country code: as written in Hungary and Austria."
    )
    until_ms = START + 8 * _DAY
    want(page, session, qtbot, until_ms=until_ms)
    assert "not found: phone numbers (as written in Hungary and Austria), card numbers" in review(page).also.text()
    assert "\n" not in also.text()


def test_a_screen_reader_hears_the_figures(page: PeoplePage, session: WizardSession, qtbot: QtBot) -> None:
    mail = review(page).rows[PrivateKind.EMAIL]
    assert spoken(mail.choice.buttons[1]) == "E-mail addresses: Mask | 2 found, all the same"
    assert spoken(mail.arrow) == "Show samples: E-mail addresses | 2 found, all the same"
    doubles = left_out(page).rows[LeftOutReason.DOUBLE]
    assert spoken(doubles.count) == "Second copies of the same message: 4 | "
    calls = row(page, LeftOutReason.CALL)
    assert spoken(calls.line.box) == "Calls | 1"
    assert spoken(calls.arrow) == "Show samples: Calls | 1"


def test_after_the_filters_are_reset_the_focus_stays_among_them(
    page: PeoplePage, session: WizardSession, qtbot: QtBot
) -> None:
    page.side.tabs.bar.setCurrentIndex(1)
    page.activateWindow()
    filters = page.side.filters
    choose(filters.groups, GroupChoice.WITHOUT_GROUPS)
    until_counted(page, qtbot)
    filters.reset_button.setFocus()
    qtbot.waitUntil(filters.reset_button.hasFocus)
    QTest.keyClick(filters.reset_button, Qt.Key.Key_Space)
    assert not filters.reset_button.isVisible()
    assert filters.dates.box.hasFocus()


def test_long_titles_can_be_read(
    page: PeoplePage, session: WizardSession, qtbot: QtBot, themed_app: QApplication
) -> None:
    title = "The weekend hikers of the northern valley and all of their friends and relations"
    word = "Rindfleischetikettierungsueberwachungsaufgabenuebertragungsgesetz"
    session.set_export(export(conversation(title, mine=9), conversation(word, mine=8)))
    until_counted(page, qtbot)
    page.resize(620, 420)
    for place, text in enumerate((title, word)):
        page.table.setCurrentIndex(page.model.index(place, 0))
        label = page.preview.title
        assert label.text().replace("\N{ZERO WIDTH SPACE}", "") == text
        assert label.accessibleName() == text
        settle(themed_app)
        assert label.height() > 2 * label.fontMetrics().height()
        tip = str(page.model.index(place, 0).data(Qt.ItemDataRole.ToolTipRole))
        assert tip.startswith(text + "\n")
        assert "Last message: " in tip


def test_a_day_of_the_filter_does_not_hide_how_long_a_conversation_is(
    page: PeoplePage, session: WizardSession, qtbot: QtBot
) -> None:
    page.side.filters.dates.box.click()
    page.side.filters.dates.last.setDate(QDate(2020, 9, 20))
    until_counted(page, qtbot)
    index = page.model.index(page.model.row_of("inbox/hikers"), 0)
    assert index.data() == "Hikers · other dates"
    assert index.siblingAtColumn(1).data() == "4"
    assert index.data(Qt.ItemDataRole.AccessibleTextRole) == "Hikers, left out by the filters: other dates"
