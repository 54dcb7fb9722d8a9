"""Trainings and chats through bad times at a service: `python -m tests.fuzz.outages`.

Connections are refused, broken off, reset while a file is sent, or hang; the service asks to wait, answers nonsense, or
loses its answer after the work was done; clocks jump. Afterwards there is one job, one file and one model, nothing has
ended in a traceback, and the event loop went on all the while.
"""

import logging
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEventLoop, QTimer
from starlette.responses import Response

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.jobs import Run, RunState
from msgtune_gui.core.model import ChatTurn, Role
from msgtune_gui.services.langchain_chat import LangChainChat
from msgtune_gui.ui.runs.run_board import RunBoard
from msgtune_gui.ui.runs.watched_run import WatchedRun
from msgtune_gui.workers.runner import TaskRunner
from msgtune_gui.workers.task import Task, TaskContext
from tests.fuzz.program import TRAINING_DATA, Outside, Place, begin
from tests.fuzz.runner import main
from tests.support.gate import Gate
from tests.support.loopback import Loopback
from tests.support.stand_in import StandIn
from tests.support.stand_in_faults import ChatManner, Cut, Fault, Hang, Junk, LoseAnswer, Refuse, Reset, slow_down
from tests.support.stand_in_records import Recorded

TICK_MS = 10
LONGEST_GAP_MS = 1000
"""Longer stand-stills count as wrong in the long run; how short they really are is measured in the benches."""
_SILENCE_S = 0.3
_PATIENCE_MS = 60_000
_MOST_STARTS = 40
_JUMPS_S = (-86_400.0, -3600.0, -30.0, 30.0, 3600.0, 86_400.0)
_PLACES = (
    ("GET", "/models"),
    ("GET", "/fine_tuning/model_limits"),
    ("POST", "/files"),
    ("GET", "/files"),
    ("GET", "/files/.+"),
    ("POST", "/fine_tuning/jobs"),
    ("GET", "/fine_tuning/jobs"),
    ("GET", "/fine_tuning/jobs/[^/]+"),
    ("GET", "/fine_tuning/jobs/.+/events"),
)


def case(seed: int, folder: Path) -> list[str]:
    """A training and a chat in the bad times of a seed; gives what is not as it has to be."""
    return BadTimes(seed, folder).go()


def watched_case(seed: int, folder: Path) -> list[str]:
    """The same, and the event loop must not stand still."""
    times = BadTimes(seed, folder)
    wrong = times.go()
    if times.longest_gap_ms > LONGEST_GAP_MS:
        wrong.append(f"the event loop stood still for {times.longest_gap_ms} ms")
    return wrong


