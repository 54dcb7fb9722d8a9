"""Page 3 as a person uses it: numbers, live count, advice, preview, the file."""

import json
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import islice
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QScrollArea
from pytestqt.qtbot import QtBot

from msgtune_gui.core.examples import iter_examples, plan_examples
from msgtune_gui.core.model import Example, GroupChoice, LeftOutReason, SlicingMode, SlicingOptions
from msgtune_gui.core.wizard_flow import MINIMUM_EXAMPLES
from msgtune_gui.ui.examples.work import EXAMPLES_SHOWN
from msgtune_gui.ui.pages.examples_page import ExamplesPage
from msgtune_gui.ui.session import WizardSession
from msgtune_gui.workers.runner import TaskRunner
from tests.support.conversations import FRIEND, VOICE, conversations, export_of
from tests.support.outside_over_http import OutsideOverHttp
from tests.support.stand_in import StandIn
from tests.ui.test_accessibility import cut_off, settle

MATERIAL = conversations(6, 16)


@pytest.fixture
def page(
    qtbot: QtBot, session: WizardSession, runner: TaskRunner, stand_in: StandIn, tmp_path: Path
) -> Iterator[ExamplesPage]:
    """The page, entered with plenty to learn from, the count on screen."""
    page = ExamplesPage(session, runner, OutsideOverHttp(stand_in, tmp_path / "runs"))
    qtbot.addWidget(page)
    session.set_export(export_of(MATERIAL))
    session.set_people(MATERIAL, VOICE)
    page.resize(860, 600)
    page.show()
    page.entered()
    _until_counted(qtbot, session)
    yield page
    page.close()


def _until_counted(qtbot: QtBot, session: WizardSession) -> None:
    qtbot.waitUntil(lambda: session.count is not None and not session.choices.counting)


def _until_previewed(qtbot: QtBot, page: ExamplesPage) -> None:
    qtbot.waitUntil(lambda: page.preview.view.bubbles.rowCount() > 0)


def _expected(options: SlicingOptions) -> int:
    return plan_examples(export_of(MATERIAL), VOICE, options).count(options.chunk, options.overlap).examples


def _write(page: ExamplesPage, chunk: str) -> None:
    page.form.chunk.setFocus()
    page.form.chunk.selectAll()
    QTest.keyClicks(page.form.chunk, chunk)


def test_entering_counts_in_a_worker_and_shows_the_count(page: ExamplesPage, session: WizardSession) -> None:
    assert page.count.number.text() == str(_expected(SlicingOptions()))
    assert session.count is not None
    assert session.count.examples == _expected(SlicingOptions())
    assert session.plan is not None


def test_the_count_follows_every_keystroke(qtbot: QtBot, page: ExamplesPage, session: WizardSession) -> None:
    _write(page, "1")
    assert page.form.problem.isVisible()
    assert session.count is None
    QTest.keyClicks(page.form.chunk, "2")
    assert page.count.number.text() == str(_expected(SlicingOptions(chunk=12)))
    QTest.keyClick(page.form.chunk, Qt.Key.Key_Up)
    assert session.options.chunk == 13
    assert page.count.number.text() == str(_expected(SlicingOptions(chunk=13)))


def test_an_emptied_field_clears_the_count_and_says_so(
    qtbot: QtBot, page: ExamplesPage, session: WizardSession
) -> None:
    page.form.chunk.selectAll()
    QTest.keyClick(page.form.chunk, Qt.Key.Key_Delete)
    assert page.form.problem.text()
    assert session.choices.examples == 0
    assert page.count.number.text() == "\N{EN DASH}"
    QTest.keyClicks(page.form.chunk, "8")
    assert not page.form.problem.text()
    assert session.choices.examples == _expected(SlicingOptions())


def test_an_overlap_as_large_as_the_example_blocks_and_says_why(
    qtbot: QtBot, page: ExamplesPage, session: WizardSession
) -> None:
    page.form.overlap.setFocus()
    page.form.overlap.selectAll()
    QTest.keyClicks(page.form.overlap, "8")
    assert page.form.problem.isVisible()
    assert "8" in page.form.problem.text()
    assert not session.choices.options_valid
    assert not page.save_button.isEnabled()
    QTest.keyClick(page.form.overlap, Qt.Key.Key_Down)
    assert not page.form.problem.isVisible()
    assert session.choices.examples == _expected(SlicingOptions(overlap=7))
    assert page.count.number.text() == str(_expected(SlicingOptions(overlap=7)))


