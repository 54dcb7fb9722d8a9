"""The row at the foot of the wizard: back, why it does not go on, and the one primary button."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from msgtune_gui.ui.tokens import PAGE_MARGIN, SPACE_L, SPACE_M
from msgtune_gui.ui.widgets.button import Button
from msgtune_gui.ui.widgets.label import Label


class Footer(QWidget):
    """Always in the same place, so that the way on is always found.

    Signals:
        back_pressed(): The person wants to see the page before.
        primary_pressed(): The person wants to go on.
    """

    back_pressed = Signal()
    primary_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "footer")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.back = Button(self.tr("&Back"))
        self.primary = Button("", "primary")
        self.reason = Label("", "muted", wrap=True)
        self.reason.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.reason.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.back.clicked.connect(self.back_pressed)
        self.primary.clicked.connect(self.primary_pressed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(PAGE_MARGIN, SPACE_M, PAGE_MARGIN, SPACE_M)
        layout.setSpacing(SPACE_L)
        layout.addWidget(self.back)
        layout.addWidget(self.reason, 1)
        layout.addWidget(self.primary)

    def show_state(self, primary_text: str, blocker: str, *, back: bool, primary: bool) -> None:
        """Bring the row up to date; an empty `blocker` turns the primary button on."""
        self.back.setVisible(back)
        self.primary.setVisible(primary)
        self.primary.setText(primary_text)
        self.primary.setEnabled(not blocker)
        self.primary.setAccessibleDescription(blocker)
        self.reason.setText(blocker)
