"""“Save as JSONL…”: asks for a place and writes the file in a worker."""

from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from msgtune_gui.core.examples import SlicingPlan
from msgtune_gui.core.model import SlicingOptions
from msgtune_gui.ui.examples.work import save_examples
from msgtune_gui.workers.runner import TaskRunner
from msgtune_gui.workers.task import Task

_FILE_NAME = "training.jsonl"


class ExampleSaver(QObject):
    """Writes one file at a time.

    Signals:
        begun(): A place was chosen and the writing has begun.
        saved(object): Number of lines; `path` is where they are.
        failed(object): UserError, or another exception; nothing half-written is left.
    """

    begun = Signal()
    saved = Signal(object)
    failed = Signal(object)

    def __init__(self, runner: TaskRunner, parent: QWidget) -> None:
        super().__init__(parent)
        self._runner = runner
        self._window = parent
        self._task: Task | None = None
        self._material: tuple[SlicingPlan, SlicingOptions] | None = None
        self.path = Path()

    @property
    def busy(self) -> bool:
        """Whether a file is being written."""
        return self._task is not None

    def ask(self, plan: SlicingPlan, options: SlicingOptions) -> None:
        """Ask where to, then write the examples of a plan."""
        self._material = plan, options
        dialog = QFileDialog(self._window, self.tr("Save the examples"), _FILE_NAME, self.tr("JSON Lines (*.jsonl)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("jsonl")
        dialog.fileSelected.connect(self._on_file_selected)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def _on_file_selected(self, path: str) -> None:
        if self._material is None or self.busy:
            return
        self.path = Path(path)
        self._task = self._runner.start(save_examples(*self._material, self.path))
        self._task.succeeded.connect(self._on_task_succeeded)
        self._task.failed.connect(self._on_task_failed)
        self.begun.emit()

    @Slot(object)
    def _on_task_succeeded(self, lines: int) -> None:
        self._task = None
        self.saved.emit(lines)

    @Slot(object)
    def _on_task_failed(self, error: Exception) -> None:
        self._task = None
        self.failed.emit(error)
