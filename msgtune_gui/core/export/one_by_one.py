"""Reading the conversations below a folder one after the other, so that only one is in memory."""

import json
import os
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.export.pieces import shown, thread_key
from msgtune_gui.core.export.read import read_export
from msgtune_gui.core.export.text import repair
from msgtune_gui.core.model import Conversation, ReadProgress, SkippedFile
from msgtune_gui.core.ports import CancelToken

_HEAD_BYTES = 8192
_PAIR = 2
_FEWEST_DIGITS_OF_AN_ID = 6
_STRING = rb'"(?:[^"\\]|\\.)*"'
_ENCRYPTED_PEOPLE = re.compile(rb'"participants"\s*:\s*\[\s*((?:' + _STRING + rb"\s*,?\s*)*)\]")
_CLASSIC_PEOPLE = re.compile(rb'"participants"\s*:\s*\[\s*(\{[^\]]*)\]')
_CLASSIC_NAME = re.compile(rb'"name"\s*:\s*(' + _STRING + rb")")


@dataclass(slots=True)
class _Group:
    """Sources that may hold the same conversation and so have to be read together."""

    sources: list[Path] = field(default_factory=list)
    keys: set[object] = field(default_factory=set)


def iter_conversations(folder: Path, cancel: CancelToken, skipped: list[SkippedFile]) -> Iterator[Conversation]:
    """Each conversation below a folder, read when it is asked for.

    First the beginnings of all files are looked at, for who takes part. Then the copies of one conversation (its
    files, its other boxes, the encrypted chat of the same two people) are read together, put together as by
    `read_export`, given out and forgotten. Files of several conversations in one folder are read at once.

    Args:
        folder: An export's top folder or any folder in it.
        cancel: Looked at before every file.
        skipped: Gets the files that cannot be used, in the course of the reading.

    Raises:
        UserError: The folder itself cannot be read, or no conversation is in it.
        Cancelled: The person asked to stop.
    """
    groups = _groups(folder, cancel)
    if not groups:
        # Says what the folder is instead.
        read_export((folder,), _ignore, cancel)
    for group in groups:
        try:
            export = read_export(group.sources, _ignore, cancel)
        except UserError as error:
            skipped.extend(SkippedFile(_below(folder, path), error.message) for path in group.sources)
            continue
        place = group.sources[0] if len(group.sources) == 1 and group.sources[0].is_dir() else folder
        skipped.extend(SkippedFile(_below(folder, place / file.path), file.reason) for file in export.skipped)
        yield from export.conversations


def _ignore(progress: ReadProgress) -> None:
    """The pace is that of whoever asks for the conversations."""


def _below(folder: Path, path: Path) -> str:
    return shown(path.relative_to(folder).as_posix())


def _groups(folder: Path, cancel: CancelToken) -> list[_Group]:
    """Groups in the order of their first paths; no two share a source, and no source lies below another."""
    by_key: dict[object, _Group] = {}
    for source, keys in _sources(folder, cancel):
        group = _Group([source], {*keys, source})
        for key in [*group.keys, *source.parents]:
            other = by_key.get(key)
            if other is not None and other is not group:
                group.sources = [*other.sources, *(path for path in group.sources if path not in other.sources)]
                group.keys |= other.keys
                by_key.update(dict.fromkeys(other.keys, group))
        by_key.update(dict.fromkeys(group.keys, group))
    return list({id(group): group for group in by_key.values()}.values())


def _sources(folder: Path, cancel: CancelToken) -> Iterator[tuple[Path, list[object]]]:
    """What can be read on its own, and what else may hold the same conversation; folders before what lies in them."""
    for name, folders, files in os.walk(folder):
        cancel.raise_if_cancelled()
        folders.sort()
        place = Path(name)
        for file in sorted(files):
            path = place / file
            if path.suffix.lower() != ".json" or file.startswith("._"):
                continue
            head = _head(path)
            if b'"participants"' not in head and b'"messages"' not in head:
                continue
            people = _people(head)
            pair = [frozenset(people)] if len(people) == _PAIR else []
            if _ENCRYPTED_PEOPLE.search(head):
                yield path, [*pair]
            elif path.stem.isdecimal() and len(path.stem) >= _FEWEST_DIGITS_OF_AN_ID:
                yield path, [*pair, path.stem]
            else:
                yield place, [*pair, *filter(None, [thread_key("", place.name)])]


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_HEAD_BYTES)
    except OSError:
        # The reading itself says what is wrong with it.
        return b'"messages"'


def _people(head: bytes) -> set[str]:
    """Names of those listed at a file's beginning, in the form that names are compared in."""
    encrypted, classic = _ENCRYPTED_PEOPLE.search(head), _CLASSIC_PEOPLE.search(head)
    found = re.findall(_STRING, encrypted.group(1)) if encrypted else []
    found += _CLASSIC_NAME.findall(classic.group(1)) if classic else []
    names = set()
    for raw in found:
        try:
            name = json.loads(raw)
        except ValueError:
            continue
        names.add(unicodedata.normalize("NFC", name if encrypted else repair(name)).strip())
    return names - {""}
