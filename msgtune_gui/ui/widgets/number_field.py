"""A field for a whole number."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QSpinBox, QWidget

_LEFT_MARGIN = 10


class NumberField(QSpinBox):
    """A spin box whose text keeps off the border and that lets the page scroll while it has no focus."""

    def __init__(self, least: int, most: int, value: int, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # A style sheet's left padding has no effect on the editor inside a spin box with styled buttons.
        self.lineEdit().setTextMargins(_LEFT_MARGIN, 0, 0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setRange(least, most)
        self.setValue(value)
        self.setAccessibleName(name)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel that turns over the field on its way down the page must not change it."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
