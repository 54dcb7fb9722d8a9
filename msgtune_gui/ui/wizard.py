"""The wizard: steps at the side, one page at a time, and the way on at the foot."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from msgtune_gui.core.wizard_flow import Step, obstacle, reachable
from msgtune_gui.ui.obstacle_words import obstacle_words
from msgtune_gui.ui.page import WizardPage
from msgtune_gui.ui.runs.run_board import RunBoard
from msgtune_gui.ui.runs.watched_run import Phase
from msgtune_gui.ui.session import WizardSession
from msgtune_gui.ui.tokens import PAGE_MARGIN, SPACE_L, SPACE_XL, SPACE_XS
from msgtune_gui.ui.widgets.footer import Footer
from msgtune_gui.ui.widgets.label import Label
from msgtune_gui.ui.widgets.sidebar import Sidebar
from msgtune_gui.ui.widgets.step_button import StepState

PageFactory = Callable[[], WizardPage]
"""Makes a page when it is wanted first; pages take time to build, and only one is seen at the start."""


class Wizard(QWidget):
    """A shell: it knows the order of the pages and nothing of what is on them.

    Signals:
        run_opened(object): The person picked one of their models in the sidebar; the Run.
        own_model_requested(): The person wants to talk to a model that was not trained here.
    """

    run_opened = Signal(object)
    own_model_requested = Signal()

    def __init__(
        self, session: WizardSession, board: RunBoard, pages: Sequence[PageFactory], trainings: PageFactory
    ) -> None:
        super().__init__()
        self._session = session
        self._board = board
        self._factories = tuple(pages)
        self._make_trainings = trainings
        self._trainings: WizardPage | None = None
        self._aside = False
        self._back_to_trainings = False
        self._pages: dict[Step, WizardPage] = {}
        self._areas: dict[Step, QWidget] = {}
        self._step = Step.EXPORT
        self._furthest = Step.EXPORT
        self.sidebar = Sidebar([self.tr("Export"), self.tr("People"), self.tr("Examples"), self.tr("Launch")])
        self.footer = Footer()
        self._heading = Label("", "heading", wrap=True)
        self._subheading = Label("", "subheading", wrap=True)
        self._stack = QStackedWidget()
        self._build()
        self._connect()
        self._show_page()

    @property
    def step(self) -> Step:
        """The page that is on screen."""
        return self._step

    @property
    def page(self) -> WizardPage:
        """The page that is on screen."""
        return self.trainings if self._aside else self.page_at(self._step)

    @property
    def trainings(self) -> WizardPage:
        """The list of trainings, built now if nobody wanted it before."""
        if self._trainings is None:
            self._trainings = self._make_trainings()
            self._trainings_area = self._put_in(self._trainings)
        return self._trainings

    @property
    def shows_trainings(self) -> bool:
        """Whether the list of trainings is on screen in place of a step."""
        return self._aside

    def page_at(self, step: Step) -> WizardPage:
        """A page, built now if nobody wanted it before."""
        page = self._pages.get(step)
        if page is None:
            page = self._pages[step] = self._factories[step]()
            self._areas[step] = self._put_in(page)
        return page

    def _put_in(self, page: WizardPage) -> QWidget:
        page.setProperty("role", "page")
        page.continue_requested.connect(self._on_primary_pressed)
        page.footer_changed.connect(self._refresh)
        area = _scrolling(page)
        self._stack.addWidget(area)
        return area

    def go_to(self, step: Step, *, back_to_trainings: bool = False) -> bool:
        """Show a page; False when the choices so far do not allow it.

        Args:
            step: The page.
            back_to_trainings: Whether Back leads to the list of trainings from there.
        """
        if step is self._step and not self._aside:
            return False
        # Whoever only looked at the list comes back to where they were.
        if step is not self._step and not reachable(step, self._session.choices):
            return False
        self.page.left()
        self._aside = False
        self._back_to_trainings = back_to_trainings
        self._step = step
        self._furthest = max(self._furthest, step)
        self._show_page()
        self.page.entered()
        return True

    @Slot()
    def show_trainings(self) -> None:
        """Show the list of trainings in place of the step."""
        if not self._aside:
            self.page.left()
            self._aside = True
            self._show_page()
            self.page.entered()

    @Slot()
    def refresh_models(self) -> None:
        """Look again which runs have a model, and what is under way."""
        board = self._board
        self.sidebar.set_models([run for run in board.runs() if board.phase(run) is Phase.DONE and run.model])
        self.sidebar.show_trainings_state(len(board.under_way), len(board.in_need_of_key))

    def _build(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(PAGE_MARGIN, SPACE_XL + SPACE_XS, PAGE_MARGIN, SPACE_L)
        head.setSpacing(SPACE_XS)
        head.addWidget(self._heading)
        head.addWidget(self._subheading)
        main = QVBoxLayout()
        main.setSpacing(0)
        main.addLayout(head)
        main.addWidget(self._stack, 1)
        main.addWidget(self.footer)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addLayout(main, 1)

    def _connect(self) -> None:
        self._session.export_changed.connect(self._on_export_changed)
        self._session.changed.connect(self._refresh)
        self.sidebar.step_requested.connect(self._on_step_requested)
        self.sidebar.models.run_opened.connect(self.run_opened)
        self.sidebar.trainings_requested.connect(self.show_trainings)
        self.sidebar.own_model_requested.connect(self.own_model_requested)
        self._board.listed.connect(self.refresh_models)
        self.footer.back_pressed.connect(self._on_back_pressed)
        self.footer.primary_pressed.connect(self._on_primary_pressed)

    def _show_page(self) -> None:
        page = self.page
        self._stack.setCurrentWidget(self._trainings_area if page is self._trainings else self._areas[self._step])
        self._refresh()

    @Slot()
    def _refresh(self) -> None:
        page = self.page
        choices = self._session.choices
        self._heading.setText(page.heading())
        self._subheading.setText(page.subheading())
        self._subheading.setVisible(bool(page.subheading()))
        in_the_way = None if self._aside else obstacle(self._step, choices)
        self.footer.show_state(
            page.primary_text(),
            page.blocker() or obstacle_words(in_the_way),
            back=self._aside or self._back_to_trainings or (self._step is not Step.EXPORT and page.back_visible()),
            primary=page.primary_visible(),
        )
        self.sidebar.set_states([self._state_of(step) for step in Step])
        self.sidebar.trainings.setChecked(self._aside)

    def _state_of(self, step: Step) -> StepState:
        choices = self._session.choices
        may_go = reachable(step, choices) or (self._aside and step is self._step)
        done = (
            step < self._furthest
            and obstacle(step, choices) is None
            and all(obstacle(earlier, choices) is None for earlier in Step if earlier < step)
        )
        return StepState(current=step is self._step and not self._aside, done=done, reachable=may_go)

    @Slot()
    def _on_export_changed(self) -> None:
        # The pages after this one were passed with another export.
        self._furthest = self._step

    @Slot(int)
    def _on_step_requested(self, number: int) -> None:
        self.go_to(Step(number))

    @Slot()
    def _on_back_pressed(self) -> None:
        if self._aside:
            self.go_to(self._step)
        elif self._back_to_trainings:
            self.show_trainings()
        elif self._step > Step.EXPORT:
            self.go_to(Step(self._step - 1))

    @Slot()
    def _on_primary_pressed(self) -> None:
        goes_on = self.footer.primary.isEnabled() and self.page.primary_pressed()
        if goes_on and not self._aside and self._step < Step.LAUNCH:
            self.go_to(Step(self._step + 1))

    def close_question(self) -> str:
        """What closing the window would do to runs under way, or to a page; empty when nothing would be lost."""
        questions = (page.close_question() for page in self._pages.values())
        return self._board.close_question() or next((question for question in questions if question), "")

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not event.spontaneous():
            self.page.entered()
            # After the first paint, because the runs have to be read from the disk.
            QTimer.singleShot(0, self, self.refresh_models)


def _scrolling(page: QWidget) -> QScrollArea:
    """The page in an area that scrolls where the window is too small for it, so that nothing is ever cut off."""
    page.setContentsMargins(PAGE_MARGIN, 0, PAGE_MARGIN, SPACE_L)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area
