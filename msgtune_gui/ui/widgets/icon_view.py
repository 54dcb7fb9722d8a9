"""An icon that follows the theme."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from msgtune_gui.ui import theme
from msgtune_gui.ui.icons import paint_icon


class IconView(QWidget):
    """Decoration beside words; it says nothing that the words do not."""

    def __init__(self, name: str, tint: str = "text_muted", side: int = 20, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._tint = tint
        self._side = side
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_icon(self, name: str, tint: str) -> None:
        """Show another icon of resources/icons in the colour of a token."""
        self._name = name
        self._tint = tint
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(self._side, self._side)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        paint_icon(painter, QRectF(0, 0, self._side, self._side), self._name, getattr(theme.current(), self._tint))
        painter.end()