def test_too_few_examples_offer_numbers_that_give_enough(
    qtbot: QtBot, page: ExamplesPage, session: WizardSession
) -> None:
    _write(page, "40")
    assert session.count is not None
    assert session.count.examples < MINIMUM_EXAMPLES
    assert page.too_few.isVisible()
    QTest.mouseClick(page.too_few.action, Qt.MouseButton.LeftButton)
    assert session.count.examples >= MINIMUM_EXAMPLES
    assert session.options.chunk < 40
    assert page.form.chunk.value() == session.options.chunk
    assert not page.too_few.isVisible()


def test_a_person_who_answers_nobody_is_named_as_the_reason(
    qtbot: QtBot, page: ExamplesPage, session: WizardSession
) -> None:
    session.set_people(MATERIAL, "Nobody At All")
    _until_counted(qtbot, session)
    assert page.count.number.text() == "0"
    assert "Nobody At All" in page.too_few.advice.text()
    assert not page.too_few.action.isVisible()
    assert not page.save_button.isEnabled()


def _amount(text: str) -> int:
    return int(text.replace(",", ""))


def _shown_account(page: ExamplesPage) -> tuple[int, dict[LeftOutReason, int], int]:
    """Messages used, left out by reason and read, as they stand on screen."""
    card = page.account
    reasons = {reason: _amount(row.count.text()) for reason, row in card.reasons.items() if row.count.isVisible()}
    return _amount(card.used.count.text()), reasons, _amount(card.read.count.text())


def test_the_account_comes_out_to_the_last_message_at_every_keystroke(
    qtbot: QtBot, page: ExamplesPage, session: WizardSession
) -> None:
    everything = sum(len(conversation.messages) for conversation in MATERIAL)
    for mode in range(2):
        page.form._modes.button(mode).click()
        _until_counted(qtbot, session)
        for chunk in ("8", "30", "7", "33"):
            _write(page, chunk)
            assert session.count is not None
            used, reasons, read = _shown_account(page)
            assert used + sum(reasons.values()) == read == everything
            assert (used, reasons) == (session.count.account.used, dict(session.count.account.left_out))
            assert f"{used:,} of {read:,}" in page.account.title.text()


def test_a_reason_names_the_person_who_did_not_reply(qtbot: QtBot, page: ExamplesPage, session: WizardSession) -> None:
    session.set_people(MATERIAL, FRIEND)
    _until_counted(qtbot, session)
    row = page.account.reasons[LeftOutReason.NO_REPLY]
    assert row.count.isVisible()
    assert FRIEND in row.words.text()
    assert row.count.accessibleName() == f"{row.words.text()}: {row.count.text()}"


def test_no_account_is_shown_while_the_numbers_do_not_go_together(page: ExamplesPage) -> None:
    assert page.account.isVisible()
    _write(page, "1")
    assert not page.account.isVisible()
    _write(page, "10")
    assert page.account.isVisible()


def test_the_other_way_of_slicing_is_counted_anew(qtbot: QtBot, page: ExamplesPage, session: WizardSession) -> None:
    langchain = page.form._modes.buttons()[1]
    card = langchain.parentWidget()
    assert card is not None
    QTest.mouseClick(card, Qt.MouseButton.LeftButton)
    assert session.choices.counting
    _until_counted(qtbot, session)
    assert session.options.mode is SlicingMode.LANGCHAIN
    assert page.count.number.text() == str(_expected(SlicingOptions(mode=SlicingMode.LANGCHAIN)))
    assert session.plan is not None
    assert session.plan.system_prompt == ""


def test_the_choices_of_page_2_hold_for_the_other_way_of_slicing_too(
    qtbot: QtBot, page: ExamplesPage, session: WizardSession
) -> None:
    page.form._modes.button(1).click()
    _until_counted(qtbot, session)
    session.set_selection(replace(session.selection, without_people=frozenset({FRIEND})))
    _until_counted(qtbot, session)
    assert _shown_account(page)[1][LeftOutReason.PERSON] == sum(len(each.messages) for each in MATERIAL) // 2
    assert session.plan is not None
    texts = [turn.text for turns in session.plan.dialogues() for turn in turns]
    assert len(texts) == len(MATERIAL)
    assert not any("how high is the tide" in text for text in texts)
    assert "Your choices hold." in page.form._modes.button(1).accessibleDescription()


def test_only_the_last_choice_of_people_counts(qtbot: QtBot, page: ExamplesPage, session: WizardSession) -> None:
    for voice in (FRIEND, VOICE, FRIEND):
        session.set_people(MATERIAL[: 3 if voice == VOICE else 4], voice)
    _until_counted(qtbot, session)
    assert session.plan is not None
    assert session.plan.slicing.sender == FRIEND
    assert len(session.plan.conversations) == 4


