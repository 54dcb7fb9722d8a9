"""A message inside the page: what happened, what is safe, what to do next."""

from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from msgtune_gui.core.errors import UserError
from msgtune_gui.ui.tokens import SPACE_L, SPACE_M, SPACE_XS
from msgtune_gui.ui.widgets.button import Button
from msgtune_gui.ui.widgets.icon_view import IconView
from msgtune_gui.ui.widgets.label import Label


class BannerKind(StrEnum):
    """How a banner looks; never by colour alone, each has an icon too."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"
    SUCCESS = "success"


_TOKENS = {
    BannerKind.ERROR: "danger",
    BannerKind.WARNING: "warning",
    BannerKind.INFO: "accent",
    BannerKind.SUCCESS: "success",
}


class Banner(QFrame):
    """Hidden until there is something to say.

    Signals:
        action_clicked(): The button in the banner was pressed.
    """

    action_clicked = Signal()

    def __init__(self, parent: QWidget | None = None, *, action_below: bool = False) -> None:
        """With `action_below` the button stands under the words, which then have all the width."""
        super().__init__(parent)
        self._icon = IconView("info", "accent", 22)
        self.message = Label(role="strong", wrap=True)
        self.advice = Label(wrap=True)
        for label in (self.message, self.advice):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.action = Button("")
        self.action.clicked.connect(self.action_clicked)
        words = QVBoxLayout()
        words.setSpacing(SPACE_XS)
        words.addWidget(self.message)
        words.addWidget(self.advice)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(SPACE_L, SPACE_M, SPACE_L, SPACE_M)
        layout.setSpacing(SPACE_M)
        layout.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        if action_below:
            words.addWidget(self.action, 0, Qt.AlignmentFlag.AlignLeft)
        else:
            layout.addWidget(self.action, 0, Qt.AlignmentFlag.AlignVCenter)
        self.hide()

    def show_error(self, error: UserError, action: str = "") -> None:
        """Show an error, with a button if it has words."""
        self.show_message(BannerKind.ERROR, error.message, error.advice, action)

    def show_message(self, kind: BannerKind, message: str, advice: str = "", action: str = "") -> None:
        """Show a sentence, what to do about it, and a button if it has words."""
        self.setProperty("banner", kind.value)
        self.style().unpolish(self)
        self.style().polish(self)
        self._icon.show_icon(kind.value, _TOKENS[kind])
        self.message.setText(message)
        self.advice.setText(advice)
        self.advice.setVisible(bool(advice))
        self.action.setText(action)
        self.action.setVisible(bool(action))
        self.setAccessibleName(message)
        self.setAccessibleDescription(advice)
        self.show()

    def clear(self) -> None:
        """Say nothing any more."""
        self.hide()
