"""The dialogs in which folders and files are chosen."""

from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget


class SourceChooser(QObject):
    """One dialog for folders and one for files, since no dialog offers both.

    Signals:
        chosen(object): A tuple of paths.
    """

    chosen = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window

    @Slot()
    def ask_for_folder(self) -> None:
        """Open the dialog for a folder."""
        dialog = QFileDialog(self._window, self.tr("Choose the folder of your export"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        self._open(dialog)

    @Slot()
    def ask_for_files(self) -> None:
        """Open the dialog for zips and single conversations, several at once."""
        dialog = QFileDialog(self._window, self.tr("Choose all the files of your export"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilters([self.tr("Messenger exports (*.zip *.json)"), self.tr("All files (*)")])
        self._open(dialog)

    def _open(self, dialog: QFileDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setDirectory(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation))
        dialog.filesSelected.connect(self._on_files_selected)
        dialog.open()

    @Slot(list)
    def _on_files_selected(self, names: list[str]) -> None:
        self.chosen.emit(tuple(Path(name) for name in names))
