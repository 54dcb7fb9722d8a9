"""A quiet box with round corners that holds what belongs together."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from msgtune_gui.ui.tokens import CARD_PADDING, SPACE_M


class Card(QFrame):
    """A surface with a border; put widgets into `body`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(CARD_PADDING, CARD_PADDING, CARD_PADDING, CARD_PADDING)
        self.body.setSpacing(SPACE_M)


class Line(QFrame):
    """A hairline between two parts of a card."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "line")
