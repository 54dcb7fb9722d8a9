"""From a model that the person already has to a chat with it, without any training."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.jobs import Run
from msgtune_gui.core.ports import Outside
from msgtune_gui.ui import theme
from msgtune_gui.ui.adopt.adopt_form import AdoptForm
from msgtune_gui.ui.adopt.work import GREETING, try_and_adopt
from msgtune_gui.ui.widgets import Banner, Button, Label
from msgtune_gui.workers.runner import TaskRunner
from msgtune_gui.workers.task import Task

_SMALLEST_SIZE = QSize(440, 400)
_WIDTH_IN_CHARACTERS = 84
_MOST_OF_SCREEN = 0.9


class AdoptDialog(QDialog):
    """Asks for the model, tries it once “Open chat” is pressed, and says in words what is wrong with it.

    Signals:
        adopted(object): The Run that stands for the model, saved; its chat can be opened.
        crashed(object): An exception that is no UserError, for the crash dialog.
    """

    adopted = Signal(object)
    crashed = Signal(object)

    def __init__(self, runner: TaskRunner, outside: Outside, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._outside = outside
        self._task: Task | None = None
        self.setWindowTitle(self.tr("Chat with a model you already have"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumSize(_SMALLEST_SIZE)
        self.form = AdoptForm(runner, outside)
        self._build()
        self.form.changed.connect(self._on_form_changed)
        self.form.crashed.connect(self.crashed)
        self.open_button.clicked.connect(self._on_open_clicked)
        self.cancel_button.clicked.connect(self._on_cancel_clicked)
        self._show_state()
        self.ensurePolished()
        self.resize(self.sizeHint())
        self.form.service.setFocus(Qt.FocusReason.OtherFocusReason)

    def _build(self) -> None:
        self.banner = Banner()
        title = Label(self.tr("Chat with a model you already have"), "section", wrap=True)
        note = self.tr("Nothing is trained and no examples are uploaded. It may be a model that was tuned elsewhere.")
        inner = QWidget()
        inner_layout = QVBoxLayout(inner)
        inner_layout.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_L)
        inner_layout.setSpacing(theme.SPACE_L)
        for part in (title, Label(note, "muted", wrap=True), self.form):
            inner_layout.addWidget(part)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(inner)
        self._inner = inner
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.area, 1)
        self._foot = self._build_foot()
        layout.addWidget(self._foot)

    def _build_foot(self) -> QWidget:
        self.status = Label(role="muted", wrap=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Trying the model"))
        self.open_button = Button(self.tr("&Open chat"), "primary", "chat")
        self.open_button.setDefault(True)
        self.cancel_button = Button(self.tr("&Cancel"))
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE_M)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.open_button)
        foot = QWidget()
        foot.setProperty("role", "footer")
        foot.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        layout = QVBoxLayout(foot)
        layout.setContentsMargins(theme.SPACE_XL, theme.SPACE_M, theme.SPACE_XL, theme.SPACE_L)
        layout.setSpacing(theme.SPACE_S)
        for part in (self.banner, self.bar, self.status):
            layout.addWidget(part)
        layout.addLayout(buttons)
        return foot

    @property
    def busy(self) -> bool:
        """Whether the model is being tried."""
        return self._task is not None

    def _show_state(self) -> None:
        blocker = self.form.blocker()
        self.form.setEnabled(not self.busy)
        self.open_button.setEnabled(not self.busy and not blocker)
        self.bar.setVisible(self.busy)
        if self.busy:
            words = self.tr("Saying “{greeting}” to {model}, to see that it answers…")
            self.status.setText(words.format(greeting=GREETING, model=self.form.own.model))
        elif blocker:
            self.status.setText(self.tr("{blocker} to continue.").format(blocker=blocker))
        else:
            words = self.tr("“Open chat” says “{greeting}” to the model once, to see that it answers.")
            self.status.setText(words.format(greeting=GREETING))

    def _end_task(self) -> None:
        if self._task is not None:
            self._task.abandon()
            self._task = None

    def _turn_to_model(self) -> None:
        """What is most likely to be put right."""
        self.form.model.setFocus(Qt.FocusReason.OtherFocusReason)
        self.area.ensureWidgetVisible(self.form.model)

    @Slot()
    def _on_form_changed(self) -> None:
        if not self.busy:
            self.banner.clear()
        self._show_state()

    @Slot()
    def _on_open_clicked(self) -> None:
        if self.busy or self.form.blocker():
            return
        self.banner.clear()
        form = self.form
        self._task = self._runner.start(try_and_adopt(self._outside, form.own, form.key, form.pending_address))
        self._task.succeeded.connect(self._on_task_succeeded)
        self._task.failed.connect(self._on_task_failed)
        self._show_state()
        self.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_cancel_clicked(self) -> None:
        if not self.busy:
            self.reject()
            return
        self._end_task()
        self._show_state()
        self._turn_to_model()

    @Slot(object)
    def _on_task_succeeded(self, run: Run) -> None:
        self._task = None
        self.adopted.emit(run)
        self.accept()

    @Slot(object)
    def _on_task_failed(self, error: Exception) -> None:
        self._task = None
        self._show_state()
        self._turn_to_model()
        if isinstance(error, UserError):
            self.banner.show_error(error)
            return
        self.banner.show_error(
            UserError(
                self.tr("The model could not be tried because of a fault in msgtune."), self.tr("Nothing is lost.")
            )
        )
        self.crashed.emit(error)

    def done(self, result: int) -> None:
        """What is still being asked is of no interest once the dialog is gone."""
        self._end_task()
        self.form.key_panel.check.abandon()
        super().done(result)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.form.entered()

    def sizeHint(self) -> QSize:
        width = self.fontMetrics().averageCharWidth() * _WIDTH_IN_CHARACTERS
        height = self._inner.heightForWidth(width) + self._foot.sizeHint().height()
        screen = self.screen().availableSize() * _MOST_OF_SCREEN
        return QSize(width, height).boundedTo(screen)
