"""The bubbles of a chat, with the reply that is being written at their end."""

from PySide6.QtCore import QDateTime, QTimer, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from msgtune_gui.ui.bubbles import Bubble, BubbleView

_DOT = "\N{BULLET}"
_DOTS_MS = 400


class Transcript(BubbleView):
    """What was said; each line of a reply is a bubble of its own, as it was in the messages that were learned from."""

    def __init__(self, voice: str, parent: QWidget | None = None) -> None:
        super().__init__(parent, follow_end=True, plain=True)
        self._voice = voice
        self._reply_rows = 0
        self._began_ms = 0
        self._dots = QTimer(self)
        self._dots.setInterval(_DOTS_MS)
        self._dots.timeout.connect(self._on_dots_timeout)
        self.setAccessibleName(self.tr("Chat with {voice}").format(voice=voice))

    def add_own(self, text: str) -> None:
        """Show what the person said."""
        self._reply_rows = 0
        self.bubbles.append(Bubble(text, True, self.tr("You"), _now_ms()))
        self.scroll_to_end()

    def begin_reply(self) -> None:
        """Show that a reply is on its way."""
        self._began_ms = _now_ms()
        self._reply_rows = 1
        self.bubbles.append(self._bubble(_DOT))
        self._dots.start()
        self.scroll_to_end()

    def grow_reply(self, text: str) -> None:
        """Show all of the reply that has come so far."""
        if not self._reply_rows:
            return
        self._dots.stop()
        self._show_lines(text)
        self.bubbles.set_streaming(True)

    def end_reply(self, text: str) -> None:
        """Show the reply as it stays, or take it away when nothing of it is kept."""
        if not self._reply_rows:
            return
        self._dots.stop()
        self.bubbles.set_streaming(False)
        if text.strip():
            self._show_lines(text)
        else:
            self.drop_reply()

    def drop_reply(self) -> None:
        """Take the last reply away, because it is asked for again."""
        for _row in range(self._reply_rows):
            self.bubbles.remove_last()
        self._reply_rows = 0

    def mark_unsent(self, turns: int) -> None:
        """Show that so many of the oldest turns are not sent any more; a turn is all that one side says in a row."""
        begun = 0
        for row in range(1, self.bubbles.rowCount()):
            begun += self.bubbles.bubble(row).is_own is not self.bubbles.bubble(row - 1).is_own
            if begun == turns:
                self.bubbles.set_remark(row, self.tr("… what was said before is not sent any more"))
                return

    def clear(self) -> None:
        """Show nothing."""
        self._dots.stop()
        self._reply_rows = 0
        self.bubbles.clear()

    def copy_all(self) -> None:
        """Put the whole chat on the clipboard."""
        text = self.bubbles.copied_text(range(self.bubbles.rowCount()))
        QGuiApplication.clipboard().setText(text)

    def _bubble(self, text: str) -> Bubble:
        return Bubble(text, False, self._voice, self._began_ms)

    def _show_lines(self, text: str) -> None:
        """Bring the bubbles of the reply in step with its lines; only the last one grows, others are added."""
        lines = [line for line in text.strip().split("\n") if line.strip()] or [_DOT]
        first = self.bubbles.rowCount() - self._reply_rows
        self.bubbles.update_last(lines[min(self._reply_rows, len(lines)) - 1])
        for line in lines[self._reply_rows :]:
            self.bubbles.append(self._bubble(line))
        self._reply_rows = self.bubbles.rowCount() - first

    @Slot()
    def _on_dots_timeout(self) -> None:
        shown = self.bubbles.bubble(self.bubbles.rowCount() - 1).text
        count = len(shown.split(" ")) % 3 + 1
        self.bubbles.update_last(" ".join([_DOT] * count))


def _now_ms() -> int:
    return int(QDateTime.currentMSecsSinceEpoch())
