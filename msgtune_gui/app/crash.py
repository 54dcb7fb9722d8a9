"""What happens when something fails that nobody foresaw: a log line, and a dialog a person can read."""

import faulthandler
import logging
import sys
import threading
import traceback
from pathlib import Path
from types import TracebackType
from typing import TextIO

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QMessageBox

_log = logging.getLogger(__name__)


class CrashReporter(QObject):
    """Takes over the exception hooks; tells the person once, in the main thread.

    What is written down holds the kind of the error and where it stood, never its message: that may quote a chat.

    Signals:
        crashed(object): The report as text; delivered in the main thread whatever thread failed.
    """

    crashed = Signal(object)

    def __init__(self, log_folder: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log_folder = log_folder
        self._hard_crash_log: TextIO | None = None
        self._box: QMessageBox | None = None
        self.crashed.connect(self._on_crashed, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Take over the hooks of the interpreter and of its threads."""
        self._hard_crash_log = (self._log_folder / "hard-crash.log").open("a")
        faulthandler.enable(self._hard_crash_log)
        sys.excepthook = self._on_exception
        threading.excepthook = self._on_thread_exception

    def uninstall(self) -> None:
        """Give the hooks back."""
        sys.excepthook = sys.__excepthook__
        threading.excepthook = threading.__excepthook__
        if self._hard_crash_log is not None:
            faulthandler.disable()
            self._hard_crash_log.close()
            self._hard_crash_log = None

    def report(self, error: BaseException) -> None:
        """Write an unforeseen error down and tell the person; may be called from any thread."""
        text = describe(error)
        _log.error("Unforeseen error\n%s", text)
        self.crashed.emit(text)

    def _on_exception(self, kind: type[BaseException], error: BaseException, _trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        self.report(error)

    def _on_thread_exception(self, hook: threading.ExceptHookArgs) -> None:
        if hook.exc_value is not None:
            self.report(hook.exc_value)

    @Slot(object)
    def _on_crashed(self, text: str) -> None:
        if self._box is not None:
            return
        box = QMessageBox(QApplication.activeWindow())
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(self.tr("msgtune"))
        box.setText(self.tr("Something went wrong inside msgtune."))
        box.setInformativeText(
            self.tr(
                "Your messages and finished models are safe. You can go on; if something looks odd, close msgtune and "
                "start it again. The report below holds no message text. The log is in %1."
            ).replace("%1", str(self._log_folder))
        )
        box.setDetailedText(text)
        # A box without a parent lives only as long as somebody holds it.
        self._box = box
        box.open()


def describe(error: BaseException) -> str:
    """Kind and place of an error and of what caused it, without any message."""
    lines: list[str] = []
    current: BaseException | None = error
    while current is not None:
        lines.append(f"{type(current).__module__}.{type(current).__qualname__}")
        lines.extend(
            f"  {Path(frame.filename).name}:{frame.lineno} in {frame.name}"
            for frame in traceback.extract_tb(current.__traceback__)
        )
        current = current.__cause__ or current.__context__
    return "\n".join(lines)
