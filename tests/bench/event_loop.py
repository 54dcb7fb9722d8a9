"""Watching the event loop of a real window: how long a timer has to wait for its turn."""

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Slot

_PATIENCE_S = 300.0


class Ticker(QObject):
    """Writes down the times between two turns of the event loop, and how much of each the main thread itself worked.

    Attributes:
        gaps_ms: Time from each turn to the next.
        work_ms: Processor time of the main thread in each; a busy machine lengthens only the gaps.
    """

    def __init__(self, tick_ms: int) -> None:
        super().__init__()
        self.gaps_ms: list[float] = []
        self.work_ms: list[float] = []
        self._then = self._worked = 0.0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(tick_ms)
        self._timer.timeout.connect(self._on_timeout)

    def start(self) -> None:
        """Begin to listen, and forget what was written down before."""
        self.gaps_ms.clear()
        self.work_ms.clear()
        self._then, self._worked = time.perf_counter(), time.thread_time()
        self._timer.start()

    def stop(self) -> None:
        """Listen no longer."""
        self._timer.stop()

    @Slot()
    def _on_timeout(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self.gaps_ms.append((now - self._then) * 1000)
        self.work_ms.append((worked - self._worked) * 1000)
        self._then, self._worked = now, worked


def wait_until(reached: Callable[[], bool]) -> None:
    """Let the window live until something is so. Raises TimeoutError after five minutes."""
    until = time.monotonic() + _PATIENCE_S
    while not reached():
        if time.monotonic() > until:
            raise TimeoutError("The window did not get there in time.")
        pause(0.02)


def pause(seconds: float) -> None:
    """Let the window live for a while."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), loop.quit)
    loop.exec()
