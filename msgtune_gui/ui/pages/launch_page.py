"""Page 4: where to train, the training itself, and how it ended."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.expected_time import expected_time
from msgtune_gui.core.jobs import JobEvent, Run, TuneProgress
from msgtune_gui.core.loss_curve import loss_curve
from msgtune_gui.core.ports import Outside
from msgtune_gui.ui.launch.choices import LaunchChoices
from msgtune_gui.ui.launch.outcome_view import OutcomeView
from msgtune_gui.ui.launch.progress_view import ProgressView
from msgtune_gui.ui.launch.question import EndQuestion
from msgtune_gui.ui.launch.run_controller import RunController
from msgtune_gui.ui.launch.state import LaunchState, close_question_for, heading_of, primary_words_of
from msgtune_gui.ui.launch.summary import Summary
from msgtune_gui.ui.launch.work import Wish
from msgtune_gui.ui.page import WizardPage
from msgtune_gui.ui.session import WizardSession
from msgtune_gui.workers.runner import TaskRunner


class LaunchPage(WizardPage):
    """Shows one run at a time, from the choices to its end.

    Signals:
        chat_requested(object): Run whose model the person wants to talk to.
        start_over_requested(): The person wants another training and there are no examples prepared.
    """

    chat_requested = Signal(object)
    start_over_requested = Signal()

    def __init__(
        self,
        session: WizardSession,
        runner: TaskRunner,
        outside: Outside,
        parent: QWidget | None = None,
        *,
        max_steps: int | None = None,
    ) -> None:
        super().__init__(session, parent)
        self._outside = outside
        self._max_steps = max_steps
        self._state = LaunchState.CHOOSING
        self._events: tuple[JobEvent, ...] = ()
        self.controller = RunController(runner, outside, self)
        self.choices = LaunchChoices(runner, outside)
        self.progress = ProgressView()
        self.outcome = OutcomeView()
        self._build()
        self._connect()

    def _build(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        for view in (self.choices, self.progress, self.outcome):
            layout.addWidget(view, 1)
        self._show_view(self.choices)

    def _show_view(self, shown: QWidget) -> None:
        # Hidden ones first, so that the page never has room for two.
        for view in sorted((self.choices, self.progress, self.outcome), key=lambda view: view is shown):
            view.setVisible(view is shown)

    def _connect(self) -> None:
        self.session.people_changed.connect(self._on_material_changed)
        self.session.options_changed.connect(self._on_material_changed)
        self.choices.changed.connect(self._on_choices_changed)
        self.choices.crashed.connect(self.crashed)
        self.progress.cancel_confirmed.connect(self._on_cancel_confirmed)
        self.outcome.second_chosen.connect(self._on_second_chosen)
        self.outcome.later_chosen.connect(self._on_later_chosen)
        self.controller.begun.connect(self._on_begun)
        self.controller.progressed.connect(self._on_progressed)
        self.controller.succeeded.connect(self._on_succeeded)
        self.controller.failed.connect(self._on_failed)
        self.controller.cancelled.connect(self._on_cancelled)
        self.controller.crashed.connect(self.crashed)

    @property
    def state(self) -> LaunchState:
        """What the page shows."""
        return self._state

    @property
    def run(self) -> Run | None:
        """The run on screen, as last heard of."""
        return self.controller.run

    @property
    def steps_seen(self) -> int:
        """The last optimiser step that the run on screen has told of."""
        return max((event.step or 0 for event in self._events), default=0)

    def offer_unfinished(self) -> bool:
        """Offer to go on with a run that an earlier start left unfinished; False when there is none."""
        run = self.controller.find_unfinished()
        if run is None:
            return False
        self.outcome.show_unfinished(run, self.controller.profile)
        self._show(LaunchState.UNFINISHED)
        return True

    def heading(self) -> str:
        """One sentence for each state."""
        return heading_of(self._state)

    def subheading(self) -> str:
        """Says before the start that nothing has happened yet."""
        return self.tr("Nothing starts before you press the button.") if self._state is LaunchState.CHOOSING else ""

    def primary_text(self) -> str:
        """What comes next in each state."""
        return primary_words_of(self._state)

    def primary_visible(self) -> bool:
        """There is nothing to press while it trains, except Cancel."""
        return self._state is not LaunchState.RUNNING

    def back_visible(self) -> bool:
        """A run under way holds the person here; without examples there is no page to go back to."""
        return self._state is not LaunchState.RUNNING and self.session.plan is not None

    def blocker(self) -> str:
        """What is missing before a run can start."""
        if self._state is not LaunchState.CHOOSING:
            return ""
        if self.session.plan is None or self.session.count is None:
            return self.tr("Choose what to learn from first")
        return self.choices.blocker()

    def entered(self) -> None:
        """Bring figures and lists up to date."""
        if self._state is LaunchState.CHOOSING:
            self._show_summary()
            self.choices.entered()

    def primary_pressed(self) -> bool:
        """Start, go on, or open the chat; there is no page after this one."""
        match self._state:
            case LaunchState.CHOOSING:
                wish = self._wish()
                if wish is not None and not self.blocker():
                    self.controller.start(wish)
            case LaunchState.DONE:
                self.chat_requested.emit(self.run)
            case LaunchState.UNFINISHED | LaunchState.FAILED | LaunchState.CANCELLED:
                self.controller.go_on()
        return False

    def close_question(self) -> str:
        """What closing would do to a run under way."""
        return close_question_for(self.controller.profile) if self.controller.busy else ""

    def _wish(self) -> Wish | None:
        session, base_model = self.session, self.choices.base_model_name
        if session.plan is None or session.count is None or session.voice is None or base_model is None:
            return None
        return Wish(
            service=self.choices.profile.key,
            base_model=base_model,
            epochs=self.choices.epochs.value(),
            voice=session.voice,
            plan=session.plan,
            options=session.options,
            examples=session.count.examples,
            key=self.choices.key,
            max_steps=self._max_steps,
        )

    def _show_summary(self) -> None:
        count, voice = self.session.count, self.session.voice
        if count is None or voice is None:
            self.choices.summary.show_summary(None)
            return
        epochs = self.choices.epochs.value()
        expected = None
        if self.choices.profile.on_device:
            expected = expected_time(count.tokens, epochs, self._outside.measured_tokens_per_second())
        self.choices.summary.show_summary(Summary(voice, count.examples, count.tokens * epochs, expected))

    def _show(self, state: LaunchState) -> None:
        self._state = state
        views: dict[LaunchState, QWidget] = {
            LaunchState.CHOOSING: self.choices,
            LaunchState.RUNNING: self.progress,
        }
        self._show_view(views.get(state, self.outcome))
        if state is LaunchState.RUNNING:
            # Whoever presses Enter once more must not hit Cancel.
            self.progress.step.setFocus(Qt.FocusReason.OtherFocusReason)
        self.session.set_training(state is LaunchState.RUNNING)
        self.footer_changed.emit()

    def _back_to_choices(self) -> None:
        self._show(LaunchState.CHOOSING)
        if self.session.plan is None:
            self.start_over_requested.emit()
        elif self.isVisible():
            self.entered()

    @Slot()
    def _on_material_changed(self) -> None:
        if self._state not in {LaunchState.CHOOSING, LaunchState.RUNNING}:
            self._show(LaunchState.CHOOSING)

    @Slot()
    def _on_choices_changed(self) -> None:
        self._show_summary()
        self.footer_changed.emit()

    @Slot()
    def _on_second_chosen(self) -> None:
        if self._state is not LaunchState.UNFINISHED:
            self._back_to_choices()
            return
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
    def _on_later_chosen(self) -> None:
        self._back_to_choices()

    @Slot()
    def _on_end_meant(self) -> None:
        if self._state is LaunchState.UNFINISHED:
            self.controller.end_unfinished()
            self.progress.show_cancelling()

    @Slot()
    def _on_cancel_confirmed(self) -> None:
        self.controller.cancel()

    @Slot()
    def _on_begun(self) -> None:
        self._events = ()
        self.progress.begin(on_device=self.controller.profile.on_device)
        self._show(LaunchState.RUNNING)

    @Slot(object)
    def _on_progressed(self, progress: TuneProgress) -> None:
        self.choices.key_panel.key_was_kept()
        self._events = progress.events or self._events
        self.progress.show_progress(progress)

    @Slot(object)
    def _on_succeeded(self, run: Run) -> None:
        self.outcome.show_success(run, loss_curve(self._events))
        self._show(LaunchState.DONE)

    @Slot(object)
    def _on_failed(self, error: UserError) -> None:
        self.outcome.show_failure(error)
        self._show(LaunchState.FAILED)

    @Slot()
    def _on_cancelled(self) -> None:
        self.outcome.show_cancelled()
        self._show(LaunchState.CANCELLED)
