"""One figure that matters, with what it counts under it."""

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QVBoxLayout, QWidget

from msgtune_gui.ui.widgets.label import Label


class BigNumber(QWidget):
    """A number in large type over a caption; a screen reader hears both in one name.

    `size` is the label role of the number: "number" (the one figure of a page) or "figure" (one of several).
    """

    def __init__(self, caption: str = "", size: str = "number", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = Label("", size)
        self._caption = Label(caption, "muted")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self._number)
        layout.addWidget(self._caption)
        self.clear()

    def text(self) -> str:
        """The number as shown."""
        return self._number.text()

    def caption(self) -> str:
        """The words under the number."""
        return self._caption.text()

    def set_value(self, value: int, caption: str | None = None) -> None:
        """Show a number in the person's own way of writing it, and another caption if one is given."""
        self.set_text(QLocale().toString(value), caption)

    def set_text(self, text: str, caption: str | None = None) -> None:
        """Show a ready-made figure."""
        self._number.setText(text)
        if caption is not None:
            self._caption.setText(caption)
        self.setAccessibleName(f"{text} {self._caption.text()}".strip())

    def clear(self) -> None:
        """Show that there is no number at present."""
        self.set_text("\N{EN DASH}")
