"""A program that is killed, at every saving and at any moment, and started again: `python -m tests.fuzz.kills`.

One job is created at the service, one file is there, and the model is the same, every time.
"""

import multiprocessing
import random
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.process import BaseProcess
from pathlib import Path

from msgtune_gui.core.jobs import RunState
from msgtune_gui.services.run_store import FolderRunStore
from tests.fuzz import program
from tests.fuzz.program import TRAINING_DATA, KillAtSave, Moment
from tests.fuzz.runner import main
from tests.support.stand_in import StandIn
from tests.support.stand_in_records import Recorded

SAVINGS = 6
"""Savings of a run from its beginning to its end; killed at one more, the program ends by itself."""
SYSTEMATIC = 2 * (SAVINGS + 1)
"""Seeds below this kill before and after each saving; those from it on at moments of chance."""
_MOST_KILLS = 3
_LONGEST_LIFE_S = 0.9
_MOST_REQUESTS = 14
_PATIENCE_S = 90.0

_FORKS = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.fuzz.program", "openai"])


@dataclass(frozen=True, slots=True)
class KillAtRequest:
    """Kills from outside while the service has a request before it, counted from 1."""

    number: int


@dataclass(frozen=True, slots=True)
class KillAfter:
    """Kills from outside so many seconds after the start."""

    seconds: float


Kill = KillAtSave | KillAtRequest | KillAfter


def case(seed: int, folder: Path) -> list[str]:
    """Kill the program as a seed has it, start it until it ends by itself, and give what is not as it has to be."""
    chance = random.Random(seed)
    kills = _kills_of(seed, chance)
    with StandIn() as service:
        service.job_lag, service.file_lag = chance.choice((0, 0, 1, 2)), chance.choice((0, 0, 1, 2))
        for kill in kills:
            _live(service, folder, kill)
        status = _live(service, folder, None)
        wrong = [*_wrong(service, folder)]
    if status != 0:
        wrong.append(f"the last start ended with {status}")
    return [f"killed at {kills}", *wrong] if wrong else []


def _kills_of(seed: int, chance: random.Random) -> list[Kill]:
    if seed < SYSTEMATIC:
        return [KillAtSave(seed // 2 + 1, (Moment.BEFORE, Moment.AFTER)[seed % 2])]
    return [_any_kill(chance) for _ in range(chance.randint(1, _MOST_KILLS))]


def _any_kill(chance: random.Random) -> Kill:
    match chance.randrange(3):
        case 0:
            return KillAtSave(chance.randint(1, SAVINGS), chance.choice(tuple(Moment)))
        case 1:
            return KillAtRequest(chance.randint(1, _MOST_REQUESTS))
        case _:
            return KillAfter(chance.uniform(0.0, _LONGEST_LIFE_S))


def _live(service: StandIn, folder: Path, kill: Kill | None) -> int | None:
    """Start the program and wait for its end; gives the exit status."""
    at_save = kill if isinstance(kill, KillAtSave) else None
    process = _FORKS.Process(target=program.main, args=(folder, service.base_url, at_save))
    with _killed_from_outside(service, process, kill):
        process.join(_PATIENCE_S)
    status = process.exitcode
    process.kill()
    process.join()
    return status


@contextmanager
def _killed_from_outside(service: StandIn, process: BaseProcess, kill: Kill | None) -> Iterator[None]:
    seen = len(service.requests)

    def on_request(_request: Recorded) -> None:
        if isinstance(kill, KillAtRequest) and len(service.requests) - seen == kill.number:
            process.kill()

    service.on_request = on_request
    process.start()
    killer = threading.Timer(kill.seconds if isinstance(kill, KillAfter) else _PATIENCE_S, process.kill)
    killer.start()
    try:
        yield
    finally:
        killer.cancel()
        killer.join()
        service.on_request = lambda _request: None


def _wrong(service: StandIn, folder: Path) -> Iterator[str]:
    if len(service.jobs) != 1:
        yield f"{len(service.jobs)} jobs"
    if [file.content for file in service.files.values()] != [TRAINING_DATA]:
        yield f"{len(service.files)} files"
    runs = [run for run in FolderRunStore(folder).all() if run.state is RunState.SUCCEEDED]
    models = [job.model for job in service.jobs.values()]
    if [run.model for run in runs] != models:
        yield f"models {[run.model for run in runs]} here and {models} there"


if __name__ == "__main__":
    main(case, per_case=1, count=SYSTEMATIC + 200, description=__doc__ or "")
