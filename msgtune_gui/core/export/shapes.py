"""What every reader of an export shape takes and gives."""

from collections.abc import Callable
from dataclasses import dataclass

from msgtune_gui.core.model import Message

Checkpoint = Callable[[], None]
"""Called between batches of messages; raises Cancelled when the person asked to stop."""


@dataclass(frozen=True, slots=True)
class ThreadFile:
    """One file's share of a conversation.

    Attributes:
        thread: The export's own name of the thread ("inbox/jana_100"); "" where it has none.
        title: Title in the export; may be "".
        participants: Names listed in the file, without empty ones.
        messages: In the file's order.
    """

    thread: str
    title: str
    participants: tuple[str, ...]
    messages: list[Message]


class NotReadable(Exception):
    """A file that should hold a conversation cannot be used; the argument is a sentence for people."""
