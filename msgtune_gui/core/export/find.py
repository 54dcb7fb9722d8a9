"""What lies below the things that were chosen: their JSON files, and signs of what they are instead."""

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Protocol

from msgtune_gui.core.export.pieces import is_in_export
from msgtune_gui.core.export.shapes import Checkpoint
from msgtune_gui.core.model import SkippedFile

MAX_FILE_BYTES = 512 * 2**20
"""Largest JSON file read; Meta starts a new file every 10,000 messages, which is about 4 MB."""

_MEDIA = frozenset(
    {".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".mp4", ".mov", ".aac", ".mp3", ".m4a", ".wav", ".ogg"}
)
_THREAD_PAGES = ("message_", "messages.", "start_here.")
_DEEPEST_ZIP = 2
_MEDIA_FOLDERS = frozenset({"media", "files"})
_FIRST_HTML_PAGES = frozenset({"messages.htm", "messages.html"})


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A file to look into.

    Attributes:
        path: Below what was chosen, with "/" between the parts.
        size: Bytes, unpacked.
    """

    path: str
    size: int


@dataclass(slots=True)
class Findings:
    """What lies below what was chosen.

    Attributes:
        json: Files to look into, by path.
        skipped: What could not even be looked at.
        pages: Paths of HTML pages that hold conversations or lead to them.
        media: Pictures, sounds and films.
        zips: Zip files in a folder or at most two folders down, but not among what an export itself holds; empty
            ones, which Meta puts into the parts of a download, are left out.
        newest_ms: When the newest of all files was written (milliseconds since 1970 UTC); 0 where unknown, as in
            folders, whose files may be dated by their copying.
    """

    json: list[FoundFile] = field(default_factory=list)
    skipped: list[SkippedFile] = field(default_factory=list)
    pages: list[str] = field(default_factory=list)
    media: int = 0
    zips: list[FoundFile] = field(default_factory=list)
    newest_ms: int = 0

    @property
    def pages_of_before_2018(self) -> bool:
        """Whether the pages are those of the first HTML exports."""
        names = (page.rpartition("/") for page in self.pages)
        return any(name.lower() in _FIRST_HTML_PAGES or _is_first_html_thread(above, name) for above, _, name in names)

    @property
    def is_part(self) -> bool:
        """Whether it looks like a part of an export even where no conversation is in it."""
        return self.media > 0 or bool(self.pages)

    def note(self, path: str, size: int, written_ms: int = 0) -> None:
        """Count one file by its name."""
        folder, _, name = path.rpartition("/")
        if name.startswith("._") or path.startswith("__MACOSX/"):
            return
        self.newest_ms = max(self.newest_ms, written_ms)
        suffix = PurePosixPath(name).suffix.lower()
        if suffix == ".json":
            self.json.append(FoundFile(path, size))
        elif suffix in {".html", ".htm"}:
            if name.lower().startswith(_THREAD_PAGES) or _is_first_html_thread(folder, name):
                self.pages.append(path)
        elif suffix in _MEDIA:
            self.media += 1
        elif suffix == ".zip" and size and _may_hold_a_download(PurePosixPath(folder)):
            self.zips.append(FoundFile(path, size))


class Source(Protocol):
    """One thing that was chosen: a folder, a zip or a file."""

    @property
    def name(self) -> str:
        """Name of what was chosen, without its folders."""
        ...

    def find(self, checkpoint: Checkpoint) -> Findings:
        """Look at the names of everything in it. Raises UserError."""
        ...

    def read(self, file: FoundFile) -> bytes:
        """The bytes of one file found. Raises NotReadable."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


def _may_hold_a_download(folder: PurePosixPath) -> bool:
    """Whether a zip in this folder may be one; in the folders of an export are zips that people sent each other."""
    return len(folder.parts) <= _DEEPEST_ZIP and not is_in_export(folder) and folder.name not in _MEDIA_FOLDERS


def _is_first_html_thread(folder: str, name: str) -> bool:
    """Until 2018 the pages of conversations were `messages/<number>.html`."""
    return name.partition(".")[0].isdecimal() and folder.rpartition("/")[2] == "messages"
