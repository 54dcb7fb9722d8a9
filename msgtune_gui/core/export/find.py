"""Finding the JSON files below what was chosen, in a folder or inside a zip, without unpacking anything."""

import lzma
import os
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Protocol

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.export.shapes import Checkpoint, NotReadable
from msgtune_gui.core.model import SkippedFile

MAX_FILE_BYTES = 512 * 2**20
"""Largest JSON file read; Meta starts a new file every 10,000 messages, which is about 4 MB."""
MAX_TOTAL_BYTES = 8 * 2**30
"""Largest sum of the JSON files in one zip, unpacked."""
MAX_ENTRIES = 1_000_000
"""Most entries of one zip."""
MAX_RATIO = 200
"""Most times that the JSON of one zip may grow when unpacked, once it is larger than RATIO_FREE_BYTES."""
RATIO_FREE_BYTES = 64 * 2**20

NO_RIGHTS = "There is no permission to read it."
GONE = "It was moved or deleted while the export was being read."
_ENCRYPTED_FLAG = 0x1
_MEDIA = frozenset(
    {".jpg", ".jpeg", ".png", ".gif", ".webp", ".heic", ".mp4", ".mov", ".aac", ".mp3", ".m4a", ".wav", ".ogg"}
)
_UNPACKING_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
)


@dataclass(frozen=True, slots=True)
class FoundFile:
    """A JSON file to look into.

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
        html_threads: Conversations in HTML.
        media: Pictures, sounds and films.
        zips: Zip files inside a folder.
    """

    json: list[FoundFile] = field(default_factory=list)
    skipped: list[SkippedFile] = field(default_factory=list)
    html_threads: int = 0
    media: int = 0
    zips: int = 0

    def note(self, path: str, size: int) -> None:
        """Count one file by its name."""
        name = path.rpartition("/")[2]
        suffix = PurePosixPath(name).suffix.lower()
        if name.startswith("._") or path.startswith("__MACOSX/"):
            return
        if suffix == ".json":
            self.json.append(FoundFile(path, size))
        elif suffix in {".html", ".htm"}:
            self.html_threads += name.lower().startswith(("message", "start_here"))
        elif suffix in _MEDIA:
            self.media += 1
        elif suffix == ".zip":
            self.zips += 1


class Source(Protocol):
    """One thing that was chosen: a folder, a zip or a file."""

    @property
    def name(self) -> str:
        """Name of what was chosen, without its folders."""
        ...

    def find(self, checkpoint: Checkpoint) -> Findings:
        """Look at the names of everything in it."""
        ...

    def read(self, file: FoundFile) -> bytes:
        """The bytes of one file found. Raises NotReadable."""
        ...

    def close(self) -> None:
        """Let go of it."""
        ...


def open_source(path: Path) -> Source:
    """Open what was chosen.

    Raises:
        UserError: It is gone, may not be read, or is a zip that cannot be used.
    """
    try:
        if path.is_dir():
            return FolderSource(path)
        with path.open("rb"):
            size = path.stat().st_size
        if path.suffix.lower() != ".json" and zipfile.is_zipfile(path):
            return ZipSource(path)
    except FileNotFoundError:
        raise UserError(f"“{path.name}” is not there any more.", "Choose the export again.") from None
    except PermissionError:
        raise no_rights(path.name) from None
    except OSError as error:
        raise UserError(
            f"“{path.name}” cannot be read: {error.strerror}.", "Copy it somewhere else and retry."
        ) from error
    if path.suffix.lower() == ".zip":
        raise damaged_zip(path.name)
    return FileSource(path, size)


class FolderSource:
    """A folder on the disk."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def name(self) -> str:
        """The folder's name."""
        return self._path.resolve().name

    def find(self, checkpoint: Checkpoint) -> Findings:
        """Walk the folder; links to folders are not followed, so that a loop of them has an end."""
        findings = Findings()
        for entry in self._walk(self._path, checkpoint, findings):
            path = Path(entry.path).relative_to(self._path).as_posix()
            try:
                if entry.is_file():
                    findings.note(path, entry.stat().st_size)
            except PermissionError:
                findings.skipped.append(SkippedFile(path, NO_RIGHTS))
            except OSError:
                findings.skipped.append(SkippedFile(path, GONE))
        findings.json.sort(key=lambda file: file.path)
        return findings

    def _walk(self, top: Path, checkpoint: Checkpoint, findings: Findings) -> Iterator[os.DirEntry[str]]:
        folders = [top]
        while folders:
            checkpoint()
            folder = folders.pop()
            try:
                with os.scandir(folder) as entries:
                    for entry in entries:
                        if entry.is_dir(follow_symlinks=False):
                            folders.append(Path(entry.path))
                        else:
                            yield entry
            except PermissionError:
                if folder == top:
                    raise no_rights(self.name) from None
                findings.skipped.append(SkippedFile(folder.relative_to(top).as_posix(), NO_RIGHTS))
            except OSError:
                findings.skipped.append(SkippedFile(folder.relative_to(top).as_posix(), GONE))

    def read(self, file: FoundFile) -> bytes:
        """The bytes of one file."""
        return _read_from_disk(self._path / file.path)

    def close(self) -> None:
        """Nothing is held open."""


