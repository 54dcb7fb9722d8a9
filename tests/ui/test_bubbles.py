"""Bubbles: grouping, notes, copying, and a view that is as quick with 100,000 messages as with ten."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics, QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from msgtune_gui.core.messages import Message, MessageKind
from msgtune_gui.core.model import ChatTurn, Role
from msgtune_gui.ui.bubbles import Bubble, BubbleModel, BubbleView
from msgtune_gui.ui.bubbles.delegate import BubblePainter
from msgtune_gui.ui.bubbles.heights import RowHeights

NOON = 1_700_049_600_000
MINUTE = 60_000
TEXTS = ("on my way", "a word and another and yet more of them until the line has to be broken somewhere " * 2, "ok")


def messages(count: int) -> list[Message]:
    """So many messages of two people, one a minute."""
    return [
        Message(("Alma", "Bertil")[number // 3 % 2], NOON + number * MINUTE, TEXTS[number % 3])
        for number in range(count)
    ]


@pytest.fixture
def view(qtbot: QtBot) -> BubbleView:
    view = BubbleView()
    qtbot.addWidget(view)
    view.resize(420, 500)
    view.show()
    return view


# Heights


@given(st.lists(st.tuples(st.integers(0, 999), st.integers(1, 400)), max_size=60), st.integers(0, 60_000))
def test_heights_agree_with_adding_up(changes: list[tuple[int, int]], y: int) -> None:
    heights = RowHeights()
    heights.reset(1000, 50)
    plain = [50] * 1000
    for row, height in changes:
        heights.set_height(row, height)
        plain[row] = height

    assert heights.total == sum(plain)
    assert heights.top(700) == sum(plain[:700])
    row, at = 0, plain[0]
    while at <= y and row < 999:
        row += 1
        at += plain[row]
    assert heights.row_at(y) == row


def test_heights_grow_and_shrink_at_the_end() -> None:
    heights = RowHeights()
    heights.reset(0, 10)
    for _ in range(600):
        heights.add_row()
    heights.set_height(599, 45)
    assert heights.total == 599 * 10 + 45
    heights.forget(599)
    assert not heights.is_measured(599)
    for _ in range(600):
        heights.remove_row()
    assert (len(heights), heights.total, heights.row_at(0)) == (0, 0, -1)


# What is shown


def test_names_and_times_stand_over_runs_and_days_only() -> None:
    model = BubbleModel()
    model.set_messages(
        [
            Message("Alma", NOON, "one"),
            Message("Alma", NOON + MINUTE, "two"),
            Message("Bertil", NOON + 2 * MINUTE, "three"),
            Message("Bertil", NOON + 60 * MINUTE, "four"),
            Message("Bertil", NOON + 48 * 60 * MINUTE, "five"),
        ]
    )

    assert [model.starts_run(row) for row in range(5)] == [True, False, True, True, True]
    assert [model.starts_day(row) for row in range(5)] == [True, False, False, False, True]
    assert [model.ends_run(row) for row in range(5)] == [False, True, True, True, True]


def test_what_is_not_speech_becomes_a_note() -> None:
    model = BubbleModel()
    kinds = [kind for kind in MessageKind if kind is not MessageKind.SPEECH]
    model.set_messages([Message("Alma", NOON, None, kind) for kind in kinds])

    notes = [model.bubble(row) for row in range(len(kinds))]

    assert all(note.is_note and note.text for note in notes)


def test_own_messages_are_those_of_one_sender_and_can_change() -> None:
    model = BubbleModel()
    model.set_messages(messages(6), "Alma")
    assert [model.bubble(row).is_own for row in range(6)] == [True] * 3 + [False] * 3

    model.set_own_sender("Bertil")

    assert [model.bubble(row).is_own for row in range(6)] == [False] * 3 + [True] * 3


def test_turns_carry_the_names_of_their_roles() -> None:
    model = BubbleModel()
    turns = [ChatTurn(Role.USER, "hello"), ChatTurn(Role.ASSISTANT, "hi")]
    model.set_turns(turns, Role.USER, {Role.USER: "You", Role.ASSISTANT: "Alma"})

    assert [(model.bubble(row).sender, model.bubble(row).is_own) for row in (0, 1)] == [("You", True), ("Alma", False)]
    assert not model.starts_day(0)


def test_a_screen_reader_hears_who_when_and_what() -> None:
    model = BubbleModel()
    model.set_messages([Message("Alma", NOON, "on my way")])

    spoken = model.data(model.index(0), Qt.ItemDataRole.AccessibleTextRole)

    assert isinstance(spoken, str)
    assert spoken.startswith("Alma, ")
    assert spoken.endswith(": on my way")


@pytest.mark.parametrize("mirrored", [False, True])
def test_bubbles_stay_inside_the_view_and_on_their_side(mirrored: bool, themed_app: QApplication) -> None:
    model = BubbleModel()
    long_word = "https://example.org/" + "x" * 900
    texts = [long_word, "שלום, מה שלומך היום? נפגש בשבע ליד התחנה " * 3, "two\nlines\r\nand three", "y" * 100_000]
    model.set_bubbles([Bubble(text, is_own=own) for text in texts for own in (True, False)])
    painter = BubblePainter(model)
    painter.set_frame(360, themed_app.font(), mirrored)

    areas = [painter.bubble_area(row) for row in range(model.rowCount())]

    assert all(area.left() >= 0 and area.right() < 360 for area in areas)
    for own, other in zip(areas[::2], areas[1::2], strict=True):
        assert own.width() == other.width()
        assert (own.right() > other.right()) is not mirrored
    assert painter.height(4) > painter.height(5) - 20 > QFontMetrics(themed_app.font()).height() * 3


def test_time_far_outside_the_calendar_is_no_trouble(view: BubbleView) -> None:
    view.bubbles.set_messages([Message("Alma", moment, "hm") for moment in (-(2**62), 0, 2**62)])

    assert not view.grab().isNull()


# The view


def test_a_hundred_thousand_messages_open_and_scroll_at_once(view: BubbleView) -> None:
    many = messages(100_000)
    started = time.perf_counter()
    view.bubbles.set_messages(many, "Alma")
    view.grab()
    for step in range(20):
        view.verticalScrollBar().setValue(step * view.verticalScrollBar().maximum() // 20)
        view.grab()
    view.resize(380, 500)
    view.grab()

    # Measuring every row once takes more than seven seconds on two cores; this takes a third of one.
    assert time.perf_counter() - started < 3
    assert view.verticalScrollBar().maximum() > 100_000 * 30


def test_scrolling_up_moves_the_rows_by_just_that_much(view: BubbleView) -> None:
    view.bubbles.set_messages(messages(5000))
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    view.grab()
    for _ in range(30):
        held = view.indexAt(QPoint(100, 5))
        before = view.visualRect(held).top()
        bar.setValue(bar.value() - 70)
        view.grab()
        assert view.visualRect(held).top() == before + 70


def test_keys_reach_both_ends(view: BubbleView) -> None:
    view.bubbles.set_messages(messages(3000))
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_End)
    assert view.currentIndex().row() == 2999
    assert view.visualRect(view.currentIndex()).bottom() <= view.viewport().height()

    QTest.keyClick(view, Qt.Key.Key_PageUp)
    assert 2900 < view.currentIndex().row() < 2999
    QTest.keyClick(view, Qt.Key.Key_Up)
    QTest.keyClick(view, Qt.Key.Key_PageDown)
    QTest.keyClick(view, Qt.Key.Key_Down)
    QTest.keyClick(view, Qt.Key.Key_Home)
    assert view.currentIndex().row() == 0
    assert view.verticalScrollBar().value() == 0


def test_selected_bubbles_are_copied(view: BubbleView) -> None:
    view.bubbles.set_messages(messages(6))
    first, second = (view.visualRect(view.bubbles.index(row)).center() for row in (0, 3))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=first)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == TEXTS[0]

    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, second)
    QTest.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == f"Alma: {TEXTS[0]}\nBertil: {TEXTS[0]}"


def test_a_drag_selects_the_rows_between(view: BubbleView) -> None:
    view.bubbles.set_messages(messages(6))
    first, last = (view.visualRect(view.bubbles.index(row)).center() for row in (0, 2))
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=first)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ShiftModifier, last)

    assert sorted(index.row() for index in view.selectionModel().selectedRows()) == [0, 1, 2]
    assert not view.visualRegionForSelection(view.selectionModel().selection()).isEmpty()


def test_a_growing_reply_stays_in_sight_until_the_person_looks_elsewhere(qtbot: QtBot) -> None:
    view = BubbleView(follow_end=True)
    qtbot.addWidget(view)
    view.resize(400, 300)
    view.show()
    for number in range(40):
        view.bubbles.append(Bubble(f"message {number}", number % 2 == 0, "You" if number % 2 == 0 else "Alma"))
    bar = view.verticalScrollBar()
    view.bubbles.set_streaming(True)
    view.bubbles.update_last("word " * 200)
    assert bar.value() == bar.maximum() > 0
    assert view.bubbles.is_streaming

    bar.setValue(0)
    view.bubbles.update_last("word " * 400)
    assert bar.value() == 0

    view.scroll_to_end()
    assert bar.value() == bar.maximum()
    view.scroll_to_start()
    assert bar.value() == 0


def test_the_last_bubble_can_be_taken_away(view: BubbleView) -> None:
    view.bubbles.set_messages(messages(4))
    view.bubbles.append(Bubble("more", True))
    view.bubbles.remove_last()
    view.bubbles.remove_last()

    assert view.bubbles.rowCount() == 3
    assert not view.indexAt(QPoint(10, view.viewport().height() - 1)).isValid()
    view.bubbles.clear()
    assert view.grab().width() == view.width()
