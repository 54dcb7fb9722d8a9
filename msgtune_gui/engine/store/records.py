"""Small records kept as JSON, replaced whole."""

import secrets
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from msgtune_gui.core.files import atomic_write

Record = TypeVar("Record")


def new_id(prefix: str) -> str:
    """An identifier that nothing else has."""
    return f"{prefix}-{secrets.token_hex(12)}"


def now() -> int:
    """Unix time in seconds."""
    return int(time.time())


def write_record(path: Path, record: object) -> None:
    """Replace a record. Raises UserError when the disk is full."""
    with atomic_write(path) as file:
        file.write(msgspec.json.encode(record))


def read_records(paths: Iterator[Path], kind: type[Record]) -> Iterator[Record]:
    """The records that can be read; one that cannot is left alone, so that one bad file does not stop the engine."""
    decoder: msgspec.json.Decoder[Any] = msgspec.json.Decoder(kind)
    for path in paths:
        try:
            yield decoder.decode(path.read_bytes())
        except (OSError, msgspec.MsgspecError):
            continue
