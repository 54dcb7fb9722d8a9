"""The values of fine-tuning: a run from the person's side, and a job from the service's."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class RunState(StrEnum):
    """How far a fine-tuning run has come; saved before and after every outside step."""

    PREPARED = "prepared"
    UPLOADING = "uploading"
    UPLOADED = "uploaded"
    CREATING_JOB = "creating_job"
    RUNNING = "running"
    FETCHING_ADAPTER = "fetching_adapter"
    CANCELLING = "cancelling"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        """Nothing more will happen to the run by itself."""
        return self in {RunState.SUCCEEDED, RunState.FAILED, RunState.CANCELLED}


class JobStatus(StrEnum):
    """Status of a fine-tuning job in the words of OpenAI's protocol."""

    VALIDATING_FILES = "validating_files"
    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def ended(self) -> bool:
        """The service will not change the status any more."""
        return self in {JobStatus.SUCCEEDED, JobStatus.FAILED, JobStatus.CANCELLED}


@dataclass(frozen=True, slots=True)
class JobRequest:
    """What a service is asked to train.

    Attributes:
        training_file: The service's id of the uploaded file.
        base_model: The service's name of the base model.
        epochs: Passes over the data.
        suffix: Short name that the service may put into the model id; never a person's name.
        client_id: Our own id of the run's attempt, sent as metadata so that a job can be found again.
        max_steps: Upper bound on optimiser steps, for the self-test; None for no bound. On-device service only.
    """

    training_file: str
    base_model: str
    epochs: int
    suffix: str
    client_id: str
    max_steps: int | None = None


@dataclass(frozen=True, slots=True)
class Job:
    """A fine-tuning job as the service reports it.

    Attributes:
        identifier: The service's id of the job.
        status: Where the job stands.
        model: Name of the tuned model once there is one.
        error: The service's own sentence when the job failed.
        trained_tokens: Tokens trained on, once known.
        estimated_finish_s: Unix time in seconds at which the service expects the end, where it says so.
        result_files: The service's ids of files that the job has written.
        fraction: Part of the training that is done, 0.0 to 1.0, where the job itself says so.
    """

    identifier: str
    status: JobStatus
    model: str | None = None
    error: str | None = None
    trained_tokens: int | None = None
    estimated_finish_s: int | None = None
    result_files: tuple[str, ...] = ()
    fraction: float | None = None


@dataclass(frozen=True, slots=True)
class JobProducts:
    """What a job has made at its service.

    Attributes:
        model: Name of the tuned model, where it is one of the service's own models.
        checkpoints: Names of earlier states of it that are models too.
        files: Ids of files.
    """

    model: str | None = None
    checkpoints: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class JobEvent:
    """One event of a job, in the service's own words.

    Attributes:
        identifier: The service's id of the event.
        created_at_s: Unix time in seconds.
        message: A sentence from the service.
        step: Optimiser step the numbers belong to, for metrics.
        total_steps: Steps the job will take in all, where the service says so.
        train_loss: Mean cross-entropy in nats per learned token.
        valid_loss: The same on the held-out part.
    """

    identifier: str
    created_at_s: int
    message: str
    step: int | None = None
    total_steps: int | None = None
    train_loss: float | None = None
    valid_loss: float | None = None


@dataclass(frozen=True, slots=True)
class Run:
    """One fine-tuning run from the person's side; what is saved, and what is found again at the next start.

    Attributes:
        identifier: Our own id, also sent to the service as metadata.
        service: Key of the service profile ("local", "openai").
        base_model: The service's name of the base model.
        epochs: Passes over the data.
        voice: Display name of the person the AI writes as; shown in this computer's window only.
        system_prompt: The same in training and in chat; "" for none.
        examples: Lines of the training file.
        training_file: File name inside the run's own folder.
        created_at_s: Unix time in seconds; with its fraction, since several may be begun in one.
        state: How far it has come.
        file_id: The service's id of the uploaded file.
        job_id: The service's id of the job.
        model: Name of the tuned model where it is talked to.
        remote_model: The service's name of the tuned model, where it is talked to elsewhere.
        error: Sentence for people when it failed.
        valid_loss_before: Validation loss of the base model.
        valid_loss: Validation loss of the tuned model.
        train_loss: Last training loss.
        trained_tokens: Tokens trained on.
        seconds: Wall time from start to end of the job.
        max_steps: Upper bound on optimiser steps, for the self-test.
        attempt: Counts the times that it was begun anew.
        title: Name that the person gave it; "" to be called by its voice and day.
        tokens: Estimate of tokens in the training file, one pass.
        dollars_per_million: Price of training when it was begun, in US dollars for a million tokens; None for free or
            not known.
        result_files: The service's ids of files that its jobs have written there.
        adopted: The model was there already and only chats with it belong to msgtune.
        address: Base URL at which it was adopted, where the person gives it; chats with it go nowhere else.
        taken_in: Its adapter was trained elsewhere and is now a model on this computer.
    """

    identifier: str
    service: str
    base_model: str
    epochs: int
    voice: str
    system_prompt: str
    examples: int
    training_file: str
    created_at_s: float
    state: RunState = RunState.PREPARED
    file_id: str | None = None
    job_id: str | None = None
    model: str | None = None
    remote_model: str | None = None
    error: str | None = None
    valid_loss_before: float | None = None
    valid_loss: float | None = None
    train_loss: float | None = None
    trained_tokens: int | None = None
    seconds: float | None = None
    max_steps: int | None = None
    attempt: int = 1
    title: str = ""
    tokens: int | None = None
    dollars_per_million: float | None = None
    result_files: tuple[str, ...] = ()
    adopted: bool = False
    address: str = ""
    taken_in: bool = False

    @property
    def client_id(self) -> str:
        """What the service is told of the run, so that this attempt's job and no earlier one is found again."""
        return f"{self.identifier}-{self.attempt}"

    @property
    def client_ids(self) -> tuple[str, ...]:
        """The same of every attempt, the present one first."""
        return tuple(f"{self.identifier}-{attempt}" for attempt in range(self.attempt, 0, -1))


class Trouble(StrEnum):
    """Why a run under way has to wait; none of these ends it."""

    UNREACHABLE = "unreachable"
    BUSY = "busy"
    KEY_REFUSED = "key_refused"
    PAUSED = "paused"
    SLEPT = "slept"


class TuneStep(IntEnum):
    """The steps of a run that a person is told about, in their order."""

    CHECKING_ACCOUNT = 1
    UPLOADING = 2
    CHECKING_FILE = 3
    QUEUED = 4
    TRAINING = 5
    FETCHING_ADAPTER = 6


@dataclass(frozen=True, slots=True)
class TuneProgress:
    """What the launch page shows of a run.

    Attributes:
        run: The run as last saved.
        step: Where it stands.
        fraction: 0.0 to 1.0 of the present step, or None while it cannot be told.
        seconds_left: Expected seconds to the end of the job, where known.
        events: All events seen so far, oldest first.
        trouble: Why the run has to wait; None while all is well.
        trouble_words: The same in a sentence for people; "" while all is well.
        next_try_s: Seconds until the service is asked again, while there is trouble.
    """

    run: Run
    step: TuneStep
    fraction: float | None = None
    seconds_left: float | None = None
    events: tuple[JobEvent, ...] = ()
    trouble: Trouble | None = None
    trouble_words: str = ""
    next_try_s: float | None = None
