"""The part of the launch page where a service's key is given."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from msgtune_gui.core.ports import Outside
from msgtune_gui.ui import theme
from msgtune_gui.ui.launch.work import KeyState, forget_key, look_for_key
from msgtune_gui.ui.widgets import Button, Label
from msgtune_gui.workers.runner import TaskRunner
from msgtune_gui.workers.task import Task, Work


class KeyPanel(QWidget):
    """Asks for a key and says where it is kept; the keyring, which may ask to be unlocked, is looked at in a worker.

    Signals:
        changed(): `ready`, `busy` or `typed_key` may have changed.
        failed(object): The keyring could not be asked: a UserError, or another exception.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, runner: TaskRunner, outside: Outside, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._outside = outside
        self._service = ""
        self._state: KeyState | None = None
        self._task: Task | None = None
        self._build()

    def _build(self) -> None:
        self._label = Label(self.tr("&Key"))
        self.field = QLineEdit()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setAccessibleName(self.tr("Key"))
        # A password manager of the input method must not learn the key either.
        self.field.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhHiddenText
        )
        self._label.setBuddy(self.field)
        self.show_button = Button(self.tr("Show"))
        self.show_button.setCheckable(True)
        self.show_button.setAccessibleName(self.tr("Show the key"))
        self.forget_button = Button(self.tr("Forget key"))
        self.where = Label(role="muted", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_S)
        row.addWidget(self.field, 1)
        row.addWidget(self.show_button)
        row.addWidget(self.forget_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_S)
        layout.addWidget(self._label)
        layout.addLayout(row)
        layout.addWidget(self.where)
        self.field.textChanged.connect(self._on_field_changed)
        self.show_button.toggled.connect(self._on_show_toggled)
        self.forget_button.clicked.connect(self._on_forget_clicked)

    @property
    def busy(self) -> bool:
        """Whether the keyring is being asked."""
        return self._task is not None

    @property
    def ready(self) -> bool:
        """Whether there is a key to work with."""
        return bool(self.typed_key) or (self._state is not None and self._state.present)

    @property
    def typed_key(self) -> str | None:
        """The key in the field, to be kept when the run starts; None when the field is blank."""
        return self.field.text().strip() or None

    def set_service(self, service: str, title: str) -> None:
        """Ask for the key of a service; its key store is looked at first."""
        if service != self._service:
            self._service = service
            self._label.setText(self.tr("{service} &key").format(service=title.replace("&", "&&")))
            self._state = None
            self.field.clear()
            self._ask(look_for_key(self._outside, service))

    def key_was_kept(self) -> None:
        """The key in the field has gone to the key store: empty the field and look again."""
        if self.typed_key is not None:
            self.field.clear()
            self._ask(look_for_key(self._outside, self._service))

    def look_again(self) -> None:
        """Ask the key store once more after it failed."""
        if self._service and self._state is None:
            self._ask(look_for_key(self._outside, self._service))

    def _ask(self, work: Work) -> None:
        if self._task is not None:
            self._task.abandon()
        self._task = self._runner.start(work)
        self._task.succeeded.connect(self._on_task_succeeded)
        self._task.failed.connect(self._on_task_failed)
        self._show_state()

    def _show_state(self) -> None:
        state = self._state
        self.forget_button.setVisible(bool(state and state.present))
        self.field.setPlaceholderText(
            self.tr("A key is kept; type here to replace it") if state and state.present else self.tr("Paste your key")
        )
        if self.busy:
            words = self.tr("Looking into this computer's keyring…")
        elif state is not None and not state.persistent:
            words = self.tr("There is no keyring here, so the key is kept for this run only and not saved.")
        else:
            words = self.tr("The key is kept in this computer's keyring, never in a file of msgtune.")
        self.where.setText(words)
        self.changed.emit()

    @Slot()
    def _on_field_changed(self) -> None:
        self.changed.emit()

    @Slot(bool)
    def _on_show_toggled(self, shown: bool) -> None:
        self.field.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
        self.show_button.setText(self.tr("Hide") if shown else self.tr("Show"))

    @Slot()
    def _on_forget_clicked(self) -> None:
        self.field.clear()
        self._ask(forget_key(self._outside, self._service))

    @Slot(object)
    def _on_task_succeeded(self, state: KeyState) -> None:
        self._task = None
        self._state = state
        self._show_state()

    @Slot(object)
    def _on_task_failed(self, error: Exception) -> None:
        self._task = None
        self._show_state()
        self.failed.emit(error)