def test_people_changed_elsewhere_are_counted_on_the_way_back(
    qtbot: QtBot, page: ExamplesPage, session: WizardSession
) -> None:
    page.hide()
    session.set_people(MATERIAL[:2], VOICE)
    assert not session.choices.counting
    page.show()
    page.entered()
    _until_counted(qtbot, session)
    assert session.plan is not None
    assert len(session.plan.conversations) == 2


def test_one_can_leaf_through_the_first_examples(qtbot: QtBot, page: ExamplesPage, session: WizardSession) -> None:
    _until_previewed(qtbot, page)
    assert session.plan is not None
    examples = list(islice(iter_examples(session.plan, session.options), 3))

    def shown() -> list[str]:
        bubbles = page.preview.view.bubbles
        return [bubbles.bubble(row).text for row in range(bubbles.rowCount())]

    def texts(example: Example) -> list[str]:
        return [turn.text for turn in example.turns]

    assert not page.preview.previous.isEnabled()
    assert shown() == texts(examples[0])
    assert page.preview.view.bubbles.bubble(1).is_own
    for example in examples[1:]:
        QTest.mouseClick(page.preview.next, Qt.MouseButton.LeftButton)
        assert shown() == texts(example)
    QTest.mouseClick(page.preview.previous, Qt.MouseButton.LeftButton)
    assert shown() == texts(examples[1])


def _is_title(page: ExamplesPage, words: str) -> bool:
    return page.preview.title.text() == words


def test_one_can_leaf_through_to_the_last_example(qtbot: QtBot, page: ExamplesPage, session: WizardSession) -> None:
    _until_previewed(qtbot, page)
    assert session.plan is not None
    examples = list(iter_examples(session.plan, session.options))
    assert len(examples) > 2 * EXAMPLES_SHOWN
    for number, example in enumerate(examples, start=1):
        qtbot.waitUntil(partial(_is_title, page, f"Example {number} of {len(examples)}"))
        assert page.preview.view.bubbles.bubble(0).text == example.turns[0].text
        assert page.preview.next.isEnabled() is (number < len(examples))
        QTest.mouseClick(page.preview.next, Qt.MouseButton.LeftButton)
    for _ in examples:
        QTest.mouseClick(page.preview.previous, Qt.MouseButton.LeftButton)
    assert page.preview.index == 0


def test_other_numbers_begin_the_leafing_anew(qtbot: QtBot, page: ExamplesPage, session: WizardSession) -> None:
    _until_previewed(qtbot, page)
    for _ in range(EXAMPLES_SHOWN + 1):
        QTest.mouseClick(page.preview.next, Qt.MouseButton.LeftButton)
    _write(page, "4")
    qtbot.waitUntil(lambda: page.preview.view.bubbles.rowCount() == 4)
    assert session.plan is not None
    examples = list(iter_examples(session.plan, session.options))
    shown = page.preview.index
    assert page.preview.view.bubbles.bubble(0).text == examples[shown].turns[0].text
    QTest.mouseClick(page.preview.next, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.preview.index == shown + 1)
    assert page.preview.view.bubbles.bubble(0).text == examples[shown + 1].turns[0].text


def test_the_preview_follows_the_numbers(qtbot: QtBot, page: ExamplesPage) -> None:
    _until_previewed(qtbot, page)
    _write(page, "4")
    qtbot.waitUntil(lambda: page.preview.view.bubbles.rowCount() == 4)


def test_the_time_is_called_a_guess_until_something_was_trained_here(
    qtbot: QtBot, page: ExamplesPage, session: WizardSession, runner: TaskRunner, stand_in: StandIn, tmp_path: Path
) -> None:
    assert "guess" in page.count._facts["time"].text()
    measured = ExamplesPage(session, runner, OutsideOverHttp(stand_in, tmp_path, speed=50.0))
    qtbot.addWidget(measured)
    measured.entered()
    assert "guess" not in measured.count._facts["time"].text()
    assert "minute" in measured.count._facts["time"].text()


def _choose_file(page: ExamplesPage, path: Path) -> None:
    QTest.mouseClick(page.save_button, Qt.MouseButton.LeftButton)
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    # The dialog's own buttons differ between desktops; this is what each of them ends in.
    dialog.fileSelected.emit(str(path))
    dialog.close()


