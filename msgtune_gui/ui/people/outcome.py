"""What the ticks, filters and switches come to, worked out beside the window."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from msgtune_gui.core.model import Export, Selection
from msgtune_gui.core.privacy.summary import PrivateSummary, private_summary
from msgtune_gui.core.selection import LeftOutRow, MessageFilter, left_out_rows
from msgtune_gui.workers.runner import TaskRunner
from msgtune_gui.workers.task import Task, TaskContext

PAUSE_MS = 30
"""Pause before the work begins, so that the window is painted first: the two would wait for each other."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a selection comes to.

    Attributes:
        rows: What is left out, reason by reason.
        kept: How many messages go on.
        messages: Gives the reason for each message of a conversation.
        private: Private details of the conversations that are used; None where nobody has looked for them.
    """

    rows: tuple[LeftOutRow, ...]
    kept: int
    messages: MessageFilter
    private: tuple[PrivateSummary, ...] | None


@dataclass(frozen=True, slots=True)
class _Wish:
    """What is to be worked out; conversations by identifier."""

    export: Export
    selection: Selection
    used: frozenset[str]

    def equals(self, other: "_Wish | None") -> bool:
        # Exports are compared by identity: a look at a million messages would take a second.
        return other is not None and self.shares_private(other) and self.selection == other.selection

    def shares_private(self, other: "_Wish") -> bool:
        return self.export is other.export and self.used == other.used


class OutcomeWorker(QObject):
    """Answers the newest wish only.

    Signals:
        worked_out(object): The Outcome of the newest wish.
        failed(object): The exception that the work ended with.
    """

    worked_out = Signal(object)
    failed = Signal(object)

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(PAUSE_MS)
        self._clock.timeout.connect(self._start)
        self._task: Task | None = None
        self._wish: _Wish | None = None
        self._answered: _Wish | None = None
        self._outcome: Outcome | None = None

    @property
    def busy(self) -> bool:
        """Whether an answer is to come."""
        return self._task is not None or self._clock.isActive()

    @property
    def outcome(self) -> Outcome | None:
        """The newest answer; None before the first."""
        return self._outcome

    def forget(self) -> None:
        """Nobody wants an outcome any more."""
        self._clock.stop()
        if self._task is not None:
            self._task.abandon()
        self._task = self._wish = self._answered = self._outcome = None

    def work_out(self, export: Export, selection: Selection, used: frozenset[str]) -> None:
        """Begin; `worked_out` follows unless this is what was asked for last.

        Args:
            export: The export.
            selection: The ticks, filters and switches.
            used: Identifiers of the ticked conversations that no filter leaves out.
        """
        wish = _Wish(export, selection, used)
        if wish.equals(self._wish):
            return
        if self._task is not None:
            self._task.abandon()
        self._task = None
        self._wish = wish
        self._clock.start()

    @Slot()
    def _start(self) -> None:
        wish = self._wish
        if wish is None:
            return
        export, selection, used = wish.export, wish.selection, wish.used
        known = self._outcome
        same_private = known is not None and self._answered is not None and wish.shares_private(self._answered)
        private = known.private if known is not None and same_private else None

        def work(context: TaskContext) -> Outcome:
            rows = left_out_rows(export, selection)
            context.cancel.raise_if_cancelled()
            found = private
            if found is None and export.private is not None:
                found = private_summary(export.private, export.conversations, used)
            return Outcome(rows, _kept(export, rows), MessageFilter(export, selection), found)

        self._task = self._runner.start(work)
        self._task.succeeded.connect(self._on_task_succeeded)
        self._task.failed.connect(self._on_task_failed)

    @Slot(object)
    def _on_task_succeeded(self, outcome: Outcome) -> None:
        self._task = None
        self._answered = self._wish
        self._outcome = outcome
        self.worked_out.emit(outcome)

    @Slot(object)
    def _on_task_failed(self, error: Exception) -> None:
        self._task = None
        self.failed.emit(error)


def _kept(export: Export, rows: tuple[LeftOutRow, ...]) -> int:
    read = sum(len(conversation.messages) for conversation in export.conversations) + export.doubles
    return read - sum(row.count for row in rows if row.left_out)
