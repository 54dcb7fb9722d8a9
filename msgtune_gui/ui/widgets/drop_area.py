"""An area that takes files and folders which are dropped on it."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QWidget


class DropArea(QWidget):
    """Takes any files of this computer; what is in them is for the reader to judge.

    Signals:
        hovered(bool): Files are held over the area, or no longer.
        dropped(object): A tuple of paths.
    """

    hovered = Signal(bool)
    dropped = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_taking = True
        self.setAcceptDrops(True)

    def set_taking(self, taking: bool) -> None:
        """Whether anything may be dropped now; what may not is refused while it is still in the hand."""
        self._is_taking = taking

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self._is_taking and _paths(event.mimeData()):
            event.acceptProposedAction()
            self.hovered.emit(True)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.hovered.emit(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.hovered.emit(False)
        paths = _paths(event.mimeData())
        if self._is_taking and paths:
            event.acceptProposedAction()
            self.dropped.emit(paths)


def _paths(data: QMimeData) -> tuple[Path, ...]:
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())