def test_save_as_jsonl_writes_every_example(
    qtbot: QtBot, page: ExamplesPage, session: WizardSession, tmp_path: Path
) -> None:
    path = tmp_path / "kept \N{ANCHOR}.jsonl"
    _choose_file(page, path)
    qtbot.waitUntil(page.notice.isVisible)
    lines = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    assert session.count is not None
    assert len(lines) == session.count.examples
    assert lines[0]["messages"][0]["role"] == "system"
    assert lines[0]["messages"][-1]["role"] == "assistant"
    assert str(len(lines)) in page.notice.message.text()
    assert page.save_button.isEnabled()


def test_a_file_that_cannot_be_written_leaves_the_page_usable(qtbot: QtBot, page: ExamplesPage, tmp_path: Path) -> None:
    no_folder = tmp_path / "a file"
    no_folder.write_text("x")
    _choose_file(page, no_folder / "examples.jsonl")
    qtbot.waitUntil(page.notice.isVisible)
    assert page.notice.property("banner") == "error"
    assert page.notice.advice.text()
    assert page.save_button.isEnabled()
    _write(page, "6")
    assert not page.notice.isVisible()


def test_a_wheel_on_its_way_down_the_page_changes_no_number(page: ExamplesPage) -> None:
    page.form.chunk.clearFocus()
    wheel = QWheelEvent(
        QPointF(5, 5), QPointF(5, 5), QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(page.form.chunk, wheel)
    assert page.form.chunk.value() == 8


def test_a_narrow_page_puts_the_example_under_the_numbers(qtbot: QtBot, page: ExamplesPage) -> None:
    _until_previewed(qtbot, page)
    area = QScrollArea()
    qtbot.addWidget(area)
    area.setWidgetResizable(True)
    area.setWidget(page)
    area.resize(1000, 700)
    area.show()
    assert page.preview.geometry().left() > page.form.geometry().right()
    area.resize(600, 700)
    qtbot.waitUntil(lambda: page.preview.geometry().top() > page.form.geometry().bottom())
    assert page.width() <= area.viewport().width()
    area.close()
    area.takeWidget()


@pytest.mark.parametrize("size", [(820, 560), (600, 420)], ids=["usual", "smallest"])
def test_the_arrows_stand_over_their_example_and_the_account_comes_after_it(
    size: tuple[int, int], qtbot: QtBot, page: ExamplesPage, themed_app: QApplication
) -> None:
    _until_previewed(qtbot, page)
    area = QScrollArea()
    qtbot.addWidget(area)
    area.setWidgetResizable(True)
    area.setWidget(page)
    area.resize(*size)
    area.show()
    settle(themed_app)
    assert cut_off(page) == []
    bottom = page.preview.next.mapTo(page, QPoint(0, page.preview.next.height())).y()
    assert bottom <= page.preview.view.mapTo(page, QPoint(0, 0)).y()
    if not page.columns.is_folded:
        assert bottom < area.viewport().height()
        assert page.preview.mapTo(page, QPoint(0, page.preview.height())).y() <= area.viewport().height() - 16
    assert page.account.mapTo(page, QPoint(0, page.account.height())).y() > page.height() - 60
    assert page.account.mapTo(page, QPoint(0, 0)).y() > page.preview.mapTo(page, QPoint(0, page.preview.height())).y()
    area.close()
    area.takeWidget()


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ({"without_people": frozenset({FRIEND})}, "the people you left out"),
        ({"from_ms": 2**45}, "the dates"),
        ({"groups": GroupChoice.ONLY_GROUPS}, "the group filter"),
        ({"least_messages": 1000}, "the least number of messages"),
    ],
)
def test_a_filter_that_leaves_nobody_to_answer_is_named(
    choice: dict[str, object], words: str, qtbot: QtBot, page: ExamplesPage, session: WizardSession
) -> None:
    session.set_selection(replace(session.selection, **choice))  # type: ignore[arg-type]  # fields of Selection
    _until_counted(qtbot, session)
    assert page.too_few.isVisible()
    assert words in page.too_few.advice.text()


def test_every_control_has_a_name_and_a_place_in_the_tab_order(qtbot: QtBot, page: ExamplesPage) -> None:
    _until_previewed(qtbot, page)
    visited = []
    page.form.chunk.setFocus()
    for _ in range(9):
        focused = QApplication.focusWidget()
        assert focused is not None
        visited.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert page.form.overlap in visited
    assert page.form._modes.buttons()[0] in visited
    assert page.save_button in visited
    assert visited.index(page.save_button) < visited.index(page.preview.view)
    for widget in (page.form.chunk, page.form.overlap, page.preview.previous, page.preview.next, page.preview.view):
        assert widget.accessibleName()
