"""How fast a training goes, how long it will take, and its loss since it was last told."""

import statistics
import time
from collections import deque
from collections.abc import Callable

from msgtune_gui.engine.jobs.reports import Measured

_REMEMBERED_STEPS = 15
_MOST_MEASURES = 400
"""Training losses told of one job; a long one tells every few steps only."""


class TrainingClock:
    """Follows the steps of a training.

    Args:
        total_steps: Steps of the whole training.
        seconds: The clock.
    """

    def __init__(self, total_steps: int, seconds: Callable[[], float] = time.monotonic) -> None:
        self._total_steps = total_steps
        self._seconds = seconds
        self._told_every = max(1, total_steps // _MOST_MEASURES)
        self._durations: deque[float] = deque(maxlen=_REMEMBERED_STEPS)
        self._speeds: deque[float] = deque(maxlen=_REMEMBERED_STEPS)
        self._started = seconds()
        self._since_told = _Mean()
        self._since_epoch = _Mean()
        self._step = 0

    def start_step(self) -> None:
        """A step begins."""
        self._started = self._seconds()

    def end_step(self, tokens: int, loss: float, learned: int) -> float:
        """A step is done; returns its speed in tokens per second.

        Args:
            tokens: Read in this step.
            loss: Summed over the learned tokens, in nats.
            learned: How many tokens those are.
        """
        duration = max(1e-6, self._seconds() - self._started)
        self._step += 1
        self._durations.append(duration)
        self._speeds.append(tokens / duration)
        self._since_told.add(loss, learned)
        self._since_epoch.add(loss, learned)
        return tokens / duration

    @property
    def worth_telling(self) -> bool:
        """Whether the loss of this step should be told."""
        return self._step % self._told_every == 0 or self._step == self._total_steps

    def measured(self, valid_loss: float | None = None) -> Measured:
        """The numbers since they were last told.

        The time left comes from the median of the last steps, because single ones vary many times over on a computer
        that does other things too.
        """
        return Measured(
            step=self._step,
            total_steps=self._total_steps,
            train_loss=self._since_told.take(),
            valid_loss=valid_loss,
            tokens_per_second=round(statistics.median(self._speeds), 1),
            seconds_left=statistics.median(self._durations) * (self._total_steps - self._step),
        )

    def end_epoch(self) -> float:
        """Mean training loss of the epoch that is over."""
        return self._since_epoch.take()


class _Mean:
    def __init__(self) -> None:
        self._total = 0.0
        self._count = 0

    def add(self, total: float, count: int) -> None:
        self._total += total
        self._count += count

    def take(self) -> float:
        mean = self._total / max(1, self._count)
        self._total, self._count = 0.0, 0
        return mean
