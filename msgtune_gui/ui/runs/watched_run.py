"""One run that this start of the program works on, and the task that does it."""

from collections.abc import Callable
from enum import StrEnum
from functools import cached_property

from PySide6.QtCore import QObject, Signal, Slot

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.errors import KeyRefused, UserError
from msgtune_gui.core.jobs import JobEvent, Run, RunState, TuneProgress
from msgtune_gui.core.ports import Outside
from msgtune_gui.core.service_profile import ServiceProfile
from msgtune_gui.ui.runs.titles import TitledRuns
from msgtune_gui.ui.runs.work import (
    Surroundings,
    Wish,
    end_training,
    has_training_file,
    profile_of,
    repeat_training,
    resume_training,
    start_training,
)
from msgtune_gui.workers.runner import TaskRunner
from msgtune_gui.workers.task import Task, Work


class Phase(StrEnum):
    """How a run stands for the person who looks at it."""

    LEFT = "left"
    """It has not ended and nobody works on it."""
    WORKING = "working"
    CANCELLING = "cancelling"
    NEEDS_KEY = "needs_key"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def under_way(self) -> bool:
        """Whether a task works on it."""
        return self in {Phase.WORKING, Phase.CANCELLING}


def phase_of(run: Run) -> Phase:
    """How a saved run stands that nobody works on."""
    ends = {
        RunState.SUCCEEDED: Phase.DONE,
        RunState.FAILED: Phase.FAILED,
        RunState.CANCELLED: Phase.CANCELLED,
        # What its service has not confirmed yet is between msgtune and the service.
        RunState.CANCELLING: Phase.CANCELLED,
    }
    return ends.get(run.state, Phase.LEFT)


class WatchedRun(QObject):
    """Keeps a run, how far it is and the task that works on it; the run itself outlives all of them in the store.

    Attributes:
        phase: How the run stands.
        run: As last heard of; None in the moment before a new one is saved for the first time.
        progress: The last report; None while there is none.
        error: Why it failed or needs a key; None while it did not.

    Signals:
        changed(object): This one; phase, run or progress may be different.
        settled(object): This one; nothing works on it any more.
        crashed(object): An exception that is no UserError, for the crash dialog.
    """

    changed = Signal(object)
    settled = Signal(object)
    crashed = Signal(object)

    def __init__(
        self, runner: TaskRunner, outside: Outside, runs: TitledRuns, run: Run | None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._runner = runner
        self._outside = outside
        self._runs = runs
        self._task: Task | None = None
        self._ending = CancelFlag()
        self._letting_go = False
        self._wish: Wish | None = None
        self._service = "" if run is None else run.service
        self.run = run
        self.phase = Phase.WORKING if run is None else phase_of(run)
        self.progress: TuneProgress | None = None
        self.error: UserError | None = None

    @property
    def identifier(self) -> str | None:
        """The run's id, once it has one."""
        return None if self.run is None else self.run.identifier

    @property
    def profile(self) -> ServiceProfile:
        """Where it is trained."""
        return profile_of(self._outside, self._service)

    @property
    def events(self) -> tuple[JobEvent, ...]:
        """All events of its job that were seen."""
        return () if self.progress is None else self.progress.events

    @cached_property
    def file_bytes(self) -> int:
        """Size of its training file; 0 while there is none."""
        if self.run is None:
            return 0
        path = self._runs.folder(self.run.identifier) / self.run.training_file
        return path.stat().st_size if path.is_file() else 0

    def start(self, wish: Wish) -> None:
        """Begin a new run."""
        self._wish = wish
        self._service = wish.service
        self._begin(lambda around: start_training(around, wish))

    def go_on(self, key: str | None = None) -> None:
        """Take it up: where it stands, or once more from its saved examples, or from the choices.

        Args:
            key: Key to keep for its service from now on; None for the one that is kept.
        """
        run = self.run
        if run is not None and not run.state.ended:
            self._resume(run, key)
        elif run is not None and has_training_file(self._runs, run):
            self._begin(lambda around: repeat_training(around, run))
        elif self._wish is not None:
            self.run = None
            self.start(self._wish)

    def cancel(self) -> None:
        """End it for good, and its job with it."""
        run = self.run
        if self._task is not None:
            self._ending.cancel()
            self._task.cancel()
            self._show(Phase.CANCELLING)
        elif run is not None and not run.state.ended:
            self._begin(lambda around: end_training(around, run), Phase.CANCELLING)

    def let_go(self) -> None:
        """Stop watching; the job goes on where it runs. `settled` follows when nothing works on it."""
        if self._task is not None:
            self._letting_go = True
            self._task.cancel()

    def renamed(self, run: Run) -> None:
        """It has another name by now."""
        self.run = run
        self.changed.emit(self)

    def read_again(self) -> None:
        """Somebody else has written it to the store while nothing worked on it."""
        if self._task is None:
            self._take_from_store()
            self.error = None
            if self.run is not None:
                self._show(phase_of(self.run))

    def _resume(self, run: Run, key: str | None = None) -> None:
        anew = self.profile.on_device and has_training_file(self._runs, run)
        phase = Phase.CANCELLING if run.state is RunState.CANCELLING else Phase.WORKING
        self._begin(lambda around: resume_training(around, run, key=key, begin_anew_if_lost=anew), phase)

    def _begin(self, make_work: Callable[[Surroundings], Work], phase: Phase = Phase.WORKING) -> None:
        if self._task is not None:
            return
        self._letting_go = False
        self.__dict__.pop("file_bytes", None)
        self._ending = CancelFlag()
        self.progress = None
        self.error = None
        task = self._runner.start(make_work(Surroundings(self._outside, self._runs, self._ending)))
        self._task = task
        task.progressed.connect(self._on_task_progressed)
        task.succeeded.connect(self._on_task_succeeded)
        task.failed.connect(self._on_task_failed)
        task.cancelled.connect(self._on_task_cancelled)
        self._show(phase)

    def _show(self, phase: Phase) -> None:
        self.phase = phase
        self.changed.emit(self)

    def _settle(self, phase: Phase) -> None:
        self._task = None
        cancelling = self.run is not None and self.run.state is RunState.CANCELLING
        if cancelling and phase is Phase.CANCELLED and not self._letting_go and self.run is not None:
            # The service was out of reach; it still has to hear of the end.
            self._resume(self.run)
            return
        self._show(phase)
        self.settled.emit(self)

    def _take_from_store(self) -> None:
        """The store knows how far the run came, also where a task has ended badly."""
        if self.run is not None:
            self.run = self._runs.get(self.run.identifier) or self.run

    @Slot(object)
    def _on_task_progressed(self, progress: TuneProgress) -> None:
        self.run = self._runs.titled(progress.run)
        self.progress = progress
        self.changed.emit(self)

    @Slot(object)
    def _on_task_succeeded(self, run: Run) -> None:
        self.run = self._runs.titled(run)
        self._settle(phase_of(run))

    @Slot(object)
    def _on_task_failed(self, error: Exception) -> None:
        self._take_from_store()
        if isinstance(error, UserError):
            self.error = error
            under_way = self.run is not None and not self.run.state.ended
            self._settle(Phase.NEEDS_KEY if isinstance(error, KeyRefused) and under_way else Phase.FAILED)
            return
        self.error = UserError(
            self.tr("The training stopped because of a fault in msgtune."), self.tr("Your choices are kept.")
        )
        self._settle(Phase.FAILED)
        self.crashed.emit(error)

    @Slot()
    def _on_task_cancelled(self) -> None:
        self._take_from_store()
        self._settle(Phase.CANCELLED if self.run is None else phase_of(self.run))
