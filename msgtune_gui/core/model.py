"""The values that pass between rooms; all of them are frozen."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import PurePath

import msgspec

from msgtune_gui.core.messages import MessageKind, Messages


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
    messages: Messages
    is_group: bool = False

    @property
    def first_ms(self) -> int | None:
        """Time of the oldest message, or None without messages."""
        return self.messages.times[0] if self.messages else None

    @property
    def last_ms(self) -> int | None:
        """Time of the newest message, or None without messages."""
        return self.messages.times[-1] if self.messages else None


@dataclass(frozen=True, slots=True)
class SkippedFile:
    """A file that was looked at and not used, and why (a sentence for people)."""

    path: str
    reason: str


class NoticeKind(StrEnum):
    """What there is to say about an export as a whole."""

    EMPTY_PART = "empty_part"
    ENCRYPTED_PART_MISSING = "encrypted_part_missing"
    HTML_BESIDE = "html_beside"
    PART_UNREADABLE = "part_unreadable"
    SINGLE_PART = "single_part"


@dataclass(frozen=True, slots=True)
class Notice:
    """Something worth knowing about what was read, in sentences for people; nothing stops because of it."""

    kind: NoticeKind
    message: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class SentenceFrame:
    """A sentence that several people "wrote" word for word but for the names in it, so that it looks automatic.

    Attributes:
        words: The sentence with "…" in place of names and emoji; unique within an export.
        senders: How many different people it stands under.
        samples: A few of the real texts.
        places: Identifier of a conversation -> places of the messages in it.
    """

    words: str
    senders: int
    samples: tuple[str, ...]
    places: Mapping[str, tuple[int, ...]]

    @property
    def count(self) -> int:
        """How many messages are of this frame."""
        return sum(map(len, self.places.values()))


class PrivateKind(StrEnum):
    """Sorts of private detail that are looked for in texts."""

    EMAIL = "email"
    PHONE = "phone"
    CARD = "card"
    IBAN = "iban"
    IP_ADDRESS = "ip_address"
    SECRET_LINK = "secret_link"  # noqa: S105 - the name of a sort of detail
    POSTAL_CODE = "postal_code"


class PrivateAction(StrEnum):
    """What becomes of a private detail."""

    KEEP = "keep"
    MASK = "mask"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class PrivateDetail:
    """One private detail in one message.

    Attributes:
        kind: What it is.
        start: Where it begins in the text, in characters.
        end: The character after its last.
        number: Equal for equal details of one kind, counted from 1 over the whole export.
    """

    kind: PrivateKind
    start: int
    end: int
    number: int


@dataclass(frozen=True, slots=True)
class PrivateDetails:
    """Every private detail found in an export.

    Attributes:
        found: Identifier of a conversation -> place of a message -> its details, in order and without overlap.
        regions: Countries (ISO 3166) in whose ways of writing phone numbers without a country code were looked for, the
            likeliest first.
    """

    found: Mapping[str, Mapping[int, tuple[PrivateDetail, ...]]] = field(default_factory=dict)
    regions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Export:
    """Everything read from what the person chose.

    Attributes:
        source: What was chosen, the first of it where it was several things.
        conversations: Those with at least one message, most messages first.
        skipped: Files that could not be used.
        owner: Display name of the person whose export it is, where the export says so.
        locale: Language and country of the account ("cs_CZ"), where the export says so.
        doubles: Messages that were there more than once; the conversations hold each once.
        notices: What there is to say about the whole.
        frames: Sentences that look automatic, most frequent first; None while nobody has looked for them.
        private: Private details in the texts; None while nobody has looked for them.
    """

    source: PurePath
    conversations: tuple[Conversation, ...]
    skipped: tuple[SkippedFile, ...] = ()
    owner: str | None = None
    locale: str | None = None
    doubles: int = 0
    notices: tuple[Notice, ...] = ()
    frames: tuple[SentenceFrame, ...] | None = None
    private: PrivateDetails | None = None


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


class Turn(msgspec.Struct, frozen=True, gc=False):
    """A run of messages by one side, merged into one text.

    A frozen msgspec Struct, because hundreds of thousands are made and written in a row; in JSON it is a message of
    the chat protocol.
    """

    role: Role
    text: str = msgspec.field(name="content")


@dataclass(frozen=True, slots=True)
class Example:
    """One line of the training file: turns in order, without the system prompt."""

    turns: tuple[Turn, ...]


class SlicingMode(StrEnum):
    """How conversations become examples."""

    RECOMMENDED = "recommended"
    LANGCHAIN = "langchain"


class LeftOutReason(StrEnum):
    """Why a message does not reach the training file; of several reasons the first in this order counts."""

    DOUBLE = "double"
    NOT_TICKED = "not_ticked"
    GROUPS = "groups"
    SHORT_CONVERSATION = "short_conversation"
    OUTSIDE_DATES = "outside_dates"
    PERSON = "person"
    DELETED_ACCOUNT = "deleted_account"
    SYSTEM = "system"
    CALL = "call"
    REACTION = "reaction"
    ATTACHMENT = "attachment"
    UNSENT = "unsent"
    LINK = "link"
    EMPTY = "empty"
    AUTOMATIC = "automatic"
    PRIVATE = "private"
    NO_REPLY = "no_reply"
    TOO_SHORT = "too_short"
    CUT_TAIL = "cut_tail"


@dataclass(frozen=True, slots=True)
class Account:
    """What became of every message that was read: `read` is `used` and all of `left_out` together.

    Attributes:
        read: Messages in the files, doubles included.
        used: Messages that are in at least one example.
        left_out: Messages in no example, by reason; reasons with 0 are absent.
    """

    read: int
    used: int
    left_out: Mapping[LeftOutReason, int]


class GroupChoice(StrEnum):
    """Which conversations the number of people in them lets through."""

    ALL = "all"
    WITHOUT_GROUPS = "without_groups"
    ONLY_GROUPS = "only_groups"


class GroupSpeakers(StrEnum):
    """How the other people's messages of a group become turns."""

    NAMED = "named"
    MERGED = "merged"


