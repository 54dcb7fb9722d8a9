"""Collecting garbage in the main thread only, and not while somebody would notice."""

import gc
import time

from PySide6.QtCore import QCoreApplication, QObject, QTimerEvent

INTERVAL_MS = 1000
LONGEST_WAIT_S = 30.0
"""How long collecting may be put off by tasks that go on and on."""


class MainThreadCollector(QObject):
    """Takes the place of Python's own collecting for as long as it lives.

    Python collects in whichever thread happens to allocate. A widget or a timer in a cycle would then be destroyed in a
    worker's thread under the hands of the main one, and the process would end in a segmentation fault (seen in
    QTimerInfoList::activateTimers with PySide6 6.11.3, while a worker imported an SDK).
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._threads = 0
        self._collected_at = time.monotonic()
        gc.disable()
        self.startTimer(INTERVAL_MS)

    def thread_began(self) -> None:
        """A worker has begun: what it makes is looked at once it has ended, not again and again meanwhile."""
        self._threads += 1

    def thread_ended(self) -> None:
        """A worker has ended."""
        self._threads -= 1

    def timerEvent(self, event: QTimerEvent) -> None:
        """Collect as far up as Python itself would have done by now."""
        now = time.monotonic()
        if self._threads and now - self._collected_at < LONGEST_WAIT_S:
            return
        self._collected_at = now
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return


def collect_in_main_thread() -> MainThreadCollector | None:
    """Let no other thread collect garbage from now on; to be called in the main thread, once or more.

    Returns:
        The collector; None without an application, in which Python goes on by itself.
    """
    application = QCoreApplication.instance()
    if application is None:
        return None
    collector = application.findChild(MainThreadCollector)
    return collector if isinstance(collector, MainThreadCollector) else MainThreadCollector(application)


def leave_out_what_is_alive() -> None:
    """Let later collections pass over everything that is alive now; takes no time itself.

    Going through an export of a million messages takes a collection 90 ms, in which the window would stand still. All
    of it is freed as ever when the last reference to it goes; only garbage in cycles that exists by now stays.
    """
    gc.freeze()
