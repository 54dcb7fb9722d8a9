"""The deleting of one run, which goes on when its dialog is closed."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from msgtune_gui.core.deletion import Deletion
from msgtune_gui.core.errors import UserError
from msgtune_gui.core.jobs import Run
from msgtune_gui.core.ports import Outside
from msgtune_gui.ui.runs.run_board import RunBoard
from msgtune_gui.ui.runs.work import delete_everything
from msgtune_gui.workers.runner import TaskRunner
from msgtune_gui.workers.task import Task, Work


class Deleting(QObject):
    """Lets go of the run first, so that nothing writes to it meanwhile.

    Signals:
        told(object): What became of each thing, a sequence of Deletion.
        failed(object): UserError; the run is as it was.
    """

    told = Signal(object)
    failed = Signal(object)

    def __init__(self, run: Run, runner: TaskRunner, outside: Outside, board: RunBoard) -> None:
        super().__init__(board)
        self._run = run
        self._runner = runner
        self._outside = outside
        self._board = board
        self._task: Task | None = None
        self._waits = False

    @property
    def busy(self) -> bool:
        """Whether it is under way."""
        return self._waits or self._task is not None

    def begin(self) -> None:
        """Delete everything; may be repeated."""
        watched = self._board.watched(self._run.identifier)
        if self.busy:
            return
        if watched is not None and watched.phase.under_way:
            self._waits = True
            watched.settled.connect(self._on_settled)
            watched.let_go()
            return
        self._go()

    def forget_here(self) -> None:
        """Try once more, and delete what is on this computer whatever is left elsewhere."""
        if not self.busy:
            self._go(forget=True)

    def _go(self, *, forget: bool = False) -> None:
        self._run = self._board.store.get(self._run.identifier) or self._run
        self._start(delete_everything(self._outside, self._board.store, self._run, forget=forget))

    def _start(self, work: Work) -> None:
        self._task = self._runner.start(work)
        self._task.succeeded.connect(self._on_told)
        self._task.failed.connect(self._on_failed)

    @Slot()
    def _on_settled(self) -> None:
        if self._waits:
            self._waits = False
            self._go()

    @Slot(object)
    def _on_told(self, deletions: Sequence[Deletion]) -> None:
        self._task = None
        if self._board.store.get(self._run.identifier) is None:
            self._board.forget(self._run.identifier)
        else:
            self._board.reconsider(self._run.identifier)
        self.told.emit(deletions)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        self._task = None
        if isinstance(error, UserError):
            self.failed.emit(error)
            return
        self.failed.emit(UserError(self.tr("The training could not be deleted."), self.tr("You can try again.")))
        self._board.crashed.emit(error)
