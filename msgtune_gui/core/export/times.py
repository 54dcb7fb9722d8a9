"""Times of messages in the units and sizes that exports have them in."""

import math

LATEST_MS = 253_402_300_799_000
"""The last second of the year 9999; calendars know no later one, and a redacted public sample has 20 digits."""
_EARLIEST_SECONDS_AS_MS = 100_000_000_000


def is_in_seconds(time: float) -> bool:
    """Whether a time under the key `timestamp` is in seconds, as in spring 2018; later shapes have milliseconds."""
    return time < _EARLIEST_SECONDS_AS_MS


def within_calendar(time: float | None, before: int) -> int:
    """A time in milliseconds that calendars know; without one, that of the neighbour before."""
    if time is None or math.isnan(time):
        return before
    return int(min(max(time, 0), LATEST_MS))


def in_milliseconds(time: float | None) -> float | None:
    """A time under the key `timestamp`, in milliseconds."""
    return time * 1000 if time is not None and is_in_seconds(time) else time
