"""Reading the conversations of an export one after the other, so that only one is in memory."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

from msgtune_gui.core.export.accounts import check_accounts
from msgtune_gui.core.export.conversations import conversations
from msgtune_gui.core.export.copies import Joined, OrderedPiece
from msgtune_gui.core.export.gathering import FoundThread, Gathering
from msgtune_gui.core.export.joining import joined
from msgtune_gui.core.export.nobodies import call_nobody, names_of_nobody
from msgtune_gui.core.export.noise import LearnedSentences
from msgtune_gui.core.export.pieces import Piece, Place
from msgtune_gui.core.export.read import nothing_to_read
from msgtune_gui.core.export.shapes import NotReadable, ThreadFile
from msgtune_gui.core.export.threads import usual_direction
from msgtune_gui.core.messages import Messages
from msgtune_gui.core.model import Conversation, ReadProgress, SkippedFile
from msgtune_gui.core.ports import CancelToken

_MARKS = tuple(f"{number:x}" for number in range(2**16))
"""What stands for texts while it is found out which copies are one conversation; shared, so that they need no room."""


def iter_conversations(
    sources: Sequence[Path], cancel: CancelToken, skipped: list[SkippedFile]
) -> Iterator[Conversation]:
    """Each conversation of an export, read when it is asked for; the same ones that `read_export` gives.

    Everything is read twice. The first time nothing is kept but who wrote when, and a mark for each text, the same for
    the same text; that tells which copies are one conversation. Then the files of each conversation are read, put
    together, given out and forgotten.

    Args:
        sources: Folders, zips or single conversations' JSON files; at least one.
        cancel: Looked at before every file.
        skipped: Gets the files that cannot be used.

    Raises:
        UserError: Nothing in it can be used.
        DifferentAccounts: It belongs to several people.
        Cancelled: The person asked to stop.
    """
    checkpoint = cancel.raise_if_cancelled
    with ExitStack() as stack:
        look = _Look()
        gathering = Gathering(_ignore, cancel, keep=look.keep, skipped=skipped)
        gathering.take(sources, stack)
        pieces = gathering.pieces.taken()
        nobody = names_of_nobody(pieces)
        call_nobody(pieces, nobody)
        check_accounts(gathering.evidence, pieces, gathering.paths)
        usual = usual_direction(file for piece in pieces if not piece.encrypted for file in piece.files)
        learned = LearnedSentences([sign for piece in pieces for sign in piece.signs])
        threads = _places(joined(pieces, checkpoint))
        if not threads:
            raise nothing_to_read(gathering, found_threads=bool(pieces))
        for places in threads:
            again = [look.again(place, gathering) for place in places]
            call_nobody(again, nobody)
            thread = Joined([OrderedPiece.of(piece, usual) for piece in again if piece.files])
            if thread.copies:
                yield from conversations([thread], gathering.newest, gathering.locale, checkpoint, learned)


def _ignore(progress: ReadProgress) -> None:
    """The pace is that of whoever asks for the conversations."""


def _places(threads: Iterable[Joined]) -> list[list[Place]]:
    """Where the copies of each conversation with a message lie, by path."""
    found = [[copy.place for copy in it.copies] for it in threads if any(copy.messages for copy in it.copies)]
    return sorted(found, key=lambda places: min((place.source, place.path) for place in places))


class _Look:
    """A first look at everything, which keeps no text, and a second one at a few files."""

    def __init__(self) -> None:
        self._found: dict[Place, tuple[Piece, list[FoundThread]]] = {}
        """Place of a piece's first file -> the piece and where all of its files are."""

    def keep(self, gathering: Gathering, found: FoundThread, file: ThreadFile) -> None:
        """Keep what tells which thread a file is of."""
        piece = gathering.pieces.add(found.place, replace(file, messages=_marked(file.messages)))
        self._found.setdefault(piece.place, (piece, []))[1].append(found)

    def again(self, place: Place, gathering: Gathering) -> Piece:
        """The piece whose first file lies there, with its texts; without files that cannot be read any more."""
        piece, found = self._found.pop(place)
        files = []
        for one in found:
            try:
                file = gathering.read_thread(one)
            except NotReadable as error:
                gathering.skipped.append(SkippedFile(one.shown, str(error)))
            else:
                files += [file] if file is not None else []
        return replace(piece, files=files)


def _marked(messages: Messages) -> Messages:
    texts = [text and _MARKS[hash(text) % len(_MARKS)] for text in messages.texts]
    return Messages(messages.names, messages.senders, messages.times, texts, messages.kinds)
