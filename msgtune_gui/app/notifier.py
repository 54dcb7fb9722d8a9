"""Telling the person that a training has ended while they look at something else."""

from typing import Protocol

from PySide6.QtCore import QObject, Slot
from PySide6.QtWidgets import QApplication

from msgtune_gui.ui.runs.run_board import RunBoard
from msgtune_gui.ui.runs.watched_run import Phase, WatchedRun


class MessagePlace(Protocol):
    """Where the person can be told something behind another window."""

    def alert(self) -> None:
        """Mark the window in the task bar until somebody looks at it."""
        ...

    def show_message(self, title: str, sentence: str) -> None:
        """Show a message where there is a place for it."""
        ...

    def put_away(self) -> None:
        """Take everything away again."""
        ...


class EndNotifier(QObject):
    """Says how a run ended, and no more.

    A desktop keeps what it was shown and shows it on a locked screen: so there is no name and no text of anybody in it.
    """

    def __init__(self, board: RunBoard, desktop: MessagePlace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desktop = desktop
        board.ended.connect(self._on_ended)

    def put_away(self) -> None:
        """The program ends."""
        self._desktop.put_away()

    def _words_for(self, watched: WatchedRun) -> tuple[str, str] | None:
        """Title and sentence of the message; None where the person has ended the run and knows."""
        needs_key = self.tr("Open msgtune and give a new key for {service}.").format(service=watched.profile.title)
        return {
            Phase.DONE: (self.tr("Your model is ready"), self.tr("Open msgtune to chat with it.")),
            Phase.FAILED: (
                self.tr("A training stopped early"),
                self.tr("Open msgtune to see why. Your choices are kept."),
            ),
            Phase.NEEDS_KEY: (self.tr("A training needs a key"), needs_key),
        }.get(watched.phase)

    @Slot(object)
    def _on_ended(self, watched: WatchedRun) -> None:
        words = self._words_for(watched)
        if words is not None and QApplication.activeWindow() is None:
            self._desktop.alert()
            self._desktop.show_message(*words)
