"""The last face of the launch page: how a run ended, or that one was left unfinished."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.jobs import Run
from msgtune_gui.core.loss_curve import LossCurve
from msgtune_gui.core.service_profile import ServiceProfile
from msgtune_gui.ui import theme
from msgtune_gui.ui.launch.loss_chart import LossChart
from msgtune_gui.ui.run_words import loss, run_name, run_title
from msgtune_gui.ui.widgets import Banner, BannerKind, BigNumber, Button, Card, Label
from msgtune_gui.ui.words import duration, moment, number


class OutcomeView(QWidget):
    """A banner that says how it ended, the figures of a success, and one quiet way onward.

    The primary button belongs to the wizard's footer; the button here is the second choice.

    Signals:
        second_chosen(): The button under the message was pressed.
        later_chosen(): The unfinished run on offer is to be left as it is for now.
    """

    second_chosen = Signal()
    later_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.banner = Banner()
        self.before = BigNumber(self.tr("before training"), "figure")
        self.after = BigNumber(self.tr("after training"), "figure")
        self.meaning = Label(wrap=True)
        self.facts = Label(role="muted", wrap=True)
        self.chart = LossChart()
        self.second = Button("")
        self.second.clicked.connect(self.second_chosen)
        self.later = Button(self.tr("Not now"))
        self.later.clicked.connect(self.later_chosen)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE_S)
        buttons.addWidget(self.later)
        buttons.addWidget(self.second)
        buttons.addStretch()
        self._figures = self._build_figures()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_L)
        layout.addWidget(self.banner)
        layout.addWidget(self._figures, 1)
        layout.addLayout(buttons)
        layout.addStretch()

    def _build_figures(self) -> Card:
        self._losses = QWidget()
        row = QHBoxLayout(self._losses)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.PAGE_MARGIN)
        row.addWidget(self.before)
        row.addWidget(self.after)
        row.addStretch()
        card = Card()
        card.body.addWidget(
            Label(self.tr("How far its guesses are off on messages it has not seen"), "muted", wrap=True)
        )
        card.body.addWidget(self._losses)
        card.body.addWidget(self.meaning)
        card.body.addWidget(self.chart, 1)
        card.body.addWidget(self.facts)
        return card

    def show_success(self, run: Run, curve: LossCurve) -> None:
        """A model is there."""
        message = self.tr("The model that writes like {voice} is ready.").format(voice=run.voice)
        if run.title:
            message = self.tr("“{title}”, which writes like {voice}, is ready.")
            message = message.format(title=run_name(run), voice=run.voice)
        self.banner.show_message(BannerKind.SUCCESS, message)
        before, after = run.valid_loss_before, run.valid_loss
        known = before is not None and after is not None
        self._losses.setVisible(known)
        if before is not None and after is not None:
            self.before.set_text(loss(before))
            self.after.set_text(loss(after))
            self.meaning.setText(self._meaning(before, after, run.voice))
        else:
            self.meaning.setText(self.tr("The service gave no figures for messages it has not seen."))
        self.chart.set_curve(curve)
        self.chart.setVisible(bool(curve.train))
        self.facts.setText(self._facts(run))
        self._offer(self.tr("Train another model"))
        self._figures.show()

    def show_failure(self, error: UserError) -> None:
        """The run ended without a model; every choice is kept."""
        self.banner.show_error(error)
        self._offer(self.tr("Change the choices"))
        self._figures.hide()

    def show_cancelled(self) -> None:
        """The person ended the run."""
        message = self.tr("The training was cancelled.")
        self.banner.show_message(
            BannerKind.INFO, message, self.tr("Your choices are kept, so you can start again at once.")
        )
        self._offer(self.tr("Change the choices"))
        self._figures.hide()

    def show_unfinished(self, run: Run, profile: ServiceProfile) -> None:
        """A run was found that has not ended; one on this computer ended with the program and begins anew."""
        day = moment(run.created_at_s)
        message = self.tr("The training “{title}” has not ended.").format(title=run_title(run))
        if profile.on_device:
            advice = self.tr(
                "msgtune was closed while it trained ({day}). Go on to train again from the same examples."
            )
        else:
            advice = self.tr("It was started at {service} ({day}). Go on to see where it stands.")
        advice = advice.format(day=day, service=profile.title)
        self.banner.show_message(BannerKind.INFO, message, advice)
        self._offer(self.tr("End this training"), later=True)
        self._figures.hide()

    def _offer(self, words: str, *, later: bool = False) -> None:
        self.second.setText(words)
        self.later.setVisible(later)

    def _meaning(self, before: float, after: float, voice: str) -> str:
        if after >= before:
            return self.tr(
                "It did not get better at guessing what {voice} writes. More conversations or fewer passes may help."
            ).format(voice=voice)
        percent = round(100 * (1 - after / before))
        words = self.tr("Its guesses of what {voice} writes are off by {percent} % less than before.")
        return words.format(voice=voice, percent=percent)

    def _facts(self, run: Run) -> str:
        parts = [run.base_model, self.tr("{count} examples").format(count=number(run.examples))]
        if run.seconds is not None:
            parts.append(self.tr("trained in {duration}").format(duration=duration(run.seconds)))
        return " · ".join(parts)
