"""One piece of background work: a plain function, its cancel token and its signals."""

import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, QThread, Signal, Slot

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.errors import Cancelled, UserError

REPORT_INTERVAL_S = 0.1


class TaskContext:
    """What the function that runs in the worker thread may use.

    Attributes:
        cancel: The token to look at; a function should raise Cancelled soon after it is set.
    """

    def __init__(self, cancel: CancelFlag, emit: Callable[[object], None]) -> None:
        self.cancel = cancel
        self._emit = emit
        self._reported_at = 0.0
        self._held_back: object | None = None

    def report(self, progress: object) -> None:
        """Tell the window how far the work is; at most ten reports a second get through, the last one always."""
        now = time.monotonic()
        if now - self._reported_at < REPORT_INTERVAL_S:
            self._held_back = progress
            return
        self._held_back = None
        self._reported_at = now
        self._emit(progress)

    def flush(self) -> None:
        """Send the report that was held back, if there is one."""
        if self._held_back is not None:
            self._emit(self._held_back)
            self._held_back = None


Work = Callable[[TaskContext], Any]


class Worker(QObject):
    """Lives in its own thread and runs one function there.

    Signals:
        progressed(object): A report from the function.
        succeeded(object): The function's result.
        failed(object): The exception it ended with.
        cancelled(): It stopped because it was asked to.
    """

    progressed = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()

    def __init__(self, work: Work, cancel: CancelFlag) -> None:
        super().__init__()
        self._work = work
        self._cancel = cancel

    @Slot()
    def run(self) -> None:
        """Run the function and tell how it ended; nothing is raised from here."""
        context = TaskContext(self._cancel, self.progressed.emit)
        try:
            result = self._work(context)
            context.flush()
        except Cancelled:
            self.cancelled.emit()
        except Exception as error:  # noqa: BLE001 - an exception that leaves a worker's slot would be lost
            if self._cancel.cancelled and not isinstance(error, UserError):
                self.cancelled.emit()
            else:
                self.failed.emit(error)
        else:
            self.succeeded.emit(result)
        finally:
            # The runner may sit in wait() and so never deliver a queued quit; this one needs no event loop.
            QThread.currentThread().quit()


class Task(QObject):
    """The window's side of one piece of work; lives in the main thread and relays the worker's signals there.

    Receivers connect their slots right after the task was started: signals arrive through the event loop.

    Signals:
        progressed(object): A report from the work.
        succeeded(object): The result.
        failed(object): A UserError to show, or any other exception for the crash dialog.
        cancelled(): The work stopped because it was asked to.
        ended(): Last signal of every task, after one of the three above.
    """

    progressed = Signal(object)
    succeeded = Signal(object)
    failed = Signal(object)
    cancelled = Signal()
    ended = Signal()

    def __init__(self, work: Work) -> None:
        super().__init__()
        self.token = CancelFlag()
        self.running = True
        self._muted = False
        self.worker = Worker(work, self.token)
        queued = Qt.ConnectionType.QueuedConnection
        self.worker.progressed.connect(self._on_worker_progressed, queued)
        self.worker.succeeded.connect(self._on_worker_succeeded, queued)
        self.worker.failed.connect(self._on_worker_failed, queued)
        self.worker.cancelled.connect(self._on_worker_cancelled, queued)

    def cancel(self) -> None:
        """Ask the work to stop; `cancelled` follows when it has."""
        self.token.cancel()

    def abandon(self) -> None:
        """Ask the work to stop and send no further signal but `ended`, because nobody wants its result now."""
        self._muted = True
        self.token.cancel()

    @Slot(object)
    def _on_worker_progressed(self, progress: object) -> None:
        if not self._muted:
            self.progressed.emit(progress)

    @Slot(object)
    def _on_worker_succeeded(self, result: object) -> None:
        self.running = False
        if not self._muted:
            self.succeeded.emit(result)
        self.ended.emit()

    @Slot(object)
    def _on_worker_failed(self, error: object) -> None:
        self.running = False
        if not self._muted:
            self.failed.emit(error)
        self.ended.emit()

    @Slot()
    def _on_worker_cancelled(self) -> None:
        self.running = False
        if not self._muted:
            self.cancelled.emit()
        self.ended.emit()
