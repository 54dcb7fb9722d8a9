"""One engine at a time in a data folder: two would take each other's jobs for abandoned ones."""

import sys
import time
from pathlib import Path
from typing import BinaryIO

from msgtune_gui.core.errors import UserError

_PATIENCE_S = 10.0
_PAUSE_S = 0.1


def hold(folder: Path) -> BinaryIO:
    """Take the folder for this process until it ends, however it ends; the system itself releases the lock.

    Waits a few seconds first, because an engine whose program was killed takes a moment to notice.

    Returns:
        The open lock file; the folder is held for as long as it stays open.

    Raises:
        UserError: Another engine goes on using the folder.
    """
    lock = (folder / "lock").open("ab")
    (folder / "lock").chmod(0o600)
    until = time.monotonic() + _PATIENCE_S
    while not _locked(lock):
        if time.monotonic() >= until:
            lock.close()
            raise UserError(
                "Another msgtune is using this data folder.",
                "Close it first, or choose another folder with --data-dir.",
            )
        time.sleep(_PAUSE_S)
    return lock


def _locked(lock: BinaryIO) -> bool:
    try:
        if sys.platform == "win32":
            import msvcrt

            lock.seek(0)
            msvcrt.locking(lock.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
