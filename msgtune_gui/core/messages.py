"""Messages of a conversation, held as columns so that a million of them are light and quick to go through."""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum
from itertools import chain
from operator import itemgetter
from typing import Self, overload

import msgspec


class MessageKind(StrEnum):
    """What a message is: speech, or one of the sorts of line that an export holds beside speech."""

    SPEECH = "speech"
    SYSTEM = "system"
    CALL = "call"
    REACTION = "reaction"
    ATTACHMENT = "attachment"
    UNSENT = "unsent"
    LINK = "link"
    EMPTY = "empty"


KINDS = tuple(MessageKind)
"""The kind of each code in a column of kinds; SPEECH has code 0."""
KIND_CODES = {kind: code for code, kind in enumerate(KINDS)}


class Message(msgspec.Struct, frozen=True, gc=False):
    """One message as exported, text repaired.

    A frozen msgspec Struct outside the garbage collector, because many of them can be asked for at once.

    Attributes:
        sender: Display name of who wrote it; "" where the export has none.
        sent_at_ms: Milliseconds since 1970-01-01 UTC.
        text: The typed text or the export's own placeholder sentence; None where the message has no text at all.
        kind: What sort of message it is.
    """

    sender: str
    sent_at_ms: int
    text: str | None
    kind: MessageKind = MessageKind.SPEECH


class Messages(Sequence[Message]):
    """A sequence of messages in columns of equal length; not to be changed once made.

    Columns instead of objects, because a million messages are held at once: as objects they take twice the memory,
    and whatever looks at one property of all of them can do so without touching the others.

    Attributes:
        names: Display names; no two are equal.
        senders: For each message the place of its sender in `names` (type code "I").
        times: Milliseconds since 1970-01-01 UTC (type code "q").
        texts: None where a message has no text at all.
        kinds: For each message the code of its kind, see KINDS.
    """

    __slots__ = ("kinds", "names", "senders", "texts", "times")

    def __init__(
        self,
        names: tuple[str, ...] = (),
        senders: "array[int] | None" = None,
        times: "array[int] | None" = None,
        texts: list[str | None] | None = None,
        kinds: bytes = b"",
    ) -> None:
        self.names = names
        self.senders = array("I") if senders is None else senders
        self.times = array("q") if times is None else times
        self.texts: list[str | None] = [] if texts is None else texts
        self.kinds = kinds

    @classmethod
    def of(cls, messages: Iterable[Message]) -> Self:
        """The columns of messages given one by one."""
        rows = list(messages)
        names = tuple(dict.fromkeys(row.sender for row in rows))
        places = {name: place for place, name in enumerate(names)}
        return cls(
            names,
            array("I", [places[row.sender] for row in rows]),
            array("q", [row.sent_at_ms for row in rows]),
            [row.text for row in rows],
            bytes(KIND_CODES[row.kind] for row in rows),
        )

    @classmethod
    def joined(cls, parts: Sequence["Messages"]) -> "Messages":
        """All messages of several parts, one part after the other."""
        if len(parts) == 1:
            return parts[0]
        names = tuple(dict.fromkeys(chain.from_iterable(part.names for part in parts)))
        places = {name: place for place, name in enumerate(names)}
        senders, times = array("I"), array("q")
        texts: list[str | None] = []
        for part in parts:
            own = [places[name] for name in part.names]
            senders.extend(
                part.senders if own == list(range(len(own))) else array("I", map(own.__getitem__, part.senders))
            )
            times.extend(part.times)
            texts.extend(part.texts)
        return cls(names, senders, times, texts, b"".join(part.kinds for part in parts))

    def backwards(self) -> "Messages":
        """The same messages, the last one first."""
        return Messages(self.names, self.senders[::-1], self.times[::-1], self.texts[::-1], self.kinds[::-1])

    def at(self, places: Sequence[int]) -> "Messages":
        """The messages at these places, in this order."""
        if len(places) < 2:
            return Messages.of(self[place] for place in places)
        pick = itemgetter(*places)
        return Messages(
            self.names,
            array("I", pick(self.senders)),
            array("q", pick(self.times)),
            list(pick(self.texts)),
            bytes(pick(self.kinds)),
        )

    def with_kinds(self, kinds: bytes) -> "Messages":
        """The same messages, sorted into other kinds."""
        return Messages(self.names, self.senders, self.times, self.texts, kinds)

    def __len__(self) -> int:
        return len(self.texts)

    @overload
    def __getitem__(self, place: int) -> Message: ...
    @overload
    def __getitem__(self, place: slice) -> "Messages": ...
    def __getitem__(self, place: int | slice) -> "Message | Messages":
        if isinstance(place, slice):
            return Messages(self.names, self.senders[place], self.times[place], self.texts[place], self.kinds[place])
        return Message(self.names[self.senders[place]], self.times[place], self.texts[place], KINDS[self.kinds[place]])

    def __iter__(self) -> Iterator[Message]:
        senders = map(self.names.__getitem__, self.senders)
        kinds = map(KINDS.__getitem__, self.kinds)
        return map(Message, senders, self.times, self.texts, kinds)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Sequence) or isinstance(other, str | bytes):
            return NotImplemented
        return len(self) == len(other) and all(mine == theirs for mine, theirs in zip(self, other, strict=True))

    __hash__ = None  # type: ignore[assignment]  # Lists of texts have no hash either.

    def __repr__(self) -> str:
        return f"<{len(self)} messages>"
