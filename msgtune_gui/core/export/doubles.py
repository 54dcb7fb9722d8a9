"""Putting copies of one thread together so that each message is there once."""

import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from msgtune_gui.core.export.renames import is_nobody, renamed, renames
from msgtune_gui.core.messages import KIND_CODES, MessageKind, Messages

_UNSENT = KIND_CODES[MessageKind.UNSENT]
_SECOND_MS = 1000
_PAIR = 2
Key = tuple[int, str, str | int]
"""Time, sender, and text or, where there is none, kind."""


@dataclass(frozen=True, slots=True)
class Copy:
    """One copy of a thread.

    Attributes:
        messages: Oldest first.
        people: Everybody who takes part in it or wrote in it.
        newness: Larger for a copy that was made later.
        whole_seconds: Its times are known to the second only.
    """

    messages: Messages
    people: frozenset[str]
    newness: tuple[int, int, str]
    whole_seconds: bool = False


@dataclass(frozen=True, slots=True)
class United:
    """All copies of a thread in one.

    Attributes:
        messages: Oldest first.
        replaced: Names that gave way to other names of the same people.
    """

    messages: Messages
    replaced: frozenset[str] = frozenset()


def united(copies: Sequence[Copy]) -> United:
    """The messages of all copies, oldest first, each as often as the copy that holds it most often.

    Somebody may send one text twice in a millisecond, so a copy's own equal messages all stay. Further:

    * A message is the same under an old and a new name of its sender; it gets the newer name, and a real one in
      place of a deleted account's.
    * One that was taken back in either copy is taken back.
    * Where one copy knows times to the second only, seconds are compared and the finer time stays.
    """
    replaced: set[str] = set()
    alike: defaultdict[tuple[bool, frozenset[str]], list[Copy]] = defaultdict(list)
    for copy in copies:
        alike[copy.whole_seconds, copy.people].append(copy)
    # Two boxes of one download show together who is who in another one, where one of them may not.
    whole = _put_together([_put_together(same, replaced) for same in alike.values()], replaced)
    return United(whole.messages, frozenset(replaced))


def _put_together(copies: Sequence[Copy], replaced: set[str]) -> Copy:
    # The order in which things were chosen must not matter.
    queue = sorted(copies, key=lambda copy: (copy.whole_seconds, -len(copy.messages), copy.newness))
    whole = queue[0]
    for copy in queue[1:]:
        whole = _union(whole, copy, replaced)
    return whole


def _union(base: Copy, extra: Copy, replaced: set[str]) -> Copy:
    newness = max(base.newness, extra.newness)
    if not extra.messages or _is_part_of(extra.messages, base.messages):
        return replace(base, newness=newness)
    by_second = extra.whole_seconds and not base.whole_seconds
    pair = len(base.people) <= _PAIR and len(extra.people) <= _PAIR
    newer = extra.newness > base.newness
    names = renames(base.messages, extra.messages, newer=newer, pair=pair, by_second=by_second)
    replaced.update(names)
    first, second = renamed(base.messages, names), renamed(extra.messages, names)
    people = frozenset(names.get(name, name) for name in (base.people if pair else base.people | extra.people))
    return Copy(_Match(first, second, by_second=by_second).united(), people, newness, base.whole_seconds)


def _is_part_of(part: Messages, whole: Messages) -> bool:
    """Whether all of a copy stands in one piece in the other, as that of an earlier download does."""
    start = bisect_left(whole.times, part.times[0])
    end = start + len(part)
    if end > len(whole) or whole.times[start:end] != part.times or whole.kinds[start:end] != part.kinds:
        return False
    if whole.texts[start:end] != part.texts:
        return False
    names, own = whole.names, part.names
    return all(
        names[left] == own[right] for left, right in set(zip(whole.senders[start:end], part.senders, strict=True))
    )


