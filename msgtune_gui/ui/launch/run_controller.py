"""The one run that the window may have under way: begun, taken up, repeated, ended."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.errors import UserError
from msgtune_gui.core.jobs import Run, TuneProgress
from msgtune_gui.core.ports import Outside
from msgtune_gui.core.service_profile import ServiceProfile
from msgtune_gui.ui.launch.work import (
    Wish,
    end_training,
    has_training_file,
    repeat_training,
    resume_training,
    start_training,
    unfinished_run,
)
from msgtune_gui.workers.runner import TaskRunner
from msgtune_gui.workers.task import Task, Work


class RunController(QObject):
    """Keeps the run that is on screen and the task that works on it; the run itself outlives both in the store.

    Signals:
        begun(): Work on a run has begun; `profile` says where.
        progressed(object): TuneProgress.
        succeeded(object): Run with its model.
        failed(object): UserError; `go_on` tries again with every choice kept.
        cancelled(): The person ended the run.
        crashed(object): An exception that is no UserError, after `failed`, for the crash dialog.
    """

    begun = Signal()
    progressed = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    crashed = Signal(object)

    def __init__(self, runner: TaskRunner, outside: Outside, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._outside = outside
        self._task: Task | None = None
        self._ending = CancelFlag()
        self._wish: Wish | None = None
        self._service = outside.profiles[0].key
        self._run: Run | None = None

    @property
    def busy(self) -> bool:
        """Whether work on a run is under way."""
        return self._task is not None

    @property
    def run(self) -> Run | None:
        """The run on screen, as last heard of."""
        return self._run

    @property
    def profile(self) -> ServiceProfile:
        """The service of the run on screen."""
        profiles = self._outside.profiles
        return next((profile for profile in profiles if profile.key == self._service), profiles[0])

    def find_unfinished(self) -> Run | None:
        """Put a saved run that has not ended on screen, if there is one."""
        run = None if self.busy else unfinished_run(self._outside)
        if run is not None:
            self._run = run
            self._service = run.service
            self._wish = None
        return run

    def start(self, wish: Wish) -> None:
        """Begin a new run."""
        self._run = None
        self._wish = wish
        self._begin(wish.service, lambda ending: start_training(self._outside, wish, ending))

    def go_on(self) -> None:
        """Take up the run on screen: where it stands, or once more from its saved examples, or from the choices."""
        run = self._run
        if run is None or not has_training_file(self._outside, run):
            if self._wish is not None:
                self.start(self._wish)
        elif run.state.ended:
            self._begin(run.service, lambda ending: repeat_training(self._outside, run, ending))
        else:
            anew = self.profile.on_device
            self._begin(
                run.service, lambda ending: resume_training(self._outside, run, ending, begin_anew_if_lost=anew)
            )

    def cancel(self) -> None:
        """End the run under way, and its job with it."""
        if self._task is not None:
            self._ending.cancel()
            self._task.cancel()

    def end_unfinished(self) -> None:
        """End the run on screen for good without taking it up."""
        run = self._run
        if run is not None and not self.busy:
            self._begin(run.service, lambda _ending: end_training(self._outside, run))

    def _begin(self, service: str, make_work: Callable[[CancelFlag], Work]) -> None:
        if self._task is not None:
            return
        self._service = service
        self._ending = CancelFlag()
        task = self._task = self._runner.start(make_work(self._ending))
        task.progressed.connect(self._on_task_progressed)
        task.succeeded.connect(self._on_task_succeeded)
        task.failed.connect(self._on_task_failed)
        task.cancelled.connect(self._on_task_cancelled)
        self.begun.emit()

    def _settle(self) -> None:
        """The task has ended: read the run as it was last saved."""
        self._task = None
        if self._run is not None:
            self._run = self._outside.runs.get(self._run.identifier) or self._run

    @Slot(object)
    def _on_task_progressed(self, progress: TuneProgress) -> None:
        self._run = progress.run
        self.progressed.emit(progress)

    @Slot(object)
    def _on_task_succeeded(self, run: Run) -> None:
        self._task = None
        self._run = run
        if run.model is not None:
            self.succeeded.emit(run)
        else:
            self.cancelled.emit()

    @Slot(object)
    def _on_task_failed(self, error: Exception) -> None:
        self._settle()
        if isinstance(error, UserError):
            self.failed.emit(error)
            return
        self.failed.emit(
            UserError(self.tr("The training stopped because of a fault in msgtune."), self.tr("Your choices are kept."))
        )
        self.crashed.emit(error)

    @Slot()
    def _on_task_cancelled(self) -> None:
        self._settle()
        self.cancelled.emit()
