"""What a job's events say about its losses."""

from collections.abc import Sequence

from msgtune_gui.core.jobs import JobEvent


def losses_of(events: Sequence[JobEvent]) -> tuple[float | None, float | None, float | None]:
    """Validation loss before training, validation loss at the end, and last training loss, as far as events tell."""
    valid = [(event.step or 0, event.valid_loss) for event in events if event.valid_loss is not None]
    train = [event.train_loss for event in events if event.train_loss is not None]
    before = next((loss for step, loss in valid if step == 0), None)
    after = next((loss for step, loss in reversed(valid) if step > 0), None)
    return before, after, train[-1] if train else None
