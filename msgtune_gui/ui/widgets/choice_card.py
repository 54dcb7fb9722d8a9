"""A card that is one of several choices: a radio button, its title and a sentence."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QRadioButton, QSizePolicy, QVBoxLayout, QWidget

from msgtune_gui.ui import theme
from msgtune_gui.ui.widgets.label import Label


class ChoiceCard(QFrame):
    """Chosen by a click anywhere on it; put the `button` of all cards of a choice into one QButtonGroup."""

    def __init__(self, title: str, sentence: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "choice")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.button = QRadioButton(title)
        self.button.setProperty("role", "choice")
        self.button.setAccessibleDescription(sentence)
        self._sentence = Label(sentence, "muted", wrap=True)
        self._sentence.setContentsMargins(theme.SPACE_XL + theme.SPACE_XS, 0, 0, 0)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_M, theme.SPACE_S, theme.SPACE_M, theme.SPACE_M)
        layout.setSpacing(theme.SPACE_XS)
        layout.addWidget(self.button)
        layout.addWidget(self._sentence)
        layout.addStretch()
        self.button.toggled.connect(self._on_button_toggled)
        self._on_button_toggled(False)

    @Slot(bool)
    def _on_button_toggled(self, chosen: bool) -> None:
        self.setProperty("chosen", chosen)
        self.style().unpolish(self)
        self.style().polish(self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Choose this card as a click on its radio button would."""
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.button.setFocus(Qt.FocusReason.MouseFocusReason)
            self.button.click()
        super().mouseReleaseEvent(event)
