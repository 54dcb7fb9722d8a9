"""Damaged thread files beside healthy ones: `python -m tests.fuzz.files --count 100000`."""

import json
import os
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgtune_gui.core.model import Export
from tests.fuzz.mutations import mutated
from tests.fuzz.runner import main
from tests.support.exports.beside import settings
from tests.support.exports.classic import ASCII, META, RAW_MOJIBAKE, SAVED_AGAIN, Script, ThreadHead, thread_files
from tests.support.exports.delivery import write_folder, write_zip
from tests.support.exports.encrypted import encrypted_thread
from tests.support.exports.lines import write_lines
from tests.support.exports.truth import Line, Shape, Tree
from tests.support.exports.words import OWNER, people
from tests.support.reading import read

FILES = 50
"""Damaged files in one export."""

_HEALTHY = "Halla Whole"
_HEALTHY_START_MS = 1_200_000_000_000
_START_MS = 1_400_000_000_000
_EARLIEST_MS = 10**12
_LATEST_MS = 253_402_300_799_000
_BOX = "your_facebook_activity/messages/inbox"
_LARGE_BYTES = 2**30
_TIME = re.compile(rb'"timestamp(?:_ms)?": ?(\d{10,13})\b')
_SCRIPTS: dict[Shape, tuple[Script, ...]] = {
    Shape.SPRING_2018: (META,),
    Shape.CLASSIC_2018: (META,),
    Shape.CLASSIC_TODAY: (META, RAW_MOJIBAKE, replace(META, indented=False)),
    Shape.INSTAGRAM: (META,),
    Shape.HOGWARTS: (ASCII,),
    Shape.LOOK_ALIKE: (SAVED_AGAIN,),
    Shape.ENCRYPTED: (META,),
}


def case(seed: int, folder: Path) -> list[str]:
    """Read an export of many damaged files and one healthy conversation, and say what is wrong with what was read."""
    chance = random.Random(seed)
    healthy = write_lines(chance, [OWNER, _HEALTHY], 20, Shape.CLASSIC_TODAY, _HEALTHY_START_MS)
    damaged = {name: mutated(chance, _healthy_file(number, chance.randrange(40))) for number, name in _names(chance)}
    about = settings(chance, Shape.CLASSIC_TODAY, OWNER, "your_facebook_activity/messages")
    tree = Tree("export", {**_conversation(chance, healthy), **damaged})
    tree.add({name: mutated(chance, data) if chance.random() < 0.3 else data for name, data in about.items()})
    if chance.random() < 0.3:
        source = write_zip(folder / "export.zip", tree)
    else:
        source = write_folder(folder / "export", tree)
        if chance.random() < 0.1:
            _declare_large(chance, source / _BOX / "large_1" / "message_1.json")
        if chance.random() < 0.2:
            _put_oddities(source / _BOX)
    export = read(source)
    return [*_wrong_with_healthy(healthy, export), *_wrong_with_damaged(damaged, export)]


def _names(chance: random.Random) -> Iterator[tuple[int, str]]:
    for number in range(FILES):
        yield number, f"{_BOX}/damaged_{1000 + number}/message_{chance.choice((1, 1, 2))}.json"


def _conversation(chance: random.Random, lines: list[Line]) -> dict[str, bytes]:
    """The healthy conversation in two files."""
    head = ThreadHead("inbox/whole_1", _HEALTHY, [_HEALTHY, OWNER], is_group=False)
    files = thread_files(chance, head, lines, Shape.CLASSIC_TODAY, META, ["message_1.json", "message_2.json"])
    return {f"{_BOX}/whole_1/{name}": data for name, data in files.items()}


