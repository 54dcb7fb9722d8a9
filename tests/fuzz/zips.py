"""Damaged zips, alone and beside a healthy one: `python -m tests.fuzz.zips --count 2000`."""

import random
from collections.abc import Iterator
from pathlib import Path

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.model import Export
from tests.fuzz.runner import main
from tests.fuzz.zip_mutations import damaged_zip
from tests.support.exports.classic import META, ThreadHead, thread_files
from tests.support.exports.delivery import write_zip
from tests.support.exports.lines import write_lines
from tests.support.exports.truth import Line, Shape, Tree
from tests.support.exports.words import OWNER
from tests.support.reading import read

_HEALTHY = "Halla Whole"
_START_MS = 1_300_000_000_000
_BOX = "your_facebook_activity/messages/inbox"


def case(seed: int, folder: Path) -> list[str]:
    """Read a damaged zip alone, which may be refused in words, and beside a healthy one, which may not."""
    chance = random.Random(seed)
    lines = write_lines(chance, [OWNER, "Doro Damaged"], 30, Shape.CLASSIC_TODAY, _START_MS * 2)
    damaged = folder / "damaged.zip"
    damaged.write_bytes(damaged_zip(chance, _thread("damaged_2", "Doro Damaged", lines).files))
    before = set(folder.rglob("*"))
    wrong = list(_alone(damaged))
    healthy = write_lines(chance, [OWNER, _HEALTHY], 10, Shape.CLASSIC_TODAY, _START_MS)
    other = write_zip(folder / "healthy.zip", _thread("whole_1", _HEALTHY, healthy))
    sources = [damaged, other]
    chance.shuffle(sources)
    wrong += _beside(read(*sources), healthy)
    if set(folder.rglob("*")) - before - {other}:
        wrong.append("something was unpacked")
    return wrong


def _thread(slug: str, friend: str, lines: list[Line]) -> Tree:
    head = ThreadHead(f"inbox/{slug}", friend, [friend, OWNER], is_group=False)
    names = ["message_1.json", "message_2.json", "message_3.json"]
    chance = random.Random(slug)
    files = thread_files(chance, head, lines, Shape.CLASSIC_TODAY, META, names)
    return Tree("export", {f"{_BOX}/{slug}/{name}": data for name, data in files.items()})


def _alone(damaged: Path) -> Iterator[str]:
    try:
        export = read(damaged)
    except UserError as error:
        if not error.message or not error.advice:
            yield f"refused without words or without a way out: {error!r}"
        return
    if not any(conversation.messages for conversation in export.conversations):
        yield "read, and holds nothing"


def _beside(export: Export, healthy: list[Line]) -> Iterator[str]:
    times = [line.sent_at_ms for line in healthy]
    if not any(list(conversation.messages.times) == times for conversation in export.conversations):
        yield "the healthy zip's conversation is not there"
    for file in export.skipped:
        if not file.reason or not file.path:
            yield f"skipped without a reason or a name: {file}"


if __name__ == "__main__":
    main(case, per_case=1, count=2_000, description=__doc__)
