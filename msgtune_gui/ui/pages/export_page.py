"""Page 1: choose an export and read it."""

from collections.abc import Sequence
from pathlib import Path, PurePath

from PySide6.QtCore import QStandardPaths, Qt, Slot
from PySide6.QtWidgets import QFileDialog, QStackedWidget, QVBoxLayout, QWidget

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.export import read_export
from msgtune_gui.core.model import Export, ReadProgress
from msgtune_gui.ui.export.meta_steps import MetaSteps
from msgtune_gui.ui.export.reading_card import ReadingCard
from msgtune_gui.ui.export.result_card import ResultCard
from msgtune_gui.ui.page import WizardPage
from msgtune_gui.ui.session import WizardSession
from msgtune_gui.ui.tokens import SPACE_M
from msgtune_gui.ui.widgets import Banner, BannerKind
from msgtune_gui.ui.widgets.drop_area import DropArea
from msgtune_gui.ui.widgets.drop_zone import DropZone
from msgtune_gui.ui.widgets.folding import FoldingRow
from msgtune_gui.ui.words import number
from msgtune_gui.workers.runner import TaskRunner
from msgtune_gui.workers.task import Task, TaskContext


class ExportPage(WizardPage):
    """Choosing, reading and what was found, in the same place; an error leaves the page as usable as it was."""

    def __init__(
        self, session: WizardSession, runner: TaskRunner, sample_path: Path, parent: QWidget | None = None
    ) -> None:
        super().__init__(session, parent)
        self._runner = runner
        self._sample_path = sample_path
        self._task: Task | None = None
        self.banner = Banner()
        self.drop_zone = DropZone()
        self.reading = ReadingCard()
        self.result = ResultCard()
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
        chosen = tuple(paths)

        def work(context: TaskContext) -> Export:
            return read_export(chosen, context.report, context.cancel)

        self.banner.clear()
        self.reading.start(self._name_of(chosen))
        self._show(self.reading)
        self.reading.cancel_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.session.set_reading(True)
        self._task = self._runner.start(work)
        self._task.progressed.connect(self._on_task_progressed)
        self._task.succeeded.connect(self._on_task_succeeded)
        self._task.failed.connect(self._on_task_failed)
        self._task.cancelled.connect(self._on_task_cancelled)

    def _build(self) -> None:
        for state in (self.drop_zone, self.reading, self.result):
            self._states.addWidget(state)
        left = QVBoxLayout(self._area)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(SPACE_M)
        left.addWidget(self.banner)
        left.addWidget(self._states, 1)
        self.columns = FoldingRow((self._area, MetaSteps()), (5, 3))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.columns)

    def _connect(self) -> None:
        self._area.hovered.connect(self.drop_zone.set_hovered)
        self._area.dropped.connect(self._on_paths_chosen)
        self.drop_zone.folder_wanted.connect(self._on_folder_wanted)
        self.drop_zone.files_wanted.connect(self._on_files_wanted)
        self.drop_zone.sample_wanted.connect(self._on_sample_wanted)
        self.reading.cancel_pressed.connect(self._on_cancel_pressed)
        self.result.another_wanted.connect(self._on_another_wanted)

    def _title_of(self, source: PurePath) -> str:
        if source == self._sample_path:
            return self.tr("The sample is ready")
        return self.tr("{name} is ready").format(name=source.name or str(source))

    def _name_of(self, paths: Sequence[Path]) -> str:
        if paths[0] == self._sample_path:
            return self.tr("the sample")
        if len(paths) > 1:
            return self.tr("{count} files").format(count=number(len(paths)))
        return paths[0].name or str(paths[0])

    def _show(self, state: QWidget) -> None:
        self._states.setCurrentWidget(state)

    def _show_what_there_is(self) -> None:
        """The state to fall back to: the export that was read before, or the invitation to choose one."""
        if self.session.export is None:
            self._show(self.drop_zone)
            self.drop_zone.folder_button.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self._show(self.result)
            self.result.another_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _end_reading(self) -> None:
        self._task = None
        self.session.set_reading(False)

    def _open_dialog(self, dialog: QFileDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setDirectory(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation))
        dialog.filesSelected.connect(self._on_files_selected)
        dialog.open()

    @Slot()
    def _on_folder_wanted(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose the folder of your export"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        self._open_dialog(dialog)

    @Slot()
    def _on_files_wanted(self) -> None:
        dialog = QFileDialog(self, self.tr("Choose your export"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([self.tr("Messenger exports (*.zip *.json)"), self.tr("All files (*)")])
        self._open_dialog(dialog)

    @Slot(list)
    def _on_files_selected(self, names: list[str]) -> None:
        self.read([Path(name) for name in names])

    @Slot(object)
    def _on_paths_chosen(self, paths: Sequence[Path]) -> None:
        self.read(paths)

    @Slot()
    def _on_sample_wanted(self) -> None:
        self.read([self._sample_path])

    @Slot()
    def _on_another_wanted(self) -> None:
        self.banner.clear()
        self._show(self.drop_zone)
        self.drop_zone.folder_button.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_cancel_pressed(self) -> None:
        if self._task is not None:
            self.reading.show_cancelling()
            self._task.cancel()

    @Slot(object)
    def _on_task_progressed(self, progress: ReadProgress) -> None:
        self.reading.show_progress(progress)

    @Slot(object)
    def _on_task_succeeded(self, export: Export) -> None:
        self.session.set_export(export)
        self._end_reading()
        self.result.show_export(export, self._title_of(export.source))
        self._show_what_there_is()
        self.footer_changed.emit()

    @Slot(object)
    def _on_task_failed(self, error: Exception) -> None:
        self._end_reading()
        self._show_what_there_is()
        if isinstance(error, UserError):
            self.banner.show_error(error)
        else:
            self.crashed.emit(error)

    @Slot()
    def _on_task_cancelled(self) -> None:
        self._end_reading()
        self._show_what_there_is()
        self.banner.show_message(
            BannerKind.INFO, self.tr("Reading was stopped."), self.tr("Nothing was changed. Choose an export again.")
        )
