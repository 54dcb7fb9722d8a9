"""Conversations made in memory, for tests of what comes after the reading."""

from collections.abc import Iterable
from pathlib import PurePath

from msgtune_gui.core.messages import Message, Messages
from msgtune_gui.core.model import Conversation, Export

VOICE = "Captain Marrow"
FRIEND = "Tilda Quay"
HOUR_MS = 60 * 60 * 1000


def conversation(name: str, exchanges: int, *, voice: str = VOICE, friend: str = FRIEND) -> Conversation:
    """A conversation in which the friend asks and the voice answers, so many times, a minute apart."""
    messages = []
    for number in range(exchanges):
        messages.append(Message(friend, 2 * number * 60_000, f"{name}: how high is the tide, part {number}?"))
        messages.append(Message(voice, (2 * number + 1) * 60_000, f"Arr, {number} fathoms and rising"))
    return Conversation(f"inbox/{name}", name, (friend, voice), Messages.of(messages))


def export_of(conversations: Iterable[Conversation]) -> Export:
    """An export that holds these conversations and nothing else."""
    return Export(PurePath("facebook-export"), tuple(conversations))


def conversations(count: int, exchanges: int) -> tuple[Conversation, ...]:
    """So many of them."""
    return tuple(conversation(f"harbour_{number}", exchanges) for number in range(count))
