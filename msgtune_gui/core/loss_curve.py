"""The loss curve of a job, told from its events."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from msgtune_gui.core.jobs import JobEvent

Point = tuple[int, float]
"""Optimiser step and mean cross-entropy in nats per learned token."""


@dataclass(frozen=True, slots=True)
class LossCurve:
    """What is drawn while a model trains; both lines by rising step, one point a step.

    Attributes:
        train: Loss on the examples that are learned.
        valid: Loss on the held-out examples.
        total_steps: Steps that the job will take in all, or None where the service does not say.
    """

    train: tuple[Point, ...] = ()
    valid: tuple[Point, ...] = ()
    total_steps: int | None = None

    @property
    def last_step(self) -> int:
        """Highest step that has a point; 0 without points."""
        return max((step for step, _ in self.train + self.valid), default=0)

    @property
    def highest_loss(self) -> float:
        """Highest loss of all points; 0.0 without points."""
        return max((loss for _, loss in self.train + self.valid), default=0.0)


def loss_curve(events: Sequence[JobEvent]) -> LossCurve:
    """Curve of a job's events, in whatever order they come; losses that are no number are passed over."""
    train: dict[int, float] = {}
    valid: dict[int, float] = {}
    total: int | None = None
    for event in events:
        if event.step is None:
            continue
        total = event.total_steps or total
        for loss, line in ((event.train_loss, train), (event.valid_loss, valid)):
            if loss is not None and math.isfinite(loss):
                line[event.step] = loss
    return LossCurve(tuple(sorted(train.items())), tuple(sorted(valid.items())), total)
