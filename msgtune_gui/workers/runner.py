"""The owner of every thread of the window."""

from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal, Slot

from msgtune_gui.workers.garbage import MainThreadCollector, collect_in_main_thread
from msgtune_gui.workers.task import Task, Work


class TaskThread(QThread):
    """A thread that tells who it is when it has ended.

    Signals:
        released(object): This thread, in the main thread, after it has ended.
    """

    released = Signal(object)

    def __init__(self, task: Task) -> None:
        super().__init__()
        self.task = task
        self.finished.connect(self._on_finished)

    @Slot()
    def _on_finished(self) -> None:
        self.released.emit(self)


class TaskRunner(QObject):
    """Starts tasks, each in a thread of its own, and keeps both alive until the thread has ended.

    Pages hold tasks, never threads: dropping the last reference to a running QThread aborts the process.

    Signals:
        idle(): The last running task has ended.
    """

    idle = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._threads: list[TaskThread] = []
        self._closing = False
        self._collector: MainThreadCollector | None = None
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(0)
        self._clock.timeout.connect(self._on_clock_timeout)

    @property
    def running(self) -> int:
        """How many threads are alive."""
        return len(self._threads)

    def start(self, work: Work) -> Task:
        """Run a function in a thread of its own; garbage is collected in the main thread from then on.

        It begins after the present turn of the event loop: two threads that both run Python take turns, and what the
        window does right now, often because of the same press, would take several times as long.

        Raises:
            RuntimeError: The program is closing.
        """
        if self._closing:
            raise RuntimeError("No task can start while the program is closing.")
        collector = collect_in_main_thread()
        task = Task(work)
        thread = TaskThread(task)
        task.worker.moveToThread(thread)
        thread.started.connect(task.worker.run)
        thread.released.connect(self._on_thread_released, Qt.ConnectionType.QueuedConnection)
        self._threads.append(thread)
        if collector is not None:
            collector.thread_began()
            self._collector = collector
        self._clock.start()
        return task

    def shut_down(self, patience_ms: int = 5000) -> bool:
        """Cancel everything and wait; whether every thread ended within the patience (milliseconds, each)."""
        self._closing = True
        self._clock.stop()
        for thread in self._threads:
            thread.task.abandon()
        all_ended = True
        for thread in self._threads:
            all_ended = thread.wait(patience_ms) and all_ended
        if all_ended:
            for thread in tuple(self._threads):
                self._forget(thread)
        return all_ended

    def _forget(self, thread: TaskThread) -> None:
        self._threads.remove(thread)
        if self._collector is not None:
            self._collector.thread_ended()

    @Slot()
    def _on_clock_timeout(self) -> None:
        for thread in self._threads:
            if not thread.isRunning() and not thread.isFinished():
                thread.start()

    @Slot(object)
    def _on_thread_released(self, thread: TaskThread) -> None:
        if thread not in self._threads:
            return
        thread.wait()
        self._forget(thread)
        if not self._threads:
            self.idle.emit()
