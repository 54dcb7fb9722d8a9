"""The field in which a chat message is written."""

import math

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QSizePolicy, QWidget

_MOST_LINES = 6


class Composer(QPlainTextEdit):
    """A text field that grows with its text; Enter sends, Shift+Enter breaks the line.

    Signals:
        submitted(str): Enter was pressed on a text that is not blank; white space at its ends is gone.
    """

    submitted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Message"))
        self.setPlaceholderText(self.tr("Write a message"))
        self.setToolTip(self.tr("Enter sends, Shift+Enter starts a new line"))
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(1)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.textChanged.connect(self._fit)
        self._fit()

    def submit(self) -> None:
        """Send what is written and clear the field; nothing happens while it is blank."""
        text = self.toPlainText().strip()
        if text:
            self.clear()
            self.submitted.emit(text)

    def _height_for(self, lines: int) -> int:
        margins = self.contentsMargins()
        space = 2 * self.document().documentMargin() + margins.top() + margins.bottom()
        return math.ceil(lines * self.fontMetrics().lineSpacing() + space) + 2

    @Slot()
    def _fit(self) -> None:
        """Take the height that the text needs, up to some lines, and scroll from there on."""
        lines = max(1, math.ceil(self.document().size().height()))
        self.setFixedHeight(self._height_for(min(lines, _MOST_LINES)))
        policy = Qt.ScrollBarPolicy.ScrollBarAsNeeded if lines > _MOST_LINES else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setVerticalScrollBarPolicy(policy)

    def sizeHint(self) -> QSize:
        """Width for a short sentence; the height follows the text."""
        return QSize(320, self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Send on Enter; every other key writes."""
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_enter and not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.submit()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wraps the text anew."""
        super().resizeEvent(event)
        self._fit()
