"""Which copies of threads are one conversation."""

import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import combinations, pairwise
from typing import Self

from msgtune_gui.core.export.doubles import keys
from msgtune_gui.core.export.pieces import Piece, Place, Root
from msgtune_gui.core.export.renames import is_nobody
from msgtune_gui.core.export.shapes import Checkpoint
from msgtune_gui.core.export.threads import OLDEST_FIRST, in_order, usual_direction
from msgtune_gui.core.messages import Messages

_PAIR = 2
_SECOND_MS = 1000
_FEWEST_EQUAL = 3
_PROBES = 16
_FEW = 100


@dataclass(frozen=True)
class OrderedPiece:
    """One copy of a thread with its messages in order.

    Attributes:
        place: Where its first file lies.
        thread: The export's own name of the thread, or "".
        encrypted: From the export of end-to-end encrypted chats.
        title: Title in the export; may be "".
        messages: Oldest first.
        listed: Everybody listed as a participant, then everybody who wrote and has a name.
        whole_seconds: Its times are known to the second only.
    """

    place: Place
    thread: str
    encrypted: bool
    title: str
    messages: Messages
    listed: tuple[str, ...]
    whole_seconds: bool

    @classmethod
    def of(cls, piece: Piece, usual: int) -> Self:
        """Put a piece in order and empty it, so that its messages are not there twice."""
        messages = in_order(piece.files, OLDEST_FIRST if piece.encrypted else usual)
        names = [name for file in piece.files for name in file.participants]
        written = (name for name in messages.names if name.strip())
        ordered = cls(
            piece.place,
            piece.thread,
            piece.encrypted,
            next((file.title for file in piece.files if file.title), ""),
            messages,
            tuple(dict.fromkeys([*names, *written])),
            any(file.whole_seconds for file in piece.files),
        )
        piece.files.clear()
        return ordered

    @cached_property
    def people(self) -> frozenset[str]:
        """Those who have a name of their own, in the form that names are compared in."""
        return frozenset(unicodedata.normalize("NFC", name) for name in self.listed if not is_nobody(name))


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
    def is_pair(self) -> bool:
        """Whether exactly two people with names of their own take part."""
        return len(self.people) == _PAIR and not any(is_nobody(name) for copy in self.copies for name in copy.listed)


def joined(pieces: Sequence[Piece], checkpoint: Checkpoint) -> list[Joined]:
    """Put the copies of each conversation together.

    1. By the id of the thread, whatever box or download a copy is in.
    2. The encrypted chat of two people goes with their classic thread where neither has a namesake.
    3. Other threads of the same people only when they hold the same messages. People without a name, and those whose
       account is gone, are not told apart by name and so count for nothing here.
    """
    usual = usual_direction(file for piece in pieces if not piece.encrypted for file in piece.files)
    by_key: dict[object, Joined] = {}
    for number, piece in enumerate(pieces):
        checkpoint()
        ordered = OrderedPiece.of(piece, usual)
        by_key.setdefault(number if piece.key is None else piece.key, Joined()).copies.append(ordered)
    threads = _with_encrypted(list(by_key.values()))
    return _with_equal_messages(threads, checkpoint)


def _with_encrypted(threads: list[Joined]) -> list[Joined]:
    pairs: defaultdict[frozenset[str], list[Joined]] = defaultdict(list)
    for thread in threads:
        if thread.is_pair:
            pairs[thread.people].append(thread)
    gone: set[int] = set()
    for same in pairs.values():
        encrypted = [thread for thread in same if thread.encrypted]
        sources = Counter(copy.place.source for thread in encrypted for copy in thread.copies)
        if encrypted and len(same) - len(encrypted) <= 1 and max(sources.values()) == 1:
            first, *others = sorted(same, key=lambda thread: thread.encrypted)
            for other in others:
                first.copies.extend(other.copies)
                gone.add(id(other))
    return [thread for thread in threads if id(thread) not in gone]


def _with_equal_messages(threads: list[Joined], checkpoint: Checkpoint) -> list[Joined]:
    alike: defaultdict[frozenset[str], list[Joined]] = defaultdict(list)
    for thread in threads:
        alike[thread.people].append(thread)
    gone: set[int] = set()
    for same in alike.values():
        for first, second in _worth_comparing(same):
            checkpoint()
            if id(first) in gone or id(second) in gone:
                continue
            if any(hold_the_same(one, two) for one in first.copies for two in second.copies):
                first.copies.extend(second.copies)
                gone.add(id(second))
    return [thread for thread in threads if id(thread) not in gone]


def _worth_comparing(threads: Sequence[Joined]) -> Iterator[tuple[Joined, Joined]]:
    """Pairs that may hold the same messages.

    Within one download a double is a whole one, so that it begins or ends with its original; two downloads may be of
    different years. There can be thousands of threads with nobody who has a name, too many to compare each with each.
    """
    by_end: defaultdict[int, list[Joined]] = defaultdict(list)
    for thread in threads:
        ends = {
            end // _SECOND_MS
            for copy in thread.copies
            if (times := copy.messages.times)
            for end in (times[0], times[-1])
        }
        for end in ends:
            by_end[end].append(thread)
    for near in by_end.values():
        yield from combinations(near, 2) if len(near) <= _FEW else pairwise(near)
    if len(threads) <= _FEW:
        yield from (pair for pair in combinations(threads, 2) if not pair[0].roots & pair[1].roots)


def hold_the_same(one: OrderedPiece, two: OrderedPiece) -> bool:
    """Whether two copies hold the same messages in the time that both are about.

    More than half of the fewer messages have to be in the other copy. A few messages by one person alone prove
    nothing where the threads have different names: the same words can be sent to two people at once.
    """
    unit = _SECOND_MS if one.whole_seconds or two.whole_seconds else 1
    first = max(_first(copy.messages) for copy in (one, two)) // unit * unit
    last = min(_last(copy.messages) for copy in (one, two)) // unit * unit + unit - 1
    runs = [(_span(copy.messages.times, first, last), copy.messages) for copy in (one, two)]
    (fewer, small), (more, large) = sorted(runs, key=lambda run: len(run[0]))
    probes = fewer[:: max(1, len(fewer) // _PROBES)]
    if not any(_is_there(small.times[place] // unit * unit, unit, large.times) for place in probes):
        return False
    equal = Counter(keys(small, fewer, unit)) & Counter(keys(large, more, unit))
    senders = {sender for _time, sender, _what in equal}
    of_one_name = bool(one.thread) and one.thread == two.thread
    enough = of_one_name or len(senders) > 1 or equal.total() >= _FEWEST_EQUAL
    return enough and 2 * equal.total() > len(fewer)


def _first(messages: Messages) -> int:
    return messages.times[0] if messages else 0


def _last(messages: Messages) -> int:
    return messages.times[-1] if messages else -1


def _span(times: "array[int]", first: int, last: int) -> range:
    return range(bisect_left(times, first), bisect_right(times, last))


def _is_there(first: int, length: int, times: "array[int]") -> bool:
    place = bisect_left(times, first)
    return place < len(times) and times[place] < first + length
