"""Page 3: how conversations become examples, and how many there are."""

from PySide6.QtCore import QSize, Qt, QTimer, Slot
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from msgtune_gui.core.advice import numbers_that_suffice
from msgtune_gui.core.errors import UserError
from msgtune_gui.core.examples import PlanCache, SlicingPlan
from msgtune_gui.core.expected_time import expected_time
from msgtune_gui.core.model import Example, SliceCount, SlicingMode, SlicingOptions
from msgtune_gui.core.ports import Outside
from msgtune_gui.core.wizard_flow import MINIMUM_EXAMPLES
from msgtune_gui.ui import theme
from msgtune_gui.ui.examples.count_card import CountCard
from msgtune_gui.ui.examples.preview import ExamplePreview
from msgtune_gui.ui.examples.saver import ExampleSaver
from msgtune_gui.ui.examples.slicing_form import SlicingForm
from msgtune_gui.ui.examples.work import cut_some, prepare_plan
from msgtune_gui.ui.page import WizardPage
from msgtune_gui.ui.session import WizardSession
from msgtune_gui.ui.widgets import Banner, BannerKind, Button
from msgtune_gui.ui.words import number, plural
from msgtune_gui.workers.runner import TaskRunner
from msgtune_gui.workers.task import Task

USUAL_EPOCHS = 3
PREVIEW_PAUSE_MS = 150
"""Pause after the last keystroke before examples are cut for the preview; the count itself never waits."""


