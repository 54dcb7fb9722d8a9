"""Why a run under way has to wait, and when it is tried again."""

from PySide6.QtCore import QDeadlineTimer, QTimer, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QWidget

from msgtune_gui.core.jobs import Trouble, TuneProgress
from msgtune_gui.ui.widgets import Banner, BannerKind
from msgtune_gui.ui.words import number, plural

_TICK_MS = 1000


class TroubleBanner(Banner):
    """Counts down to the next try; nothing of it needs the person."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._progress: TuneProgress | None = None
        self._next_try: QDeadlineTimer | None = None
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK_MS)
        self._clock.timeout.connect(self._on_clock_timeout)

    def show_trouble(self, progress: TuneProgress) -> None:
        """Say why it waits; say nothing while all is well."""
        if progress.trouble is None:
            self.clear()
            return
        self._progress = progress
        wait_s = progress.next_try_s
        self._next_try = None if wait_s is None else QDeadlineTimer(round(wait_s * 1000))
        self._show_words()

    def clear(self) -> None:
        """Say nothing any more."""
        self._progress = None
        self._clock.stop()
        super().clear()

    def _show_words(self) -> None:
        progress = self._progress
        if progress is None or progress.trouble is None:
            return
        advice = f"{self._safe(progress.trouble)} {self._when()}".strip()
        kind = BannerKind.INFO if progress.trouble in {Trouble.PAUSED, Trouble.SLEPT} else BannerKind.WARNING
        self.show_message(kind, progress.trouble_words, advice)
        if self.isVisible() and self._next_try is not None:
            self._clock.start()

    def _safe(self, trouble: Trouble) -> str:
        return {
            Trouble.UNREACHABLE: self.tr("Nothing is lost: the training waits until there is a connection."),
            Trouble.BUSY: self.tr("The service asked to wait. Nothing is lost."),
            Trouble.KEY_REFUSED: self.tr("The training itself was not touched."),
            Trouble.SLEPT: self.tr("The training was not touched."),
            Trouble.PAUSED: self.tr("It goes on by itself when the service lets it; msgtune keeps looking."),
            Trouble.SLEPT: self.tr("Nothing is lost."),
        }[trouble]

    def _when(self) -> str:
        if self._next_try is None:
            return ""
        left = round(self._next_try.remainingTime() / 1000)
        if left <= 0:
            return self.tr("Trying again now…")
        if left < 90:
            return plural(self.tr("Next try in {count} second."), self.tr("Next try in {count} seconds."), left)
        return self.tr("Next try in {count} minutes.").format(count=number(round(left / 60)))

    @Slot()
    def _on_clock_timeout(self) -> None:
        self._show_words()
        if self._next_try is None or self._next_try.hasExpired():
            self._clock.stop()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._next_try is not None and self._progress is not None:
            self._clock.start()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._clock.stop()
