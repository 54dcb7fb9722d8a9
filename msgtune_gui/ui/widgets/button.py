"""A push button with a role in the style sheet and an icon that follows the theme."""

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton, QWidget

from msgtune_gui.ui import theme
from msgtune_gui.ui.icons import themed_icon

_ICON_SIDE = 18
_ICON_MARGIN = 3
_TOKENS = {"primary": "accent_text", "danger": "danger", "link": "accent"}


class Button(QPushButton):
    """Roles: "primary" (one a page), "secondary", "danger", "link", "quiet"."""

    def __init__(self, text: str, role: str = "secondary", icon: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._icon_name = icon
        self._icon_state: tuple[str, bool, bool] | None = None
        self.setProperty("role", role)
        # A default button would answer Enter while another widget has the focus.
        self.setAutoDefault(False)
        self._refresh_icon()

    def set_role(self, role: str) -> None:
        """Change the role of a button that is already on screen."""
        if role == self.property("role"):
            return
        self.setProperty("role", role)
        self.style().unpolish(self)
        self.style().polish(self)
        self._refresh_icon()

    def set_icon_name(self, icon: str) -> None:
        """Show another icon of resources/icons; "" for none."""
        self._icon_name = icon
        self._refresh_icon()

    def _refresh_icon(self) -> None:
        state = (self._icon_name, theme.is_dark(), self.isEnabled())
        if not self._icon_name or state == self._icon_state:
            return
        self._icon_state = state
        token = _TOKENS.get(str(self.property("role")), "text") if self.isEnabled() else "text_muted"
        self.setIcon(themed_icon(self._icon_name, getattr(theme.current(), token), _ICON_SIDE, _ICON_MARGIN))
        self.setIconSize(QSize(_ICON_SIDE + 2 * _ICON_MARGIN, _ICON_SIDE))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.PaletteChange, QEvent.Type.StyleChange, QEvent.Type.EnabledChange}:
            self._refresh_icon()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)
