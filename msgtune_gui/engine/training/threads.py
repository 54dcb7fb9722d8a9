"""How many threads to compute with, found out while training."""

from collections.abc import Sequence

_TRIES = 2
_LOOK_AGAIN = 12
_MEMORY = 0.5


class ThreadChooser:
    """Picks the number of threads that is fastest just now.

    Two threads wait for each other at every layer. Where another program wants one of two cores, one thread can be
    twice as fast as two, and an idle computer is the other way round; so each number is tried at first, and the ones
    not in use are tried again now and then.

    Args:
        candidates: Numbers of threads, the likeliest first.
    """

    def __init__(self, candidates: Sequence[int]) -> None:
        self._candidates = list(dict.fromkeys(candidates))
        self._speeds: dict[int, float] = {}
        self._queue = [threads for threads in self._candidates for _ in range(_TRIES)]
        self._steps = 0
        self._turn = 0

    def next(self) -> int:
        """Threads for the next step."""
        if self._queue:
            return self._queue[0]
        return max(self._candidates, key=lambda threads: self._speeds[threads])

    def measured(self, threads: int, tokens_per_second: float) -> None:
        """A step was computed with so many threads at such a speed."""
        known = self._speeds.get(threads)
        self._speeds[threads] = (
            tokens_per_second if known is None else _MEMORY * known + (1 - _MEMORY) * tokens_per_second
        )
        if self._queue:
            self._queue.pop(0)
        self._steps += 1
        others = [candidate for candidate in self._candidates if candidate != self.next()]
        if others and not self._queue and self._steps % _LOOK_AGAIN == 0:
            self._turn += 1
            self._queue = [others[self._turn % len(others)]]
