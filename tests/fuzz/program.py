"""The program without its window: brings a training to its end as the window does, and dies where it is told to."""

import faulthandler
import os
import signal
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from msgtune_gui.core.files import atomic_write
from msgtune_gui.core.jobs import Run
from msgtune_gui.core.ports import CancelToken
from msgtune_gui.services.run_store import FolderRunStore
from msgtune_gui.ui.runs.run_board import RunBoard
from msgtune_gui.ui.runs.watched_run import Phase, WatchedRun
from msgtune_gui.ui.runs.work import Wish
from msgtune_gui.workers.runner import TaskRunner
from tests.support.outside_over_http import THERE, OutsideOverHttp
from tests.support.stand_in import KEY

BASE_MODEL = "gpt-4.1-mini-2025-04-14"
TRAINING_DATA = b'{"messages": [{"role": "assistant", "content": "Ahoy"}]}\n' * 4000
NOT_ENDED_WELL = 3
HUNG_S = 60


class Moment(StrEnum):
    """When a saving kills the program."""

    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class KillAtSave:
    """Which saving of a start of the program, counted from 1, kills it, and whether it is done first."""

    number: int
    moment: Moment


@dataclass(frozen=True, slots=True)
class Place:
    """Where the service is."""

    base_url: str


class Ahoys:
    """Examples for a test; implements Material."""

    voice = "Long Tom"
    system_prompt = ""
    examples = 4000
    tokens = 40_000

    def write(self, path: Path, cancel: CancelToken) -> None:
        """Write the training file."""
        with atomic_write(path) as file:
            file.write(TRAINING_DATA)
        cancel.raise_if_cancelled()


WISH = Wish(THERE.key, BASE_MODEL, 3, Ahoys())


class DeadlyRuns(FolderRunStore):
    """A store that kills the program at one of its savings."""

    def __init__(self, folder: Path, kill: KillAtSave | None) -> None:
        super().__init__(folder)
        self._kill = kill
        self._savings = 0

    def save(self, run: Run) -> None:
        """Write the run, or die."""
        self._savings += 1
        deadly = self._kill is not None and self._kill.number == self._savings
        if deadly and self._kill is not None and self._kill.moment is Moment.BEFORE:
            _die()
        super().save(run)
        if deadly:
            _die()


class Outside(OutsideOverHttp):
    """The way out over a store that kills."""

    def __init__(
        self, place: Place, folder: Path, kill: KillAtSave | None, *, silence_s: float = 60.0, strict: bool = True
    ) -> None:
        super().__init__(place, folder, silence_s=silence_s, strict=strict)
        self._deadly = DeadlyRuns(folder, kill)
        self.secrets.set(THERE.key, KEY)

    @property
    def runs(self) -> DeadlyRuns:
        """Where runs are kept."""
        return self._deadly


def main(folder: Path, base_url: str, kill: KillAtSave | None = None) -> None:
    """Start the program once: whoever never pressed Start does so now, and what was left unfinished goes on.

    Ends with status 0 when there is a model, with NOT_ENDED_WELL when there is none, or not at all.
    """
    faulthandler.dump_traceback_later(HUNG_S, exit=True)
    application = QCoreApplication([])
    runner = TaskRunner()
    board = RunBoard(runner, Outside(Place(base_url), folder, kill))
    crashes: list[BaseException] = []
    board.crashed.connect(crashes.append)

    def on_ended(watched: WatchedRun) -> None:
        application.exit(0 if watched.phase is Phase.DONE and not crashes else NOT_ENDED_WELL)

    board.ended.connect(on_ended)
    if any(run.model for run in board.runs()):
        os._exit(0)
    begin(board)
    status = application.exec()
    runner.shut_down()
    os._exit(status)


def begin(board: RunBoard) -> None:
    """Do what happens at a start, and what the person does then."""
    board.take_up_hosted()
    if board.under_way:
        return
    left = board.offered()
    if left is not None:
        left.go_on()
    else:
        board.start(WISH)


def _die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)
