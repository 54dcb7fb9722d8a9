"""Counting private details of the conversations that are used, in a worker."""

from PySide6.QtCore import QObject, Signal, Slot

from msgtune_gui.core.model import Export
from msgtune_gui.core.privacy.summary import PrivateSummary, private_summary
from msgtune_gui.workers.runner import TaskRunner
from msgtune_gui.workers.task import Task, TaskContext


class PrivateCounter(QObject):
    """Counts for the newest wish only.

    Signals:
        counted(object): A tuple of PrivateSummary.
        failed(object): The exception that the counting ended with.
    """

    counted = Signal(object)
    failed = Signal(object)

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._task: Task | None = None
        self._asked: tuple[Export, frozenset[str]] | None = None

    def count(self, export: Export | None, used: frozenset[str]) -> None:
        """Begin to count in the conversations with these identifiers; nothing where nobody has looked for details."""
        if export is None or export.private is None:
            self._forget()
            return
        if self._asked is not None and self._asked[0] is export and self._asked[1] == used:
            return
        self._forget()
        self._asked = (export, used)
        private, conversations = export.private, export.conversations

        def work(_context: TaskContext) -> tuple[PrivateSummary, ...]:
            return private_summary(private, conversations, used)

        self._task = self._runner.start(work)
        self._task.succeeded.connect(self._on_task_succeeded)
        self._task.failed.connect(self._on_task_failed)

    def _forget(self) -> None:
        if self._task is not None:
            self._task.abandon()
        self._task = None
        self._asked = None

    @Slot(object)
    def _on_task_succeeded(self, summary: tuple[PrivateSummary, ...]) -> None:
        self._task = None
        self.counted.emit(summary)

    @Slot(object)
    def _on_task_failed(self, error: Exception) -> None:
        self._task = None
        self.failed.emit(error)
