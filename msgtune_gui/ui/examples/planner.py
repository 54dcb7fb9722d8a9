"""The background work of the examples page: counting turns and cutting a few examples, one of each at a time."""

from collections.abc import Iterator

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from msgtune_gui.core.examples import PlanCache, SlicingPlan, iter_examples
from msgtune_gui.core.model import Example, Export, Selection, SlicingOptions
from msgtune_gui.ui.examples.work import cut_some, prepare_plan
from msgtune_gui.workers.runner import TaskRunner
from msgtune_gui.workers.task import Task

PREVIEW_PAUSE_MS = 150
"""Pause after the last keystroke before examples are cut for the preview; the count itself never waits."""


class ExamplePlanner(QObject):
    """Remembers what was counted of one export, so that another choice of people is planned quickly.

    Signals:
        planned(object): The SlicingPlan.
        cut(object): The first few Examples, in a tuple.
        more_cut(object): The next few Examples, in a tuple.
        failed(object): UserError, or another exception.
    """

    planned = Signal(object)
    cut = Signal(object)
    more_cut = Signal(object)
    failed = Signal(object)

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._cache = PlanCache()
        self._planning: Task | None = None
        self._cutting: Task | None = None
        self._wanted: tuple[SlicingPlan, SlicingOptions] | None = None
        self._examples: Iterator[Example] | None = None
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(PREVIEW_PAUSE_MS)
        self._clock.timeout.connect(self._on_clock_timeout)

    def forget(self) -> None:
        """Another export: nothing that was counted is of use any more."""
        self.abandon()
        self._cache = PlanCache()

    def plan(self, export: Export, voice: str, options: SlicingOptions, selection: Selection) -> None:
        """Begin to count turns; an earlier counting is of no use any more."""
        self.abandon()
        self._planning = self._runner.start(prepare_plan(export, voice, options, selection, self._cache))
        self._planning.succeeded.connect(self._on_planning_succeeded)
        self._planning.failed.connect(self._on_planning_failed)

    def cut_soon(self, plan: SlicingPlan, options: SlicingOptions) -> None:
        """Cut a few examples once the person has stopped typing."""
        self._wanted = plan, options
        self._examples = None
        self._clock.start()

    @Slot()
    def cut_more(self) -> None:
        """Cut the next few examples, unless some are being cut."""
        if self._examples is None or self._cutting is not None:
            return
        self._cutting = self._runner.start(cut_some(self._examples))
        self._cutting.succeeded.connect(self._on_cutting_more_succeeded)
        self._cutting.failed.connect(self._on_cutting_failed)

    def abandon(self) -> None:
        """Stop everything that is under way."""
        self.rest()
        for task in (self._planning, self._cutting):
            if task is not None:
                task.abandon()
        self._planning = self._cutting = self._examples = None

    def rest(self) -> None:
        """Begin nothing more by itself."""
        self._clock.stop()

    @Slot()
    def _on_clock_timeout(self) -> None:
        if self._wanted is None:
            return
        if self._cutting is not None:
            self._cutting.abandon()
        # Another iterator for each wish: the abandoned work may still be taking from the old one.
        self._examples = iter_examples(*self._wanted)
        self._cutting = self._runner.start(cut_some(self._examples))
        self._cutting.succeeded.connect(self._on_cutting_succeeded)
        self._cutting.failed.connect(self._on_cutting_failed)

    @Slot(object)
    def _on_planning_succeeded(self, plan: SlicingPlan) -> None:
        self._planning = None
        self.planned.emit(plan)

    @Slot(object)
    def _on_planning_failed(self, error: Exception) -> None:
        self._planning = None
        self.failed.emit(error)

    @Slot(object)
    def _on_cutting_succeeded(self, examples: tuple[Example, ...]) -> None:
        self._cutting = None
        self.cut.emit(examples)

    @Slot(object)
    def _on_cutting_more_succeeded(self, examples: tuple[Example, ...]) -> None:
        self._cutting = None
        self.more_cut.emit(examples)

    @Slot(object)
    def _on_cutting_failed(self, error: Exception) -> None:
        self._cutting = None
        self.failed.emit(error)
