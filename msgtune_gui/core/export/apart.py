"""Reading an export in a process of its own, so that the window keeps its turns while a million messages are read."""

import logging
import os
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path

from msgtune_gui.core.errors import Cancelled, UserError
from msgtune_gui.core.export.pieces_of_export import Assembly
from msgtune_gui.core.export.wire import Crash, Refusal, receive, send
from msgtune_gui.core.model import Export, ReadProgress
from msgtune_gui.core.ports import CancelToken

_log = logging.getLogger(__name__)
_MODULE = "msgtune_gui.core.export.reading_process"


def read_apart(sources: Sequence[Path], progress: Callable[[ReadProgress], None], cancel: CancelToken) -> Export:
    """Read and survey what the person chose, as read_export and survey do, in another process.

    The export comes over in small pieces, so that the calling thread holds Python's lock for a few milliseconds at
    most. Cancelling ends the other process at once.

    Args:
        sources: Folders, zips or single conversations' JSON files; at least one.
        progress: Called in this thread, about ten times a second.
        cancel: May be set at any time.

    Raises:
        UserError: Nothing in it can be used, or the process ended before its work did.
        DifferentAccounts: It belongs to several people.
        Cancelled: The person asked to stop.
    """
    cancel.raise_if_cancelled()
    process = _start()
    with process, cancel.on_cancel(process.kill):
        try:
            return _answer(process, sources, progress)
        except (EOFError, OSError) as error:
            cancel.raise_if_cancelled()
            _log.error("The process that reads ended before its work did.")
            raise _ended_early() from error
        except BaseException:
            if cancel.cancelled:
                raise Cancelled from None
            raise
        finally:
            # Leaving the block waits for the process, which may have more to say than anybody wants to hear.
            process.kill()


def _start() -> "subprocess.Popen[bytes]":
    try:
        return subprocess.Popen(  # noqa: S603 - our own module under our own interpreter
            [sys.executable, "-m", _MODULE],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # A trace could quote what people wrote.
            stderr=subprocess.DEVNULL,
        )
    except OSError as error:
        raise UserError(
            "The part of msgtune that reads exports did not start.", "Nothing was changed. Close other programs, retry."
        ) from error


def _answer(
    process: "subprocess.Popen[bytes]", sources: Sequence[Path], progress: Callable[[ReadProgress], None]
) -> Export:
    if process.stdin is None or process.stdout is None:
        raise EOFError
    # The paths do not go into the arguments, which other users of the computer can read.
    with suppress(BrokenPipeError), process.stdin as stdin:
        send(stdin, [os.fsencode(path.absolute()) for path in sources])
    assembly = Assembly()
    while not assembly.complete:
        value = receive(process.stdout)
        if isinstance(value, ReadProgress):
            progress(value)
        elif isinstance(value, Refusal):
            raise value.error()
        elif isinstance(value, Crash):
            _log.error("The process that reads met %s.", value.name)
            raise _ended_early(value.name)
        else:
            assembly.add(value)  # type: ignore[arg-type]  # Nothing else is ever sent.
    return assembly.export(sources[0])


def _ended_early(name: str = "") -> UserError:
    if name == "MemoryError":
        return UserError(
            "There is not enough memory to read this export.",
            "Close other programs, then try again. Nothing was changed.",
        )
    return UserError(
        "The reading of the export ended unexpectedly.",
        "Nothing was changed. Try again; if it keeps happening, choose one part of the export after the other.",
    )