class ExamplesPage(WizardPage):
    """Prepares the turns in a worker once per choice of people, then counts at every keystroke."""

    def __init__(
        self, session: WizardSession, runner: TaskRunner, outside: Outside, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, parent)
        self._runner = runner
        self._outside = outside
        self._cache = PlanCache()
        self._planning: Task | None = None
        self._cutting: Task | None = None
        self._suggestion: tuple[int, int] | None = None
        self._tokens_per_second: float | None = None
        self._preview_clock = QTimer(self)
        self._preview_clock.setSingleShot(True)
        self._preview_clock.setInterval(PREVIEW_PAUSE_MS)
        self.saver = ExampleSaver(runner, self)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.form = SlicingForm(self.session.options)
        self.count = CountCard()
        self.too_few = Banner()
        self.notice = Banner()
        self.preview = ExamplePreview()
        self.preview.setMinimumWidth(290)
        self.save_button = Button(self.tr("&Save as JSONL…"), "secondary", "file")
        left = self._left = QVBoxLayout()
        left.setSpacing(theme.SPACE_M)
        for widget in (self.form, self.too_few, self.notice, self.count):
            left.addWidget(widget)
        left.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignLeft)
        left.addStretch()
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._columns.setContentsMargins(0, 0, 0, 0)
        self._columns.setSpacing(theme.SPACE_L)
        self._columns.addLayout(left, 7)
        self._columns.addWidget(self.preview, 4)

    def _connect(self) -> None:
        self.session.export_changed.connect(self._on_export_changed)
        self.session.people_changed.connect(self._on_people_changed)
        self.form.numbers_changed.connect(self._on_numbers_changed)
        self.form.mode_changed.connect(self._on_mode_changed)
        self.too_few.action_clicked.connect(self._on_suggestion_clicked)
        self.notice.action_clicked.connect(self._on_save_clicked)
        self.save_button.clicked.connect(self._on_save_clicked)
        self.saver.begun.connect(self._on_saving_begun)
        self.saver.saved.connect(self._on_saved)
        self.saver.failed.connect(self._on_save_failed)
        self._preview_clock.timeout.connect(self._on_preview_clock_timeout)

    def heading(self) -> str:
        """The page's question."""
        return self.tr("How long should each example be?")

    def subheading(self) -> str:
        """Takes the worry out of the numbers."""
        return self.tr(
            "The model learns from short stretches of your conversations. The proposed numbers suit most people."
        )

    def entered(self) -> None:
        """Count the turns if the people are others than last time."""
        self._tokens_per_second = self._outside.measured_tokens_per_second()
        if self.session.plan is None:
            self._prepare()
        else:
            self._recount()
        self.form.chunk.setFocus()
        self.form.chunk.selectAll()

    def _prepare(self) -> None:
        """Begin to count the turns; an earlier counting is of no use any more."""
        self._abandon()
        self.session.set_plan(None)
        voice, ticked = self.session.voice, self.session.ticked
        if voice is None or not ticked:
            self.count.show_waiting("")
            return
        self.session.set_counting(True)
        self.count.show_waiting(self.tr("counting…"))
        self.preview.show_nothing("")
        self.too_few.clear()
        options = self.form.options or self.session.options
        options = SlicingOptions(options.chunk, options.overlap, self.form.mode, options.pause_ms)
        self._planning = self._runner.start(prepare_plan(ticked, voice, options, self._cache))
        self._planning.succeeded.connect(self._on_plan_prepared)
        self._planning.failed.connect(self._on_plan_failed)

    def _abandon(self) -> None:
        self._preview_clock.stop()
        for task in (self._planning, self._cutting):
            if task is not None:
                task.abandon()
        self._planning = self._cutting = None
        self.session.set_counting(False)

    def _recount(self) -> None:
        plan, options = self.session.plan, self.form.options
        self.notice.clear()
        self.save_button.setEnabled(False)
        if options is None:
            self.session.set_options_invalid()
            self.count.show_waiting("")
            self.too_few.clear()
            self.preview.show_nothing("")
            return
        count = plan.count(options.chunk, options.overlap) if plan is not None else None
        self.session.set_options(options, count)
        if plan is None or count is None:
            return
        self._show_count(plan, options, count)
        self._preview_clock.start()

    def _show_count(self, plan: SlicingPlan, options: SlicingOptions, count: SliceCount) -> None:
        expected = expected_time(count.tokens, USUAL_EPOCHS, self._tokens_per_second)
        self.count.show_count(count, plan.slicing.sender, expected)
        self.save_button.setEnabled(count.examples > 0 and not self.saver.busy)
        if count.examples >= MINIMUM_EXAMPLES:
            self.too_few.clear()
        else:
            self._show_too_few(plan, options, count.examples)

    def _show_too_few(self, plan: SlicingPlan, options: SlicingOptions, examples: int) -> None:
        self._suggestion = numbers_that_suffice(plan, options.chunk, options.overlap, MINIMUM_EXAMPLES)
        message = self.tr("{count} of at least {least} examples.").format(
            count=number(examples), least=MINIMUM_EXAMPLES
        )
        action = ""
        if self._suggestion is not None:
            chunk, overlap = self._suggestion
            advice = self.tr("With {chunk} messages per example and an overlap of {overlap} there are enough.")
            advice = advice.format(chunk=chunk, overlap=overlap)
            action = self.tr("Use these")
        elif plan.with_ai == 0:
            advice = self.tr("{voice} answers nobody in the ticked conversations. Go back and choose another person.")
            advice = advice.format(voice=plan.slicing.sender)
        elif options.mode is SlicingMode.LANGCHAIN:
            advice = self.tr("Try the recommended way, or go back and tick more conversations.")
        else:
            advice = self.tr("Go back and tick more conversations, or choose a person who writes more.")
        self.too_few.show_message(BannerKind.WARNING, message, advice, action)

    @Slot()
    def _on_export_changed(self) -> None:
        self._cache = PlanCache()
        self._on_people_changed()

    @Slot()
    def _on_people_changed(self) -> None:
        self._abandon()
        if self.isVisible():
            self._prepare()

    @Slot()
    def _on_numbers_changed(self) -> None:
        self._recount()

    @Slot()
    def _on_mode_changed(self) -> None:
        self._prepare()

    @Slot()
    def _on_suggestion_clicked(self) -> None:
        if self._suggestion is not None:
            self.form.set_numbers(*self._suggestion)
            self.form.chunk.setFocus()

    @Slot(object)
    def _on_plan_prepared(self, plan: SlicingPlan) -> None:
        self._planning = None
        self.session.set_plan(plan)
        self.session.set_counting(False)
        self._recount()

    @Slot(object)
    def _on_plan_failed(self, error: Exception) -> None:
        self._planning = None
        self.session.set_counting(False)
        self.count.show_waiting("")
        self._show_failure(error)

    @Slot()
    def _on_preview_clock_timeout(self) -> None:
        plan, options = self.session.plan, self.form.options
        if plan is None or options is None:
            return
        if self._cutting is not None:
            self._cutting.abandon()
        self._cutting = self._runner.start(cut_some(plan, options))
        self._cutting.succeeded.connect(self._on_examples_cut)
        self._cutting.failed.connect(self._on_cutting_failed)

    @Slot(object)
    def _on_examples_cut(self, examples: tuple[Example, ...]) -> None:
        self._cutting = None
        plan, count = self.session.plan, self.session.count
        if examples and plan is not None and count is not None:
            self.preview.show_examples(examples, count.examples, plan.slicing.sender)
        else:
            self.preview.show_nothing(self.tr("With these choices there is no example to show."))

    @Slot(object)
    def _on_cutting_failed(self, error: Exception) -> None:
        self._cutting = None
        self._show_failure(error)

    @Slot()
    def _on_save_clicked(self) -> None:
        plan, options = self.session.plan, self.form.options
        if plan is not None and options is not None:
            self.saver.ask(plan, options)

    @Slot()
    def _on_saving_begun(self) -> None:
        self.save_button.setEnabled(False)
        self.notice.clear()

    @Slot(object)
    def _on_saved(self, lines: int) -> None:
        self.save_button.setEnabled(True)
        words = plural(self.tr("{count} example saved."), self.tr("{count} examples saved."), lines)
        where = self.tr("{file} in {folder}. The messages in it are private, so take care where it goes.")
        where = where.format(file=self.saver.path.name, folder=self.saver.path.parent)
        self.notice.show_message(BannerKind.SUCCESS, words, where)

    @Slot(object)
    def _on_save_failed(self, error: Exception) -> None:
        self.save_button.setEnabled(True)
        self._show_failure(error, self.tr("Choose another place…"))

    def _show_failure(self, error: Exception, action: str = "") -> None:
        if isinstance(error, UserError):
            self.notice.show_error(error, action)
        else:
            self.crashed.emit(error)

    def _least_width(self, *, beside: bool) -> int:
        left, right = self._left.minimumSize().width(), self.preview.minimumSizeHint().width()
        right = max(right, self.preview.minimumWidth())
        return left + self._columns.spacing() + right if beside else max(left, right)

    def minimumSizeHint(self) -> QSize:
        """Width of one column, so that a small window can put them one under the other."""
        margins = self.contentsMargins()
        width = self._least_width(beside=False) + margins.left() + margins.right()
        return QSize(width, super().minimumSizeHint().height())

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks at the preview any more."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._preview_clock.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the example under the numbers where there is no room beside them."""
        super().resizeEvent(event)
        directions = QBoxLayout.Direction
        narrow = self.contentsRect().width() < self._least_width(beside=True)
        self._columns.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)
        self.preview.setMinimumHeight(320 if narrow else 0)
