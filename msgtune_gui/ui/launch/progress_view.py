"""The second face of the launch page: a run under way."""

from collections.abc import Sequence

from PySide6.QtCore import QDateTime, QLocale, Signal, Slot
from PySide6.QtWidgets import QPlainTextEdit, QProgressBar, QVBoxLayout, QWidget

from msgtune_gui.core.jobs import JobEvent, RunState, TuneProgress, TuneStep
from msgtune_gui.core.loss_curve import loss_curve
from msgtune_gui.core.service_profile import ChatPlace, ServiceProfile
from msgtune_gui.ui import theme
from msgtune_gui.ui.launch.loss_chart import LossChart
from msgtune_gui.ui.launch.question import EndQuestion
from msgtune_gui.ui.launch.trouble_banner import TroubleBanner
from msgtune_gui.ui.widgets import Button, Card, FoldOut, Label
from msgtune_gui.ui.widgets.flow_row import FlowRow
from msgtune_gui.ui.words import data_size, duration

_BAR_STEPS = 1000
_STEPS_TO_TELL = 5
_LOG_LINES_SHOWN = 5


class ProgressView(QWidget):
    """Step, bar, time left, loss curve, the service's own messages, and Cancel.

    Signals:
        cancel_confirmed(): The person pressed Cancel and meant it.
        another_chosen(): The person wants to prepare another training meanwhile.
    """

    cancel_confirmed = Signal()
    another_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._events: tuple[JobEvent, ...] = ()
        self._profile: ServiceProfile | None = None
        self._build()

    def _build(self) -> None:
        self.step = Label(role="section", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of this step"))
        self.time_left = Label(role="muted", wrap=True)
        self.cancel_button = Button(self.tr("&Cancel training"))
        self.cancel_button.clicked.connect(self._on_cancel_clicked)
        self.another_button = Button(self.tr("&Train another meanwhile"))
        self.another_button.clicked.connect(self.another_chosen)
        self.trouble = TroubleBanner()
        self.reassurance = Label(role="muted", wrap=True)
        status = Card()
        buttons = FlowRow()
        buttons.addWidget(self.another_button)
        buttons.addWidget(self.cancel_button)
        status.body.addWidget(self.step)
        status.body.addWidget(self.bar)
        status.body.addWidget(self.time_left)
        status.body.addWidget(self.reassurance)
        status.body.addLayout(buttons)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_L)
        layout.addWidget(self.trouble)
        layout.addWidget(status)
        layout.addWidget(self._build_curve(), 1)
        layout.addWidget(self._build_log())

    def _build_curve(self) -> Card:
        self.chart = LossChart()
        card = Card()
        card.body.addWidget(Label(self.tr("How far its guesses are off (lower is better)"), "muted"))
        card.body.addWidget(self.chart, 1)
        return card

    def _build_log(self) -> FoldOut:
        self.log = QPlainTextEdit()
        self.log.setReadOnly(True)
        self.log.setTabChangesFocus(True)
        self.log.setAccessibleName(self.tr("Messages of the service"))
        self.log.setMaximumBlockCount(2000)
        self.log.setFixedHeight(self.log.fontMetrics().lineSpacing() * _LOG_LINES_SHOWN + 2 * theme.SPACE_M)
        self.details = FoldOut(self.tr("Messages of the service"), self.log)
        return self.details

    def begin(self, profile: ServiceProfile) -> None:
        """Forget the run before; say what happens when the window is closed."""
        self._events = ()
        self._profile = profile
        self.log.clear()
        self.details.fold()
        self.trouble.clear()
        self.chart.set_curve(loss_curve(()))
        self.step.setText(self.tr("Getting ready…"))
        self._show_time_left("")
        self.bar.setRange(0, 0)
        self.cancel_button.setEnabled(True)
        self._reassure(sent=False)

    def _show_time_left(self, words: str) -> None:
        self.time_left.setText(words)
        self.time_left.setVisible(bool(words))

    def _reassure(self, *, sent: bool) -> None:
        """Say what becomes of the run when msgtune is closed."""
        if self._on_device:
            words = self.tr("Keep msgtune open while it trains; you can go on using the computer.")
        elif sent:
            words = self.tr(
                "You may close msgtune. The training goes on at the service and is found again at the next start."
            )
        else:
            words = self.tr("Keep msgtune open until the training has begun there. After that you may close it.")
        self.reassurance.setText(words)

    def show_progress(self, progress: TuneProgress, file_bytes: int = 0) -> None:
        """Show how far the run is.

        Args:
            progress: The last report.
            file_bytes: Size of the training file; 0 where it is not known.
        """
        words = self.tr("Step {step} of {total}: {words}")
        step = self._step_words(progress.step)
        self.step.setText(words.format(step=int(progress.step), total=self._steps(), words=step))
        if progress.fraction is None:
            self.bar.setRange(0, 0)
        else:
            self.bar.setRange(0, _BAR_STEPS)
            self.bar.setValue(round(progress.fraction * _BAR_STEPS))
        self._show_time_left(self._time_words(progress, file_bytes))
        self.trouble.show_trouble(progress)
        self._reassure(sent=progress.run.state in {RunState.RUNNING, RunState.FETCHING_ADAPTER})
        self._show_events(progress.events)

    def _steps(self) -> int:
        """How many steps a run has; only some come back from where they were trained."""
        comes_back = self._profile is not None and self._profile.chats_at is ChatPlace.THIS_COMPUTER
        return len(TuneStep) if comes_back else len(TuneStep) - 1

    @property
    def _on_device(self) -> bool:
        return self._profile is not None and self._profile.on_device

    def show_cancelling(self) -> None:
        """The person asked for the end and it has not come yet."""
        self.cancel_button.setEnabled(False)
        self.step.setText(self.tr("Cancelling…"))
        self._show_time_left("")
        self.bar.setRange(0, 0)

    def _step_words(self, step: TuneStep) -> str:
        return {
            TuneStep.CHECKING_ACCOUNT: self.tr("getting ready") if self._on_device else self.tr("trying your key"),
            TuneStep.UPLOADING: self.tr("handing over the examples") if self._on_device else self.tr("uploading"),
            TuneStep.CHECKING_FILE: self.tr("checking the examples"),
            TuneStep.QUEUED: self.tr("getting the model ready") if self._on_device else self.tr("waiting in the queue"),
            TuneStep.TRAINING: self.tr("training"),
            TuneStep.FETCHING_ADAPTER: self.tr("bringing the result to this computer"),
        }[step]

    def _time_words(self, progress: TuneProgress, file_bytes: int) -> str:
        parts = []
        if progress.step is TuneStep.UPLOADING and progress.fraction is not None and file_bytes:
            done = data_size(round(progress.fraction * file_bytes))
            parts.append(self.tr("{done} of {total}").format(done=done, total=data_size(file_bytes)))
        last = next((e for e in reversed(progress.events) if e.step is not None and e.total_steps), None)
        if last is not None and progress.step is TuneStep.TRAINING:
            parts.append(self.tr("{done} of {total} steps").format(done=last.step, total=last.total_steps))
        if progress.seconds_left is not None:
            left = duration(progress.seconds_left)
            parts.append(self.tr("{duration} left").format(duration=left[:1].upper() + left[1:]))
        elif progress.step is TuneStep.TRAINING and (last is None or (last.step or 0) < _STEPS_TO_TELL):
            parts.append(self.tr("The time left is known after a few steps"))
        return " · ".join(parts)

    def _show_events(self, events: Sequence[JobEvent]) -> None:
        known = {event.identifier for event in self._events}
        fresh = [event for event in events if event.identifier not in known]
        for event in fresh:
            self.log.appendPlainText(f"{_clock(event.created_at_s)}  {event.message}")
        if fresh:
            self._events = tuple(events)
            self.chart.set_curve(loss_curve(events))

    @Slot()
    def _on_cancel_clicked(self) -> None:
        self._question = EndQuestion(
            self.tr("Cancel training"),
            self.tr("Cancel this training?"),
            self.tr("What it has learned so far is thrown away. Your choices are kept."),
            self.tr("Keep training"),
            self.window(),
        )
        self._question.end.clicked.connect(self._on_cancel_meant)
        self._question.open()

    @Slot()
    def _on_cancel_meant(self) -> None:
        # The run may have ended by itself while the question stood open.
        if self.isVisible() and self.cancel_button.isEnabled():
            self.show_cancelling()
            self.cancel_confirmed.emit()


def _clock(seconds: int) -> str:
    return QLocale().toString(QDateTime.fromSecsSinceEpoch(seconds).time(), QLocale.FormatType.ShortFormat)
