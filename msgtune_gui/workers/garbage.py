"""Collecting garbage in the main thread only."""

import gc

from PySide6.QtCore import QCoreApplication, QObject, QTimerEvent

INTERVAL_MS = 1000


class MainThreadCollector(QObject):
    """Takes the place of Python's own collecting for as long as it lives.

    Python collects in whichever thread happens to allocate. A widget or a timer in a cycle would then be destroyed in a
    worker's thread under the hands of the main one, and the process would end in a segmentation fault (seen in
    QTimerInfoList::activateTimers with PySide6 6.11.3, while a worker imported an SDK).
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self.startTimer(INTERVAL_MS)

    def timerEvent(self, event: QTimerEvent) -> None:
        """Collect as far up as Python itself would have done by now."""
        for generation in (2, 1, 0):
            if gc.get_count()[generation] > gc.get_threshold()[generation]:
                gc.collect(generation)
                return


def collect_in_main_thread() -> None:
    """Let no other thread collect garbage from now on; to be called in the main thread, once or more."""
    application = QCoreApplication.instance()
    if application is not None and application.findChild(MainThreadCollector) is None:
        MainThreadCollector(application)
