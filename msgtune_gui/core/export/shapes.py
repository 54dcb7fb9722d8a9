"""What every reader of an export shape takes and gives."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from msgtune_gui.core.messages import Messages

Checkpoint = Callable[[], None]
"""Called between batches of messages; raises Cancelled when the person asked to stop."""


class Sign(NamedTuple):
    """A text of which something else in the file hints that Meta wrote it.

    Attributes:
        sender: Who sent it.
        sent_at_ms: Milliseconds since 1970 UTC.
        text: The whole text.
        beside: What hints at it: the share or the media of the same message, or a reaction to one near by.
        is_share: It is a share.
        is_reaction: It is a reaction.
    """

    sender: str
    sent_at_ms: int
    text: str
    beside: bytes
    is_share: bool = False
    is_reaction: bool = False


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
        signs: Texts that Meta may have written in place of people.
    """

    thread: str
    title: str
    participants: tuple[str, ...]
    messages: Messages
    encrypted: bool = False
    whole_seconds: bool = False
    marked_group: bool = False
    signs: tuple[Sign, ...] = ()


class NotReadable(Exception):
    """A file that should hold a conversation cannot be used; the argument is a sentence for people."""
