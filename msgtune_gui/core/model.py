"""The values that pass between rooms; all of them are frozen."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
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
