"""An export cut into small pieces and put together again, for its way from one process to another."""

from array import array
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import PurePath

from msgtune_gui.core.messages import Messages
from msgtune_gui.core.model import (
    Conversation,
    Export,
    Notice,
    PrivateDetail,
    PrivateDetails,
    SentenceFrame,
    SkippedFile,
)

_MESSAGES = 1000
_VALUES = 500
_CHARACTERS = 200_000
"""Bounds of a piece; one is put in place within a millisecond or two, during which no other thread can run."""


@dataclass(frozen=True, slots=True)
class Run:
    """Some messages in a row."""

    senders: bytes
    times: bytes
    texts: list[str | None]
    kinds: bytes


@dataclass(frozen=True, slots=True)
class ConversationEnd:
    """What a conversation is beside its messages, which came before."""

    identifier: str
    title: str
    participants: tuple[str, ...]
    is_group: bool
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SkippedFiles:
    """Some files that could not be used."""

    files: tuple[SkippedFile, ...]


@dataclass(frozen=True, slots=True)
class FramePlaces:
    """Some of the places of one sentence frame in one conversation."""

    identifier: str
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class FrameEnd:
    """What a sentence frame is beside its places, which came before."""

    words: str
    senders: int
    samples: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PrivatePlaces:
    """Some of the private details of one conversation: place and what is there."""

    identifier: str
    found: tuple[tuple[int, tuple[PrivateDetail, ...]], ...]


@dataclass(frozen=True, slots=True)
class ExportEnd:
    """What an export is beside everything that came before."""

    owner: str | None
    locale: str | None
    doubles: int
    notices: tuple[Notice, ...]
    surveyed: bool
    regions: tuple[str, ...] = ()


ExportPiece = Run | ConversationEnd | SkippedFiles | FramePlaces | FrameEnd | PrivatePlaces | ExportEnd


def cut(export: Export) -> Iterator[ExportPiece]:
    """The pieces of an export, in the order in which Assembly wants them."""
    for conversation in export.conversations:
        yield from _runs(conversation.messages)
        yield ConversationEnd(
            conversation.identifier,
            conversation.title,
            conversation.participants,
            conversation.is_group,
            conversation.messages.names,
        )
    for start in range(0, len(export.skipped), _VALUES):
        yield SkippedFiles(export.skipped[start : start + _VALUES])
    for frame in export.frames or ():
        for identifier, places in frame.places.items():
            for start in range(0, len(places), _MESSAGES):
                yield FramePlaces(identifier, places[start : start + _MESSAGES])
        yield FrameEnd(frame.words, frame.senders, frame.samples)
    if export.private is not None:
        yield from _private(export.private.found)
    surveyed = export.frames is not None and export.private is not None
    regions = export.private.regions if export.private is not None else ()
    yield ExportEnd(export.owner, export.locale, export.doubles, export.notices, surveyed, regions)


def _runs(messages: Messages) -> Iterator[Run]:
    start = 0
    while start < len(messages):
        end, characters = start, 0
        for text in messages.texts[start : start + _MESSAGES]:
            characters += len(text or "")
            if characters > _CHARACTERS and end > start:
                break
            end += 1
        part = messages[start:end]
        yield Run(part.senders.tobytes(), part.times.tobytes(), part.texts, part.kinds)
        start = end


def _private(found: Mapping[str, Mapping[int, tuple[PrivateDetail, ...]]]) -> Iterator[PrivatePlaces]:
    for identifier, places in found.items():
        items = tuple(places.items())
        for start in range(0, len(items), _VALUES):
            yield PrivatePlaces(identifier, items[start : start + _VALUES])


@dataclass(slots=True)
class _Columns:
    senders: "array[int]" = field(default_factory=lambda: array("I"))
    times: "array[int]" = field(default_factory=lambda: array("q"))
    texts: list[str | None] = field(default_factory=list)
    kinds: list[bytes] = field(default_factory=list)

    def add(self, run: Run) -> None:
        self.senders.frombytes(run.senders)
        self.times.frombytes(run.times)
        self.texts += run.texts
        self.kinds.append(run.kinds)


class Assembly:
    """An export being put together."""

    def __init__(self) -> None:
        self._columns = _Columns()
        self._conversations: list[Conversation] = []
        self._skipped: list[SkippedFile] = []
        self._places: dict[str, list[int]] = {}
        self._frames: list[SentenceFrame] = []
        self._private: dict[str, dict[int, tuple[PrivateDetail, ...]]] = {}
        self._end: ExportEnd | None = None

    @property
    def complete(self) -> bool:
        """Whether the last piece is there."""
        return self._end is not None

    def add(self, piece: ExportPiece) -> None:
        """Put a piece in place."""
        match piece:
            case Run():
                self._columns.add(piece)
            case ConversationEnd():
                self._conversations.append(self._conversation(piece))
            case SkippedFiles(files):
                self._skipped.extend(files)
            case FramePlaces(identifier, places):
                self._places.setdefault(identifier, []).extend(places)
            case FrameEnd():
                self._frames.append(self._frame(piece))
            case PrivatePlaces(identifier, found):
                self._private.setdefault(identifier, {}).update(found)
            case ExportEnd():
                self._end = piece

    def export(self, source: PurePath) -> Export:
        """The whole export; complete has to be true."""
        end = self._end
        if end is None:
            raise ValueError("The last piece is missing.")
        return Export(
            source=source,
            conversations=tuple(self._conversations),
            skipped=tuple(self._skipped),
            owner=end.owner,
            locale=end.locale,
            doubles=end.doubles,
            notices=end.notices,
            frames=tuple(self._frames) if end.surveyed else None,
            private=PrivateDetails(self._private, end.regions) if end.surveyed else None,
        )

    def _conversation(self, end: ConversationEnd) -> Conversation:
        columns, self._columns = self._columns, _Columns()
        messages = Messages(end.names, columns.senders, columns.times, columns.texts, b"".join(columns.kinds))
        return Conversation(end.identifier, end.title, end.participants, messages, end.is_group)

    def _frame(self, end: FrameEnd) -> SentenceFrame:
        places, self._places = self._places, {}
        return SentenceFrame(
            end.words, end.senders, end.samples, {name: tuple(found) for name, found in places.items()}
        )


def assembled(pieces: Iterable[ExportPiece], source: PurePath) -> Export:
    """An export from all of its pieces."""
    assembly = Assembly()
    for piece in pieces:
        assembly.add(piece)
    return assembly.export(source)
