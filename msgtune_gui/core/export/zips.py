"""Zips as sources of an export, read in place."""

import lzma
import stat
import zipfile
import zlib
from datetime import UTC, datetime
from pathlib import Path, PurePosixPath

from msgtune_gui.core.export.cut_zips import begins_at, how_it_was_cut
from msgtune_gui.core.export.find import MAX_FILE_BYTES, Findings, FoundFile
from msgtune_gui.core.export.refusals import TOO_LARGE, cut_zip, damaged_zip, empty_zip, locked_zip, unbelievable_zip
from msgtune_gui.core.export.shapes import Checkpoint, NotReadable

MAX_TOTAL_BYTES = 8 * 2**30
"""Largest sum of the JSON files in one zip, unpacked."""
MAX_ENTRIES = 1_000_000
"""Most entries of one zip."""
MAX_RATIO = 200
"""Most times that the JSON of one zip may grow when unpacked, once it is larger than RATIO_FREE_BYTES."""
RATIO_FREE_BYTES = 64 * 2**20

_ENCRYPTED_FLAG = 0x1
_UTF8_FLAG = 0x800
_UNPACKING_ERRORS = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
    # Unpacking of an algorithm that this Python was built without.
    ImportError,
    MemoryError,
)


class ZipSource:
    """A zip, of which only the list of entries and the JSON are ever read, each file into memory.

    Nothing is written to the disk, so that names such as "../x" or "/x" are names like others.
    """

    def __init__(self, path: Path, below: str = "") -> None:
        """Open it, or a folder in it alone. Raises UserError."""
        self._path = path
        self._below = f"{below}/" if below else ""
        self._entries: dict[str, zipfile.ZipInfo] = {}
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, OverflowError):
            raise _refusal(path) from None

    @property
    def name(self) -> str:
        """The zip's name without its ending, or that of the folder in it."""
        return PurePosixPath(self._below).name or self._path.stem

    def find(self, checkpoint: Checkpoint) -> Findings:
        """Look through the zip's own list of entries.

        Raises:
            UserError: It is encrypted, or would unpack to more than any real export.
        """
        checkpoint()
        entries = self._zip.infolist()
        if len(entries) > MAX_ENTRIES:
            raise unbelievable_zip(self._path.name)
        # Of entries with one name the last one counts, as it does for the programs that unpack zips.
        named = ((_path(entry), entry) for entry in entries)
        self._entries = {name.removeprefix(self._below): it for name, it in named if name.startswith(self._below)}
        findings = Findings()
        for path, entry in self._entries.items():
            if not entry.is_dir() and not stat.S_ISLNK(entry.external_attr >> 16):
                findings.note(path, entry.file_size, _written_ms(entry))
        findings.zips.clear()
        infos = [self._entries[file.path] for file in findings.json]
        self._check(infos)
        self._check_beginnings(infos)
        findings.json.sort(key=lambda file: file.path)
        return findings

    def _check(self, infos: list[zipfile.ZipInfo]) -> None:
        if infos and all(info.flag_bits & _ENCRYPTED_FLAG for info in infos):
            raise locked_zip(self._path.name)
        unpacked = sum(info.file_size for info in infos)
        packed = sum(info.compress_size for info in infos)
        if unpacked > MAX_TOTAL_BYTES or unpacked > max(RATIO_FREE_BYTES, packed * MAX_RATIO):
            raise unbelievable_zip(self._path.name)

    def _check_beginnings(self, infos: list[zipfile.ZipInfo]) -> None:
        """Refuse a zip of which bytes before its end are missing, if no file begins where it should."""
        with self._path.open("rb") as file:
            size = self._path.stat().st_size
            cut = how_it_was_cut(file, size) if infos else None
            if cut is not None and not any(begins_at(file, info.header_offset) for info in infos):
                raise cut_zip(self._path.name, size, cut.missing, inside_a_file=False)

    def read(self, file: FoundFile) -> bytes:
        """The bytes of one entry; never more than its list entry declares."""
        if file.size > MAX_FILE_BYTES:
            raise NotReadable(TOO_LARGE)
        try:
            return self._zip.read(self._entries[file.path])
        except RuntimeError:
            raise NotReadable("The file is protected by a password.") from None
        except _UNPACKING_ERRORS:
            raise NotReadable("This part of the zip is damaged or was not downloaded completely.") from None

    def close(self) -> None:
        """Close the zip."""
        self._zip.close()


def _refusal(path: Path) -> Exception:
    """Say what is wrong with a zip that will not open."""
    try:
        with path.open("rb") as file:
            size = path.stat().st_size
            cut = how_it_was_cut(file, size)
    except OSError:
        return damaged_zip(path.name)
    if size == 0:
        return empty_zip(path.name)
    if cut is None:
        return damaged_zip(path.name)
    return cut_zip(path.name, size, cut.missing, inside_a_file=cut.inside_a_file, may_lack_files=cut.may_lack_files)


def _path(entry: zipfile.ZipInfo) -> str:
    """An entry's path as its maker meant it: some write UTF-8 without saying so, some write Windows' separators."""
    name = entry.filename
    if not entry.flag_bits & _UTF8_FLAG and not name.isascii():
        try:
            name = name.encode("cp437").decode()
        except UnicodeError:
            name = entry.filename
    return name.replace("\\", "/")


def _written_ms(entry: zipfile.ZipInfo) -> int:
    try:
        return int(datetime(*entry.date_time, tzinfo=UTC).timestamp() * 1000)
    except (ValueError, OverflowError):
        return 0