class BadTimes:
    """Everything that goes wrong for one seed, and what becomes of a training in it.

    Attributes:
        longest_gap_ms: Longest time between two turns of the event loop while a training was under way.
    """

    def __init__(self, seed: int, folder: Path) -> None:
        self.longest_gap_ms = 0
        self._chance = random.Random(seed)
        self._folder = folder
        self._application = QCoreApplication.instance() or QCoreApplication([])
        self._wrong: list[str] = []
        self._schedule: list[str] = []

    def go(self) -> list[str]:
        """Live through it."""
        chance = self._chance
        with (
            _logged() as logged,
            Loopback(Response("Nobody is in.", 404)) as server,
            StandIn(server) as service,
            Gate(server.port) as gate,
            _moody_clock(random.Random(chance.random())),
        ):
            service.job_lag, service.file_lag = chance.choice((0, 0, 1, 2)), chance.choice((0, 0, 1, 2))
            self._plan(service, gate)
            outside = QuietOutside(Place(gate.base_url), self._folder)
            runner = TaskRunner()
            run = self._train(runner, outside)
            service.on_request = lambda _request: None
            gate.open()
            self._look(service, outside)
            if run is not None:
                self._chat(runner, outside, service, run)
            runner.shut_down()
        self._wrong.extend(logged)
        return [", ".join(self._schedule), *self._wrong] if self._wrong else []

    def _plan(self, service: StandIn, gate: Gate) -> None:
        chance = self._chance
        for _ in range(chance.randint(1, 12)):
            method, path = chance.choice(_PLACES)
            fault, times = _any_fault(chance, method), chance.randint(1, 3)
            service.fault(method, path, fault, times)
            self._schedule.append(f"{times} x {fault} at {method} {path}")
        shut_at = {chance.randint(1, 30): chance.uniform(0.01, 0.3) for _ in range(chance.randint(0, 3))}
        self._schedule.append(f"shut at requests {shut_at}")

        def on_request(_request: Recorded) -> None:
            seconds = shut_at.get(len(service.requests))
            if seconds is not None:
                gate.shut_for(seconds)

        service.on_request = on_request

    def _train(self, runner: TaskRunner, outside: "QuietOutside") -> Run | None:
        """Start it, and go on with it as often as a person would."""
        board = RunBoard(runner, outside)
        crashed: list[BaseException] = []
        board.crashed.connect(crashed.append)
        for _ in range(_MOST_STARTS):
            begin(board)
            self._until_ended(board)
            self._wrong.extend(f"crashed with {type(error).__name__}: {error}" for error in crashed)
            done = next((run for run in board.runs() if run.state is RunState.SUCCEEDED), None)
            if done is not None or crashed:
                return done
        self._wrong.append(f"no model after {_MOST_STARTS} starts: {[run.state for run in board.runs()]}")
        return None

    def _until_ended(self, board: RunBoard) -> None:
        loop, since, ticker = QEventLoop(), QElapsedTimer(), QTimer()

        def on_tick() -> None:
            self.longest_gap_ms = max(self.longest_gap_ms, since.restart())

        def on_ended(_watched: WatchedRun) -> None:
            loop.quit()

        board.ended.connect(on_ended)
        ticker.timeout.connect(on_tick)
        late = QTimer(singleShot=True, interval=_PATIENCE_MS)
        late.timeout.connect(lambda: loop.exit(1))
        since.start()
        ticker.start(TICK_MS)
        late.start()
        if board.under_way and loop.exec():
            self._wrong.append("the training hangs")
        board.ended.disconnect(on_ended)

    def _look(self, service: StandIn, outside: "QuietOutside") -> None:
        """One job, one file, one run, whatever happened."""
        if len(service.jobs) != 1:
            self._wrong.append(f"{len(service.jobs)} jobs")
        if [file.content for file in service.files.values()] != [TRAINING_DATA]:
            self._wrong.append(f"{len(service.files)} files")
        runs = [run.model for run in outside.runs.all() if run.state is RunState.SUCCEEDED]
        if runs != [job.model for job in service.jobs.values()]:
            self._wrong.append(f"models {runs} here and {[job.model for job in service.jobs.values()]} there")
        if self._wrong:
            self._wrong.append("\n".join(f"{made.method} {made.path}" for made in service.requests))
            self._wrong.append(", ".join(f"{run.state} with {run.file_id}" for run in outside.runs.all()))

    def _chat(self, runner: TaskRunner, outside: "QuietOutside", service: StandIn, run: Run) -> None:
        """Ask once; a reply, the end of the waiting, or words for people are all right."""
        service.manner = self._chance.choice(tuple(ChatManner))
        fault = self._chance.choice((None, None, _any_fault(self._chance, "GET")))
        if fault is not None:
            service.fault("POST", "/chat/completions", fault)
        self._schedule.append(f"{fault} and {service.manner} in the chat")

        def work(context: TaskContext) -> str:
            model: LangChainChat = outside.chat(run, 0.5)
            try:
                return "".join(model.stream([ChatTurn(Role.USER, "Ahoy?")], context.cancel))
            finally:
                model.close()

        task = runner.start(work)
        stop = QTimer(singleShot=True, interval=round(1000 * _SILENCE_S))
        stop.timeout.connect(task.cancel)
        stop.start()
        error = _error_of(task)
        if error is not None and not isinstance(error, UserError):
            self._wrong.append(f"the chat ended with {type(error).__name__}: {error}")


class QuietOutside(Outside):
    """The way out over a store that kills nobody, to a service that may answer nonsense."""

    def __init__(self, place: Place, folder: Path) -> None:
        super().__init__(place, folder, None, silence_s=_SILENCE_S, strict=False)


def _any_fault(chance: random.Random, method: str) -> Fault:
    def reset() -> Fault:
        return Reset(chance.choice((0, 1, 1000, 60_000)))

    asked = f"{chance.uniform(0.0, 0.2):.3f}"
    makers: Sequence[Callable[[], Fault]] = (
        lambda: slow_down(asked),
        lambda: Refuse(500, None, "Something broke.", {}),
        lambda: Refuse(503, None, "Closed for repairs.", {"retry-after": asked}),
        LoseAnswer,
        Cut,
        Hang,
        Junk,
        *((reset,) if method == "POST" else ()),
    )
    return chance.choice(makers)()


def _error_of(task: Task) -> object | None:
    """Wait for a task; gives the error that it ended with, if it did."""
    loop = QEventLoop()
    errors: list[object] = []
    task.failed.connect(errors.append)
    task.ended.connect(loop.quit)
    loop.exec()
    return errors[0] if errors else None


@contextmanager
def _moody_clock(chance: random.Random) -> Iterator[None]:
    """The clock that people set jumps now and then."""
    real = time.time
    offset = 0.0

    def jumping() -> float:
        nonlocal offset
        if chance.random() < 0.01:
            offset += chance.choice(_JUMPS_S)
        return real() + offset

    time.time = jumping
    try:
        yield
    finally:
        time.time = real


@contextmanager
def _logged() -> Iterator[list[str]]:
    """Everything that is logged as an error."""
    said: list[str] = []

    class Listener(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            said.append(f"logged: {self.format(record)}")

    listener = Listener(logging.ERROR)
    ours = logging.getLogger("msgtune_gui")
    ours.addHandler(listener)
    try:
        yield said
    finally:
        ours.removeHandler(listener)


if __name__ == "__main__":
    main(watched_case, per_case=1, count=500, description=__doc__ or "")
