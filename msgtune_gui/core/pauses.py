"""Where the talk of a conversation paused."""

import sys
from array import array
from collections.abc import Iterator

from msgtune_gui.core.turns import BATCH, Checkpoint, Place

_TIME_BYTES = 8
_NOT_ZERO = b"\0".ljust(256, b"\1")


def sessions(times: "array[int]", kept: bytes, pause_ms: int, checkpoint: Checkpoint) -> Iterator[Place]:
    """The stretches of kept messages without a long pause in them, oldest first; places count kept messages alone.

    Args:
        times: Of all messages of a conversation, in milliseconds.
        kept: One byte a message, 0 for those that are left out.
        pause_ms: A silence longer than this ends a stretch.
        checkpoint: Called every few thousand messages.
    """
    present = kept.translate(_NOT_ZERO)
    leaps = _leaps(times, pause_ms, checkpoint)
    last = present.find(1)
    begin = done = 0
    while (leap := leaps.find(1, last + 1)) >= 0:
        after = present.find(1, leap)
        if after < 0:
            break
        before = present.rfind(1, last, leap)
        done += present.count(1, last, after)
        last = after
        if times[after] - times[before] > pause_ms:
            yield times[before], begin, done
            begin = done
    if last >= 0:
        yield times[present.rfind(1)], begin, done + present.count(1, last)


def _leaps(times: "array[int]", pause_ms: int, checkpoint: Checkpoint) -> bytes:
    """One byte a message, 1 where its time may be more than a pause after the one before; in about half of them it is.

    Times further apart than 256**n differ in some byte above the lowest n. So the bytes of many times are compared at
    once, as large numbers, where subtracting them would take an object a message.
    """
    lowest = (max(1, pause_ms).bit_length() - 1) // 8
    columns = [b"\0"]
    for start in range(0, len(times), BATCH):
        checkpoint()
        part = times[start : start + BATCH + 1]
        if sys.byteorder == "big":
            part.byteswap()
        raw = part.tobytes()
        changes = 0
        for byte in range(lowest, _TIME_BYTES):
            column = int.from_bytes(raw[byte::_TIME_BYTES], "little")
            changes |= column ^ (column >> 8)
        columns.append(changes.to_bytes(len(part), "little")[:-1].translate(_NOT_ZERO))
    return b"".join(columns)
