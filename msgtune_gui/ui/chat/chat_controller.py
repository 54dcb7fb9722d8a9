"""The course of one chat: what is said, the reply that streams in, and how it may end."""

from enum import StrEnum

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from msgtune_gui.core.dialogue import Dialogue, reply_to
from msgtune_gui.core.errors import UserError
from msgtune_gui.core.jobs import Run
from msgtune_gui.core.model import ChatTurn
from msgtune_gui.core.ports import Outside
from msgtune_gui.workers.runner import TaskRunner
from msgtune_gui.workers.task import Task, TaskContext, Work

REPAINT_MS = 40
"""Pause between two looks at the streaming reply, so that a fast model does not lay out the list for every token."""

DEFAULT_TEMPERATURE = 0.8


class ChatState(StrEnum):
    """What the chat is doing."""

    IDLE = "idle"
    WAITING = "waiting"
    STREAMING = "streaming"
    FAILED = "failed"

    @property
    def busy(self) -> bool:
        """Whether a reply is under way."""
        return self in {ChatState.WAITING, ChatState.STREAMING}


class ReplyBuffer:
    """A reply, written in the worker's thread and read in the window's; appending to a list is atomic.

    Attributes:
        answered_by: Model that the service named in the whole reply.
        sent: How many of the newest turns the model was sent at last; None before the first question.
    """

    def __init__(self) -> None:
        self._pieces: list[str] = []
        self.answered_by: str | None = None
        self.sent: int | None = None

    def append(self, piece: str) -> None:
        """Add the next piece."""
        self._pieces.append(piece)

    def note_sent(self, count: int) -> None:
        """Keep how many of the newest turns are being sent."""
        self.sent = count

    @property
    def text(self) -> str:
        """All that has come so far."""
        return "".join(self._pieces)


def _reply_work(
    outside: Outside, run: Run, temperature: float, turns: tuple[ChatTurn, ...], buffer: ReplyBuffer
) -> Work:
    def work(context: TaskContext) -> None:
        model = outside.chat(run, temperature)
        try:
            context.cancel.raise_if_cancelled()
            for piece in reply_to(turns, model, context.cancel, buffer.note_sent):
                buffer.append(piece)
            buffer.answered_by = model.answered_by
        finally:
            model.close()

    return work


class ChatController(QObject):
    """Owns the dialogue and the one reply that may be under way; lives in the main thread.

    Signals:
        reply_grew(str): All of the reply that has come so far.
        reply_ended(str): The reply as it stays in the chat; "" when nothing of it is kept.
        memory_moved(int): How many of the oldest turns the model is not sent any more.
        reply_failed(object): UserError; `broken_off` is what has come, and `retry` asks for the whole again.
        state_changed(object): ChatState.
        crashed(object): An exception that is no UserError, after `reply_failed`, for the crash dialog.
    """

    reply_grew = Signal(str)
    reply_ended = Signal(str)
    memory_moved = Signal(int)
    reply_failed = Signal(object)
    state_changed = Signal(object)
    crashed = Signal(object)

    def __init__(self, run: Run, runner: TaskRunner, outside: Outside, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.temperature = DEFAULT_TEMPERATURE
        self._run = run
        self._runner = runner
        self._outside = outside
        self._dialogue = Dialogue()
        self._state = ChatState.IDLE
        self._task: Task | None = None
        self._warming: Task | None = None
        self._buffer = ReplyBuffer()
        self._shown = ""
        self._broken_off = ""
        self._clock = QTimer(self)
        self._clock.setInterval(REPAINT_MS)
        self._clock.timeout.connect(self._on_clock_timeout)

    @property
    def state(self) -> ChatState:
        """What the chat is doing."""
        return self._state

    @property
    def turns(self) -> tuple[ChatTurn, ...]:
        """Everything said so far."""
        return self._dialogue.turns

    @property
    def answered_by(self) -> str | None:
        """Model that the service named in its last whole reply."""
        return self._buffer.answered_by

    @property
    def broken_off(self) -> str:
        """What has come of the reply that failed; it counts as said when the person goes on instead of retrying."""
        return self._broken_off

    def warm_up(self) -> None:
        """Have everything loaded that the first reply needs; what goes wrong with it is told when something is said."""

        def work(context: TaskContext) -> None:
            self._outside.warm_up(self._run, context.cancel)

        if self._warming is None:
            self._warming = self._runner.start(work)

    def send(self, text: str) -> None:
        """Say something and ask for the reply; ignored while a reply is under way."""
        if self._state.busy:
            return
        if self._broken_off:
            self._dialogue.answer(self._broken_off)
        self._dialogue.say(text)
        self._ask()

    def retry(self) -> None:
        """Ask again for the reply that failed or was stopped before its first word."""
        if not self._state.busy and self._dialogue.awaits_reply:
            self._ask()

    def stop(self) -> None:
        """End the reply and keep what has come."""
        if not self._state.busy:
            return
        self._release(abandon=True)
        self._keep()

    def reset(self) -> None:
        """Begin a new chat; a reply under way is dropped."""
        self._release(abandon=True)
        self._dialogue.clear()
        self._broken_off = ""
        self._set_state(ChatState.IDLE)

    def _ask(self) -> None:
        self._buffer = ReplyBuffer()
        self._shown = self._broken_off = ""
        work = _reply_work(self._outside, self._run, self.temperature, self._dialogue.sent, self._buffer)
        self._task = self._runner.start(work)
        self._task.succeeded.connect(self._on_task_succeeded)
        self._task.failed.connect(self._on_task_failed)
        self._clock.start()
        self._set_state(ChatState.WAITING)

    def _release(self, *, abandon: bool = False) -> None:
        self._clock.stop()
        self._take_memory()
        if self._task is not None and abandon:
            self._task.abandon()
        self._task = None

    def _take_memory(self) -> None:
        """The oldest turns that had to leave for this reply stay away from the next ones too."""
        before = self._dialogue.unsent
        if self._buffer.sent is not None and self._state.busy:
            self._dialogue.send_only(self._buffer.sent)
        if self._dialogue.unsent != before:
            self.memory_moved.emit(self._dialogue.unsent)

    def _keep(self) -> None:
        text = self._buffer.text.strip()
        self._dialogue.answer(text)
        self._set_state(ChatState.IDLE)
        self.reply_ended.emit(text)

    def _set_state(self, state: ChatState) -> None:
        if state is not self._state:
            self._state = state
            self.state_changed.emit(state)

    @Slot()
    def _on_clock_timeout(self) -> None:
        self._take_memory()
        text = self._buffer.text
        if text.strip() and text != self._shown:
            self._shown = text
            self._set_state(ChatState.STREAMING)
            self.reply_grew.emit(text)

    @Slot(object)
    def _on_task_succeeded(self, _result: object) -> None:
        if self._task is None:
            return
        self._release()
        if self._buffer.text.strip():
            self._keep()
        else:
            self._fail(
                UserError(self.tr("The model had nothing to say."), self.tr("Try again, or write something else."))
            )

    @Slot(object)
    def _on_task_failed(self, error: Exception) -> None:
        if self._task is None:
            return
        self._release()
        if isinstance(error, UserError):
            self._fail(error)
            return
        self._fail(
            UserError(self.tr("The reply broke off because of a fault in msgtune."), self.tr("Your chat is kept."))
        )
        self.crashed.emit(error)

    def _fail(self, error: UserError) -> None:
        self._broken_off = self._buffer.text.strip()
        self._set_state(ChatState.FAILED)
        self.reply_failed.emit(error)
