"""Whether two copies are of one thread, by what they hold."""

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable

from msgtune_gui.core.export.copies import OrderedPiece, compared
from msgtune_gui.core.export.doubles import keys
from msgtune_gui.core.export.renames import is_nobody
from msgtune_gui.core.messages import Messages

_SECOND_MS = 1000
_FEWEST_EQUAL = 3
_PROBES = 16
_Run = tuple[range, Messages]
"""Some messages of a copy, by their places."""


def hold_the_same(one: OrderedPiece, two: OrderedPiece) -> bool:
    """Whether two copies hold the same messages in the time that both are about.

    More than half of the fewer messages have to be in the other copy. A few messages by one person alone prove
    nothing where the threads have different names: the same words can be sent to two people at once.
    """
    (fewer, small), (more, large), unit = _in_common_time(one, two)
    if not _have_times_in_common(fewer, small, large, unit):
        return False
    equal = Counter(keys(small, fewer, unit)) & Counter(keys(large, more, unit))
    senders = {sender for _time, sender, _what in equal}
    of_one_name = bool(one.thread) and one.thread == two.thread
    enough = of_one_name or len(senders) > 1 or equal.total() >= _FEWEST_EQUAL
    return enough and 2 * equal.total() > len(fewer)


def hold_the_same_under_other_names(one: OrderedPiece, two: OrderedPiece) -> bool:
    """Whether two copies hold the same messages although somebody has another name, or none any more, in one of them.

    More than half of the fewer texts have to be in the other copy. Somebody has to have the same name in both, each
    other name one counterpart that does not occur in both, and both sorts of people have to have written: the same
    words by one person alone can be sent to two people at once.
    """
    (fewer, small), (more, large), unit = _in_common_time(one, two)
    if not _have_times_in_common(fewer, small, large, unit):
        return False
    mine, theirs = _texts(small, fewer, unit), _texts(large, more, unit)
    pairs = Counter((mine[key], theirs[key]) for key in mine.keys() & theirs.keys())
    changed = {pair for pair in pairs if pair[0] != pair[1]}
    least = _FEWEST_EQUAL if unit > 1 else 2
    if not changed or len(changed) == len(pairs) or pairs.total() < least or 2 * pairs.total() <= len(mine):
        return False
    return _are_renames(changed, _writers(one), _writers(two), swapped=small is two.messages)


def contradict(one: OrderedPiece, two: OrderedPiece) -> bool:
    """Whether both copies hold messages of one time, and not the same."""
    (fewer, _small), (more, _large), _unit = _in_common_time(one, two)
    return bool(fewer) and bool(more) and not hold_the_same(one, two)


def _are_renames(changed: Iterable[tuple[str, str]], mine: set[str], theirs: set[str], *, swapped: bool) -> bool:
    if swapped:
        changed = {(second, first) for first, second in changed}
    if any(first in theirs or second in mine for first, second in changed):
        return False
    for side in (0, 1):
        known = Counter(pair[side] for pair in changed if not is_nobody(pair[side]))
        if any(count > 1 for count in known.values()):
            return False
    return True


def _writers(copy: OrderedPiece) -> set[str]:
    return {compared(name) for name in copy.messages.names}


def _texts(messages: Messages, places: range, unit: int) -> dict[tuple[int, str], str]:
    """Time and text of each message that has one -> its sender."""
    names = [compared(name) for name in messages.names]
    part = slice(places.start, places.stop)
    rows = zip(messages.times[part], messages.texts[part], messages.senders[part], strict=True)
    return {(time // unit, text): names[sender] for time, text, sender in rows if text}


def _in_common_time(one: OrderedPiece, two: OrderedPiece) -> tuple[_Run, _Run, int]:
    """The messages of the time that both copies are about, the fewer ones first, and the unit of times."""
    unit = _SECOND_MS if one.whole_seconds or two.whole_seconds else 1
    first = max(_first(copy.messages) for copy in (one, two)) // unit * unit
    last = min(_last(copy.messages) for copy in (one, two)) // unit * unit + unit - 1
    runs = [(_span(copy.messages.times, first, last), copy.messages) for copy in (one, two)]
    fewer, more = sorted(runs, key=lambda run: len(run[0]))
    return fewer, more, unit


def _have_times_in_common(fewer: range, small: Messages, large: Messages, unit: int) -> bool:
    """Whether any of a few messages of one copy has its time in the other."""
    probes = fewer[:: max(1, len(fewer) // _PROBES)]
    return any(_is_there(small.times[place] // unit * unit, unit, large.times) for place in probes)


def _first(messages: Messages) -> int:
    return messages.times[0] if messages else 0


def _last(messages: Messages) -> int:
    return messages.times[-1] if messages else -1


def _span(times: "array[int]", first: int, last: int) -> range:
    return range(bisect_left(times, first), bisect_right(times, last))


def _is_there(first: int, length: int, times: "array[int]") -> bool:
    place = bisect_left(times, first)
    return place < len(times) and times[place] < first + length
