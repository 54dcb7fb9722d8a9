"""How a run waits: ever longer pauses, as long as a service asks for, and no longer than the computer sleeps."""

import time
from collections.abc import Callable

from msgtune_gui.core.ports import CancelToken

GROWTH = 1.3
LONGEST_ASKED_S = 15 * 60.0
"""A service that asks for more than this is asked again all the same."""
_SLICE_S = 5.0
_SLEPT_S = 15.0


class Waiting:
    """Pauses between two questions to a service.

    Args:
        bounds_s: Shortest and longest pause, in seconds.
        cancel: Ends every pause at once.
        elapsed: Seconds of a clock that nobody can set; whether it goes on during sleep depends on the system.
        wall: Seconds of the clock that people set.
    """

    def __init__(
        self,
        bounds_s: tuple[float, float],
        cancel: CancelToken,
        *,
        elapsed: Callable[[], float] = time.monotonic,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._shortest, self._longest = bounds_s
        self._cancel = cancel
        self._elapsed = elapsed
        self._wall = wall
        self._next = self._shortest

    def start_over(self) -> None:
        """Something has happened, so that the next pause is short again."""
        self._next = self._shortest

    def take(self, asked_s: float | None = None) -> float:
        """Length of the next pause in seconds: the service's own wish where it has one; the one after is longer."""
        pause = min(max(asked_s, self._shortest), LONGEST_ASKED_S) if asked_s else self._next
        self._next = min(self._longest, self._next * GROWTH)
        return pause

    def pause(self, seconds: float) -> bool:
        """Wait; True when the computer slept meanwhile, which ends the pause early.

        Sleep shows as a clock that has gone on much further than the pause. One that was set forward looks the same and
        costs one question more; one that was set back changes nothing, because the pause is measured by the other.

        Raises:
            Cancelled: The person asked to stop.
        """
        until = self._elapsed() + seconds
        while (left := until - self._elapsed()) > 0:
            piece = min(left, _SLICE_S)
            before = self._wall()
            if self._cancel.wait(piece):
                self._cancel.raise_if_cancelled()
            if self._wall() - before > piece + _SLEPT_S:
                self.start_over()
                return True
        self._cancel.raise_if_cancelled()
        return False
