"""The person's desktop: the task bar and the place for messages, where there is one."""

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from msgtune_gui.ui import theme
from msgtune_gui.ui.icons import themed_icon

_SHOWN_MS = 30_000
_ICON_SIDE = 24


class Desktop(QObject):
    """Shows messages beside an icon that is there only as long as they are.

    Args:
        window: To be marked in the task bar, and shown when a message is pressed.
    """

    def __init__(self, window: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._tray: QSystemTrayIcon | None = None
        self._away = QTimer(self)
        self._away.setSingleShot(True)
        self._away.setInterval(_SHOWN_MS)
        self._away.timeout.connect(self.put_away)

    def alert(self) -> None:
        """Mark the window in the task bar until somebody looks at it."""
        QApplication.alert(self._window)

    def show_message(self, title: str, sentence: str) -> None:
        """Show a message where the desktop has a place for them; else nothing."""
        if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
            return
        if self._tray is None:
            self._tray = QSystemTrayIcon(themed_icon("chat", theme.current().accent, _ICON_SIDE), self)
            self._tray.setToolTip("msgtune")
            self._tray.messageClicked.connect(self._on_pressed)
            self._tray.activated.connect(self._on_pressed)
        self._tray.show()
        self._tray.showMessage(title, sentence)
        self._away.start()

    @Slot()
    def put_away(self) -> None:
        """Take icon and messages off the desktop again."""
        self._away.stop()
        if self._tray is not None:
            self._tray.hide()

    @Slot()
    def _on_pressed(self) -> None:
        self.put_away()
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
