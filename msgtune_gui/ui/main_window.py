"""The window itself, light enough to be on screen before anything else is loaded."""

from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMainWindow, QWidget

from msgtune_gui.ui.tokens import SIDEBAR_WIDTH, SPACE_XL, Tokens

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox

SMALLEST_SIZE = QSize(900, 600)
FIRST_SIZE = QSize(1120, 740)


class Content(Protocol):
    """What the window asks of what it shows."""

    def close_question(self) -> str:
        """Question to ask before the window closes; empty when nothing would be lost."""
        ...


class MainWindow(QMainWindow):
    """Shows the outline of the wizard at once, the wizard when it is there, and asks before something is lost.

    Signals:
        closing(): The window is about to close and nothing holds it any more.
    """

    closing = Signal()

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        self._content: Content | None = None
        self._question: QMessageBox | None = None
        self._may_close = False
        self.setWindowTitle("msgtune")
        self.setMinimumSize(SMALLEST_SIZE)
        self.resize(FIRST_SIZE)
        self.setCentralWidget(Outline(tokens))

    def set_content(self, widget: QWidget, content: Content) -> None:
        """Put the real thing in place of the outline."""
        self._content = content
        self.setCentralWidget(widget)

    def _ask(self, text: str) -> None:
        if self._question is not None:
            return
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(QMessageBox.Icon.Question, self.windowTitle(), text, parent=self)
        keep = box.addButton(self.tr("&Keep it open"), QMessageBox.ButtonRole.RejectRole)
        box.addButton(self.tr("&Close"), QMessageBox.ButtonRole.AcceptRole)
        # Whoever presses Enter without reading loses nothing.
        box.setDefaultButton(keep)
        box.setEscapeButton(keep)
        box.accepted.connect(self._on_question_accepted)
        box.finished.connect(self._on_question_finished)
        self._question = box
        box.open()

    @Slot()
    def _on_question_accepted(self) -> None:
        self._may_close = True
        self.close()

    @Slot()
    def _on_question_finished(self) -> None:
        if self._question is not None:
            self._question.deleteLater()
            self._question = None

    def closeEvent(self, event: QCloseEvent) -> None:
        question = "" if self._may_close or self._content is None else self._content.close_question()
        if question:
            event.ignore()
            self._ask(question)
            return
        event.accept()
        self.closing.emit()


class Outline(QWidget):
    """Sidebar and page as empty areas, in the wizard's own places and colours.

    Made of plain widgets and a style sheet: painting it here would load Qt's painting classes first.
    """

    def __init__(self, tokens: Tokens) -> None:
        super().__init__()
        sidebar = QLabel("msgtune")
        sidebar.setFixedWidth(SIDEBAR_WIDTH)
        sidebar.setStyleSheet(
            f"background: {tokens.sidebar}; color: {tokens.text}; font-weight: bold; padding: {SPACE_XL}px;"
            "qproperty-alignment: 'AlignTop | AlignLeading';"
        )
        page = QLabel()
        page.setStyleSheet(f"background: {tokens.window};")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(sidebar)
        layout.addWidget(page, 1)
