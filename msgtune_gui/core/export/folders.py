"""Folders and single files on the disk as sources of an export."""

import errno
import os
import stat
from collections.abc import Iterator
from pathlib import Path

from msgtune_gui.core.export.find import MAX_FILE_BYTES, Findings, FoundFile
from msgtune_gui.core.export.refusals import GONE, LINK_TO_ITSELF, NO_RIGHTS, TOO_LARGE, no_rights
from msgtune_gui.core.export.shapes import Checkpoint, NotReadable
from msgtune_gui.core.model import SkippedFile


class FolderSource:
    """A folder on the disk."""

    def __init__(self, path: Path) -> None:
        self._path = path

    @property
    def name(self) -> str:
        """The folder's name."""
        return self._path.resolve().name

    def find(self, checkpoint: Checkpoint) -> Findings:
        """Walk the folder and those that links in it lead to, each once, so that a loop of links has an end."""
        findings = Findings()
        for path, entry in self._walk(checkpoint, findings):
            try:
                facts = entry.stat()
            except PermissionError:
                findings.skipped.append(SkippedFile(path, NO_RIGHTS))
            except OSError as error:
                if not (entry.is_symlink() and isinstance(error, FileNotFoundError)):
                    reason = LINK_TO_ITSELF if error.errno == errno.ELOOP else GONE
                    findings.skipped.append(SkippedFile(path, reason))
            else:
                if stat.S_ISREG(facts.st_mode):
                    findings.note(path, facts.st_size)
        findings.json.sort(key=lambda file: file.path)
        findings.zips.sort(key=lambda file: file.path)
        return findings

    def _walk(self, checkpoint: Checkpoint, findings: Findings) -> Iterator[tuple[str, os.DirEntry[str]]]:
        """Every entry that is no folder, with its path below the top."""
        folders, links = [""], list[str]()
        seen: set[tuple[int, int]] = set()
        while folders or links:
            checkpoint()
            # What lies in the folder itself is found under its own name, whatever links lead there.
            folder = folders.pop() if folders else links.pop(0)
            try:
                if self._was_seen(folder, seen):
                    continue
                with os.scandir(self._path / folder) as entries:
                    for entry in entries:
                        path = f"{folder}{entry.name}"
                        if entry.is_dir(follow_symlinks=False):
                            folders.append(f"{path}/")
                        elif _leads_to_a_folder(entry):
                            links.append(f"{path}/")
                        else:
                            yield path, entry
            except PermissionError:
                if not folder:
                    raise no_rights(self.name) from None
                findings.skipped.append(SkippedFile(folder.rstrip("/"), NO_RIGHTS))
            except OSError:
                findings.skipped.append(SkippedFile(folder.rstrip("/") or self.name, GONE))

    def _was_seen(self, folder: str, seen: set[tuple[int, int]]) -> bool:
        """Whether a folder was walked already, or holds the whole of what was chosen."""
        facts = (self._path / folder).stat()
        known = len(seen)
        seen.add((facts.st_dev, facts.st_ino))
        if not folder:
            seen.update((above.st_dev, above.st_ino) for above in (p.stat() for p in self._path.resolve().parents))
            return False
        return len(seen) == known

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
        suffix = self._path.suffix.lower()
        if suffix in {".html", ".htm"}:
            findings.pages.append(self._path.name)
        elif suffix == ".json" or self._looks_like_json():
            findings.json.append(FoundFile(self._path.name, self._size))
        return findings

    def _looks_like_json(self) -> bool:
        """Whether it begins as JSON does, in any encoding; a picture that was chosen is no damaged conversation."""
        try:
            with self._path.open("rb") as file:
                start = file.read(64)
        except OSError:
            # Reading it will say why.
            return True
        return start.lstrip(b"\0\t\n\r \xef\xbb\xbf\xff\xfe")[:1] in {b"{", b"["}

    def read(self, file: FoundFile) -> bytes:
        """The bytes of the file."""
        return _read_from_disk(self._path.with_name(file.path))

    def close(self) -> None:
        """Nothing is held open."""


def _leads_to_a_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_symlink() and entry.is_dir()
    except OSError:
        return False


def _read_from_disk(path: Path) -> bytes:
    try:
        facts = path.stat()
        if not stat.S_ISREG(facts.st_mode):
            raise NotReadable(GONE)
        if facts.st_size > MAX_FILE_BYTES:
            raise NotReadable(TOO_LARGE)
        return path.read_bytes()
    except FileNotFoundError:
        raise NotReadable(GONE) from None
    except PermissionError:
        raise NotReadable(NO_RIGHTS) from None
    except OSError as error:
        raise NotReadable(f"It cannot be read: {error.strerror}.") from None
