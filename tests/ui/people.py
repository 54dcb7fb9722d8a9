"""Conversations by hand, for tests that need no files."""

from pathlib import PurePath

from msgtune_gui.core.messages import Message, Messages
from msgtune_gui.core.model import Conversation, Export

START = 1_600_000_000_000
HOUR = 3_600_000


def conversation(title: str, *, mine: int = 10, theirs: int = 10, start: int = START) -> Conversation:
    """Messages of Alma and of the person in the title, in turns."""
    senders = ["Alma"] * mine + [title] * theirs
    messages = [Message(sender, start + place * HOUR, f"line {place}") for place, sender in enumerate(senders)]
    return Conversation(f"inbox/{title}_{start}", title, ("Alma", title), Messages.of(messages))


def export(*conversations: Conversation, owner: str | None = "Alma") -> Export:
    """An export of Alma's."""
    return Export(PurePath("facebook-alma.zip"), conversations, (), owner)
