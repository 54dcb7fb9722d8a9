"""Logs without any message text: exceptions keep their kind and place and lose their words."""

import logging
import sys
import traceback
from types import TracebackType


def where(kind: type[BaseException] | None, trace: TracebackType | None) -> str:
    """The kind of an exception and the lines it passed; its words may quote a message, so they are left out."""
    frames = "".join(traceback.format_list(traceback.extract_tb(trace)))
    return f"{frames}{kind.__name__ if kind else 'unknown error'}"


class _WordlessFormatter(logging.Formatter):
    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        kind, _error, trace = ei
        return where(kind, trace)


def log_to_stderr() -> None:
    """Send all logs of this process to standard error."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_WordlessFormatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
