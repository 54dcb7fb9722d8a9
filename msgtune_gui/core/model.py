"""The values that pass between rooms; all of them are frozen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from pathlib import PurePath

import msgspec


class MessageKind(StrEnum):
    """What a message is, told from the structure of the export and never guessed from its words."""

    SPEECH = "speech"
    EMPTY = "empty"
    ATTACHMENT = "attachment"
    CALL = "call"
    UNSENT = "unsent"
    GROUP_EVENT = "group_event"


class Message(msgspec.Struct, frozen=True, gc=False):
    """One message as exported, text repaired.

    A frozen msgspec Struct outside the garbage collector, because a million of them are held at once:
    a frozen dataclass of the same fields costs three times as long to make.

    Attributes:
        sender: Display name of who wrote it; "" where the export has none.
        sent_at_ms: Milliseconds since 1970-01-01 UTC.
        text: The typed text or the export's own placeholder sentence; None where the message has no text at all.
        kind: What sort of message it is; only SPEECH is learned from.
    """

    sender: str
    sent_at_ms: int
    text: str | None
    kind: MessageKind = MessageKind.SPEECH


@dataclass(frozen=True, slots=True)
class Conversation:
    """One thread of messages, oldest first.

    Attributes:
        identifier: Unique within the export and stable between readings (for example "inbox/jana_100").
        title: Name to show; never empty.
        participants: Display names of everyone listed as a participant or seen as a sender, in order of appearance.
        messages: Oldest first; equal times keep the order in which they were written.
        is_group: More than two people.
    """

    identifier: str
    title: str
    participants: tuple[str, ...]
    messages: Sequence[Message]
    is_group: bool = False

    @property
    def first_ms(self) -> int | None:
        """Time of the oldest message, or None without messages."""
        return self.messages[0].sent_at_ms if self.messages else None

    @property
    def last_ms(self) -> int | None:
        """Time of the newest message, or None without messages."""
        return self.messages[-1].sent_at_ms if self.messages else None


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file that was looked at and not used, and why (a sentence for people)."""

    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Export:
    """Everything read from what the person chose.

    Attributes:
        source: What was chosen.
        conversations: Those with at least one message, most messages first.
        skipped: Files that could not be used.
        owner: Display name of the person whose export it is, where the export says so.
    """

    source: PurePath
    conversations: tuple[Conversation, ...]
    skipped: tuple[SkippedFile, ...] = ()
    owner: str | None = None


@dataclass(frozen=True, slots=True)
class SenderCount:
    """One person and how many messages they wrote in the conversations looked at."""

    name: str
    messages: int
    is_owner: bool = False


class Role(StrEnum):
    """Who speaks in a turn, in the words of the chat protocol."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class Turn:
    """A run of messages by one side, merged into one text."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Example:
    """One line of the training file: turns in order, without the system prompt."""

    turns: tuple[Turn, ...]


class SlicingMode(StrEnum):
    """How conversations become examples."""

    RECOMMENDED = "recommended"
    LANGCHAIN = "langchain"


class LeftOutReason(StrEnum):
    """Why turns do not reach the training file."""

    TOO_SHORT = "too_short"
    NO_REPLY = "no_reply"
    CUT_TAIL = "cut_tail"


@dataclass(frozen=True, slots=True)
class SlicingOptions:
    """The person's choices on page 3.

    Attributes:
        chunk: Turns per example, at least 2.
        overlap: Turns shared with the example before, from 0 to chunk - 1.
        mode: Which way of slicing.
        pause_ms: A silence longer than this ends a conversation (recommended mode only).
    """

    chunk: int = 8
    overlap: int = 2
    mode: SlicingMode = SlicingMode.RECOMMENDED
    pause_ms: int = 8 * 60 * 60 * 1000


@dataclass(frozen=True, slots=True)
class SliceCount:
    """What a choice of chunk and overlap gives, from the closed form.

    Attributes:
        examples: Lines of the training file.
        turns: Turns available before slicing.
        left_out: Turns that reach no example, by reason; reasons with 0 are absent.
        tokens: Estimate of tokens in the file, all examples together.
    """

    examples: int
    turns: int
    left_out: Mapping[LeftOutReason, int]
    tokens: int


class RunState(StrEnum):
    """How far a fine-tuning run has come; saved before and after every outside step."""

    PREPARED = "prepared"
    UPLOADING = "uploading"
    UPLOADED = "uploaded"
    CREATING_JOB = "creating_job"
    RUNNING = "running"
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
        client_id: Our own id of the run, sent as metadata so that a job can be found again.
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
    """

    identifier: str
    status: JobStatus
    model: str | None = None
    error: str | None = None
    trained_tokens: int | None = None
    estimated_finish_s: int | None = None


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
class BaseModel:
    """A model that a service can tune.

    Attributes:
        name: The service's name of it.
        description: One line for the chooser.
    """

    name: str
    description: str = ""


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
        created_at_s: Unix time in seconds.
        state: How far it has come.
        file_id: The service's id of the uploaded file.
        job_id: The service's id of the job.
        model: Name of the tuned model.
        error: Sentence for people when it failed.
        valid_loss_before: Validation loss of the base model.
        valid_loss: Validation loss of the tuned model.
        train_loss: Last training loss.
        trained_tokens: Tokens trained on.
        seconds: Wall time from start to end of the job.
        max_steps: Upper bound on optimiser steps, for the self-test.
    """

    identifier: str
    service: str
    base_model: str
    epochs: int
    voice: str
    system_prompt: str
    examples: int
    training_file: str
    created_at_s: int
    state: RunState = RunState.PREPARED
    file_id: str | None = None
    job_id: str | None = None
    model: str | None = None
    error: str | None = None
    valid_loss_before: float | None = None
    valid_loss: float | None = None
    train_loss: float | None = None
    trained_tokens: int | None = None
    seconds: float | None = None
    max_steps: int | None = None


@dataclass(frozen=True, slots=True)
class ChatTurn:
    """One bubble of the chat window."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class ReadProgress:
    """How far the reading of an export has come; totals are 0 while unknown."""

    files: int
    total_files: int
    messages: int
    bytes_read: int = 0
    total_bytes: int = 0


class TuneStep(IntEnum):
    """The steps of a run that a person is told about, in their order."""

    UPLOADING = 1
    CHECKING_FILE = 2
    QUEUED = 3
    TRAINING = 4


@dataclass(frozen=True, slots=True)
class TuneProgress:
    """What the launch page shows of a run.

    Attributes:
        run: The run as last saved.
        step: Where it stands.
        fraction: 0.0 to 1.0 of the present step, or None while it cannot be told.
        seconds_left: Expected seconds to the end of the job, where known.
        events: All events seen so far, oldest first.
        trouble: A sentence while the service cannot be reached; "" while all is well.
    """

    run: Run
    step: TuneStep
    fraction: float | None = None
    seconds_left: float | None = None
    events: tuple[JobEvent, ...] = ()
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class ServiceProfile:
    """What the window has to know of a service; adding one needs no change elsewhere.

    Attributes:
        key: Short stable name ("local", "openai").
        title: Name to show.
        summary: One line for the chooser.
        leaves_computer: One sentence that says what leaves the computer.
        needs_key: Whether the person has to give a key.
        on_device: Whether training happens on this computer.
    """

    key: str
    title: str
    summary: str
    leaves_computer: str
    needs_key: bool
    on_device: bool