class _Match:
    """Which messages of a second copy the first one holds."""

    def __init__(self, base: Messages, extra: Messages, *, by_second: bool) -> None:
        self._base = base
        self._extra = extra
        self._unit = _SECOND_MS if by_second else 1
        self._texts = base.texts
        self._kinds = base.kinds
        self._senders = base.senders
        self._names = base.names
        self._partner: dict[int, int] = {}
        """Place in the second copy -> place in the first."""

    def united(self) -> Messages:
        """The messages of both."""
        alone, others = self._match_equal()
        alone, others = self._match_taken_back(alone, others)
        others = self._match_deleted(alone, others)
        base = Messages(self._names, self._senders, self._base.times, self._texts, self._kinds)
        return self._inserted(base, others) if others else base

    def _match_equal(self) -> tuple[list[int], list[int]]:
        """Pair equal messages, each with one; gives the places that are left in either copy."""
        span = self._span()
        waiting: defaultdict[Key, list[int]] = defaultdict(list)
        for place, key in zip(reversed(span), reversed(keys(self._base, span, self._unit)), strict=True):
            waiting[key].append(place)
        others = []
        places = range(len(self._extra))
        for place, key in zip(places, keys(self._extra, places, self._unit), strict=True):
            found = waiting.get(key)
            if found:
                self._partner[place] = found.pop()
            else:
                others.append(place)
        return sorted(place for left in waiting.values() for place in left), others

    def _match_taken_back(self, alone: list[int], others: list[int]) -> tuple[list[int], list[int]]:
        """Pair a message with itself taken back: nothing but sender and time are the same then."""
        base, extra = self._base, self._extra

        def about(messages: Messages, place: int) -> tuple[int, str]:
            return messages.times[place] // self._unit, messages.names[messages.senders[place]]

        waiting: defaultdict[tuple[int, str], list[int]] = defaultdict(list)
        for place in reversed(alone):
            waiting[about(base, place)].append(place)
        left = []
        texts, kinds = list(base.texts), bytearray(base.kinds)
        for place in others:
            found = waiting.get(about(extra, place), [])
            chosen = next((it for it in reversed(found) if _UNSENT in {base.kinds[it], extra.kinds[place]}), None)
            if chosen is None:
                left.append(place)
                continue
            found.remove(chosen)
            self._partner[place] = chosen
            if extra.kinds[place] == _UNSENT:
                texts[chosen], kinds[chosen] = extra.texts[place], _UNSENT
        if len(left) < len(others):
            self._texts, self._kinds = texts, bytes(kinds)
        return sorted(place for places in waiting.values() for place in places), left

    def _match_deleted(self, alone: list[int], others: list[int]) -> list[int]:
        """Pair the message of a deleted account with the same message under a name."""
        base, extra = self._base, self._extra
        waiting: defaultdict[tuple[int, str | int], list[int]] = defaultdict(list)
        for place in reversed(alone):
            waiting[self._without_sender(base, place)].append(place)
        left = []
        known: dict[int, str] = {}
        for place in others:
            name = extra.names[extra.senders[place]]
            found = waiting.get(self._without_sender(extra, place), [])
            chosen = next((it for it in reversed(found) if is_nobody(name) or is_nobody(self._name(it))), None)
            if chosen is None:
                left.append(place)
                continue
            found.remove(chosen)
            self._partner[place] = chosen
            if is_nobody(self._name(chosen)):
                known[chosen] = name
        if known:
            self._name_senders(known)
        return left

    def _without_sender(self, messages: Messages, place: int) -> tuple[int, str | int]:
        return messages.times[place] // self._unit, messages.texts[place] or messages.kinds[place]

    def _name(self, place: int) -> str:
        return self._base.names[self._base.senders[place]]

    def _name_senders(self, known: Mapping[int, str]) -> None:
        self._names = tuple(dict.fromkeys([*self._base.names, *known.values()]))
        places = {name: place for place, name in enumerate(self._names)}
        self._senders = array("I", self._base.senders)
        for place, name in known.items():
            self._senders[place] = places[name]

    def _span(self) -> range:
        """The places of the first copy that lie in the time of the second."""
        times, unit = self._base.times, self._unit
        first, last = self._extra.times[0] // unit * unit, self._extra.times[-1] // unit * unit + unit - 1
        return range(bisect_left(times, first), bisect_right(times, last))

    def _inserted(self, base: Messages, others: list[int]) -> Messages:
        """Put messages in by time; those of one time go behind the one that they follow in their own copy."""
        times, extra = base.times, self._extra
        wanted = set(others)
        slots: list[tuple[int, int]] = []
        after = -1
        for place in range(len(extra)):
            if place in wanted:
                time = extra.times[place]
                first, last = bisect_left(times, time), bisect_right(times, time)
                slots.append((min(max(after + 1, first), last), place))
            else:
                after = self._partner[place]
        slots.sort()
        order: list[int] = []
        done = 0
        for slot, place in slots:
            order.extend(range(done, slot))
            order.append(len(base) + place)
            done = slot
        order.extend(range(done, len(base)))
        return Messages.joined([base, extra]).at(order)


def keys(messages: Messages, places: range, unit_ms: int = 1) -> list[Key]:
    """What makes each of a run of messages the same as another: time, sender, and text or else kind."""
    part = slice(places.start, places.stop)
    times: Iterable[int] = messages.times[part]
    if unit_ms != 1:
        times = (time // unit_ms for time in times)
    names = [unicodedata.normalize("NFC", name) for name in messages.names]
    senders = map(names.__getitem__, messages.senders[part])
    whats = (text or kind for text, kind in zip(messages.texts[part], messages.kinds[part], strict=True))
    return list(zip(times, senders, whats, strict=True))
