"""What is known of a generated export before anybody reads it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto
from pathlib import Path

from msgtune_gui.core.messages import Message, MessageKind


class Shape(StrEnum):
    """The generations of exports, from the first download in JSON to today's."""

    SPRING_2018 = "spring_2018"
    CLASSIC_2018 = "classic_2018"
    CLASSIC_2022 = "classic_2022"
    CLASSIC_2024 = "classic_2024"
    CLASSIC_TODAY = "classic_today"
    INSTAGRAM = "instagram"
    ENCRYPTED = "encrypted"
    HOGWARTS = "hogwarts"
    LOOK_ALIKE = "look_alike"


class Delivery(StrEnum):
    """How a person comes to have the files."""

    FOLDERS = "folders"
    ONE_FOLDER_ABOVE = "one_folder_above"
    ZIPS = "zips"
    FOLDER_OF_ZIPS = "folder_of_zips"
    PARTS = "parts"
    PARTS_EXTRACTED = "parts_extracted"
    ZIPS_AND_FOLDERS = "zips_and_folders"
    ZIPS_BESIDE_FOLDERS = "zips_beside_folders"


class Form(Enum):
    """The fields that stand with a message."""

    TEXT = auto()
    PHOTO = auto()
    PHOTO_WITH_TEXT = auto()
    OTHER_MEDIA = auto()
    STICKER = auto()
    SHARE = auto()
    SHARE_WITH_SENTENCE = auto()
    SHARE_WITH_TEXT = auto()
    CALL = auto()
    MEMBERS = auto()
    UNSENT = auto()
    NOTHING = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """A message before it is written.

    Attributes:
        sender: Who wrote it.
        sent_at_ms: When, in milliseconds since 1970 UTC.
        text: As a reader should give it; None for none.
        kind: What a reader should make of it.
        form: The fields that stand with it.
        stored: What is written in place of the text where a reader has something to clean.
    """

    sender: str
    sent_at_ms: int
    text: str | None
    kind: MessageKind
    form: Form = Form.TEXT
    stored: str | None = None

    @property
    def message(self) -> Message:
        """As a reader should give it."""
        return Message(self.sender, self.sent_at_ms, self.text, self.kind)


@dataclass(frozen=True, slots=True)
class TrueConversation:
    """One real conversation, whatever number of files it is in.

    Attributes:
        people: Everybody listed or writing; names can be compared in NFC only.
        messages: Each once, oldest first, in the order of writing. The text of an unsent one is not known: another
            copy may still have it.
        stored: How many messages all its files hold together.
        is_group: More than two people.
    """

    people: frozenset[str]
    messages: tuple[Message, ...]
    stored: int
    is_group: bool = False


@dataclass(frozen=True, slots=True)
class GeneratedExport:
    """What was written.

    Attributes:
        sources: What the person would choose.
        owner: Whose export it is.
        conversations: Those with messages.
        story: What was chosen by chance, in words, for whoever looks into a failure.
    """

    sources: tuple[Path, ...]
    owner: str
    conversations: tuple[TrueConversation, ...]
    story: tuple[str, ...] = ()

    @property
    def stored_messages(self) -> int:
        """Messages in all files."""
        return sum(conversation.stored for conversation in self.conversations)

    @property
    def messages(self) -> int:
        """Messages when each counts once."""
        return sum(len(conversation.messages) for conversation in self.conversations)


@dataclass(slots=True)
class Tree:
    """One download before it is put anywhere.

    Attributes:
        name: Of its folder or zip.
        files: Path below the top folder -> content.
        whole: Folders whose files have to stay in one part of the download.
    """

    name: str
    files: dict[str, bytes] = field(default_factory=dict)
    whole: set[str] = field(default_factory=set)

    def add(self, files: Mapping[str, bytes]) -> None:
        """Put files into it."""
        self.files.update(files)

    def __iter__(self) -> Iterator[tuple[str, bytes]]:
        return iter(self.files.items())
