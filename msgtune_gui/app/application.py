"""The composition root of the window: builds services, runner and pages, and takes them down in the right order."""

import logging
import os
import sys
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QLocale, QObject, QTimer, Slot

from msgtune_gui.app.crash import CrashReporter
from msgtune_gui.app.desktop import Desktop
from msgtune_gui.app.log import start_log
from msgtune_gui.app.notifier import EndNotifier
from msgtune_gui.app.startup import Options, main_window, qt_application
from msgtune_gui.core.jobs import Run
from msgtune_gui.core.wizard_flow import Step, reachable
from msgtune_gui.services.data_folder import DataFolder
from msgtune_gui.services.outside import Services
from msgtune_gui.ui.main_window import MainWindow
from msgtune_gui.ui.page import WizardPage
from msgtune_gui.ui.pages.export_page import ExportPage
from msgtune_gui.ui.resources import resource_path
from msgtune_gui.ui.runs.run_board import RunBoard
from msgtune_gui.ui.session import WizardSession
from msgtune_gui.ui.theme import ThemeChoice, ThemeWatcher
from msgtune_gui.ui.wizard import Wizard
from msgtune_gui.workers.garbage import leave_out_what_is_alive
from msgtune_gui.workers.runner import TaskRunner

# Pages after the first, and the chat, are imported where they are built: nobody looks at them at the start.
if TYPE_CHECKING:
    from msgtune_gui.ui.chat.chat_window import ChatWindow
    from msgtune_gui.ui.pages.examples_page import ExamplesPage
    from msgtune_gui.ui.pages.launch_page import LaunchPage
    from msgtune_gui.ui.pages.people_page import PeoplePage
    from msgtune_gui.ui.pages.trainings_page import TrainingsPage

SHUTDOWN_PATIENCE_MS = 5000
SWITCH_INTERVAL_S = 0.0005
"""How long a worker may keep Python to itself while the window waits for its turn.

The usual 5 ms are met again and again within one turn of the event loop, since Qt's methods let go of Python's lock.
"""

Page = TypeVar("Page", bound=WizardPage)

_log = logging.getLogger(__name__)


