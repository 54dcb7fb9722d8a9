"""Reading exports in tests, and being a person without special rights while doing so."""

import contextlib
import os
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.export import read_export
from msgtune_gui.core.messages import Message
from msgtune_gui.core.model import Export, ReadProgress

_NOBODY = 65534


def read(*sources: Path) -> Export:
    """Read an export to its end."""
    return read_export(sources, ignore, CancelFlag())


def read_by_files(*sources: Path) -> Export:
    """Read every file as a conversation of its own, as LangChain's loader does."""
    return read_export(sources, ignore, CancelFlag(), as_files=True)


def texts(messages: Sequence[Message]) -> list[str | None]:
    """The texts of messages in their order."""
    return [message.text for message in messages]


def ignore(progress: ReadProgress) -> None:
    """Nobody looks at the progress."""


@contextlib.contextmanager
def open_folder() -> Iterator[Path]:
    """A temporary folder that everybody may look into, which pytest's own are not."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        yield folder


@contextlib.contextmanager
def as_ordinary_person() -> Iterator[None]:
    """Give up the rights of root for a while, where the tests run as root."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(_NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)
