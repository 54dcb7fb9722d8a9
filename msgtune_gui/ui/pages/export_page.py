"""Page 1: choose an export and read it."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Slot
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.export.accounts import AccountChoice, DifferentAccounts
from msgtune_gui.core.model import Export, ReadProgress
from msgtune_gui.ui.export.account_question import AccountQuestion
from msgtune_gui.ui.export.chooser import SourceChooser
from msgtune_gui.ui.export.meta_steps import MetaSteps
from msgtune_gui.ui.export.notice_list import NoticeList
from msgtune_gui.ui.export.reading_card import ReadingCard
from msgtune_gui.ui.export.result_card import ResultCard
from msgtune_gui.ui.export.source_words import source_words
from msgtune_gui.ui.export.work import Reading, read_together
from msgtune_gui.ui.page import WizardPage
from msgtune_gui.ui.session import WizardSession
from msgtune_gui.ui.tokens import SPACE_M
from msgtune_gui.ui.widgets import Banner, BannerKind
from msgtune_gui.ui.widgets.drop_area import DropArea
from msgtune_gui.ui.widgets.drop_zone import DropZone
from msgtune_gui.ui.widgets.folding import FoldingRow
from msgtune_gui.ui.widgets.tab_order import tab_in_order
from msgtune_gui.workers.runner import TaskRunner
from msgtune_gui.workers.task import Task

_PAINTING_MS = 10
"""Pause in which the window paints the result before the next pages look at it."""


class ExportPage(WizardPage):
    """Choosing, reading and what was found, in the same place; an error leaves the page as usable as it was."""

    def __init__(
        self, session: WizardSession, runner: TaskRunner, sample_path: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, parent)
        self._runner = runner
        self._sample_path = sample_path
        self._task: Task | None = None
        self._read: Export | None = None
        self._sources: tuple[Path, ...] = ()
        self._adding = False
        self.banner = Banner()
        self.notices = NoticeList()
        self.drop_zone = DropZone()
        self.reading = ReadingCard()
        self.question = AccountQuestion()
        self.result = ResultCard()
        self._chooser = SourceChooser(self)
        self._area = DropArea()
        self._states = QStackedWidget()
        self._build()
        self._connect()

    def heading(self) -> str:
        return self.tr("Choose your Messenger export")

    def subheading(self) -> str:
        return self.tr("msgtune learns from the messages that you downloaded from Meta.")

    def entered(self) -> None:
        if self._states.currentWidget() is self.drop_zone:
            self.drop_zone.folder_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def read(self, paths: Sequence[Path]) -> None:
        """Read folders, zips or single conversations as one export; nothing happens while another is being read."""
        if self._task is not None or not paths:
            return
        self.banner.clear()
        self.reading.start(self._name_of(paths))
        self._show(self.reading)
        self.reading.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._area.set_taking(False)
        self.session.set_reading(True)
        self._task = self._runner.start(read_together(paths))
        self._task.progressed.connect(self._on_task_progressed)
        self._task.succeeded.connect(self._on_task_succeeded)
        self._task.failed.connect(self._on_task_failed)
        self._task.cancelled.connect(self._on_task_cancelled)

    def add(self, paths: Sequence[Path]) -> None:
        """Read these together with what was read before; never with the sample, which belongs to nobody."""
        before = () if self._sources == (self._sample_path,) else self._sources
        self.read(tuple(dict.fromkeys((*before, *paths))))

    def _build(self) -> None:
        for state in (self.drop_zone, self.reading, self.question, self.result):
            self._states.addWidget(state)
        left = QVBoxLayout(self._area)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(SPACE_M)
        left.addWidget(self.banner)
        left.addWidget(self.notices)
        left.addWidget(self._states, 1)
        self.columns = FoldingRow((self._area, MetaSteps()), (5, 3))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.columns)

    def _connect(self) -> None:
        for state in (self.drop_zone, self.result):
            self._area.hovered.connect(state.set_hovered)
        self._area.dropped.connect(self._on_paths_chosen)
        self._chooser.chosen.connect(self._on_paths_chosen)
        self.drop_zone.folder_wanted.connect(self._chooser.ask_for_folder)
        self.drop_zone.files_wanted.connect(self._chooser.ask_for_files)
        self.drop_zone.sample_wanted.connect(self._on_sample_wanted)
        self.drop_zone.kept.connect(self._on_kept)
        self.reading.cancel_pressed.connect(self._on_cancel_pressed)
        self.question.account_chosen.connect(self._on_account_chosen)
        self.question.cancel_pressed.connect(self._on_kept)
        self.notices.addition_wanted.connect(self._on_addition_wanted)
        self.result.addition_wanted.connect(self._on_addition_wanted)
        self.result.another_wanted.connect(self._on_another_wanted)

    def _title_of(self, sources: Sequence[Path]) -> str:
        if sources[0] == self._sample_path:
            return self.tr("The sample is ready")
        words = self.tr("{name} is ready") if len(sources) == 1 else self.tr("{name} are ready")
        return words.format(name=source_words(sources))

    def _name_of(self, sources: Sequence[Path]) -> str:
        return self.tr("the sample") if sources[0] == self._sample_path else source_words(sources)

    def _show(self, state: QWidget) -> None:
        self._states.setCurrentWidget(state)
        self.notices.setVisible(state is self.result and bool(self.notices.banners))
        self.scroll_to_top()

    def _invite(self, *, adding: bool) -> None:
        self._adding = adding
        self.banner.clear()
        self.drop_zone.invite(adding=adding, has_export=self.session.export is not None)
        self._show(self.drop_zone)
        self.drop_zone.folder_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_what_there_is(self) -> None:
        """The state to fall back to: the export that was read before, or the invitation to choose one."""
        if self.session.export is None:
            self._invite(adding=False)
        else:
            self._show(self.result)
            self.result.add_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _end_reading(self) -> None:
        self._task = None
        self._area.set_taking(True)
        self.session.set_reading(False)

    @Slot(object)
    def _on_paths_chosen(self, paths: Sequence[Path]) -> None:
        shows_result = self._states.currentWidget() is self.result
        if self._adding or shows_result:
            self.add(paths)
        else:
            self.read(paths)

    @Slot()
    def _on_sample_wanted(self) -> None:
        self.read([self._sample_path])

    @Slot()
    def _on_addition_wanted(self) -> None:
        self._invite(adding=True)

    @Slot()
    def _on_another_wanted(self) -> None:
        self._invite(adding=False)

    @Slot()
    def _on_kept(self) -> None:
        self._show_what_there_is()

    @Slot(object)
    def _on_account_chosen(self, account: AccountChoice) -> None:
        self.read(account.sources)

    @Slot()
    def _on_cancel_pressed(self) -> None:
        if self._task is not None:
            self.reading.show_cancelling()
            self._task.cancel()

    @Slot(object)
    def _on_task_progressed(self, progress: ReadProgress) -> None:
        self.reading.show_progress(progress)

    @Slot(object)
    def _on_task_succeeded(self, reading: Reading) -> None:
        self._sources = reading.sources
        self._adding = False
        self.result.show_reading(reading, self._title_of(reading.sources))
        self.notices.show_notices(reading.export.notices)
        tab_in_order([self.drop_zone.keep_button, *self.notices.stops, *self.result.stops])
        self._show(self.result)
        self.result.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._read = reading.export
        # What the pages after this one do with it takes its time, so the window may paint the result first.
        QTimer.singleShot(_PAINTING_MS, self, self._hand_over)

    @Slot()
    def _hand_over(self) -> None:
        export, self._read = self._read, None
        self.session.set_export(export)
        self._end_reading()
        self.footer_changed.emit()

    @Slot(object)
    def _on_task_failed(self, error: Exception) -> None:
        self._end_reading()
        if isinstance(error, DifferentAccounts):
            self.question.ask(error)
            self._show(self.question)
            self.question.buttons.button(0).setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self._show_what_there_is()
        if isinstance(error, UserError):
            self.banner.show_error(error)
        else:
            self.crashed.emit(error)

    @Slot()
    def _on_task_cancelled(self) -> None:
        self._end_reading()
        self._show_what_there_is()
        if self.session.export is None:
            advice = self.tr("Nothing was changed. Choose an export again.")
        else:
            advice = self.tr("Nothing was changed.")
        self.banner.show_message(BannerKind.INFO, self.tr("Reading was stopped."), advice)
