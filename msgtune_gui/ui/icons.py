"""Drawings from resources/icons, coloured by the theme when they are painted."""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from msgtune_gui.ui.resources import resource_path

_OWN_COLOUR = "currentColor"


@lru_cache(maxsize=128)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    drawing = resource_path(f"icons/{name}.svg").read_text("utf-8").replace(_OWN_COLOUR, colour)
    return QSvgRenderer(QByteArray(drawing.encode()))


def paint_icon(painter: QPainter, area: QRectF, name: str, colour: str) -> None:
    """Draw an icon into a rectangle (logical pixels) in a colour ("#rrggbb")."""
    _renderer(name, colour).render(painter, area)


def themed_icon(name: str, colour: str, side: int = 20, margin: int = 0) -> QIcon:
    """An icon in one colour, sharp on screens of up to three times the usual density.

    Args:
        name: Its file in resources/icons, without the ending.
        colour: "#rrggbb".
        side: Logical pixels.
        margin: Empty logical pixels at its left and right, because buttons set their words too close to it.
    """
    icon = QIcon()
    for ratio in (1, 2, 3):
        pixmap = QPixmap(QSize((side + 2 * margin) * ratio, side * ratio))
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        paint_icon(painter, QRectF(margin, 0, side, side), name, colour)
        painter.end()
        icon.addPixmap(pixmap)
    return icon