class FileSource:
    """One conversation's file."""

    def __init__(self, path: Path, size: int) -> None:
        self._path = path
        self._size = size

    @property
    def name(self) -> str:
        """The file's name."""
        return self._path.name

    def find(self, checkpoint: Checkpoint) -> Findings:
        """The file itself, whatever its name ends in, unless it is a page of an HTML export."""
        checkpoint()
        findings = Findings()
        if self._path.suffix.lower() in {".html", ".htm"}:
            findings.html_threads = 1
        else:
            findings.json.append(FoundFile(self._path.name, self._size))
        return findings

    def read(self, file: FoundFile) -> bytes:
        """The bytes of the file."""
        return _read_from_disk(self._path.with_name(file.path))

    def close(self) -> None:
        """Nothing is held open."""


class ZipSource:
    """A zip, read in place; only its JSON entries are ever unpacked, each into memory."""

    def __init__(self, path: Path) -> None:
        self._path = path
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
            raise damaged_zip(path.name) from None

    @property
    def name(self) -> str:
        """The zip's name without its ending."""
        return self._path.stem

    def find(self, checkpoint: Checkpoint) -> Findings:
        """Look through the zip's own list of entries.

        Raises:
            UserError: It is encrypted, or would unpack to more than any real export.
        """
        checkpoint()
        findings = Findings()
        # Of entries with one name the last one counts, as it does for the programs that unpack zips.
        entries = {entry.filename: entry for entry in self._zip.infolist()}
        if len(entries) > MAX_ENTRIES:
            raise _unbelievable_zip(self._path.name)
        for entry in entries.values():
            if not entry.is_dir():
                findings.note(entry.filename, entry.file_size)
        infos = [entries[file.path] for file in findings.json]
        if infos and all(info.flag_bits & _ENCRYPTED_FLAG for info in infos):
            raise UserError(
                f"“{self._path.name}” is protected by a password.",
                "Unpack it with the program that made it, then choose the folder.",
            )
        unpacked = sum(info.file_size for info in infos)
        packed = sum(info.compress_size for info in infos)
        if unpacked > MAX_TOTAL_BYTES or unpacked > max(RATIO_FREE_BYTES, packed * MAX_RATIO):
            raise _unbelievable_zip(self._path.name)
        findings.json.sort(key=lambda file: file.path)
        return findings

    def read(self, file: FoundFile) -> bytes:
        """The bytes of one entry; never more than its list entry declares."""
        if file.size > MAX_FILE_BYTES:
            raise NotReadable("The file is too large to be one conversation.")
        try:
            return self._zip.read(file.path)
        except RuntimeError:
            raise NotReadable("The file is protected by a password.") from None
        except _UNPACKING_ERRORS:
            raise NotReadable("This part of the zip is damaged or was not downloaded completely.") from None

    def close(self) -> None:
        """Close the zip."""
        self._zip.close()


def _read_from_disk(path: Path) -> bytes:
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise NotReadable("The file is too large to be one conversation.")
        return path.read_bytes()
    except FileNotFoundError:
        raise NotReadable(GONE) from None
    except PermissionError:
        raise NotReadable(NO_RIGHTS) from None
    except OSError as error:
        raise NotReadable(f"It cannot be read: {error.strerror}.") from None


def no_rights(name: str) -> UserError:
    """Words for something that may not be read."""
    return UserError(
        f"There is no permission to read “{name}”.",
        "Copy it into a folder of your own, such as Downloads, then choose it there.",
    )


def damaged_zip(name: str) -> UserError:
    """Words for a zip whose list of entries cannot be read."""
    return UserError(
        f"“{name}” is damaged or was not downloaded completely.",
        "Download it again from Meta, then choose the new file. If you can unpack it, choose the folder instead.",
    )


def _unbelievable_zip(name: str) -> UserError:
    return UserError(
        f"“{name}” would unpack to far more than a Messenger export holds.",
        "Nothing was unpacked. Choose the zip that Meta gave you.",
    )
