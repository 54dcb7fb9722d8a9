"""What every reader of an export shape takes and gives."""

from collections.abc import Callable
from dataclasses import dataclass

from msgtune_gui.core.messages import Messages

Checkpoint = Callable[[], None]
"""Called between batches of messages; raises Cancelled when the person asked to stop."""


@dataclass(frozen=True, slots=True)
class ThreadFile:
    """One file's share of a conversation.

    Attributes:
        thread: The export's own name of the thread ("inbox/jana_100"); "" where it has none.
        title: Title in the export; may be "".
        participants: Names listed in the file, without empty ones.
        messages: In the file's order, sorted into kinds by structure alone.
        encrypted: From the export of end-to-end encrypted chats, where `thread` is a name and a number.
        whole_seconds: Its times are known to the second only.
        marked_group: The file itself says that this is a group, of however many people.
    """

    thread: str
    title: str
    participants: tuple[str, ...]
    messages: Messages
    encrypted: bool = False
    whole_seconds: bool = False
    marked_group: bool = False


class NotReadable(Exception):
    """A file that should hold a conversation cannot be used; the argument is a sentence for people."""
