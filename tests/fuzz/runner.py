"""Runs many seeded cases in processes of their own, bounded in time and memory, and says which seeds fail."""

import argparse
import contextlib
import faulthandler
import multiprocessing
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import FrameType

Case = Callable[[int, Path], list[str]]
"""Does what belongs to a seed in an empty folder and gives what is wrong, or nothing; has to be a module's function."""

MEMORY_BYTES = 3 * 2**29
"""Address space of a process, 1.5 GB."""
CPU_SECONDS = 5.0
WALL_SECONDS = 120.0
"""Far more than the time of the processor, because others may need that too."""

_SHOWN = 10
_PROGRESS_SECONDS = 5.0


@dataclass(slots=True)
class Outcome:
    """What came of a run.

    Attributes:
        passed: Cases with nothing wrong.
        failed: Seed -> what is wrong.
    """

    passed: int = 0
    failed: dict[int, list[str]] = field(default_factory=dict)


class TooSlow(BaseException):
    """A case took longer than it may; no `except Exception` of the tested code can hold it up."""


def main(case: Case, *, per_case: int, count: int, description: str) -> None:
    """The program around a case: reads the command line, runs, prints, and ends with 1 where something failed.

    Args:
        case: What to run.
        per_case: How many things a case tries, for the count that is printed and given.
        count: Things to try where the command line does not say.
        description: For --help.
    """
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--count", type=int, default=count, help=f"how many, {count} by default")
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    chosen = parser.parse_args()
    cases = -(-chosen.count // per_case)
    outcome = run(case, range(chosen.first_seed, chosen.first_seed + cases), chosen.processes, _Printer(per_case))
    _say(f"{outcome.passed * per_case} passed, {len(outcome.failed) * per_case} failed")
    if outcome.failed:
        _say("failed seeds:", *sorted(outcome.failed)[:50])
        sys.exit(1)


def run(
    case: Case,
    seeds: range,
    processes: int = 1,
    on_change: Callable[[Outcome, int, int | None], None] | None = None,
) -> Outcome:
    """Run a case for every seed.

    A process that dies costs the seed that it was at, and another one goes on behind it.

    Args:
        case: What to run.
        seeds: All of them, without gaps.
        processes: At once.
        on_change: Called with the outcome so far, the number of seeds, and the seed that failed last, if one did.
    """
    outcome = Outcome()
    workers = [_Worker(case, list(seeds[number::processes])) for number in range(min(processes, len(seeds)))]
    while workers:
        ready = wait([worker.results for worker in workers])
        for worker in [worker for worker in workers if worker.results in ready]:
            seed, wrong = worker.next_result()
            if wrong:
                outcome.failed[seed] = wrong
            else:
                outcome.passed += 1
            if on_change:
                on_change(outcome, len(seeds), seed if wrong else None)
            if not worker.seeds:
                worker.process.join()
                workers.remove(worker)
    return outcome


class _Worker:
    """A process and the seeds that it still has before it."""

    def __init__(self, case: Case, seeds: list[int]) -> None:
        self.seeds = seeds
        self._case = case
        self._start()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        self.results, theirs = context.Pipe(duplex=False)
        self.process = context.Process(target=_work, args=(self._case, self.seeds, theirs))
        self.process.start()
        # With this end open here too, the end of the process would not be seen.
        theirs.close()

    def next_result(self) -> tuple[int, list[str]]:
        """What came of the next seed; where the process has died, another one goes on behind that seed."""
        seed = self.seeds.pop(0)
        try:
            return seed, self.results.recv()
        except EOFError:
            self.process.join()
            died = self.process.exitcode
            if self.seeds:
                self._start()
            return seed, [f"the process died with {died}"]


def _work(case: Case, seeds: list[int], results: Connection) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory(prefix="fuzz") as root:
        for seed in seeds:
            results.send(attempt(case, seed, Path(root) / str(seed)))


def attempt(case: Case, seed: int, folder: Path) -> list[str]:
    """Run one case in a new folder, bounded in time; whatever it raises is something wrong."""
    folder.mkdir(parents=True)
    try:
        with bounded():
            return case(seed, folder)
    except TooSlow:
        return [f"took longer than {CPU_SECONDS:.0f} s of the processor or {WALL_SECONDS:.0f} s in all"]
    except Exception as error:  # noqa: BLE001 - anything that comes out is a finding
        return [f"{type(error).__name__}: {error}", *traceback.format_tb(error.__traceback__)[-3:]]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def bounded() -> Iterator[None]:
    """Raise TooSlow in the block where it takes too long; where nothing can be raised, end the process."""
    faulthandler.dump_traceback_later(2 * WALL_SECONDS, exit=True)
    before = {number: signal.signal(number, _too_slow) for number in (signal.SIGALRM, signal.SIGPROF)}
    signal.setitimer(signal.ITIMER_REAL, WALL_SECONDS)
    signal.setitimer(signal.ITIMER_PROF, CPU_SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.setitimer(signal.ITIMER_PROF, 0)
        for number, handler in before.items():
            signal.signal(number, handler)
        faulthandler.cancel_dump_traceback_later()


def _too_slow(_: int, __: FrameType | None) -> None:
    raise TooSlow


class _Printer:
    """Prints what fails, and now and then how far it is."""

    def __init__(self, per_case: int) -> None:
        self._per_case = per_case
        self._start = self._last = time.monotonic()

    def __call__(self, outcome: Outcome, total: int, failed: int | None) -> None:
        if failed is not None and len(outcome.failed) <= _SHOWN:
            _say(f"seed {failed} failed:", *outcome.failed[failed][:8], between="\n    ")
        now = time.monotonic()
        if now - self._last > _PROGRESS_SECONDS:
            self._last = now
            done = outcome.passed + len(outcome.failed)
            words = f"{done * self._per_case} of {total * self._per_case}, {len(outcome.failed)} failed"
            _say(f"{words}, {now - self._start:.0f} s")


def _say(*words: object, between: str = " ") -> None:
    print(*words, sep=between, flush=True)  # noqa: T201 - what the programs are for
