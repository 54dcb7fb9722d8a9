"""The process that reads an export for the window: asked on its standard input, answers on its standard output."""

import gc
import os
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.errors import UserError
from msgtune_gui.core.export.pieces_of_export import cut
from msgtune_gui.core.export.read import read_export
from msgtune_gui.core.export.wire import Crash, Refusal, receive, send
from msgtune_gui.core.model import ReadProgress
from msgtune_gui.core.survey import survey

_INTERVAL_S = 0.1


class _Reports:
    """Progress on its way out, at most ten times a second; a change of stage always."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._sent_at = 0.0

    def __call__(self, progress: ReadProgress) -> None:
        now = time.monotonic()
        if now - self._sent_at >= _INTERVAL_S or progress.looking or progress.files == progress.total_files:
            self._sent_at = now
            send(self._stream, progress)
            # Whoever asked for all this may be gone, which only writing tells.
            self._stream.flush()


def answer(sources: Sequence[Path], stream: IO[bytes]) -> None:
    """Read and survey an export, and write progress, its pieces, or why there are none.

    Args:
        sources: What the person chose.
        stream: Where to write.

    Raises:
        OSError: Nobody listens any more.
    """
    reports = _Reports(stream)
    # Nobody sets it: whoever asked ends this process instead.
    never = CancelFlag()
    try:
        export = survey(read_export(sources, reports, never), reports, never)
    except UserError as error:
        send(stream, Refusal.of(error))
    except OSError:
        raise
    except Exception as error:  # noqa: BLE001 - whatever it is, the window has to be told
        send(stream, Crash(type(error).__name__))
    else:
        for piece in cut(export):
            send(stream, piece)
    stream.flush()


def main() -> None:
    """Answer one question."""
    # The process is short-lived and makes no cycles worth collecting.
    gc.disable()
    # Nothing but answers may go out there, whatever a library prints.
    with os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=2**16) as stream:
        os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
        names = receive(sys.stdin.buffer)
        if isinstance(names, list):
            answer([Path(os.fsdecode(name)) for name in names], stream)


if __name__ == "__main__":
    main()