class Application(QObject):
    """Owns everything that lives as long as the window.

    Args:
        options: How the program was started.
        window: The window that is on screen already; None to make one.

    Raises:
        UserError: The data folder cannot be used.
    """

    def __init__(self, options: Options, window: MainWindow | None = None) -> None:
        super().__init__()
        sys.setswitchinterval(SWITCH_INTERVAL_S)
        self.qt = qt_application()
        self._options = options
        _give_a_language()
        folder = DataFolder.open(options.data_dir)
        self._log_handler = start_log(folder.logs, debug=options.debug)
        self._crashes = CrashReporter(folder.logs, self)
        self.services = Services(folder)
        self.runner = TaskRunner(self)
        self.session = WizardSession(self)
        self.theme = ThemeWatcher(self.qt, _theme_choice(options.dark))
        self.chats: dict[str, ChatWindow] = {}
        self.window = window or main_window(options)
        self.board = RunBoard(self.runner, self.services, self)
        self.notifier = EndNotifier(self.board, Desktop(self.window, self), self)
        self.wizard = Wizard(
            self.session,
            self.board,
            (
                lambda: self.export_page,
                lambda: self.people_page,
                lambda: self.examples_page,
                lambda: self.launch_page,
            ),
            lambda: self.trainings_page,
        )
        self.board.crashed.connect(self._on_crashed)
        self.board.removed.connect(self._on_run_removed)
        self.wizard.run_opened.connect(self.open_chat)
        self.wizard.own_model_requested.connect(self.adopt_model)
        self.window.closing.connect(self._on_window_closing)
        self.session.export_changed.connect(self._on_export_changed)
        self.window.set_content(self.wizard, self.wizard)
        self._unbuilt = list(Step)[1:]
        self._builder = QTimer(self)
        self._builder.setInterval(0)
        self._builder.timeout.connect(self._on_builder_timeout)

    @cached_property
    def export_page(self) -> ExportPage:
        """Page 1."""
        return self._watched(ExportPage(self.session, self.runner, resource_path("sample-export")))

    @cached_property
    def people_page(self) -> "PeoplePage":
        """Page 2."""
        from msgtune_gui.ui.pages.people_page import PeoplePage

        return self._watched(PeoplePage(self.session, self.runner))

    @cached_property
    def examples_page(self) -> "ExamplesPage":
        """Page 3."""
        from msgtune_gui.ui.pages.examples_page import ExamplesPage

        return self._watched(ExamplesPage(self.session, self.runner, self.services))

    @cached_property
    def launch_page(self) -> "LaunchPage":
        """Page 4."""
        from msgtune_gui.ui.pages.launch_page import LaunchPage

        page = LaunchPage(self.session, self.runner, self.services, self.board, max_steps=self._options.max_steps)
        page.chat_requested.connect(self.open_chat)
        page.start_over_requested.connect(self._on_start_over_requested)
        return self._watched(page)

    @cached_property
    def trainings_page(self) -> "TrainingsPage":
        """The list beside the pages."""
        from msgtune_gui.ui.pages.trainings_page import TrainingsPage

        page = TrainingsPage(self.session, self.runner, self.services, self.board)
        page.chat_requested.connect(self.open_chat)
        page.run_requested.connect(self._on_run_requested)
        page.repeat_requested.connect(self._on_repeat_requested)
        page.new_requested.connect(self._on_new_requested)
        page.own_model_requested.connect(self.adopt_model)
        return self._watched(page)

    def show(self) -> None:
        """Put the window on screen and build the other pages behind it."""
        self._crashes.install()
        self.window.show()
        self._builder.start()

    def _watched(self, page: Page) -> Page:
        page.crashed.connect(self._on_crashed)
        return page

    @Slot(object)
    def open_chat(self, run: Run) -> None:
        """Show the chat with a run's model; one window per run."""
        from msgtune_gui.ui.chat.chat_window import ChatWindow

        chat = self.chats.get(run.identifier)
        if chat is None:
            chat = ChatWindow(run, self.runner, self.services)
            chat.crashed.connect(self._on_crashed)
            self.chats[run.identifier] = chat
        chat.show()
        chat.raise_()
        chat.activateWindow()

    @Slot()
    def adopt_model(self) -> None:
        """Ask for a model that was not trained here, and open the chat with it."""
        from msgtune_gui.ui.adopt.adopt_dialog import AdoptDialog

        dialog = AdoptDialog(self.runner, self.services, self.window)
        dialog.adopted.connect(self._on_adopted)
        dialog.crashed.connect(self._on_crashed)
        dialog.open()

    @Slot(object)
    def _on_adopted(self, run: Run) -> None:
        self.board.listed.emit()
        self.open_chat(run)

    def shut_down(self) -> None:
        """Stop every task and the engine; ends the process where a task waits for a server that says nothing."""
        self._builder.stop()
        self.notifier.put_away()
        for chat in self.chats.values():
            chat.close()
        self.window.hide()
        # The engine first: a task that waits for its answer then ends at once.
        self.services.close()
        ended = self.runner.shut_down(SHUTDOWN_PATIENCE_MS)
        self._crashes.uninstall()
        logging.getLogger().removeHandler(self._log_handler)
        self._log_handler.close()
        if not ended:
            # All state is saved, and a thread that still runs would abort the interpreter's own end.
            os._exit(0)

    @Slot()
    def _on_builder_timeout(self) -> None:
        """Build one page a turn, so that the window answers in between."""
        if self._unbuilt:
            self.wizard.page_at(self._unbuilt.pop(0))
            return
        self._builder.stop()
        # A person has pressed Start for these already, maybe days ago, and does not have to look at them now.
        self.board.take_up_hosted()
        if self.launch_page.offer_unfinished():
            self._show_launch_page()

    def _show_launch_page(self) -> None:
        """Go to the last page, which has something to show also where there is no export."""
        self.session.set_at_hand(True)
        self.wizard.go_to(Step.LAUNCH, back_to_trainings=self.wizard.shows_trainings)

    @Slot()
    def _on_export_changed(self) -> None:
        leave_out_what_is_alive()

    @Slot()
    def _on_start_over_requested(self) -> None:
        self.session.set_at_hand(False)
        self.wizard.go_to(Step.EXPORT)

    @Slot(object)
    def _on_run_requested(self, run: Run) -> None:
        self.launch_page.show_run(run)
        self._show_launch_page()

    @Slot(object)
    def _on_repeat_requested(self, run: Run) -> None:
        if self.launch_page.repeat(run):
            self._show_launch_page()

    @Slot()
    def _on_new_requested(self) -> None:
        self.launch_page.begin_anew()
        if not reachable(Step.LAUNCH, self.session.choices) or not self.wizard.go_to(Step.LAUNCH):
            self.wizard.go_to(Step.EXPORT)

    @Slot(str)
    def _on_run_removed(self, identifier: str) -> None:
        chat = self.chats.pop(identifier, None)
        if chat is not None:
            chat.close()

    @Slot(object)
    def _on_crashed(self, error: BaseException) -> None:
        self._crashes.report(error)

    @Slot()
    def _on_window_closing(self) -> None:
        for chat in self.chats.values():
            chat.close()


def _give_a_language() -> None:
    """A system without a language would show 1352 for 1,352, and dates that nobody writes."""
    if QLocale.system().language() == QLocale.Language.C:
        QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))


def _theme_choice(dark: bool | None) -> ThemeChoice:
    if dark is None:
        return ThemeChoice.SYSTEM
    return ThemeChoice.DARK if dark else ThemeChoice.LIGHT
