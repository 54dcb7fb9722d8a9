"""A tick box whose words may take several lines."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QSizePolicy, QWidget

from msgtune_gui.ui.widgets.label import Label


class TickLine(QWidget):
    """Ticked by a click on the box or on the words, or with the space bar.

    Signals:
        ticked(bool): The person set or took away the tick.
    """

    ticked = Signal(bool)

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QCheckBox()
        self.box.setAccessibleName(words)
        self.box.clicked.connect(self.ticked)
        self.words = Label(words, wrap=True)
        self.words.setSizePolicy(_filling())
        self.words.installEventFilter(self)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        # The box keeps its own distance from words that it does not have.
        layout.setSpacing(0)
        layout.addWidget(self.box, 0, Qt.AlignmentFlag.AlignVCenter)
        layout.addWidget(self.words, 1)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.words and isinstance(event, QMouseEvent) and self._is_click(event):
            self.box.setFocus(Qt.FocusReason.MouseFocusReason)
            self.box.click()
            return True
        return super().eventFilter(watched, event)

    def _is_click(self, event: QMouseEvent) -> bool:
        return (
            event.type() is QEvent.Type.MouseButtonRelease
            and event.button() == Qt.MouseButton.LeftButton
            and self.words.rect().contains(event.position().toPoint())
        )


def _filling() -> QSizePolicy:
    policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    return policy
