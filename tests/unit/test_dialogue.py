"""What of a chat the model hears: all of it while it fits, and the newest turns from then on."""

from collections.abc import Iterator, Sequence

import pytest

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.dialogue import Dialogue, reply_to, without_oldest
from msgtune_gui.core.errors import TooLong, UserError
from msgtune_gui.core.model import ChatTurn, Role
from msgtune_gui.core.ports import CancelToken


def _talk(*lengths: int) -> tuple[ChatTurn, ...]:
    """Turns of some lengths, the person first."""
    return tuple(
        ChatTurn(Role.ASSISTANT if place % 2 else Role.USER, chr(ord("a") + place % 26) * length)
        for place, length in enumerate(lengths)
    )


class ShortOfMemory:
    """A model that takes in so many characters; implements the ChatModel port."""

    answered_by = None

    def __init__(self, longest: int) -> None:
        self._longest = longest
        self.heard: list[tuple[ChatTurn, ...]] = []

    def stream(self, turns: Sequence[ChatTurn], cancel: CancelToken) -> Iterator[str]:
        self.heard.append(tuple(turns))
        if sum(len(turn.text) for turn in turns) > self._longest:
            raise TooLong("Too long.")
        yield from ("Aye", " aye")

    def close(self) -> None:
        """Nothing is held."""


def _reply(turns: Sequence[ChatTurn], model: ShortOfMemory) -> tuple[str, list[int]]:
    sent: list[int] = []
    return "".join(reply_to(turns, model, CancelFlag(), sent.append)), sent


def test_messages_without_a_reply_between_them_are_one_turn() -> None:
    dialogue = Dialogue()
    dialogue.say("One")
    dialogue.say("Two")
    dialogue.answer(" Three ")
    assert [turn.text for turn in dialogue.turns] == ["One\nTwo", "Three"]
    assert not dialogue.awaits_reply


def test_a_blank_reply_leaves_no_trace_and_nobody_replies_to_nothing() -> None:
    dialogue = Dialogue()
    with pytest.raises(ValueError, match="something to reply to"):
        dialogue.answer("Hm?")
    dialogue.say("One")
    dialogue.answer("  ")
    assert dialogue.awaits_reply


def test_what_has_left_stays_away_until_the_chat_begins_anew() -> None:
    dialogue = Dialogue()
    for text in ("One", "Two", "Three"):
        dialogue.say(text)
        dialogue.answer(text.lower())
    dialogue.say("Four")
    assert dialogue.sent == dialogue.turns
    dialogue.send_only(3)
    dialogue.send_only(5)
    assert dialogue.unsent == 4
    assert [turn.text for turn in dialogue.sent] == ["Three", "three", "Four"]
    dialogue.answer("four")
    dialogue.say("Five")
    assert [turn.text for turn in dialogue.sent] == ["Three", "three", "Four", "four", "Five"]
    dialogue.clear()
    dialogue.say("Six")
    assert [turn.text for turn in dialogue.sent] == ["Six"]
    assert dialogue.unsent == 0


@pytest.mark.parametrize(
    ("lengths", "left"),
    [
        ((10, 10, 10, 10, 10, 10, 10), (10, 10, 10, 10, 10)),
        ((10, 10, 10, 10, 10, 10, 10, 10, 10), (10, 10, 10, 10, 10)),
        ((1, 1, 1, 1, 100), (100,)),
        ((100, 1, 1, 1, 1), (1, 1, 1)),
        ((1, 1, 1, 1, 1, 1, 100, 100, 1), (1,)),
        ((50, 50, 1), (1,)),
        ((5,), ()),
        ((), ()),
    ],
)
def test_the_oldest_exchanges_leave_and_the_person_still_begins(
    lengths: tuple[int, ...], left: tuple[int, ...]
) -> None:
    turns = _talk(*lengths)
    newer = without_oldest(turns)
    assert tuple(len(turn.text) for turn in newer) == left
    assert newer == turns[len(turns) - len(newer) :]
    assert not newer or newer[0].role is Role.USER


def test_a_conversation_that_fits_is_sent_whole() -> None:
    model = ShortOfMemory(100)
    turns = _talk(10, 10, 10)
    assert _reply(turns, model) == ("Aye aye", [3])
    assert model.heard == [turns]


def test_the_reply_is_asked_again_without_the_oldest_turns_until_it_comes() -> None:
    model = ShortOfMemory(45)
    turns = _talk(*[10] * 11)
    said, sent = _reply(turns, model)
    assert said == "Aye aye"
    assert sent == [11, 7, 5, 3]
    assert model.heard[-1] == turns[-3:]


def test_a_last_message_that_is_too_long_by_itself_is_told() -> None:
    model = ShortOfMemory(45)
    with pytest.raises(TooLong):
        _reply(_talk(10, 10, 50), model)
    assert [len(heard) for heard in model.heard] == [3, 1]


def test_no_other_error_makes_the_model_forget() -> None:
    class Broken(ShortOfMemory):
        def stream(self, turns: Sequence[ChatTurn], cancel: CancelToken) -> Iterator[str]:
            yield from super().stream(turns, cancel)
            raise UserError("The line broke.")

    model = Broken(100)
    with pytest.raises(UserError, match="The line broke"):
        _reply(_talk(10, 10, 10), model)
    assert len(model.heard) == 1
