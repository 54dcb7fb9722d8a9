"""The faces of the launch page for one run: under way, in need of a key, ended, or left unfinished."""

from PySide6.QtCore import QCoreApplication, Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.jobs import Run
from msgtune_gui.core.loss_curve import loss_curve
from msgtune_gui.core.ports import Outside
from msgtune_gui.ui.launch.need_key_view import NeedKeyView
from msgtune_gui.ui.launch.outcome_view import OutcomeView
from msgtune_gui.ui.launch.progress_view import ProgressView
from msgtune_gui.ui.launch.question import EndQuestion
from msgtune_gui.ui.launch.state import LaunchState, state_of
from msgtune_gui.ui.runs.run_board import RunBoard
from msgtune_gui.ui.runs.watched_run import Phase, WatchedRun
from msgtune_gui.workers.runner import TaskRunner


class RunView(QWidget):
    """Follows the run that it was given last.

    Signals:
        changed(): `state` or `blocker` may be different.
        another_chosen(): The person wants to prepare another training.
        changes_chosen(): The person wants to change the choices of this one and begin it anew.
        crashed(object): An exception that is no UserError, for the crash dialog.
    """

    changed = Signal()
    another_chosen = Signal()
    changes_chosen = Signal()
    crashed = Signal(object)

    def __init__(self, runner: TaskRunner, outside: Outside, board: RunBoard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.watched: WatchedRun | None = None
        self.state = LaunchState.CHOOSING
        self.progress = ProgressView()
        self.need_key = NeedKeyView(runner, outside)
        self.outcome = OutcomeView()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for view in self._faces():
            layout.addWidget(view, 1)
        self.progress.cancel_confirmed.connect(self._on_cancel_confirmed)
        self.progress.another_chosen.connect(self.another_chosen)
        self.need_key.changed.connect(self.changed)
        self.need_key.failed.connect(self._on_keyring_failed)
        self.need_key.end_chosen.connect(self._ask_to_end)
        self.need_key.later_chosen.connect(self.another_chosen)
        self.outcome.second_chosen.connect(self._on_second_chosen)
        self.outcome.later_chosen.connect(self.another_chosen)
        board.changed.connect(self._on_run_changed)

    def _faces(self) -> tuple[QWidget, ...]:
        return (self.progress, self.need_key, self.outcome)

    @property
    def run(self) -> Run | None:
        """The run on screen, as last heard of."""
        return None if self.watched is None else self.watched.run

    def follow(self, watched: WatchedRun | None) -> None:
        """Show this run from now on; None for none."""
        self.watched = watched
        self.state = LaunchState.CHOOSING
        self._show_run()
        if watched is None:
            self.changed.emit()

    def blocker(self) -> str:
        """Why the run cannot go on yet; "" when it can."""
        if self.state is LaunchState.NEEDS_KEY and not self.need_key.ready:
            return self.tr("Paste your key to continue")
        return ""

    def go_on(self) -> None:
        """Take the run up, with a new key if one was given."""
        if self.watched is not None and not self.blocker():
            self.watched.go_on(self.need_key.take_key() if self.state is LaunchState.NEEDS_KEY else None)

    def entered(self) -> None:
        """Give what is to be done next the focus."""
        if self.state is LaunchState.NEEDS_KEY:
            self.need_key.entered()
        elif self.state is LaunchState.RUNNING:
            # Whoever presses Enter once more must not hit Cancel.
            self.progress.step.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_run(self) -> None:
        watched = self.watched
        if watched is None:
            return
        state = state_of(watched)
        fresh = state is not self.state
        self._fill(state, watched, begins=fresh or watched.progress is None)
        if not fresh:
            return
        self.state = state
        faces: dict[LaunchState, QWidget] = {
            LaunchState.RUNNING: self.progress,
            LaunchState.NEEDS_KEY: self.need_key,
        }
        shown = faces.get(state, self.outcome)
        # Hidden ones first, so that there is never room for two.
        for face in sorted(self._faces(), key=lambda face: face is shown):
            face.setVisible(face is shown)
        if self.isVisible():
            self.entered()
        self.changed.emit()

    def _fill(self, state: LaunchState, watched: WatchedRun, *, begins: bool) -> None:
        run = watched.run
        match state:
            case LaunchState.RUNNING if watched.phase is Phase.CANCELLING:
                self.progress.show_cancelling()
            case LaunchState.RUNNING:
                if begins:
                    self.progress.begin(watched.profile)
                if watched.progress is not None:
                    self.progress.show_progress(watched.progress, watched.file_bytes)
            case LaunchState.DONE if run is not None:
                self.outcome.show_success(run, loss_curve(watched.events))
            case LaunchState.UNFINISHED if run is not None:
                self.outcome.show_unfinished(run, watched.profile)
            case LaunchState.NEEDS_KEY if run is not None and watched.error is not None:
                self.need_key.show_run(run, watched.profile, watched.error)
            case LaunchState.CANCELLED:
                self.outcome.show_cancelled()
            case _:
                self.outcome.show_failure(watched.error or _saved_error(run))

    @Slot()
    def _ask_to_end(self) -> None:
        self._question = EndQuestion(
            self.tr("End this training"),
            self.tr("End this training for good?"),
            self.tr("Nothing that it has learned is kept."),
            self.tr("Leave it"),
            self.window(),
        )
        self._question.end.clicked.connect(self._on_end_meant)
        self._question.open()

    @Slot()
    def _on_second_chosen(self) -> None:
        if self.state is LaunchState.UNFINISHED:
            self._ask_to_end()
        elif self.state is LaunchState.DONE:
            self.another_chosen.emit()
        else:
            self.changes_chosen.emit()

    @Slot()
    def _on_end_meant(self) -> None:
        if self.watched is not None and self.state in {LaunchState.UNFINISHED, LaunchState.NEEDS_KEY}:
            self.watched.cancel()

    @Slot()
    def _on_cancel_confirmed(self) -> None:
        if self.watched is not None:
            self.watched.cancel()

    @Slot(object)
    def _on_keyring_failed(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.need_key.banner.show_error(error)
        else:
            self.crashed.emit(error)

    @Slot(object)
    def _on_run_changed(self, watched: WatchedRun) -> None:
        if watched is self.watched:
            self._show_run()


def _saved_error(run: Run | None) -> UserError:
    """What was kept of the reason for which a run failed at an earlier start."""
    fallback = QCoreApplication.translate("LaunchPage", "The training ended without a model.")
    return UserError((run.error if run is not None else None) or fallback)