@lru_cache(maxsize=4096)
def _healthy_file(number: int, seed: int) -> bytes:
    """A file before it is damaged; times and people are those of its number alone."""
    chance = random.Random(f"{number} {seed}")
    shape = chance.choice(list(_SCRIPTS))
    others = people(chance, chance.choice((1, 1, 3)))
    start = _START_MS + number * 10**10
    lines = write_lines(chance, [OWNER, *others], chance.randint(1, 12), shape, start)
    if shape is Shape.ENCRYPTED:
        return encrypted_thread(chance, f"{others[0]}_{number}", [OWNER, *others], lines)
    head = ThreadHead(f"inbox/damaged_{1000 + number}", others[0], [*others, OWNER], is_group=len(others) > 1)
    script = chance.choice(_SCRIPTS[shape])
    return thread_files(chance, head, lines, shape, script, ["message_1.json"])["message_1.json"]


def _declare_large(chance: random.Random, path: Path) -> None:
    """A file of a gigabyte that is all one string, without taking the room."""
    path.parent.mkdir()
    with path.open("wb") as file:
        file.write(b'{"participants": [], "messages": [{"content": "')
        file.truncate(_LARGE_BYTES + chance.randrange(2))


def _put_oddities(folder: Path) -> None:
    """What no reader may open, follow for ever, or stumble over: a pipe, loops, and a name that is no UTF-8."""
    os.mkfifo(folder / "pipe.json")
    (folder / "loop.json").symlink_to(folder / "loop.json")
    (folder / "again").symlink_to(folder, target_is_directory=True)
    Path(os.fsdecode(os.fsencode(folder) + b"/\xff\xfe.json")).write_bytes(b"{}")


def _wrong_with_healthy(lines: list[Line], export: Export) -> Iterator[str]:
    times = [line.sent_at_ms for line in lines]
    for conversation in export.conversations:
        if list(conversation.messages.times) == times:
            texts = [text or None for text in conversation.messages.texts]
            if texts != [line.text for line in lines]:
                yield "the healthy conversation has other texts"
            return
    yield "the healthy conversation is not there"


def _wrong_with_damaged(damaged: dict[str, bytes], export: Export) -> Iterator[str]:
    """Files that are neither read nor named."""
    skipped = {file.path.rpartition("inbox/")[2]: file.reason for file in export.skipped}
    times = {time for conversation in export.conversations for time in conversation.messages.times}
    for path, data in damaged.items():
        reason = skipped.get(path.rpartition("inbox/")[2])
        if reason is not None:
            if not reason:
                yield f"{path} is skipped without a reason"
            continue
        try:
            lost = sorted(_times(_loads(data)) - times)
        except (ValueError, RecursionError):
            written = {int(digits) for digits in _TIME.findall(data)}
            # A tolerant reader may make something of what is no JSON, if it makes something of all of it.
            if not written or written - times - {time // 1000 for time in times}:
                yield f"{path} is no JSON and not named: {data[:60]!r}… of {len(data)}"
            continue
        if lost:
            yield f"{path} lost messages of {lost[:3]}, {len(lost)} in all: {data[:60]!r}… of {len(data)}"


def _loads(data: bytes) -> Any:  # noqa: ANN401 - any JSON
    """The file as the standard library reads it, numbers of any length and bytes of no meaning among its texts."""
    text = data.decode(json.detect_encoding(data), "replace").removeprefix("\ufeff")
    return json.loads(text, strict=False, parse_int=lambda digits: int(digits[:30]))


def _times(value: object) -> set[int]:
    """Times of the messages that have at least a sender and a time, where the value is a conversation."""
    if not isinstance(value, dict):
        return set()
    messages, listed = value.get("messages"), value.get("participants")
    if not isinstance(messages, list) or not isinstance(listed, list):
        return set()
    return {time for message in messages if isinstance(message, dict) for time in _time(message)}


def _time(message: dict[str, Any]) -> Iterator[int]:
    for sender, key, unit in (
        ("sender_name", "timestamp_ms", 1),
        ("sender_name", "timestamp", 1000),
        ("senderName", "timestamp", 1),
    ):
        time = message.get(key)
        if isinstance(message.get(sender), str) and type(time) is int and time < 10**10 * (1000 // unit):
            if _EARLIEST_MS < time * unit <= _LATEST_MS:
                yield time * unit
            return


if __name__ == "__main__":
    main(case, per_case=FILES, count=100_000, description=__doc__)
