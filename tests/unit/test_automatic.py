"""How often sentences that look automatic stand in what is chosen."""

import pytest

from msgtune_gui.core.automatic import FrameCount, frame_counts
from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.errors import Cancelled
from msgtune_gui.core.messages import Message, Messages
from msgtune_gui.core.model import Conversation, LeftOutReason, SentenceFrame
from msgtune_gui.core.selection import REASON_CODES, SamplePlace

PERSON = REASON_CODES[LeftOutReason.PERSON]
AUTOMATIC = REASON_CODES[LeftOutReason.AUTOMATIC]
PRIVATE = REASON_CODES[LeftOutReason.PRIVATE]


def chat(name: str, *senders: str) -> Conversation:
    """A line of each sender."""
    messages = Messages.of(Message(sender, place, "Ewa waved.") for place, sender in enumerate(senders))
    return Conversation(name, name, senders, messages)


CHATS = (chat("a", "Ewa", "Dario", "Ewa"), chat("b", "Greta"))
WAVED = SentenceFrame("… waved.", 3, ("Ewa waved.",), {"a": (0, 1, 2), "b": (0,)})


def counted(columns: dict[str, bytes]) -> FrameCount:
    """The count of the one sentence."""
    return frame_counts((WAVED,), CHATS, columns, CancelFlag().raise_if_cancelled)[WAVED.words]


def test_everything_chosen_is_counted_with_its_people_and_samples() -> None:
    count = counted({"a": bytes(3), "b": bytes(1)})
    assert (count.count, count.senders) == (4, 3)
    assert count.samples == (SamplePlace("a", 0), SamplePlace("b", 0))


def test_conversations_and_messages_that_are_left_out_are_not_counted() -> None:
    count = counted({"a": bytes([PERSON, 0, 0])})
    assert count == FrameCount(2, 2, (SamplePlace("a", 1),))


def test_a_sentence_counts_the_same_whether_it_is_left_out_or_not() -> None:
    assert counted({"a": bytes([AUTOMATIC] * 3)}) == counted({"a": bytes([0, PRIVATE, 0])})


def test_what_stands_nowhere_in_what_is_chosen_counts_nothing() -> None:
    assert counted({}) == FrameCount(0, 0, ())


def test_counting_stops_when_asked_to() -> None:
    cancel = CancelFlag()
    cancel.cancel()
    with pytest.raises(Cancelled):
        frame_counts((WAVED,), CHATS, {}, cancel.raise_if_cancelled)
