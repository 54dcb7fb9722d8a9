"""Telling the person that a training has ended while they look at something else."""

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

from msgtune_gui.ui import theme
from msgtune_gui.ui.icons import themed_icon
from msgtune_gui.ui.runs.run_board import RunBoard
from msgtune_gui.ui.runs.watched_run import Phase, WatchedRun

_SHOWN_MS = 30_000


class EndNotifier(QObject):
    """Shows a message on the desktop where there is one, and marks the window in the task bar everywhere.

    A desktop keeps what it was shown and shows it on a locked screen: so there is no name and no text of anybody in it.
    """

    def __init__(self, board: RunBoard, window: QWidget, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._tray: QSystemTrayIcon | None = None
        self._away = QTimer(self)
        self._away.setSingleShot(True)
        self._away.setInterval(_SHOWN_MS)
        self._away.timeout.connect(self.put_away)
        board.ended.connect(self._on_ended)

    @Slot()
    def put_away(self) -> None:
        """Take the icon off the desktop again."""
        self._away.stop()
        if self._tray is not None:
            self._tray.hide()

    def words_for(self, watched: WatchedRun) -> tuple[str, str] | None:
        """Title and sentence of the message; None where the person has ended the run and knows."""
        service = watched.profile.title
        sentences = {
            Phase.DONE: (self.tr("Your model is ready"), self.tr("Open msgtune to chat with it.")),
            Phase.FAILED: (
                self.tr("A training stopped early"),
                self.tr("Open msgtune to see why. Your choices are kept."),
            ),
            Phase.NEEDS_KEY: (
                self.tr("A training needs a key"),
                self.tr("Open msgtune and give a new key for {service}.").format(service=service),
            ),
        }
        return sentences.get(watched.phase)

    @Slot(object)
    def _on_ended(self, watched: WatchedRun) -> None:
        words = self.words_for(watched)
        if words is None or QApplication.activeWindow() is not None:
            return
        QApplication.alert(self._window)
        if QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
            self._show(*words)

    def _show(self, title: str, sentence: str) -> None:
        if self._tray is None:
            self._tray = QSystemTrayIcon(themed_icon("chat", theme.current().accent, 24), self)
            self._tray.setToolTip("msgtune")
            self._tray.messageClicked.connect(self._on_message_clicked)
            self._tray.activated.connect(self._on_message_clicked)
        self._tray.show()
        self._tray.showMessage(title, sentence)
        self._away.start()

    @Slot()
    def _on_message_clicked(self) -> None:
        self.put_away()
        self._window.show()
        self._window.raise_()
        self._window.activateWindow()
