"""What becomes a turn, in both ways of slicing."""

from collections.abc import Sequence

import pytest

from msgtune_gui.core.messages import Message, MessageKind, Messages
from msgtune_gui.core.model import Conversation, Role, SlicingMode, Turn
from msgtune_gui.core.turns import Slicing, dialogues, summarise

_AI = "Alma"
_HOUR = 60 * 60 * 1000


def _conversation(*messages: Message) -> Conversation:
    return Conversation("inbox/x", "x", (), Messages.of(messages))


def _said(*lines: str) -> list[Message]:
    """Messages of a line each, "A: hello", one second apart; A is the AI."""
    names = {"A": _AI}
    parts = [line.split(": ", 1) for line in lines]
    return [Message(names.get(who, who), at * 1000, text) for at, (who, text) in enumerate(parts, start=1)]


def _lines(dialogue: Sequence[Turn]) -> list[str]:
    return [f"{turn.role}: {turn.text}" for turn in dialogue]


def _recommended(*messages: Message) -> list[list[str]]:
    slicing = Slicing(_AI, SlicingMode.RECOMMENDED, 8 * _HOUR)
    return [_lines(dialogue) for dialogue in dialogues(_conversation(*messages), slicing)]


def _langchain(*messages: Message) -> list[list[str]]:
    slicing = Slicing(_AI, SlicingMode.LANGCHAIN, 0)
    return [_lines(dialogue) for dialogue in dialogues(_conversation(*messages), slicing)]


class TestRecommended:
    """The default way."""

    def test_neighbouring_messages_of_one_side_become_one_turn(self) -> None:
        messages = _said("E: hi", "E: you there?", "A: yes", "A:  always ", "E: good", "D: fine", "A: bye")
        assert _recommended(*messages) == [
            ["user: hi\nyou there?", "assistant: yes\nalways", "user: good\nfine", "assistant: bye"]
        ]

    def test_turns_after_the_last_reply_are_left_out(self) -> None:
        assert _recommended(*_said("E: hi", "A: yes", "E: bye", "D: bye")) == [["user: hi", "assistant: yes"]]

    def test_a_long_pause_ends_a_dialogue_and_a_shorter_one_does_not(self) -> None:
        times = [1, 2, 2 + 8 * _HOUR, 3 + 16 * _HOUR, 4 + 16 * _HOUR]
        messages = [
            Message(sender, time, str(number))
            for number, (sender, time) in enumerate(zip(["E", _AI, _AI, "E", _AI], times, strict=True))
        ]
        assert _recommended(*messages) == [["user: 0", "assistant: 1\n2"], ["user: 3", "assistant: 4"]]

    def test_a_pause_splits_a_run_of_one_side(self) -> None:
        messages = [Message("E", 1, "a"), Message("E", 9 * _HOUR, "b"), Message(_AI, 9 * _HOUR, "c")]
        assert _recommended(*messages) == [["user: b", "assistant: c"]]

    def test_only_speech_is_learned_from(self) -> None:
        others = [Message("E", 2000, "text", kind) for kind in MessageKind if kind is not MessageKind.SPEECH]
        blanks = [Message("E", 2000, text) for text in ("", " \n", None)]
        assert _recommended(*_said("E: hi"), *others, *blanks, Message(_AI, 3000, "yes")) == [
            ["user: hi", "assistant: yes"]
        ]

    @pytest.mark.parametrize("lines", [(), ("E: hi",), ("A: hi",), ("E: hi", "D: hi"), ("A: hi", "E: hi")])
    def test_too_little_gives_no_dialogue(self, lines: tuple[str, ...]) -> None:
        assert _recommended(*_said(*lines)) == []

    def test_a_dialogue_may_begin_with_the_ai(self) -> None:
        assert _recommended(*_said("A: hi", "E: hi", "A: ok")) == [["assistant: hi", "user: hi", "assistant: ok"]]

    def test_every_turn_is_accounted_for(self) -> None:
        alone = [Message(_AI, 10 * _HOUR, "alone")]
        unanswered = [Message("E", 20 * _HOUR, "hello?")]
        slicing = Slicing(_AI, SlicingMode.RECOMMENDED, 8 * _HOUR)
        said = _said("E: hi", "A: y€s", "E: bye")
        summary = summarise(_conversation(*said, *alone, *unanswered), slicing)
        assert (summary.turns, summary.no_reply, summary.too_short) == (5, 2, 1)
        assert summary.dialogues == {2: (1, 7)}


class TestAsLangChain:
    """As langchain-community 0.4.2 and the notebook do it."""

    def test_runs_of_one_sender_are_joined_by_a_blank_line(self) -> None:
        messages = _said("E: hi", "E: you", "D: me", "A: yes", "E: bye")
        assert _langchain(*messages) == [["user: hi\n\nyou", "user: me", "assistant: yes", "user: bye"]]

    def test_messages_of_every_kind_with_text_are_taken_at_any_distance(self) -> None:
        messages = [
            Message("E", 1, "You called.", MessageKind.CALL),
            Message("E", 100 * _HOUR, None, MessageKind.ATTACHMENT),
            Message("E", 200 * _HOUR, "", MessageKind.EMPTY),
            Message(_AI, 300 * _HOUR, "yes"),
        ]
        assert _langchain(*messages) == [["user: You called.", "assistant: yes"]]

    @pytest.mark.parametrize(
        ("texts", "merged"),
        [
            ([" a "], " a "),
            ([""], ""),
            ([" a ", " b "], "a \n\n b"),
            ([" a ", " "], "a"),
            ([" a ", " ", " b "], "a\n\n b"),
            ([" ", " b ", " c "], "b\n\n c"),
            (["", "", ""], ""),
            (["a", "b ", "c"], "a\n\nb\n\nc"),
        ],
    )
    def test_white_space_is_stripped_after_each_message(self, texts: list[str], merged: str) -> None:
        [turns] = _langchain(*[Message(_AI, 1, text) for text in texts])
        assert turns == [f"assistant: {merged}"]

    def test_a_conversation_in_which_the_ai_never_speaks_is_left_out(self) -> None:
        messages = _said("E: hi", "D: hi")
        assert _langchain(*messages) == []
        summary = summarise(_conversation(*messages), Slicing(_AI, SlicingMode.LANGCHAIN, 0))
        assert (summary.turns, summary.no_reply, summary.dialogues) == (2, 2, {})

    def test_a_single_turn_is_a_dialogue(self) -> None:
        [turn] = dialogues(_conversation(*_said("A: hi")), Slicing(_AI, SlicingMode.LANGCHAIN, 0))
        assert turn == [Turn(Role.ASSISTANT, "hi")]
