"""The composition root of the window: builds services, runner and pages, and takes them down in the right order."""

import logging
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QMessageBox

from msgtune_gui import __version__
from msgtune_gui.app.crash import CrashReporter
from msgtune_gui.app.log import start_log
from msgtune_gui.core.errors import UserError
from msgtune_gui.core.model import Run
from msgtune_gui.core.wizard_flow import Step
from msgtune_gui.services.data_folder import DataFolder
from msgtune_gui.services.outside import Services
from msgtune_gui.ui.chat.chat_window import ChatWindow
from msgtune_gui.ui.pages.examples_page import ExamplesPage
from msgtune_gui.ui.pages.export_page import ExportPage
from msgtune_gui.ui.pages.launch_page import LaunchPage
from msgtune_gui.ui.pages.people_page import PeoplePage
from msgtune_gui.ui.resources import resource_path
from msgtune_gui.ui.session import WizardSession
from msgtune_gui.ui.theme import ThemeChoice, ThemeWatcher
from msgtune_gui.ui.wizard import WizardWindow
from msgtune_gui.workers.runner import TaskRunner

SHUTDOWN_PATIENCE_MS = 5000

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Options:
    """How the program was started.

    Attributes:
        data_dir: Where everything is kept; None for the system's user data folder.
        debug: Write more to the log.
        max_steps: Upper bound on optimiser steps, for the self-test.
        theme: Light, dark or as the system is.
    """

    data_dir: Path | None = None
    debug: bool = False
    max_steps: int | None = None
    theme: ThemeChoice = ThemeChoice.SYSTEM


class Application(QObject):
    """Owns everything that lives as long as the window.

    Raises:
        UserError: The data folder cannot be used.
    """

    def __init__(self, options: Options) -> None:
        super().__init__()
        self.qt = _qt_application()
        folder = DataFolder.open(options.data_dir)
        self._log_handler = start_log(folder.logs, debug=options.debug)
        self._crashes = CrashReporter(folder.logs, self)
        self.services = Services(folder)
        self.runner = TaskRunner(self)
        self.session = WizardSession(self)
        self.theme = ThemeWatcher(self.qt, options.theme)
        self.export_page = ExportPage(self.session, self.runner, resource_path("sample-export"))
        self.people_page = PeoplePage(self.session, self.runner)
        self.examples_page = ExamplesPage(self.session, self.runner, self.services)
        self.launch_page = LaunchPage(self.session, self.runner, self.services, max_steps=options.max_steps)
        pages = (self.export_page, self.people_page, self.examples_page, self.launch_page)
        self.window = WizardWindow(self.session, self.runner, self.services, pages)
        self.chats: dict[str, ChatWindow] = {}
        self.launch_page.chat_requested.connect(self.open_chat)
        self.launch_page.start_over_requested.connect(self._on_start_over_requested)
        self.window.run_opened.connect(self.open_chat)
        self.window.closing.connect(self._on_window_closing)
        for page in pages:
            page.crashed.connect(self._on_crashed)

    def show(self) -> None:
        """Put the window on screen, on the launch page where a run was left unfinished."""
        self._crashes.install()
        self.window.show()
        QTimer.singleShot(0, self._on_shown)

    @Slot(object)
    def open_chat(self, run: Run) -> None:
        """Show the chat with a run's model; one window per run."""
        chat = self.chats.get(run.identifier)
        if chat is None:
            chat = ChatWindow(run, self.runner, self.services)
            chat.crashed.connect(self._on_crashed)
            self.chats[run.identifier] = chat
        chat.show()
        chat.raise_()
        chat.activateWindow()

    def shut_down(self) -> bool:
        """Stop every task and the engine; whether all of them ended in time."""
        for chat in self.chats.values():
            chat.close()
        self.window.hide()
        # The engine first: a task that waits for its answer then ends at once.
        self.services.close()
        ended = self.runner.shut_down(SHUTDOWN_PATIENCE_MS)
        self._crashes.uninstall()
        logging.getLogger().removeHandler(self._log_handler)
        self._log_handler.close()
        return ended

    @Slot()
    def _on_shown(self) -> None:
        if self.launch_page.offer_unfinished():
            self.session.set_unfinished(True)
            self.window.go_to(Step.LAUNCH)

    @Slot()
    def _on_start_over_requested(self) -> None:
        self.session.set_unfinished(False)
        self.window.go_to(Step.EXPORT)

    @Slot(object)
    def _on_crashed(self, error: BaseException) -> None:
        self._crashes.report(error)

    @Slot()
    def _on_window_closing(self) -> None:
        for chat in self.chats.values():
            chat.close()
        self.qt.quit()


def run_window(options: Options) -> int:
    """Show the window until it is closed; returns the exit status."""
    try:
        application = Application(options)
    except UserError as error:
        _qt_application()
        QMessageBox.critical(None, "msgtune", str(error))
        sys.stderr.write(f"msgtune: {error}\n")
        return 2
    application.show()
    status = application.qt.exec()
    if not application.shut_down():
        # A thread that still waits for a silent server must not hold the program open; all state is saved.
        _log.warning("A task did not end in time.")
        os._exit(status)
    return status


def _qt_application() -> QApplication:
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
