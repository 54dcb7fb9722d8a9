"""Page 4: where to train, the training itself, and how it ended."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from msgtune_gui.core.jobs import Run
from msgtune_gui.core.ports import Outside
from msgtune_gui.ui.launch.choices import LaunchChoices
from msgtune_gui.ui.launch.run_view import RunView
from msgtune_gui.ui.launch.state import LaunchState, heading_of, primary_words_of
from msgtune_gui.ui.page import WizardPage
from msgtune_gui.ui.run_words import run_title
from msgtune_gui.ui.runs.material import ExportMaterial, Material, SavedMaterial
from msgtune_gui.ui.runs.run_board import RunBoard
from msgtune_gui.ui.runs.work import Wish
from msgtune_gui.ui.session import WizardSession
from msgtune_gui.ui.tokens import SPACE_L
from msgtune_gui.ui.widgets import Banner, BannerKind
from msgtune_gui.workers.runner import TaskRunner


class LaunchPage(WizardPage):
    """Shows the choices of a new run, or one run from its start to its end; the board owns them all.

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
        board: RunBoard,
        parent: QWidget | None = None,
        *,
        max_steps: int | None = None,
    ) -> None:
        super().__init__(session, parent)
        self._outside = outside
        self._board = board
        self._max_steps = max_steps
        self._saved: SavedMaterial | None = None
        self.saved_banner = Banner()
        self.choices = LaunchChoices(runner, outside)
        self.run_view = RunView(runner, outside, board)
        self.progress = self.run_view.progress
        self.outcome = self.run_view.outcome
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_L)
        layout.addWidget(self.saved_banner)
        layout.addWidget(self.choices, 1)
        layout.addWidget(self.run_view, 1)
        self.run_view.hide()
        self._connect()

    def _connect(self) -> None:
        self.session.people_changed.connect(self._on_material_changed)
        self.session.options_changed.connect(self._on_material_changed)
        self.saved_banner.action_clicked.connect(self._on_material_changed)
        self.choices.changed.connect(self._on_choices_changed)
        self.choices.crashed.connect(self.crashed)
        self.run_view.changed.connect(self._show)
        self.run_view.another_chosen.connect(self._on_another_chosen)
        self.run_view.changes_chosen.connect(self._on_changes_chosen)
        self.run_view.crashed.connect(self.crashed)
        self._board.removed.connect(self._on_run_removed)

    @property
    def state(self) -> LaunchState:
        """What the page shows."""
        return self.run_view.state

    @property
    def run(self) -> Run | None:
        """The run on screen, as last heard of."""
        return self.run_view.run

    @property
    def steps_seen(self) -> int:
        """The last optimiser step that the run on screen has told of."""
        events = () if self.run_view.watched is None else self.run_view.watched.events
        return max((event.step or 0 for event in events), default=0)

    def offer_unfinished(self) -> bool:
        """Offer to go on with a run that an earlier start left unfinished; False when there is none."""
        offered = self._board.offered()
        if offered is None:
            return False
        self.run_view.follow(offered)
        return True

    def show_run(self, run: Run) -> None:
        """Show how a run stands, in place of whatever was on the page."""
        self.run_view.follow(self._board.watch(run))

    def repeat(self, run: Run) -> bool:
        """Offer the choices of a run anew, over the examples it has saved; False when these are gone."""
        saved = self._board.material_of(run)
        if saved is None:
            return False
        self._saved = saved
        self.choices.prefill(run)
        self.run_view.follow(None)
        return True

    def begin_anew(self) -> None:
        """Offer the choices of a new run over the open export."""
        self._saved = None
        self.run_view.follow(None)
        if self.session.plan is None:
            self.session.set_at_hand(False)

    def heading(self) -> str:
        """One sentence for each state."""
        return heading_of(self.state)

    def subheading(self) -> str:
        """Says before the start that nothing has happened yet, and later whose training it is."""
        if self.state is LaunchState.CHOOSING:
            return self.tr("Nothing starts before you press the button.")
        return "" if self.run is None else run_title(self.run)

    def primary_text(self) -> str:
        """What comes next in each state."""
        return primary_words_of(self.state)

    def primary_visible(self) -> bool:
        """There is nothing to press while it trains, except Cancel."""
        return self.state is not LaunchState.RUNNING

    def back_visible(self) -> bool:
        """Without examples there is no page to go back to."""
        return self.session.plan is not None

    def blocker(self) -> str:
        """What is missing before a run can start or go on."""
        if self.state is not LaunchState.CHOOSING:
            return self.run_view.blocker()
        if self._material() is None:
            return self.tr("Choose what to learn from first")
        return self.choices.blocker()

    def entered(self) -> None:
        """Bring figures and lists up to date."""
        if self.state is LaunchState.CHOOSING:
            self._show_material()
            self.choices.entered()
        else:
            self.run_view.entered()

    def primary_pressed(self) -> bool:
        """Start, go on, or open the chat; there is no page after this one."""
        match self.state:
            case LaunchState.CHOOSING:
                wish = self._wish()
                if wish is not None and not self.blocker():
                    self._saved = None
                    self.run_view.follow(self._board.start(wish))
            case LaunchState.DONE:
                self.chat_requested.emit(self.run)
            case LaunchState.CLOSED:
                self._train_here()
            case LaunchState.RUNNING:
                pass
            case _:
                self.run_view.go_on()
        return False

    def _material(self) -> Material | None:
        session = self.session
        if self._saved is not None:
            return self._saved
        if session.plan is None or session.count is None or session.voice is None:
            return None
        return ExportMaterial(session.voice, session.plan, session.options, session.count)

    def _wish(self) -> Wish | None:
        material, base_model = self._material(), self.choices.base_model_name
        if material is None or base_model is None:
            return None
        return Wish(
            service=self.choices.profile.key,
            base_model=base_model,
            epochs=self.choices.form.epochs.value(),
            material=material,
            key=self.choices.key,
            max_steps=self._max_steps,
            dollars_per_million=self.choices.dollars_per_million,
        )

    def _show_material(self) -> None:
        """Say what is learned from, where it is not the open export."""
        self.choices.show_material(self._material())
        if self._saved is None:
            self.saved_banner.clear()
        else:
            words = self.tr("This uses the examples saved with “{title}”.").format(title=run_title(self._saved.run))
            action = self.tr("Use the open export") if self.session.plan is not None else ""
            self.saved_banner.show_message(BannerKind.INFO, words, action=action)

    def _train_here(self) -> None:
        """Offer this computer for the run that its service does not train, with everything else as it was."""
        run = self.run
        if self.session.plan is None and run is not None:
            self._saved = self._board.material_of(run)
        here = next(profile for profile in self._outside.profiles if profile.on_device)
        self.choices.choose_service(here.key)
        self.run_view.follow(None)

    @Slot()
    def _show(self) -> None:
        choosing = self.state is LaunchState.CHOOSING
        # The hidden one first, so that the page never has room for both.
        for view, shown in sorted(((self.choices, choosing), (self.run_view, not choosing)), key=lambda each: each[1]):
            view.setVisible(shown)
        if not choosing:
            self.saved_banner.clear()
        if choosing and self.isVisible():
            self.entered()
        self.footer_changed.emit()

    @Slot()
    def _on_material_changed(self) -> None:
        self._saved = None
        self.run_view.follow(None)

    @Slot()
    def _on_choices_changed(self) -> None:
        self.footer_changed.emit()

    @Slot()
    def _on_another_chosen(self) -> None:
        self.run_view.follow(None)
        if self._material() is None:
            self.start_over_requested.emit()

    @Slot()
    def _on_changes_chosen(self) -> None:
        run = self.run
        if self.session.plan is None and run is not None and self.repeat(run):
            return
        self._on_another_chosen()

    @Slot(str)
    def _on_run_removed(self, identifier: str) -> None:
        if self._saved is not None and self._saved.run.identifier == identifier:
            self._saved = None
            self._show()
        if self.run is not None and self.run.identifier == identifier:
            self._on_another_chosen()
