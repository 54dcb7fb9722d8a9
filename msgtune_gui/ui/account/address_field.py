"""The part of a page where the address of a service is given."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from msgtune_gui.core.errors import UserError
from msgtune_gui.ui import theme
from msgtune_gui.ui.widgets import Label
from msgtune_gui.ui.widgets.leavable_field import LeavableField


class AddressField(QWidget):
    """Asks for the address of a service; what is wrong with it stands under the field.

    Signals:
        given(str): The person typed another address and went on.
        changed(): `pending` may have changed.
    """

    given = Signal(str)
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._kept = ""
        self._given = ""
        label = Label(self.tr("&Address of the service"))
        self.field = LeavableField()
        self.field.setAccessibleName(self.tr("Address of the service"))
        self.field.setPlaceholderText("https://example.org/v1")
        self.field.setInputMethodHints(Qt.InputMethodHint.ImhUrlCharactersOnly)
        label.setBuddy(self.field)
        self.problem = Label(role="error", wrap=True)
        self.problem.hide()
        self._hint = Label(
            self.tr("The service's own pages call it base URL; it often ends with /v1."), "muted", wrap=True
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_S)
        for part in (label, self.field, self.problem, self._hint):
            layout.addWidget(part)
        self.field.left.connect(self._on_field_left)
        self.field.textChanged.connect(self._on_field_changed)

    @property
    def pending(self) -> str | None:
        """An address in the field that is not kept yet; None when there is none."""
        typed = self.field.text().strip()
        return typed if typed and typed != self._kept else None

    @property
    def blank(self) -> bool:
        """Whether there is nothing in the field."""
        return not self.field.text().strip()

    def begin(self, address: str) -> None:
        """Show the address that is kept for another service."""
        self._kept, self._given = address, ""
        self.field.setText(address)
        self.show_kept(address)

    def show_kept(self, address: str, error: UserError | None = None) -> None:
        """Show the address that is kept, or leave what was typed beside what is wrong with it."""
        self.problem.setText(str(error or ""))
        self.problem.setVisible(error is not None)
        self._hint.setVisible(error is None)
        self.field.setAccessibleDescription(str(error or ""))
        self._kept = address
        # Whoever types on meanwhile keeps what they type.
        if error is None and self.field.text().strip() == self._given:
            self.field.setText(address)

    @Slot()
    def _on_field_left(self) -> None:
        if self.pending is not None:
            self._given = self.pending
            self.given.emit(self._given)

    @Slot()
    def _on_field_changed(self) -> None:
        self.changed.emit()
