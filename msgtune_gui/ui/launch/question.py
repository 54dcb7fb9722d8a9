"""The question that stands before a training is thrown away."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from msgtune_gui.ui.widgets import Button


class EndQuestion(QMessageBox):
    """Asked once; Enter and Escape keep the training.

    `open` it and connect to `end.clicked`.
    """

    def __init__(self, title: str, text: str, details: str, keep_words: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setText(text)
        self.setInformativeText(details)
        self.end = Button(title, "danger")
        self.keep = Button(keep_words)
        self.addButton(self.end, QMessageBox.ButtonRole.DestructiveRole)
        self.addButton(self.keep, QMessageBox.ButtonRole.RejectRole)
        self.setDefaultButton(self.keep)
        self.setEscapeButton(self.keep)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
