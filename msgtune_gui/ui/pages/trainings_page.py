"""The list of everything the person has trained, beside the four pages."""

from PySide6.QtCore import QModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QInputDialog, QVBoxLayout, QWidget

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.jobs import Run
from msgtune_gui.core.ports import Outside
from msgtune_gui.ui import theme
from msgtune_gui.ui.launch.question import EndQuestion
from msgtune_gui.ui.page import WizardPage
from msgtune_gui.ui.run_words import run_title
from msgtune_gui.ui.runs.delete_dialog import DeleteDialog
from msgtune_gui.ui.runs.deleting import Deleting
from msgtune_gui.ui.runs.empty_runs import EmptyRuns
from msgtune_gui.ui.runs.run_board import RunBoard
from msgtune_gui.ui.runs.run_details import RunDetails
from msgtune_gui.ui.runs.run_list import RunListModel, RunListView
from msgtune_gui.ui.runs.watched_run import WatchedRun
from msgtune_gui.ui.session import WizardSession
from msgtune_gui.ui.widgets import Banner
from msgtune_gui.ui.widgets.folding import FoldingRow
from msgtune_gui.workers.runner import TaskRunner

_NAME_IN_CHARACTERS = 48


class TrainingsPage(WizardPage):
    """List at one side, the chosen run at the other.

    Signals:
        chat_requested(object): Run to talk to.
        run_requested(object): Run whose progress, or way on, is wanted.
        repeat_requested(object): Run whose choices are to be offered anew.
        new_requested(): The person wants to prepare another training.
        own_model_requested(): The person wants to talk to a model that was not trained here.
    """

    chat_requested = Signal(object)
    run_requested = Signal(object)
    repeat_requested = Signal(object)
    new_requested = Signal()
    own_model_requested = Signal()

    def __init__(
        self,
        session: WizardSession,
        runner: TaskRunner,
        outside: Outside,
        board: RunBoard,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(session, parent)
        self._runner = runner
        self._outside = outside
        self._board = board
        self._dialog: QInputDialog | DeleteDialog | EndQuestion | None = None
        self.model = RunListModel(board, self)
        self.list = RunListView(self.model)
        self.details = RunDetails(board)
        self.empty = EmptyRuns()
        self.banner = Banner()
        self._build()
        self._connect()

    def _build(self) -> None:
        self._both = FoldingRow((self.list, self.details), (2, 3))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_M)
        layout.addWidget(self.banner)
        layout.addWidget(self._both, 1)
        layout.addWidget(self.empty, 1)

    def _connect(self) -> None:
        self._board.listed.connect(self._on_listed)
        self._board.changed.connect(self._on_run_changed)
        self.list.selectionModel().currentChanged.connect(self._on_current_changed)
        self.list.activated.connect(self._on_activated)
        self.empty.own_model_button.clicked.connect(self.own_model_requested)
        details = self.details
        details.chat_chosen.connect(self.chat_requested)
        details.opened.connect(self.run_requested)
        details.repeat_chosen.connect(self.repeat_requested)
        details.rename_chosen.connect(self._on_rename_chosen)
        details.cancel_chosen.connect(self._on_cancel_chosen)
        details.delete_chosen.connect(self._on_delete_chosen)

    def heading(self) -> str:
        """What this is."""
        return self.tr("Your trainings")

    def primary_text(self) -> str:
        """The way to one more."""
        return self.tr("New training")

    def primary_pressed(self) -> bool:
        """Leave for the four pages."""
        self.new_requested.emit()
        return False

    def entered(self) -> None:
        """Bring the list up to date and give it the focus."""
        self.banner.clear()
        self._on_listed()
        shown = self.list if self.model.rowCount() else self.empty.own_model_button
        shown.setFocus(Qt.FocusReason.OtherFocusReason)

    def select(self, run: Run) -> None:
        """Show a run."""
        self.list.setCurrentIndex(self.model.index_of(run.identifier))

    @Slot()
    def _on_listed(self) -> None:
        if not self.isVisible():
            return
        chosen = self.model.run_at(self.list.currentIndex())
        row = max(0, self.list.currentIndex().row())
        self.model.read_again()
        rows = self.model.rowCount()
        index = self.model.index_of(chosen.identifier) if chosen is not None else QModelIndex()
        if not index.isValid() and rows:
            index = self.model.index(min(row, rows - 1))
        self.list.setCurrentIndex(index)
        self.details.show_run(self.model.run_at(index))
        # The hidden one first, so that the page never has room for both.
        for view, shown in sorted(((self._both, rows > 0), (self.empty, rows == 0)), key=lambda each: each[1]):
            view.setVisible(shown)

    @Slot(object)
    def _on_run_changed(self, watched: WatchedRun) -> None:
        run = self.details.run
        if self.isVisible() and run is not None and watched.identifier == run.identifier:
            self.details.show_run(watched.run)

    @Slot(QModelIndex)
    def _on_current_changed(self, index: QModelIndex) -> None:
        self.details.show_run(self.model.run_at(index))

    @Slot(QModelIndex)
    def _on_activated(self, index: QModelIndex) -> None:
        """Enter and a double click do what the first button does."""
        self.list.setCurrentIndex(index)
        buttons = (self.details.chat_button, self.details.open_button, self.details.repeat_button)
        first = next((button for button in buttons if not button.isHidden()), None)
        if first is not None:
            first.click()

    @Slot(object)
    def _on_rename_chosen(self, run: Run) -> None:
        dialog = QInputDialog(self.window())
        dialog.setWindowTitle(self.tr("Rename"))
        dialog.setLabelText(self.tr("Name of this training and its model:"))
        dialog.setTextValue(run_title(run))
        dialog.setOkButtonText(self.tr("Rename"))
        dialog.setMinimumWidth(dialog.fontMetrics().averageCharWidth() * _NAME_IN_CHARACTERS)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.textValueSelected.connect(self._on_renamed)
        self._dialog = dialog
        dialog.open()

    @Slot(str)
    def _on_renamed(self, title: str) -> None:
        run = self.details.run
        title = " ".join(title.split())
        if run is None or title == run_title(run):
            return
        try:
            self._board.rename(run, title)
        except UserError as error:
            self.banner.show_error(error)

    @Slot(object)
    def _on_cancel_chosen(self, run: Run) -> None:
        question = EndQuestion(
            self.tr("Cancel training"),
            self.tr("Cancel “{title}”?").format(title=run_title(run)),
            self.tr("What it has learned so far is thrown away. Your choices are kept."),
            self.tr("Keep training"),
            self.window(),
        )
        question.end.clicked.connect(self._on_cancel_meant)
        self._dialog = question
        question.open()

    @Slot()
    def _on_cancel_meant(self) -> None:
        run = self.details.run
        watched = self._board.watched(run.identifier) if run is not None else None
        if watched is not None:
            watched.cancel()

    @Slot(object)
    def _on_delete_chosen(self, run: Run) -> None:
        deleting = Deleting(run, self._runner, self._outside, self._board)
        self._dialog = DeleteDialog(run, self._board.profile(run), deleting, self.window())
        self._dialog.open()
