"""The first moments: a window on screen at once, and the program loaded behind it turn by turn.

Imports here and in the window's own module are few on purpose: each Qt class costs time when it is named first.
"""

import importlib
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication

from msgtune_gui import __version__
from msgtune_gui.ui.main_window import MainWindow
from msgtune_gui.ui.tokens import DARK, LIGHT

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox

    from msgtune_gui.app.application import Application

# One a turn of the event loop, so that the window answers between them; together they take a third of a second.
_LOADED_BEHIND = (
    "msgtune_gui.core.model",
    "msgtune_gui.ui.theme",
    "msgtune_gui.ui.wizard",
    "msgtune_gui.ui.pages.export_page",
    "msgtune_gui.services.outside",
    "msgtune_gui.app.application",
)


_DARK_BELOW = 128


@dataclass(frozen=True)
class Options:
    """How the program was started.

    Attributes:
        data_dir: Where everything is kept; None for the system's user data folder.
        debug: Write more to the log.
        max_steps: Upper bound on optimiser steps, for the self-test.
        dark: Dark or light; None for as the system is.
    """

    data_dir: Path | None = None
    debug: bool = False
    max_steps: int | None = None
    dark: bool | None = None


def qt_application() -> QApplication:
    """The one application object; made when there is none."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    app = QApplication(sys.argv[:1])
    app.setApplicationName("msgtune")
    app.setApplicationDisplayName("msgtune")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("msgtune")
    app.setQuitOnLastWindowClosed(False)
    return app


def main_window(options: Options) -> MainWindow:
    """The window in the theme that it will have."""
    dark = options.dark
    if dark is None:
        # Asking for the colour scheme itself loads the whole Qt namespace, which the first moment cannot spare.
        dark = qt_application().palette().window().color().lightness() < _DARK_BELOW
    return MainWindow(DARK if dark else LIGHT)


class Startup(QObject):
    """Shows the window, then loads and builds what belongs in it.

    Signals:
        ready(): The first page can be used.
        failed(): The program cannot run; the person was told why.
    """

    ready = Signal()
    failed = Signal()

    def __init__(self, options: Options) -> None:
        super().__init__()
        self.qt = qt_application()
        self.window = main_window(options)
        self.application: Application | None = None
        self._options = options
        self._last_words: QMessageBox | None = None
        self._to_load = list(_LOADED_BEHIND)
        self._clock = QTimer(self)
        self._clock.setInterval(0)
        self._clock.timeout.connect(self._on_clock_timeout)

    def begin(self) -> None:
        """Put the window on screen and go on from there."""
        self.window.show()
        # Painted now, before the first of the imports takes its turn.
        self.qt.processEvents()
        self._clock.start()

    @Slot()
    def _on_clock_timeout(self) -> None:
        if self._to_load:
            importlib.import_module(self._to_load.pop(0))
            return
        self._clock.stop()
        self._build()

    def _build(self) -> None:
        from msgtune_gui.app.application import Application
        from msgtune_gui.core.errors import UserError

        try:
            self.application = Application(self._options, self.window)
        except UserError as error:
            from PySide6.QtWidgets import QMessageBox

            self.window.hide()
            sys.stderr.write(f"msgtune: {error}\n")
            box = QMessageBox(QMessageBox.Icon.Critical, "msgtune", str(error))
            box.finished.connect(self.failed)
            box.open()
            self._last_words = box
            return
        self.application.show()
        self.ready.emit()


def run_window(options: Options) -> int:
    """Show the window until it is closed; returns the exit status: 0, or 2 when the data folder cannot be used."""
    startup = Startup(options)
    startup.window.closing.connect(startup.qt.quit)
    startup.failed.connect(startup.qt.quit)
    startup.begin()
    status = startup.qt.exec()
    if startup.application is None:
        return status if startup.window.isVisible() else 2
    startup.application.shut_down()
    return status
