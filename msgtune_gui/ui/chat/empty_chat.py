"""What stands in a chat before the first word."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from msgtune_gui.ui import theme
from msgtune_gui.ui.widgets import Button, IconView, Label


class EmptyChat(QWidget):
    """Says whom one talks to and offers three ways to begin.

    Args:
        name: Whom one talks to.
        nature: What is to be known before the first word.

    Signals:
        opener_chosen(str): One of the proposed first sentences.
    """

    opener_chosen = Signal(str)

    def __init__(self, name: str, nature: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = Label(self.tr("Say something to {voice}").format(voice=name), "section", wrap=True)
        note = Label(nature, "muted", wrap=True)
        for label in (title, note):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_XL, theme.SPACE_XL)
        layout.setSpacing(theme.SPACE_S)
        layout.addStretch()
        layout.addWidget(IconView("chat", "accent", 40), 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addWidget(title)
        layout.addWidget(note)
        layout.addSpacing(theme.SPACE_M)
        self.openers = QButtonGroup(self)
        for words in (
            self.tr("Hey, what are you up to?"),
            self.tr("How was your day?"),
            self.tr("Any plans for the weekend?"),
        ):
            button = Button(words)
            self.openers.addButton(button)
            layout.addWidget(button, 0, Qt.AlignmentFlag.AlignHCenter)
        layout.addStretch()
        self.openers.idClicked.connect(self._on_opener_clicked)

    @Slot(int)
    def _on_opener_clicked(self, identifier: int) -> None:
        button = self.openers.button(identifier)
        if button is not None:
            self.opener_chosen.emit(button.text())
