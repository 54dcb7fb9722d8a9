"""The program's log file; never any message text or key."""

import logging
import logging.handlers
from pathlib import Path

_LARGEST_BYTES = 1_000_000


def start_log(folder: Path, *, debug: bool) -> logging.Handler:
    """Log to a file in the folder, a megabyte at most and one older file; returns the handler for closing."""
    handler = logging.handlers.RotatingFileHandler(
        folder / "msgtune.log", maxBytes=_LARGEST_BYTES, backupCount=1, encoding="utf-8"
    )
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    # The SDKs log request bodies, and so chats, when asked to be talkative.
    for name in ("openai", "httpx2", "httpcore2", "httpx", "httpcore", "langchain_core", "langchain_openai"):
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("msgtune_gui").setLevel(logging.DEBUG if debug else logging.INFO)
    return handler
