"""Putting the files of one copy of a thread in order."""

from array import array
from collections.abc import Iterable
from itertools import pairwise
from operator import gt, lt

from msgtune_gui.core.export.shapes import ThreadFile
from msgtune_gui.core.messages import Messages

NEWEST_FIRST, OLDEST_FIRST = -1, 1


def usual_direction(files: Iterable[ThreadFile]) -> int:
    """The direction of most files of an export, newest first where none shows one, as Meta writes it."""
    rise = sum((times[-1] > times[0]) - (times[-1] < times[0]) for file in files if (times := file.messages.times))
    return OLDEST_FIRST if rise > 0 else NEWEST_FIRST


def in_order(files: Iterable[ThreadFile], usual: int) -> Messages:
    """All messages by time, oldest first; equal times keep the order in which they were written.

    Numbers in file names say nothing about time, and a file may run either way: Meta writes newest first, others
    oldest first.

    Args:
        files: The files of one copy of a thread.
        usual: The direction of a thread in which everything has one time.
    """
    runs = [(file.messages, _rise(file.messages.times)) for file in files if file.messages]
    thread_rise = sum(rise for _, rise in runs) or usual
    ordered = [messages.backwards() if (rise or thread_rise) < 0 else messages for messages, rise in runs]
    ordered.sort(key=lambda run: (run.times[0], run.times[-1]))
    whole = Messages.joined(ordered)
    one_way = all(abs(rise) == len(messages) - 1 for messages, rise in runs)
    if one_way and all(before.times[-1] <= after.times[0] for before, after in pairwise(ordered)):
        return whole
    return by_time(whole)


def by_time(messages: Messages) -> Messages:
    """The same messages, oldest first; equal times stay as they stand."""
    times = messages.times.tolist()
    # What is in order already is sorted more quickly than its neighbours are compared.
    if times == sorted(times):
        return messages
    return messages.at(sorted(range(len(times)), key=times.__getitem__))


def _rise(times: "array[int]") -> int:
    """How many more neighbours rise than fall; where all go one way, only the sign and the length are right."""
    written = times.tolist()
    if times[0] > times[-1] and written == sorted(written, reverse=True):
        return 1 - len(times)
    if times[0] < times[-1] and written == sorted(written):
        return len(times) - 1
    later = written[1:]
    rising: int = sum(map(lt, written, later))
    falling: int = sum(map(gt, written, later))
    return rising - falling
