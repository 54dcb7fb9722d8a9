"""Copies of threads as they are found: which files belong together, and what names the thread."""

import re
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from msgtune_gui.core.export.shapes import Sign, ThreadFile

_ANOTHER_COPY = re.compile(r" ?(\(\d+\)|- [^\W\d_]+( \(\d+\))?| copy( \d+)?)$")
"""What file managers and browsers put behind the name of a file that is there already."""
_TOP_FOLDERS = frozenset(
    {
        "messages",
        "your_facebook_activity",
        "your_activity_across_facebook",
        "your_instagram_activity",
        "personal_information",
        "profile_information",
        "about_you",
        "preferences",
        "inbox",
    }
)
_ID = re.compile(r"(?:^|_)((?=[^\W_]*\d)[^\W_]+)$")
"""The id in the name of a thread's folder: digits today, digits and letters until 2020."""
_FEWEST_DIGITS_OF_AN_ID = 6


Root = tuple[int, str]
"""Number of what was chosen, and the folder in it that holds a whole export; "" where that is all of it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a file lies.

    Attributes:
        source: Number of the thing that was chosen.
        source_name: Its name.
        path: Below what was chosen.
    """

    source: int
    source_name: str
    path: PurePosixPath

    @property
    def root(self) -> Root:
        """The source and the folder in it that holds the whole export, above the folders that Meta makes."""
        return self.source, root_of(self.path)

    @property
    def shown(self) -> str:
        """Name of the folder for people, with the one above."""
        return self._last_two(self.path.parent)

    @property
    def shown_file(self) -> str:
        """Name of the file for people, without its ending, with its folder's."""
        return self._last_two(self.path.with_suffix(""))

    @property
    def shown_in_full(self) -> str:
        """The whole path of the file for people, without its ending."""
        return shown(f"{self.source_name}/{self.path.with_suffix('')}")

    @property
    def download(self) -> Root:
        """The root where a folder that Meta makes tells it, else all of the source."""
        return self.root if is_in_export(self.path.parent) else (self.source, "")

    def _last_two(self, path: PurePosixPath) -> str:
        parts = [part for part in (self.source_name, *path.parts) if part.strip("/")]
        return shown("/".join(parts[-2:]))


@dataclass(slots=True)
class Piece:
    """One copy of a thread: its files in one folder of one source, or one file of encrypted chats.

    Attributes:
        place: Where its first file lies.
        thread: The export's own name of the thread, or "".
        key: What names the thread in every copy; None where nothing does.
        encrypted: From the export of end-to-end encrypted chats.
        files: In the order in which they were read.
        own_id: The name of its file where that is the thread's id, or "".
    """

    place: Place
    thread: str
    key: str | None
    encrypted: bool
    files: list[ThreadFile] = field(default_factory=list)
    own_id: str = ""

    @property
    def messages(self) -> int:
        """How many messages its files hold."""
        return sum(len(file.messages) for file in self.files)

    @property
    def signs(self) -> list[Sign]:
        """Texts in its files that Meta may have written."""
        return [sign for file in self.files for sign in file.signs]


class Pieces:
    """Puts files together into pieces."""

    def __init__(self, *, as_files: bool = False) -> None:
        """Begin without any; with `as_files` every file becomes a piece of its own."""
        self._as_files = as_files
        self._pieces: dict[tuple[object, ...], Piece] = {}

    def taken(self) -> list[Piece]:
        """All pieces, in the order in which they were found; nothing is kept here."""
        pieces = list(self._pieces.values())
        self._pieces.clear()
        return pieces

    def add(self, place: Place, file: ThreadFile) -> Piece:
        """Put a file to its piece, which is given back.

        Files of one folder are one thread, unless they say themselves that they are of different ones, or their names
        are ids (`your_group_messages/<id>.json`). A second copy of a file in one folder is a piece of its own.
        """
        if self._as_files:
            piece = self._pieces[(len(self._pieces),)] = Piece(place, file.thread, None, file.encrypted, [file])
            return piece
        folder, stem = place.path.parent, place.path.stem
        another = _ANOTHER_COPY.search(stem)
        own_id = stem if not file.thread and _is_id(stem) else ""
        whole = str(place.path) if file.encrypted else ""
        about = (place.source, str(folder), file.thread or file.title, own_id, whole, another and another.group())
        number = 0
        while (known := self._pieces.get((*about, number))) is not None and _holds(known, file):
            number += 1
        if known is None:
            key = None if file.encrypted else thread_key(file.thread, folder.name, own_id)
            known = Piece(place, file.thread, key, file.encrypted, own_id=own_id)
            self._pieces[(*about, number)] = known
        known.files.append(file)
        return known


def thread_key(thread: str, folder: str, own_id: str = "") -> str | None:
    """What names a thread in every box and every download: the id behind the last "_" of its folder.

    The words before it come from the people's names at the time of the download, so they change with them. Where
    there is no id, the thread's whole name serves; a folder's does not, because a person may have chosen it.

    Args:
        thread: The export's own name of the thread ("inbox/jana_100"), or "".
        folder: The folder's name.
        own_id: The file's name where that is an id.
    """
    name = thread.rpartition("/")[2] or own_id
    identifier = _ID.search(name or folder)
    return identifier.group(1) if identifier else name or None


def root_of(path: PurePosixPath) -> str:
    """The folder that holds the whole export of which this is a file."""
    parts = path.parent.parts
    for number, part in enumerate(parts):
        if part in _TOP_FOLDERS:
            return "/".join(parts[:number])
    return "/".join(parts)


def is_in_export(folder: PurePosixPath) -> bool:
    """Whether a folder is one that Meta makes, or lies below one."""
    return any(part in _TOP_FOLDERS for part in folder.parts)


def _is_id(stem: str) -> bool:
    return stem.isdecimal() and len(stem) >= _FEWEST_DIGITS_OF_AN_ID


def _holds(piece: Piece, file: ThreadFile) -> bool:
    """Whether a piece holds the same messages already, byte for byte as it were."""
    new = file.messages
    return any(
        len(old) == len(new) and len(new) > 0 and old.times == new.times and old.texts == new.texts and old == new
        for old in (known.messages for known in piece.files)
    )


def shown(path: str) -> str:
    """A path that can be shown and saved, whatever bytes its names are made of."""
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
