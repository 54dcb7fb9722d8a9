"""One process at a time at something on the disk."""

import sys
import time
from pathlib import Path
from typing import BinaryIO

from msgtune_gui.core.errors import UserError

_PAUSE_S = 0.1


def hold(path: Path, refusal: UserError, *, patience_s: float = 0.0) -> BinaryIO:
    """Take a lock file for as long as it stays open, however the process ends; the system itself releases it.

    Args:
        path: The lock file, made if it is missing.
        refusal: Raised when somebody else has it.
        patience_s: How long to wait for somebody else to let go, in seconds.

    Raises:
        UserError: The refusal.
    """
    lock = path.open("ab")
    path.chmod(0o600)
    until = time.monotonic() + patience_s
    while not _locked(lock):
        if time.monotonic() >= until:
            lock.close()
            raise refusal
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
