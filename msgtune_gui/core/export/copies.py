"""Copies of a thread with their messages in order, before it is known which of them are one conversation."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Self

from msgtune_gui.core.export.pieces import Piece, Place, Root
from msgtune_gui.core.export.renames import is_nobody
from msgtune_gui.core.export.threads import OLDEST_FIRST, in_order
from msgtune_gui.core.messages import Messages

_PAIR = 2


@dataclass(frozen=True)
class OrderedPiece:
    """One copy of a thread with its messages in order.

    Attributes:
        place: Where its first file lies.
        thread: The export's own name of the thread, or "".
        key: What names the thread in every copy; None where nothing does.
        own_id: The name of its file where that is the thread's id, or "".
        encrypted: From the export of end-to-end encrypted chats.
        title: Title in the export; may be "".
        messages: Oldest first.
        listed: Everybody listed as a participant, then everybody who wrote and has a name.
        whole_seconds: Its times are known to the second only.
        marked_group: A file of it says that this is a group.
    """

    place: Place
    thread: str
    key: str | None
    own_id: str
    encrypted: bool
    title: str
    messages: Messages
    listed: tuple[str, ...]
    whole_seconds: bool
    marked_group: bool

    @classmethod
    def of(cls, piece: Piece, usual: int) -> Self:
        """Put a piece in order and empty it, so that its messages are not there twice."""
        messages = in_order(piece.files, OLDEST_FIRST if piece.encrypted else usual)
        names = [name for file in piece.files for name in file.participants]
        written = (name for name in messages.names if name.strip())
        ordered = cls(
            place=piece.place,
            thread=piece.thread,
            key=piece.key,
            own_id=piece.own_id,
            encrypted=piece.encrypted,
            title=next((file.title for file in piece.files if file.title), ""),
            messages=messages,
            listed=tuple(dict.fromkeys([*names, *written])),
            whole_seconds=any(file.whole_seconds for file in piece.files),
            marked_group=any(file.marked_group for file in piece.files),
        )
        piece.files.clear()
        return ordered

    @cached_property
    def people(self) -> frozenset[str]:
        """Those who have a name of their own, in the form that names are compared in."""
        return frozenset(compared(name) for name in self.listed if not is_nobody(name))

    @cached_property
    def compared_title(self) -> str:
        """Its title in the form that names are compared in; "" for that of a deleted account."""
        return "" if is_nobody(self.title) else compared(self.title)

    @property
    def is_named(self) -> bool:
        """Whether the export itself says which thread it is, and not a folder's name alone."""
        return bool(self.thread or self.own_id)

    @property
    def is_of_two(self) -> bool:
        """Whether exactly two people with names of their own take part."""
        return len(self.people) == _PAIR and not any(is_nobody(name) for name in self.listed)

    @property
    def download(self) -> tuple[Root, bool]:
        """What tells the download it is from; encrypted chats come as a download of their own."""
        return (self.place.root, True) if self.encrypted else (self.place.download, False)

    @property
    def identifier(self) -> str:
        """The export's own name of the thread, or else where it lies."""
        return self.thread or (self.place.shown_file if self.own_id else self.place.shown)


@dataclass
class Joined:
    """The copies of one conversation."""

    copies: list[OrderedPiece] = field(default_factory=list)

    @property
    def encrypted(self) -> bool:
        """Whether all of it is from an export of encrypted chats."""
        return all(copy.encrypted for copy in self.copies)

    @property
    def people(self) -> frozenset[str]:
        """Everybody with a name of their own in any copy."""
        return frozenset().union(*(copy.people for copy in self.copies))

    @property
    def roots(self) -> frozenset[Root]:
        """The exports that its copies are from."""
        return frozenset(copy.place.root for copy in self.copies)

    @property
    def downloads(self) -> frozenset[tuple[Root, bool]]:
        """The downloads that its copies are surely from; threads of one folder may be from one."""
        return frozenset(copy.download for copy in self.copies)

    @property
    def may_be_of_two(self) -> bool:
        """Whether nothing says that it is a group."""
        return not any(copy.marked_group or len(copy.listed) > _PAIR for copy in self.copies)


def compared(name: str) -> str:
    """A name in the form that names are compared in."""
    return unicodedata.normalize("NFC", name)


def without(threads: Iterable[Joined], gone: set[int]) -> list[Joined]:
    """The threads whose copies were not put to another."""
    return [thread for thread in threads if id(thread) not in gone]
