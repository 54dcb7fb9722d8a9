"""The window in which a person chats with a tuned model."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMainWindow, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from msgtune_gui.core.addresses import host_of
from msgtune_gui.core.errors import UserError
from msgtune_gui.core.jobs import Run
from msgtune_gui.core.ports import Outside
from msgtune_gui.core.service_profile import ChatPlace
from msgtune_gui.ui import theme
from msgtune_gui.ui.chat.chat_controller import ChatController, ChatState
from msgtune_gui.ui.chat.composer import Composer
from msgtune_gui.ui.chat.empty_chat import EmptyChat
from msgtune_gui.ui.chat.temperature import TemperatureSlider
from msgtune_gui.ui.chat.transcript import Transcript
from msgtune_gui.ui.run_words import run_name
from msgtune_gui.ui.widgets import Banner, Button, Card, Label
from msgtune_gui.ui.widgets.folding import FoldingRow
from msgtune_gui.ui.widgets.value_label import ValueLabel
from msgtune_gui.ui.words import number
from msgtune_gui.workers.runner import TaskRunner

_SMALLEST_SIZE = QSize(480, 520)
_FIRST_SIZE = QSize(720, 740)


class ChatWindow(QMainWindow):
    """Puts the transcript, the composer and the controller of one chat together.

    Signals:
        crashed(object): An exception that the window cannot put into words, for the crash dialog.
    """

    crashed = Signal(object)

    def __init__(self, run: Run, runner: TaskRunner, outside: Outside, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run = run
        self._name = (run.voice if not run.adopted else run_name(run)) or run.model or run.base_model
        self._service = next((each for each in outside.profiles if each.key == run.service), outside.profiles[0])
        self.controller = ChatController(run, runner, outside, self)
        self.setWindowTitle(self.tr("Chat with {voice}").format(voice=self._name))
        self.setMinimumSize(_SMALLEST_SIZE)
        self.resize(_FIRST_SIZE)
        self._build()
        self._connect()
        self._show_state()
        self.composer.setFocus()

    def _build(self) -> None:
        self.transcript = Transcript(self._name)
        self.empty = EmptyChat(self._name, self._nature())
        self.banner = Banner()
        self._beginning = _scrolling(self.empty)
        self._body = QStackedWidget()
        self._body.addWidget(self._beginning)
        self._body.addWidget(self.transcript)
        card = Card()
        card.body.setContentsMargins(2, 2, 2, 2)
        card.body.addWidget(self._body)
        centre = QWidget()
        layout = QVBoxLayout(centre)
        layout.setContentsMargins(theme.SPACE_XL, theme.SPACE_L, theme.SPACE_XL, theme.SPACE_L)
        layout.setSpacing(theme.SPACE_M)
        layout.addWidget(self._build_header())
        layout.addWidget(card, 1)
        layout.addWidget(self.banner)
        layout.addLayout(self._build_entry())
        layout.addWidget(self._build_foot())
        self.setCentralWidget(centre)

    def _build_header(self) -> QWidget:
        words, words_layout = QWidget(), QVBoxLayout()
        words_layout.setContentsMargins(0, 0, 0, 0)
        words_layout.setSpacing(0)
        words_layout.addWidget(Label(self._name, "section", wrap=True))
        words_layout.addWidget(ValueLabel(self._facts(), "muted"))
        words.setLayout(words_layout)
        self.copy_button = Button(self.tr("Co&py chat"), "secondary", "copy")
        self.new_button = Button(self.tr("&New chat"), "secondary", "plus")
        buttons, row = QWidget(), QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_S)
        row.addStretch(1)
        row.addWidget(self.copy_button)
        row.addWidget(self.new_button)
        buttons.setLayout(row)
        return FoldingRow((words, buttons), (1, 0))

    @property
    def _where(self) -> str:
        """Where the model is, as a person knows it."""
        return host_of(self._run.address) if self._run.address else self._service.title

    def _facts(self) -> str:
        """What the model is, in a line."""
        if self._run.adopted:
            facts = self.tr("{model} at {service}")
            return facts.format(model=self._run.model, service=self._where)
        facts = self.tr("{base} tuned on {count} examples")
        return facts.format(base=self._run.base_model, count=number(self._run.examples))

    def _nature(self) -> str:
        """What is to be known before the first word."""
        nature = self.tr("This is a model. It makes things up.")
        if not self._run.adopted:
            nature = self.tr("This is a model that imitates {voice}. It makes things up.").format(voice=self._name)
        if self._service.on_device or (self._service.chats_at is ChatPlace.THIS_COMPUTER and not self._run.adopted):
            return nature
        sent = self.tr("What you write is sent to {service}, with what was said before it in this chat.")
        return f"{nature} {sent.format(service=self._where)}"

    def _build_entry(self) -> QHBoxLayout:
        self.composer = Composer()
        self.send_button = Button(self.tr("Send"), "primary", "send")
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_S)
        row.addWidget(self.composer, 1)
        row.addWidget(self.send_button, 0, Qt.AlignmentFlag.AlignBottom)
        return row

    def _build_foot(self) -> QWidget:
        self.temperature = TemperatureSlider(self.controller.temperature)
        self.status = Label(role="muted", wrap=True)
        return FoldingRow((self.status, self.temperature), (1, 0))

    def _connect(self) -> None:
        self.composer.submitted.connect(self._on_composer_submitted)
        self.composer.textChanged.connect(self._show_state)
        self.empty.opener_chosen.connect(self._on_composer_submitted)
        self.send_button.clicked.connect(self._on_send_clicked)
        self.new_button.clicked.connect(self.start_new_chat)
        self.copy_button.clicked.connect(self.transcript.copy_all)
        self.temperature.changed.connect(self._on_temperature_changed)
        self.banner.action_clicked.connect(self._on_retry_clicked)
        self.controller.reply_grew.connect(self.transcript.grow_reply)
        self.controller.reply_ended.connect(self.transcript.end_reply)
        self.controller.memory_moved.connect(self.transcript.mark_unsent)
        self.controller.reply_failed.connect(self._on_reply_failed)
        self.controller.state_changed.connect(self._on_state_changed)
        self.controller.crashed.connect(self.crashed)
        for keys, slot in (
            (QKeySequence.StandardKey.New, self.start_new_chat),
            (QKeySequence.StandardKey.Close, self.close),
            (Qt.Key.Key_Escape, self.controller.stop),
        ):
            QShortcut(QKeySequence(keys), self).activated.connect(slot)

    @Slot()
    def start_new_chat(self) -> None:
        """Forget what was said and begin anew."""
        self.controller.reset()
        self.transcript.clear()
        self.banner.clear()
        self._show_state()
        self.composer.setFocus()

    @Slot()
    def _show_state(self) -> None:
        state = self.controller.state
        has_turns = bool(self.controller.turns)
        self._body.setCurrentWidget(self.transcript if has_turns else self._beginning)
        self.copy_button.setEnabled(has_turns)
        self.new_button.setEnabled(has_turns)
        self.send_button.setText(self.tr("Stop") if state.busy else self.tr("Send"))
        self.send_button.set_icon_name("stop" if state.busy else "send")
        self.send_button.setEnabled(state.busy or bool(self.composer.toPlainText().strip()))
        if state is ChatState.WAITING:
            self.status.setText(self.tr("{voice} is thinking…").format(voice=self._name))
        elif state is ChatState.STREAMING:
            self.status.setText(self.tr("{voice} is writing…").format(voice=self._name))
        else:
            self.status.setText(self.tr("Enter sends, Shift+Enter starts a new line"))

    @Slot(str)
    def _on_composer_submitted(self, text: str) -> None:
        if self.controller.state.busy:
            # Nothing that was typed may get lost because a reply is still coming.
            self.composer.setPlainText(text)
            self.composer.moveCursor(self.composer.textCursor().MoveOperation.End)
            return
        self.banner.clear()
        self.transcript.add_own(text)
        self.transcript.begin_reply()
        self.controller.send(text)
        self.composer.setFocus()

    @Slot()
    def _on_send_clicked(self) -> None:
        if self.controller.state.busy:
            self.controller.stop()
        else:
            self.composer.submit()
        self.composer.setFocus()

    @Slot()
    def _on_retry_clicked(self) -> None:
        self.banner.clear()
        self.transcript.drop_reply()
        self.transcript.begin_reply()
        self.controller.retry()
        self.composer.setFocus()

    @Slot(float)
    def _on_temperature_changed(self, value: float) -> None:
        self.controller.temperature = value

    @Slot(object)
    def _on_reply_failed(self, error: UserError) -> None:
        self.transcript.end_reply(self.controller.broken_off)
        self.banner.show_error(error, self.tr("Try again"))

    @Slot(object)
    def _on_state_changed(self, _state: ChatState) -> None:
        self._show_state()

    def showEvent(self, event: QShowEvent) -> None:
        """Loads the model while the first message is being written."""
        super().showEvent(event)
        self.controller.warm_up()

    def closeEvent(self, event: QCloseEvent) -> None:
        """A reply under way ends with the window."""
        self.controller.stop()
        super().closeEvent(event)


def _scrolling(widget: QWidget) -> QScrollArea:
    """A widget that scrolls where its words need more room than there is."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(widget)
    for part in (area.viewport(), widget):
        # The card behind it shows.
        part.setAutoFillBackground(False)
    return area
