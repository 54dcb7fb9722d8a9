"""Opening what was chosen."""

import os
import re
import stat
import zipfile
from collections.abc import Sequence
from pathlib import Path

from msgtune_gui.core.export.find import Source
from msgtune_gui.core.export.folders import FileSource, FolderSource
from msgtune_gui.core.export.refusals import disk_error, gone, no_rights, not_a_file
from msgtune_gui.core.export.zips import ZipSource

_ZIP_START = b"PK\x03\x04"
_STUB = re.compile(r"(?:facebook|instagram)_\d+\.zip", re.IGNORECASE)


def open_source(path: Path) -> Source:
    """Open what was chosen.

    Args:
        path: A folder, a zip, a file, or a folder in a zip ("both.zip/facebook-alma").

    Raises:
        UserError: It is gone, may not be read, or is a zip that cannot be used.
    """
    name = path.name
    try:
        facts = path.stat()
        if stat.S_ISDIR(facts.st_mode):
            return FolderSource(path)
        # Opening a pipe would wait for somebody to write to it.
        if not stat.S_ISREG(facts.st_mode):
            raise not_a_file(name)
        with path.open("rb") as file:
            start = file.read(len(_ZIP_START))
        suffix = path.suffix.lower()
        if suffix == ".zip" or start == _ZIP_START or (suffix != ".json" and zipfile.is_zipfile(path)):
            return ZipSource(path)
    except (FileNotFoundError, NotADirectoryError):
        above = next((folder for folder in path.parents if folder.is_file()), None)
        if above is not None and zipfile.is_zipfile(above):
            return ZipSource(above, path.relative_to(above).as_posix())
        raise gone(name) from None
    except PermissionError:
        raise no_rights(name) from None
    except OSError as error:
        raise disk_error(name, error.strerror) from None
    return FileSource(path, facts.st_size)


def is_stub(path: Path) -> bool:
    """Whether it is the empty zip that Meta puts into each part of a large download."""
    try:
        return _STUB.fullmatch(path.name) is not None and path.stat().st_size == 0
    except OSError:
        return False


def looks_like_a_download(name: str) -> bool:
    """Whether a zip that was found beside others has the name that Meta gives to downloads."""
    return name.lower().startswith(("facebook", "instagram", "messages", "messenger", "meta"))


def without_repeats(paths: Sequence[Path], known: Sequence[Path] = ()) -> list[Path]:
    """The paths in their order, without those that were chosen twice or lie in a folder that was chosen too.

    Args:
        paths: What was chosen.
        known: What is there already and is not wanted again.
    """
    real = [os.path.realpath(path) for path in paths]
    folders = {place for place in real if os.path.isdir(place)}  # noqa: PTH112 - Path's raises where a folder may not be entered
    there = {os.path.realpath(path) for path in known}
    kept: dict[str, Path] = {}
    for place, path in zip(real, paths, strict=True):
        above = {str(folder) for folder in Path(place).parents}
        # Not every zip below a folder is read with it.
        if place not in there and (not above & folders or place.endswith(".zip")):
            kept.setdefault(place, path)
    return list(kept.values())
