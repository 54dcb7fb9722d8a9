"""Writing to disk so that nothing half-written ever stands under its final name, and nobody else can read it."""

import contextlib
import errno
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from msgtune_gui.core.errors import UserError


def private_folder(path: Path) -> Path:
    """Create a folder, and those above it that are missing, that only its owner can open (mode 0700)."""
    if not path.is_dir():
        # Made one by one, because mkdir gives its mode to the last folder only.
        private_folder(path.parent)
        path.mkdir(mode=0o700, exist_ok=True)
    return path


@contextlib.contextmanager
def atomic_write(path: Path) -> Iterator[BinaryIO]:
    """Write a file beside its place and move it there only when all of it is on the disk (mode 0600).

    Raises:
        UserError: The disk is full, or the folder cannot be written to; the old file, if any, is as it was.
    """
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".part-")
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise disk_trouble(error) from error
    finally:
        if temporary is not None:
            temporary.unlink(missing_ok=True)


def disk_trouble(error: OSError) -> UserError:
    """Words for a write that failed."""
    if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
        return UserError(
            "The disk is full, so the file could not be saved.",
            "Nothing half-written was left behind. Free some space, then try again.",
        )
    if isinstance(error, PermissionError) or error.errno == errno.EROFS:
        return UserError(
            "This folder cannot be written to.", "Nothing was changed. Choose another folder, then try again."
        )
    return UserError(
        "The file could not be saved.",
        f"Nothing half-written was left behind. The system says: {error.strerror or error}.",
    )
