"""Page 3: how conversations become examples, how many there are, and what became of every message."""

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.examples import SlicingPlan
from msgtune_gui.core.expected_time import expected_time
from msgtune_gui.core.model import Example, SlicingOptions
from msgtune_gui.core.ports import Outside
from msgtune_gui.ui.examples.account_card import AccountCard
from msgtune_gui.ui.examples.count_card import CountCard
from msgtune_gui.ui.examples.planner import ExamplePlanner
from msgtune_gui.ui.examples.preview import ExamplePreview
from msgtune_gui.ui.examples.saver import ExampleSaver
from msgtune_gui.ui.examples.slicing_form import SlicingForm
from msgtune_gui.ui.examples.too_few import TooFewBanner
from msgtune_gui.ui.page import WizardPage
from msgtune_gui.ui.session import WizardSession
from msgtune_gui.ui.tokens import SPACE_M
from msgtune_gui.ui.widgets import Banner, BannerKind, Button
from msgtune_gui.ui.widgets.folding import FoldingRow
from msgtune_gui.ui.widgets.tab_order import tab_in_order
from msgtune_gui.ui.words import plural
from msgtune_gui.workers.runner import TaskRunner

USUAL_EPOCHS = 3
_PREVIEW_WIDTH = 290
_PREVIEW_HEIGHT = 470
_PREVIEW_HEIGHT_BELOW = 320


class ExamplesPage(WizardPage):
    """Prepares the turns in a worker once per choice of people, then counts at every keystroke."""

    def __init__(
        self, session: WizardSession, runner: TaskRunner, outside: Outside, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, parent)
        self._outside = outside
        self._tokens_per_second: float | None = None
        self.planner = ExamplePlanner(runner, self)
        self.saver = ExampleSaver(runner, self)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.form = SlicingForm(self.session.options)
        self.count = CountCard()
        self.account = AccountCard()
        self.too_few = TooFewBanner()
        self.notice = Banner()
        self.preview = ExamplePreview()
        self.preview.setMinimumWidth(_PREVIEW_WIDTH)
        self.save_button = Button(self.tr("&Save as JSONL…"), "secondary", "file")
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(SPACE_M)
        for widget in (self.form, self.too_few, self.notice, self.count):
            column.addWidget(widget)
        column.addWidget(self.save_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch()
        self.columns = FoldingRow((left, self.preview), (7, 4))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_M)
        layout.addWidget(self.columns)
        layout.addWidget(self.account)
        layout.addStretch()
        preview = self.preview
        tab_in_order((self.too_few.action, self.notice.action, self.save_button, preview.previous, preview.next))
        tab_in_order((preview.next, preview.view))

    def _connect(self) -> None:
        self.session.export_changed.connect(self._on_export_changed)
        self.session.people_changed.connect(self._on_people_changed)
        self.form.numbers_changed.connect(self._on_numbers_changed)
        self.form.mode_changed.connect(self._on_mode_changed)
        self.too_few.numbers_wanted.connect(self._on_numbers_wanted)
        self.notice.action_clicked.connect(self._on_save_clicked)
        self.save_button.clicked.connect(self._on_save_clicked)
        self.saver.begun.connect(self._on_saving_begun)
        self.saver.saved.connect(self._on_saved)
        self.saver.failed.connect(self._on_save_failed)
        self.planner.planned.connect(self._on_planned)
        self.planner.cut.connect(self._on_examples_cut)
        self.planner.more_cut.connect(self.preview.add_examples)
        self.preview.more_wanted.connect(self.planner.cut_more)
        self.planner.failed.connect(self._on_planner_failed)

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
        export, voice = self.session.export, self.session.voice
        if export is None or voice is None or not self.session.ticked:
            self._show_no_count()
            return
        self.session.set_counting(True)
        self._show_no_count(self.tr("counting…"))
        options = self.form.options or self.session.options
        options = SlicingOptions(options.chunk, options.overlap, self.form.mode, options.pause_ms)
        self.planner.plan(export, voice, options, self.session.selection)

    def _abandon(self) -> None:
        self.planner.abandon()
        self.session.set_counting(False)

    def _show_no_count(self, why: str = "") -> None:
        self.count.show_waiting(why)
        self.account.hide()
        self.too_few.clear()
        self.preview.show_nothing("")

    def _recount(self) -> None:
        plan, options = self.session.plan, self.form.options
        self.notice.clear()
        self.save_button.setEnabled(False)
        if options is None:
            self.session.set_options_invalid()
            self._show_no_count()
            return
        count = plan.count(options.chunk, options.overlap) if plan is not None else None
        self.session.set_options(options, count)
        if plan is None or count is None:
            return
        self.count.show_count(count, expected_time(count.tokens, USUAL_EPOCHS, self._tokens_per_second))
        self.account.show_account(count.account, plan.slicing.sender)
        self.save_button.setEnabled(count.examples > 0 and not self.saver.busy)
        self.too_few.judge(plan, options, count.examples)
        self.planner.cut_soon(plan, options)

    @Slot()
    def _on_export_changed(self) -> None:
        self.planner.forget()
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

    @Slot(object)
    def _on_numbers_wanted(self, numbers: tuple[int, int]) -> None:
        self.form.set_numbers(*numbers)
        self.form.chunk.setFocus()

    @Slot(object)
    def _on_planned(self, plan: SlicingPlan) -> None:
        self.session.set_plan(plan)
        self.session.set_counting(False)
        self._recount()

    @Slot(object)
    def _on_planner_failed(self, error: Exception) -> None:
        if self.session.plan is None:
            self.session.set_counting(False)
            self._show_no_count()
        self._show_failure(error)

    @Slot(object)
    def _on_examples_cut(self, examples: tuple[Example, ...]) -> None:
        plan, count = self.session.plan, self.session.count
        if examples and plan is not None and count is not None:
            self.preview.show_examples(examples, count.examples, plan.slicing.sender)
        else:
            self.preview.show_nothing(self.tr("With these choices there is no example to show."))

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

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks at the preview any more."""
        super().hideEvent(event)
        if not event.spontaneous():
            self.planner.rest()

    def minimumSizeHint(self) -> QSize:
        """As high as the words need at the present width, not at the smallest, which would leave the foot empty."""
        size, layout = super().minimumSizeHint(), self.layout()
        if layout is not None:
            size.setHeight(layout.minimumHeightForWidth(max(self.width(), size.width())))
        return size

    def resizeEvent(self, event: QResizeEvent) -> None:
        """An example keeps a height at which it can be read, beside the numbers or under them."""
        super().resizeEvent(event)
        self.preview.setMinimumHeight(_PREVIEW_HEIGHT_BELOW if self.columns.is_folded else _PREVIEW_HEIGHT)
        self.updateGeometry()
