"""Driving page 1 as a hand would."""

from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from msgtune_gui.ui.pages.export_page import ExportPage
from msgtune_gui.ui.widgets.drop_area import DropArea


def hold_over(page: ExportPage, *paths: Path) -> bool:
    """Hold files over the page; gives whether it would take them."""
    # The event does not keep its data alive.
    data = _files(paths)
    event = QDragEnterEvent(QPointF(50, 50).toPoint(), *_arguments(data))
    event.ignore()
    QApplication.sendEvent(area(page), event)
    return event.isAccepted()


def take_away(page: ExportPage) -> None:
    """Take away what is held over the page."""
    QApplication.sendEvent(area(page), QDragLeaveEvent())


def drop(page: ExportPage, *paths: Path) -> None:
    """Drop files on the page."""
    hold_over(page, *paths)
    data = _files(paths)
    QApplication.sendEvent(area(page), QDropEvent(QPointF(50, 50), *_arguments(data)))


def area(page: ExportPage) -> DropArea:
    """What takes the drops."""
    found = page.findChild(DropArea)
    assert found is not None
    return found


def shown(page: ExportPage) -> str:
    """Which state is on screen."""
    names = {
        "drop_zone": page.drop_zone,
        "reading": page.reading,
        "question": page.question,
        "result": page.result,
    }
    return next(name for name, widget in names.items() if widget.isVisible())


def _files(paths: tuple[Path, ...]) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def _arguments(
    data: QMimeData,
) -> tuple[Qt.DropAction, QMimeData, Qt.MouseButton, Qt.KeyboardModifier]:
    return Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
