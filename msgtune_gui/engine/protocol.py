"""The objects of OpenAI's protocol that the engine speaks, as its API reference names them."""

from typing import Annotated, Generic, Literal, TypeVar

from msgspec import UNSET, Meta, Struct, UnsetType

Auto = Literal["auto"]
JobState = Literal["validating_files", "queued", "running", "succeeded", "failed", "cancelled"]
ENDED: frozenset[JobState] = frozenset({"succeeded", "failed", "cancelled"})

Listed = TypeVar("Listed")


class ErrorDetail(Struct, kw_only=True):
    """What an answer that is not a success carries under "error"."""

    message: str
    type: str
    param: str | None = None
    code: str | None = None


class ErrorAnswer(Struct):
    """The body of an answer that is not a success."""

    error: ErrorDetail


class Page(Struct, Generic[Listed], kw_only=True):
    """One page of a list; `has_more` says whether asking again with `after` gives more."""

    data: list[Listed]
    has_more: bool = False
    object: Literal["list"] = "list"
    first_id: str | None = None
    last_id: str | None = None


class Deleted(Struct, kw_only=True):
    """The answer to a deletion."""

    id: str
    object: Literal["file", "model"]
    deleted: bool = True


class FileObject(Struct, kw_only=True):
    """A stored file; times are Unix seconds."""

    id: str
    bytes: int
    created_at: int
    filename: str
    purpose: Literal["fine-tune", "fine-tune-results"]
    status: Literal["processed"] = "processed"
    expires_at: int | UnsetType | None = UNSET
    object: Literal["file"] = "file"

    def __post_init__(self) -> None:
        # Records of earlier versions have null, which OpenAI's specification does not.
        self.expires_at = UNSET if self.expires_at is None else self.expires_at


class ModelObject(Struct, kw_only=True):
    """A model that can chat."""

    id: str
    created: int
    owned_by: str
    object: Literal["model"] = "model"


class AdapterRequest(Struct, kw_only=True):
    """The body that makes a model of an adapter that was trained elsewhere; the engine's own.

    Attributes:
        folder: Where it lies, in PEFT's format; a path inside the data folder.
        base_model: What it was trained on, by any usual name.
        client_id: The same for the same adapter, so that asking again makes no second model.
    """

    folder: str
    base_model: Annotated[str, Meta(min_length=1, max_length=200)]
    client_id: Annotated[str, Meta(min_length=1, max_length=200)]


class Hyperparameters(Struct, kw_only=True):
    """Settings of a training; bounds as in OpenAI's specification of August 2026."""

    n_epochs: Annotated[int, Meta(ge=1, le=50)] | Auto = "auto"
    batch_size: Annotated[int, Meta(ge=1, le=256)] | Auto = "auto"
    learning_rate_multiplier: Annotated[float, Meta(gt=0)] | Auto = "auto"


class SupervisedMethod(Struct, kw_only=True):
    """Settings of supervised fine-tuning."""

    hyperparameters: Hyperparameters | None = None


class Method(Struct, kw_only=True):
    """How a job trains; the engine knows supervised fine-tuning only."""

    type: str
    supervised: SupervisedMethod | None = None


MetadataKey = Annotated[str, Meta(max_length=64)]
MetadataValue = Annotated[str, Meta(max_length=512)]
Metadata = Annotated[dict[MetadataKey, MetadataValue], Meta(max_length=16)]


class JobRequest(Struct, kw_only=True):
    """The body that creates a fine-tuning job.

    Attributes:
        max_steps: Upper bound on optimiser steps; the engine's own field.
    """

    model: str
    training_file: str
    validation_file: str | None = None
    hyperparameters: Hyperparameters | None = None
    method: Method | None = None
    suffix: Annotated[str, Meta(min_length=1, max_length=64)] | None = None
    seed: Annotated[int, Meta(ge=0, le=2**31 - 1)] | None = None
    metadata: Metadata | None = None
    max_steps: Annotated[int, Meta(ge=1)] | None = None


class JobError(Struct, kw_only=True):
    """Why a job failed, in a sentence for people."""

    code: str
    message: str
    param: str | None = None


class FineTuningJob(Struct, kw_only=True):
    """A fine-tuning job; times are Unix seconds."""

    id: str
    created_at: int
    model: str
    training_file: str
    hyperparameters: Hyperparameters
    method: Method
    seed: int
    status: JobState = "validating_files"
    validation_file: str | None = None
    fine_tuned_model: str | None = None
    finished_at: int | None = None
    estimated_finish: int | None = None
    trained_tokens: int | None = None
    error: JobError | None = None
    result_files: list[str] = []
    metadata: dict[str, str] | None = None
    integrations: list[str] = []
    organization_id: str = "org-this-computer"
    object: Literal["fine_tuning.job"] = "fine_tuning.job"

    @property
    def ended(self) -> bool:
        """Nothing more will happen to the job."""
        return self.status in ENDED


class EventData(Struct, kw_only=True, omit_defaults=True):
    """Numbers of a metrics event; losses are mean cross-entropy in nats per learned token.

    Attributes:
        full_valid_loss: The same number as valid_loss: all of the held-out part is always measured.
    """

    step: int | None = None
    total_steps: int | None = None
    train_loss: float | None = None
    valid_loss: float | None = None
    full_valid_loss: float | None = None
    tokens_per_second: float | None = None


class JobEvent(Struct, kw_only=True):
    """Something that happened to a job."""

    id: str
    created_at: int
    level: Literal["info", "warn", "error"]
    message: str
    type: Literal["message", "metrics"] = "message"
    data: EventData | UnsetType | None = UNSET
    object: Literal["fine_tuning.job.event"] = "fine_tuning.job.event"

    def __post_init__(self) -> None:
        # As with files.
        self.data = UNSET if self.data is None else self.data


class CheckpointMetrics(Struct, kw_only=True):
    """Losses at a checkpoint."""

    step: int
    train_loss: float | None = None
    valid_loss: float | None = None
    full_valid_loss: float | None = None


class Checkpoint(Struct, kw_only=True):
    """The model as it was at the end of an epoch; it can chat like the finished one."""

    id: str
    created_at: int
    fine_tuned_model_checkpoint: str
    fine_tuning_job_id: str
    metrics: CheckpointMetrics
    step_number: int
    object: Literal["fine_tuning.job.checkpoint"] = "fine_tuning.job.checkpoint"
