"""What `msgtune prepare` costs for a million messages, beside json.loads and LangChain's way; prints one JSON line.

All three are measured as whole processes, in turns, so that a noisy machine is unfair to none.
"""

import argparse
import json
import multiprocessing
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tests.support.exports import build_million

_TO_PARSING = 2.5
_TO_LANGCHAIN = 1 / 12
_PEAK_MB = 250.0


@dataclass(frozen=True, slots=True)
class Cost:
    """What one process took.

    Attributes:
        cpu_s: Seconds of processor time, the system's included.
        wall_s: Seconds by the clock.
        peak_mb: Most memory at once, in MB of 1024 * 1024 bytes.
    """

    cpu_s: float
    wall_s: float
    peak_mb: float


def cost_of(command: Sequence[str]) -> Cost:
    """Run a program to its end and say what it took."""
    begun = time.perf_counter()
    quiet = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    pid = os.posix_spawn(command[0], list(command), os.environ, file_actions=quiet)
    _, status, usage = os.wait4(pid, 0)
    if status:
        raise RuntimeError("A program that was to be measured ended with an error.")
    # Linux counts memory in kilobytes, macOS in bytes.
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return Cost(usage.ru_utime + usage.ru_stime, time.perf_counter() - begun, usage.ru_maxrss / unit)


def middle(costs: Sequence[Cost]) -> Cost:
    """The median of each figure."""
    return Cost(
        round(statistics.median(cost.cpu_s for cost in costs), 2),
        round(statistics.median(cost.wall_s for cost in costs), 2),
        round(statistics.median(cost.peak_mb for cost in costs), 1),
    )


def measure(export: Path, sender: str, scratch: Path, rounds: int, langchain_rounds: int) -> dict[str, object]:
    """Run all three in turns and compare their medians."""
    rivals = [sys.executable, "-m", "tests.bench.rivals"]
    out = str(scratch / "out.jsonl")
    prepare = [sys.executable, "-m", "msgtune_gui.cli", "prepare", str(export), "--sender", sender, "--out", out]
    costs: dict[str, list[Cost]] = {"parse": [], "prepare": [], "langchain": []}
    for number in range(rounds):
        costs["parse"].append(cost_of([*rivals, "parse", str(export)]))
        costs["prepare"].append(cost_of(prepare))
        if number < langchain_rounds:
            costs["langchain"].append(cost_of([*rivals, "langchain", str(export), sender, out]))
    medians = {name: middle(several) for name, several in costs.items() if several}
    result: dict[str, object] = {
        name: {"cpu_s": cost.cpu_s, "wall_s": cost.wall_s, "peak_mb": cost.peak_mb} for name, cost in medians.items()
    }
    ours = medians["prepare"]
    result["cpu_to_parsing"] = round(ours.cpu_s / medians["parse"].cpu_s, 2)
    met = ours.cpu_s <= _TO_PARSING * medians["parse"].cpu_s and ours.peak_mb <= _PEAK_MB
    if "langchain" in medians:
        result["langchain_to_cpu"] = round(medians["langchain"].cpu_s / ours.cpu_s, 1)
        met = met and ours.cpu_s <= _TO_LANGCHAIN * medians["langchain"].cpu_s
    result["met"] = met
    return result


def main(arguments: Sequence[str]) -> int:
    """Build the export, measure, print; 0 when the bars are met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one round of each")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--langchain-rounds", type=int, default=5)
    chosen = parser.parse_args(arguments)
    rounds = 1 if chosen.quick else chosen.rounds
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        # Built elsewhere, because a process begins with the peak of the one that starts it.
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as builder:
            built = builder.submit(build_million, scratch / "export").result()
        result: dict[str, object] = {"messages": built.messages, "bytes": built.bytes_written, "rounds": rounds}
        result |= measure(built.root, built.owner, scratch, rounds, min(rounds, chosen.langchain_rounds))
    sys.stdout.write(json.dumps(result) + "\n")
    return 0 if result["met"] else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
