"""Details that stay folded away until they are asked for."""

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from msgtune_gui.ui.tokens import SPACE_S
from msgtune_gui.ui.widgets.button import Button


class FoldOut(QWidget):
    """A heading that opens and closes what is put into it."""

    def __init__(self, title: str, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self.toggle = Button(title, "link", "chevron")
        self.toggle.setCheckable(True)
        self.toggle.toggled.connect(self._on_toggled)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addWidget(self.toggle, 0, Qt.AlignmentFlag.AlignLeft)
        layout.addWidget(content)
        content.hide()

    def set_title(self, title: str) -> None:
        """Change the words of the heading."""
        self.toggle.setText(title)

    @property
    def is_open(self) -> bool:
        """Whether the content is shown."""
        return self.toggle.isChecked()

    def fold(self) -> None:
        """Close it."""
        self.toggle.setChecked(False)

    @Slot(bool)
    def _on_toggled(self, is_open: bool) -> None:
        self.toggle.set_icon_name("chevron-open" if is_open else "chevron")
        self._content.setVisible(is_open)
