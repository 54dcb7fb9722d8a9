"""The chat window as a person uses it, over real HTTP."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from msgtune_gui.core.jobs import Run, RunState
from msgtune_gui.ui.chat.chat_controller import ChatState
from msgtune_gui.ui.chat.chat_window import ChatWindow
from msgtune_gui.workers.runner import TaskRunner
from tests.support.conversations import VOICE
from tests.support.outside_over_http import HERE, THERE, OutsideOverHttp
from tests.support.stand_in import StandIn
from tests.support.stand_in_faults import ChatManner, Refuse

PROMPT = f"You are {VOICE}. You are chatting with a friend on Messenger."
RUN = Run(
    identifier="a" * 32,
    service=HERE.key,
    base_model="SmallHull-135M",
    epochs=3,
    voice=VOICE,
    system_prompt=PROMPT,
    examples=142,
    training_file="training.jsonl",
    created_at_s=1_790_000_000,
    state=RunState.SUCCEEDED,
    model="ft:SmallHull-135M:local::abc",
)


@pytest.fixture
def outside(stand_in: StandIn, tmp_path: Path) -> OutsideOverHttp:
    """The way out."""
    return OutsideOverHttp(stand_in, tmp_path / "runs")


@pytest.fixture
def window(qtbot: QtBot, runner: TaskRunner, outside: OutsideOverHttp) -> Iterator[ChatWindow]:
    """A chat in which nothing was said yet."""
    window = ChatWindow(RUN, runner, outside)
    qtbot.addWidget(window)
    window.show()
    yield window
    window.close()


def _say(window: ChatWindow, text: str) -> None:
    QTest.keyClicks(window.composer, text)
    QTest.keyClick(window.composer, Qt.Key.Key_Return)


def _until(qtbot: QtBot, window: ChatWindow, state: ChatState) -> None:
    qtbot.waitUntil(lambda: window.controller.state is state, timeout=20_000)


def _shown(window: ChatWindow) -> list[tuple[bool, str]]:
    bubbles = window.transcript.bubbles
    rows = [bubbles.bubble(row) for row in range(bubbles.rowCount())]
    return [(bubble.is_own, bubble.text) for bubble in rows]


def _asked(stand_in: StandIn) -> list[dict[str, Any]]:
    return [request.json() for request in stand_in.seen("POST", "/chat/completions")]


def _visible(widget: QWidget) -> bool:
    return widget.isVisible()


def test_enter_sends_and_the_reply_appears(qtbot: QtBot, window: ChatWindow, stand_in: StandIn) -> None:
    assert _visible(window.empty)
    assert not window.send_button.isEnabled()
    _say(window, "Hello there")
    assert window.controller.state is ChatState.WAITING
    assert _shown(window)[0] == (True, "Hello there")
    assert window.transcript.bubbles.rowCount() == 2
    assert not _visible(window.empty)
    assert window.send_button.text() == "Stop"
    _until(qtbot, window, ChatState.IDLE)
    assert _shown(window) == [(True, "Hello there"), (False, "Ahoy, matey!")]
    assert window.send_button.text() == "Send"
    assert window.composer.toPlainText() == ""
    assert window.composer.hasFocus() or not window.isActiveWindow()


def test_the_model_hears_the_whole_conversation_under_the_prompt_of_the_training(
    qtbot: QtBot, window: ChatWindow, stand_in: StandIn
) -> None:
    for text in ("One", "Two"):
        _say(window, text)
        _until(qtbot, window, ChatState.IDLE)
    request = _asked(stand_in)[-1]
    assert request["model"] == RUN.model
    assert request["stream"] is True
    assert request["messages"] == [
        {"role": "system", "content": PROMPT},
        {"role": "user", "content": "One"},
        {"role": "assistant", "content": "Ahoy, matey!"},
        {"role": "user", "content": "Two"},
    ]


def test_shift_enter_breaks_the_line_and_the_field_grows_up_to_some_lines(window: ChatWindow) -> None:
    heights = [window.composer.height()]
    for _ in range(9):
        QTest.keyClicks(window.composer, "x")
        QTest.keyClick(window.composer, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
        heights.append(window.composer.height())
    assert window.composer.toPlainText() == "x\n" * 9
    assert heights[1] > heights[0]
    assert heights[5] > heights[1]
    assert heights[6:] == [heights[6]] * len(heights[6:])
    assert window.controller.turns == ()


def test_blank_text_is_not_sent(window: ChatWindow) -> None:
    _say(window, "   ")
    assert window.controller.turns == ()
    assert not window.send_button.isEnabled()


def test_a_reply_of_several_lines_is_several_bubbles(qtbot: QtBot, window: ChatWindow, stand_in: StandIn) -> None:
    stand_in.reply = ("Ahoy\nwhat ", "is it\n\n", "now\n")
    _say(window, "Hello")
    _until(qtbot, window, ChatState.IDLE)
    assert _shown(window)[1:] == [(False, "Ahoy"), (False, "what is it"), (False, "now")]
    assert window.controller.turns[-1].text == "Ahoy\nwhat is it\n\nnow"


def test_stop_keeps_what_has_come_and_hangs_up(qtbot: QtBot, window: ChatWindow, stand_in: StandIn) -> None:
    stand_in.manner = ChatManner.HANG_MIDWAY
    _say(window, "Hello")
    _until(qtbot, window, ChatState.STREAMING)
    qtbot.waitUntil(lambda: _shown(window)[-1] == (False, "Ahoy, matey!"))
    QTest.mouseClick(window.send_button, Qt.MouseButton.LeftButton)
    assert window.controller.state is ChatState.IDLE
    assert window.controller.turns[-1].text == "Ahoy, matey!"
    assert not window.transcript.bubbles.is_streaming
    assert stand_in.wait_until(lambda: stand_in.hang_ups == 1)


def test_escape_stops_before_the_first_word_and_leaves_no_bubble(
    qtbot: QtBot, window: ChatWindow, stand_in: StandIn
) -> None:
    stand_in.manner = ChatManner.HANG_MIDWAY
    stand_in.reply = ()
    _say(window, "Hello")
    qtbot.waitUntil(lambda: bool(_asked(stand_in)), timeout=20_000)
    window.activateWindow()
    QTest.keyClick(window.composer, Qt.Key.Key_Escape)
    _until(qtbot, window, ChatState.IDLE)
    assert _shown(window) == [(True, "Hello")]
    stand_in.manner, stand_in.reply = ChatManner.ANSWER, ("Arr",)
    _say(window, "Anybody?")
    _until(qtbot, window, ChatState.IDLE)
    assert [turn.text for turn in window.controller.turns] == ["Hello\nAnybody?", "Arr"]


def test_what_is_typed_while_a_reply_comes_is_not_lost(qtbot: QtBot, window: ChatWindow, stand_in: StandIn) -> None:
    stand_in.manner = ChatManner.HANG_MIDWAY
    _say(window, "Hello")
    _until(qtbot, window, ChatState.STREAMING)
    _say(window, "And another thing")
    assert window.composer.toPlainText() == "And another thing"
    assert len(window.controller.turns) == 1


def test_a_failed_reply_can_be_tried_again(qtbot: QtBot, window: ChatWindow, stand_in: StandIn) -> None:
    stand_in.fault("POST", "/chat/completions", Refuse(404, "model_not_found", "No such model."), times=1)
    _say(window, "Hello")
    _until(qtbot, window, ChatState.FAILED)
    assert _visible(window.banner)
    assert window.banner.message.text()
    assert _shown(window) == [(True, "Hello")]
    QTest.mouseClick(window.banner.action, Qt.MouseButton.LeftButton)
    _until(qtbot, window, ChatState.IDLE)
    assert not _visible(window.banner)
    assert _shown(window) == [(True, "Hello"), (False, "Ahoy, matey!")]
    assert _asked(stand_in)[-1]["messages"][1:] == [{"role": "user", "content": "Hello"}]


def test_a_reply_that_breaks_off_stays_until_it_is_asked_for_again(
    qtbot: QtBot, window: ChatWindow, stand_in: StandIn
) -> None:
    stand_in.manner = ChatManner.ERROR_MIDWAY
    _say(window, "Hello")
    _until(qtbot, window, ChatState.FAILED)
    assert _shown(window)[-1] == (False, "Ahoy, matey!")
    stand_in.manner, stand_in.reply = ChatManner.ANSWER, ("All of it",)
    QTest.mouseClick(window.banner.action, Qt.MouseButton.LeftButton)
    _until(qtbot, window, ChatState.IDLE)
    assert _shown(window) == [(True, "Hello"), (False, "All of it")]


def test_a_reply_that_broke_off_counts_as_said_when_the_person_goes_on(
    qtbot: QtBot, window: ChatWindow, stand_in: StandIn
) -> None:
    stand_in.manner = ChatManner.ERROR_MIDWAY
    _say(window, "Hello")
    _until(qtbot, window, ChatState.FAILED)
    stand_in.manner = ChatManner.ANSWER
    _say(window, "Go on")
    _until(qtbot, window, ChatState.IDLE)
    assert [turn.text for turn in window.controller.turns] == ["Hello", "Ahoy, matey!", "Go on", "Ahoy, matey!"]
    assert len(_shown(window)) == 4


def test_where_the_models_memory_begins_is_shown(qtbot: QtBot, window: ChatWindow, stand_in: StandIn) -> None:
    stand_in.reply = ("Aye\n", "aye")
    stand_in.longest_chat = len(PROMPT) + 40
    for number in range(4):
        _say(window, f"Message {number}")
        _until(qtbot, window, ChatState.IDLE)
    bubbles = window.transcript.bubbles
    remarks = {row: bubbles.remark_over(row) for row in range(bubbles.rowCount()) if bubbles.remark_over(row)}
    assert remarks == {6: "… what was said before is not sent any more"}
    assert bubbles.bubble(6).text == "Message 2"
    spoken = bubbles.index(6).data(Qt.ItemDataRole.AccessibleTextRole)
    assert str(spoken).startswith("… what was said before")
    assert [message["content"] for message in _asked(stand_in)[-1]["messages"]] == [
        PROMPT,
        "Message 2",
        "Aye\naye",
        "Message 3",
    ]
    assert len(window.controller.turns) == 8
    # What has left stays away: the next message is sent once, and not tried with the whole chat first.
    asked = len(_asked(stand_in))
    stand_in.longest_chat = None
    _say(window, "Message 4")
    _until(qtbot, window, ChatState.IDLE)
    assert len(_asked(stand_in)) == asked + 1
    assert _asked(stand_in)[-1]["messages"][1]["content"] == "Message 2"
    QTest.mouseClick(window.new_button, Qt.MouseButton.LeftButton)
    _say(window, "Fresh")
    _until(qtbot, window, ChatState.IDLE)
    assert not any(bubbles.remark_over(row) for row in range(bubbles.rowCount()))


def test_a_message_that_is_too_long_by_itself_is_told(qtbot: QtBot, window: ChatWindow, stand_in: StandIn) -> None:
    stand_in.longest_chat = len(PROMPT) + 40
    _say(window, "One")
    _until(qtbot, window, ChatState.IDLE)
    _say(window, "Two " * 20)
    _until(qtbot, window, ChatState.FAILED)
    assert window.banner.message.text() == "This message is longer than the model can take in."


def test_a_content_filter_keeps_what_has_come(qtbot: QtBot, window: ChatWindow, stand_in: StandIn) -> None:
    stand_in.manner = ChatManner.FILTERED
    _say(window, "Hello")
    _until(qtbot, window, ChatState.FAILED)
    assert window.banner.message.text() == "Tall Ship's content filter broke the reply off."
    assert "new chat" in window.banner.advice.text()
    assert _shown(window)[-1] == (False, "Ahoy, matey!")


def test_a_model_of_the_persons_own_is_not_called_tuned(
    qtbot: QtBot, runner: TaskRunner, outside: OutsideOverHttp
) -> None:
    own = replace(
        RUN, service=THERE.key, voice="Parrot", title="Polly", adopted=True, examples=0, epochs=0, model="parrot-7b"
    )
    window = ChatWindow(own, runner, outside)
    qtbot.addWidget(window)
    window.show()
    words = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    assert "parrot-7b at Tall Ship" in words
    assert "Polly" in words
    assert not any("tuned" in each or "imitates" in each for each in words)
    assert any("What you write is sent to Tall Ship" in each for each in words)
    window.close()


def test_a_model_at_an_address_is_said_to_be_there(qtbot: QtBot, runner: TaskRunner, outside: OutsideOverHttp) -> None:
    own = replace(RUN, service=THERE.key, adopted=True, model="parrot-7b", address="http://localhost:11434/v1")
    window = ChatWindow(own, runner, outside)
    qtbot.addWidget(window)
    window.show()
    words = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    assert "parrot-7b at localhost:11434" in words
    window.close()


def test_a_chat_on_this_computer_sends_nothing_away(window: ChatWindow) -> None:
    words = [label.text() for label in window.findChildren(QLabel) if label.isVisible()]
    assert not any("sent to" in each for each in words)


def test_a_model_without_words_is_an_error_and_not_an_empty_bubble(
    qtbot: QtBot, window: ChatWindow, stand_in: StandIn
) -> None:
    stand_in.reply = (" ", "\n")
    _say(window, "Hello")
    _until(qtbot, window, ChatState.FAILED)
    assert _shown(window) == [(True, "Hello")]
    assert _visible(window.banner.action)


def test_new_chat_forgets_everything_even_a_reply_under_way(
    qtbot: QtBot, window: ChatWindow, stand_in: StandIn
) -> None:
    stand_in.manner = ChatManner.HANG_MIDWAY
    _say(window, "Hello")
    _until(qtbot, window, ChatState.STREAMING)
    QTest.mouseClick(window.new_button, Qt.MouseButton.LeftButton)
    assert _visible(window.empty)
    assert window.controller.turns == ()
    stand_in.manner = ChatManner.ANSWER
    _say(window, "Fresh")
    _until(qtbot, window, ChatState.IDLE)
    assert [message["content"] for message in _asked(stand_in)[-1]["messages"]] == [PROMPT, "Fresh"]


def test_an_opener_is_sent_at_once(qtbot: QtBot, window: ChatWindow) -> None:
    opener = window.empty.openers.buttons()[1]
    QTest.mouseClick(opener, Qt.MouseButton.LeftButton)
    _until(qtbot, window, ChatState.IDLE)
    assert window.controller.turns[0].text == opener.text()


def test_the_temperature_holds_from_the_next_reply_on(
    qtbot: QtBot, window: ChatWindow, outside: OutsideOverHttp, stand_in: StandIn
) -> None:
    _say(window, "Hello")
    _until(qtbot, window, ChatState.IDLE)
    window.temperature.slider.setFocus()
    QTest.keyClick(window.temperature.slider, Qt.Key.Key_Home)
    _say(window, "Again")
    _until(qtbot, window, ChatState.IDLE)
    QTest.keyClick(window.temperature.slider, Qt.Key.Key_End)
    assert outside.temperatures == [0.8, 0.0]
    assert [request["temperature"] for request in _asked(stand_in)] == [0.8, 0.0]
    assert window.controller.temperature == 1.5


def test_one_bubble_or_the_whole_chat_can_be_copied(qtbot: QtBot, window: ChatWindow) -> None:
    assert not window.copy_button.isEnabled()
    _say(window, "Hello")
    _until(qtbot, window, ChatState.IDLE)
    QTest.mouseClick(window.copy_button, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == f"You: Hello\n{VOICE}: Ahoy, matey!"
    window.transcript.setCurrentIndex(window.transcript.bubbles.index(1))
    window.transcript.copy_selected()
    assert QGuiApplication.clipboard().text() == "Ahoy, matey!"


def test_closing_the_window_ends_the_reply(qtbot: QtBot, window: ChatWindow, stand_in: StandIn) -> None:
    stand_in.manner = ChatManner.HANG_MIDWAY
    _say(window, "Hello")
    _until(qtbot, window, ChatState.STREAMING)
    window.close()
    assert window.controller.state is ChatState.IDLE
    assert stand_in.wait_until(lambda: stand_in.hang_ups == 1)


def test_every_control_has_a_name(window: ChatWindow) -> None:
    for widget in (window.composer, window.temperature.slider, window.transcript):
        assert widget.accessibleName()
    for button in (window.send_button, window.new_button, window.copy_button):
        assert button.text()


def test_the_model_is_loaded_once_as_soon_as_the_window_is_there(
    window: ChatWindow, outside: OutsideOverHttp, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: outside.warmed_up == [RUN.identifier])
    window.hide()
    window.show()
    _say(window, "Ahoy!")
    _until(qtbot, window, ChatState.IDLE)
    assert outside.warmed_up == [RUN.identifier]
