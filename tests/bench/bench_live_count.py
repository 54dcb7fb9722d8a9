"""How long the live count takes after a keystroke with a million messages loaded; prints one JSON line."""

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from itertools import product
from pathlib import Path

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.examples import PlanCache, SlicingPlan, plan_examples
from msgtune_gui.core.export import read_export
from msgtune_gui.core.model import Conversation, SlicingMode, SlicingOptions
from tests.support.export_builder import build_export


def _milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return round((time.perf_counter() - started) * 1000, 4)


def _keystrokes(plan: SlicingPlan) -> list[float]:
    """Every chunk from 2 to 64 with a few overlaps each, as somebody who types and scrolls would choose."""
    choices = ((chunk, chunk * part // 4) for chunk, part in product(range(2, 65), range(4)))
    return [_milliseconds(partial(plan.count, chunk, overlap)) for chunk, overlap in choices]


def _measure(conversations: Sequence[Conversation], sender: str, mode: SlicingMode) -> dict[str, float]:
    prepare = partial(plan_examples, sender=sender, options=SlicingOptions(mode=mode), cache=PlanCache())
    prepare_ms = _milliseconds(lambda: prepare(conversations))
    plan = prepare(conversations)
    keystrokes = _keystrokes(plan)
    return {
        "median_ms": round(statistics.median(keystrokes), 4),
        "max_ms": max(keystrokes),
        "prepare_ms": prepare_ms,
        "untick_ms": _milliseconds(lambda: prepare(conversations[1:])),
        "examples": plan.count(8, 2).examples,
    }


def main(arguments: Sequence[str]) -> int:
    """Build an export, load it, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--conversations", type=int, default=500)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        build_export(Path(name), conversations=chosen.conversations, messages=chosen.messages, seed=1)
        export = read_export([Path(name)], lambda _: None, CancelFlag())
    result: dict[str, object] = {"messages": sum(len(conversation.messages) for conversation in export.conversations)}
    for mode in SlicingMode:
        result[mode] = _measure(export.conversations, export.owner or "", mode)
    sys.stdout.write(json.dumps(result) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