_MASKED = frozenset(PrivateKind) - {PrivateKind.POSTAL_CODE}


@dataclass(frozen=True, slots=True)
class Selection:
    """What of an export is learned from: the person's choices on page 2.

    Attributes:
        ticked: Identifiers of the conversations to learn from; None for all.
        groups: Which conversations the number of people in them lets through.
        least_messages: Conversations with fewer messages are left out.
        from_ms: Messages before this time are left out (milliseconds since 1970 UTC); None for no limit.
        until_ms: Messages at or after this time are left out; None for no limit.
        without_people: Display names of people whose messages are left out.
        deleted_accounts: Whether messages of deleted accounts are learned from.
        kinds: The kinds of message that are learned from; one without a text becomes its kind in brackets.
        dropped_frames: `words` of the sentence frames that are left out.
        masked: Private details that are replaced by a mask.
        dropped: Private details whose whole message is left out.
        invented_names: Whether names of third persons are replaced by invented ones.
        group_speakers: How the other people's messages of a group become turns (recommended mode only).
    """

    ticked: frozenset[str] | None = None
    groups: GroupChoice = GroupChoice.ALL
    least_messages: int = 0
    from_ms: int | None = None
    until_ms: int | None = None
    without_people: frozenset[str] = frozenset()
    deleted_accounts: bool = False
    kinds: frozenset[MessageKind] = frozenset({MessageKind.SPEECH})
    dropped_frames: frozenset[str] = frozenset()
    masked: frozenset[PrivateKind] = _MASKED
    dropped: frozenset[PrivateKind] = frozenset()
    invented_names: bool = False
    group_speakers: GroupSpeakers = GroupSpeakers.NAMED


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
        tokens: Estimate of tokens in the file, all examples together.
        account: What became of every message.
    """

    examples: int
    turns: int
    tokens: int
    account: Account


@dataclass(frozen=True, slots=True)
class ChatTurn:
    """One bubble of the chat window."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class ReadProgress:
    """How far the reading of an export has come; totals are 0 while unknown.

    Attributes:
        looking: The files are read and the texts are being looked through.
    """

    files: int
    total_files: int
    messages: int
    bytes_read: int = 0
    total_bytes: int = 0
    looking: bool = False
