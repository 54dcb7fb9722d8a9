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
from msgtune_gui.core.messages import MessageKind
from msgtune_gui.core.model import Export, GroupChoice, Selection, SlicingMode, SlicingOptions
from msgtune_gui.core.selection import left_out_rows
from tests.support.exports import build_million


def _milliseconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return round((time.perf_counter() - started) * 1000, 4)


def _keystrokes(plan: SlicingPlan) -> list[float]:
    """Every chunk from 2 to 64 with a few overlaps each, as somebody who types and scrolls would choose."""
    choices = ((chunk, chunk * part // 4) for chunk, part in product(range(2, 65), range(4)))
    return [_milliseconds(partial(plan.count, chunk, overlap)) for chunk, overlap in choices]


def _measure(export: Export, mode: SlicingMode) -> dict[str, float]:
    prepare = partial(plan_examples, export, export.owner or "", SlicingOptions(mode=mode), cache=PlanCache())
    prepare_ms = _milliseconds(lambda: prepare(Selection()))
    plan = prepare(Selection())
    keystrokes = _keystrokes(plan)
    all_but_one = Selection(ticked=frozenset(conversation.identifier for conversation in export.conversations[1:]))
    return {
        "median_ms": round(statistics.median(keystrokes), 4),
        "max_ms": max(keystrokes),
        "prepare_ms": prepare_ms,
        "untick_ms": _milliseconds(lambda: prepare(all_but_one)),
        "examples": plan.count(8, 2).examples,
    }


def _switches(export: Export) -> dict[str, float]:
    """How long the rows of page 2 take after each press of a switch."""
    times = sorted(message for conversation in export.conversations for message in conversation.messages.times)
    choices = {
        "none": Selection(),
        "kinds": Selection(kinds=frozenset(MessageKind), deleted_accounts=True),
        "dates": Selection(from_ms=times[len(times) // 4], until_ms=times[3 * len(times) // 4]),
        "person": Selection(without_people=frozenset({export.conversations[0].participants[-1]})),
        "conversations": Selection(groups=GroupChoice.WITHOUT_GROUPS, least_messages=100),
    }
    return {name: _milliseconds(partial(left_out_rows, export, choice)) for name, choice in choices.items()}


def main(arguments: Sequence[str]) -> int:
    """Build an export, load it, measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--messages", type=int, default=1_000_000)
    parser.add_argument("--conversations", type=int, default=500)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as name:
        build_million(Path(name), messages=chosen.messages, threads=chosen.conversations)
        export = read_export([Path(name)], lambda _: None, CancelFlag())
    result: dict[str, object] = {"messages": sum(len(conversation.messages) for conversation in export.conversations)}
    for mode in SlicingMode:
        result[mode] = _measure(export, mode)
    result["switch_ms"] = _switches(export)
    sys.stdout.write(json.dumps(result) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
