"""A service's answers about jobs, as the core's own values."""

from datetime import date
from typing import TYPE_CHECKING, Any

from msgtune_gui.core.jobs import Job, JobEvent, JobStatus
from msgtune_gui.services.error_words import sentence

if TYPE_CHECKING:
    from openai.types.fine_tuning import FineTuningJob, FineTuningJobEvent
    from openai.types.fine_tuning.jobs import FineTuningJobCheckpoint

# The reference of November 2026 knows states that the SDK does not; what is not known here is no end.
_STATUSES = {"pausing": JobStatus.PAUSED, **{status.value: status for status in JobStatus}}


def job_of(answer: "FineTuningJob") -> Job:
    """A job as a service tells of it."""
    extra = answer.model_extra or {}
    done, total = _whole(extra.get("trained_steps")), _whole(extra.get("total_steps"))
    return Job(
        identifier=answer.id,
        status=_STATUSES.get(answer.status, JobStatus.RUNNING),
        # Nebius leaves it out even when the job has ended well (its reference of jobs, 2026).
        model=answer.fine_tuned_model,
        # A finished job may carry an empty error object, which is truthy in the SDK and has no message.
        error=sentence(answer.error.message) if answer.error is not None else None,
        trained_tokens=answer.trained_tokens,
        estimated_finish_s=answer.estimated_finish,
        result_files=tuple(answer.result_files or ()),
        # Nebius counts steps in the job and not in its events.
        fraction=min(1.0, done / total) if done is not None and total else None,
    )


def event_of(answer: "FineTuningJobEvent") -> JobEvent:
    """An event as a service tells of it."""
    data: dict[str, Any] = answer.data if isinstance(answer.data, dict) else {}
    return JobEvent(
        identifier=answer.id,
        created_at_s=answer.created_at,
        message=answer.message,
        step=_whole(data.get("step")),
        total_steps=_whole(data.get("total_steps")),
        train_loss=_real(data.get("train_loss")),
        valid_loss=_real(data.get("full_valid_loss", data.get("valid_loss"))),
    )


def files_of_checkpoint(answer: "FineTuningJobCheckpoint") -> tuple[str, ...]:
    """Ids of the files that a checkpoint consists of, which Nebius tells in a field of its own."""
    listed = (answer.model_extra or {}).get("result_files") or ()
    return tuple(file_id for file_id in listed if isinstance(file_id, str))


def day_of(told: object) -> date | None:
    """A day as services tell it ("2027-01-14"); None for anything else."""
    try:
        return date.fromisoformat(told) if isinstance(told, str) else None
    except ValueError:
        return None


def _real(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _whole(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) else None
