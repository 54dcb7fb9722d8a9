"""The list of bubbles, made from messages or turns only when they are looked at."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QDateTime,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)

from msgtune_gui.core.messages import Message
from msgtune_gui.core.model import ChatTurn, Role, Turn
from msgtune_gui.ui.bubbles.bubble import Bubble, bubble_of_message, bubble_of_turn

RUN_PAUSE_MS = timedelta(minutes=10) // timedelta(milliseconds=1)
OWN_SIDE_ROLE = Qt.ItemDataRole.UserRole + 1

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()


class BubbleModel(QAbstractListModel):
    """Bubbles in their order; a million messages cost no more to set than ten.

    Signals:
        streaming_changed(): The last bubble began or ended to be written.
    """

    streaming_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Any] = []
        self._make: Callable[[Any], Bubble] = _same
        self._left_out = b""
        self._reason: Callable[[int], str] = str
        self._remark: tuple[int, str] | None = None
        self._is_streaming = False

    def set_messages(self, messages: Sequence[Message], own_sender: str | None = None) -> None:
        """Show messages of a conversation; those of `own_sender` are the coloured ones."""
        self._reset(messages, lambda message: bubble_of_message(message, own_sender))

    def set_own_sender(self, own_sender: str | None) -> None:
        """Colour another person's messages; nothing moves."""
        if self._make is _same or not self._rows:
            return
        self._make = lambda message: bubble_of_message(message, own_sender)
        self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1), [OWN_SIDE_ROLE])

    def set_left_out(self, codes: bytes, words: Callable[[int], str]) -> None:
        """Draw those messages quietly that are not learned from; nothing moves.

        Args:
            codes: For each message 0 where it is learned from, else a number for the reason; b"" where all are.
            words: The words of a reason's number.
        """
        if codes == self._left_out:
            return
        self._left_out = codes
        self._reason = words
        if self._rows:
            self.dataChanged.emit(self.index(0), self.index(len(self._rows) - 1), [OWN_SIDE_ROLE])

    def set_remark(self, row: int, words: str) -> None:
        """Have a quiet line of words stand over a row, and over no other any more."""
        rows = {row} if self._remark is None else {row, self._remark[0]}
        self._remark = (row, words)
        for changed in rows:
            index = self.index(changed)
            self.dataChanged.emit(index, index, [Qt.ItemDataRole.AccessibleTextRole])

    def remark_over(self, row: int) -> str:
        """The words of the quiet line over a row; "" where there is none."""
        return self._remark[1] if self._remark is not None and self._remark[0] == row else ""

    def set_turns(self, turns: Sequence[Turn | ChatTurn], own_role: Role, names: dict[Role, str]) -> None:
        """Show turns; `names` are shown over each run of a role, and those of `own_role` are the coloured ones."""
        self._reset([bubble_of_turn(turn, own_role, names) for turn in turns], _same)

    def set_bubbles(self, bubbles: Sequence[Bubble]) -> None:
        """Show ready-made bubbles."""
        self._reset(list(bubbles), _same)

    def clear(self) -> None:
        """Show nothing."""
        self._reset([], _same)

    def append(self, bubble: Bubble) -> None:
        """Add a bubble at the end."""
        rows = self._own_rows()
        self.beginInsertRows(_ROOT, len(rows), len(rows))
        rows.append(bubble)
        self.endInsertRows()

    def update_last(self, text: str) -> None:
        """Give the last bubble another text; for a reply that is being written."""
        rows = self._own_rows()
        last: Bubble = rows[-1]
        rows[-1] = Bubble(text, last.is_own, last.sender, last.sent_at_ms, last.is_note)
        index = self.index(len(rows) - 1)
        self.dataChanged.emit(index, index, [Qt.ItemDataRole.DisplayRole])

    def remove_last(self) -> None:
        """Take the last bubble away."""
        rows = self._own_rows()
        self.beginRemoveRows(_ROOT, len(rows) - 1, len(rows) - 1)
        rows.pop()
        self.endRemoveRows()

    @property
    def is_streaming(self) -> bool:
        """Whether the last bubble is being written."""
        return self._is_streaming

    def set_streaming(self, is_streaming: bool) -> None:
        """Show or hide the mark of writing behind the last bubble's text."""
        if is_streaming == self._is_streaming:
            return
        self._is_streaming = is_streaming
        self.streaming_changed.emit()

    def bubble(self, row: int) -> Bubble:
        """The bubble of a row."""
        bubble = self._make(self._rows[row])
        if row >= len(self._left_out):
            return bubble
        code = self._left_out[row]
        if code:
            return replace(bubble, left_out=self._reason(code))
        return replace(bubble, is_used=True) if bubble.is_note else bubble

    def starts_day(self, row: int) -> bool:
        """Whether a line with the date stands over the row."""
        day = _day(self.bubble(row).sent_at_ms)
        return day is not None and (row == 0 or day != _day(self.bubble(row - 1).sent_at_ms))

    def starts_run(self, row: int) -> bool:
        """Whether name and time stand over the row, because another person or another time begins."""
        if row == 0 or self.starts_day(row) or self.remark_over(row):
            return True
        bubble, before = self.bubble(row), self.bubble(row - 1)
        if bubble.sender != before.sender or bubble.is_own != before.is_own:
            return True
        if bubble.sent_at_ms is None or before.sent_at_ms is None:
            return False
        return bubble.sent_at_ms - before.sent_at_ms > RUN_PAUSE_MS

    def ends_run(self, row: int) -> bool:
        """Whether the bubble after this one begins another run."""
        return row + 1 == len(self._rows) or self.starts_run(row + 1)

    def copied_text(self, rows: Sequence[int]) -> str:
        """Words for the clipboard: one bubble as it is, several with their senders."""
        bubbles = [self.bubble(row) for row in sorted(rows)]
        if len(bubbles) == 1 or not any(bubble.sender for bubble in bubbles):
            return "\n".join(bubble.text for bubble in bubbles)
        return "\n".join(f"{bubble.sender}: {bubble.text}" for bubble in bubbles)

    def _reset(self, rows: Sequence[Any], make: Callable[[Any], Bubble]) -> None:
        self.beginResetModel()
        self._rows = rows
        self._make = make
        self._left_out = b""
        self._remark = None
        self._is_streaming = False
        self.endResetModel()

    def _own_rows(self) -> list[Any]:
        if self._make is not _same or not isinstance(self._rows, list):
            self._rows = [self._make(row) for row in self._rows]
            self._make = _same
        return self._rows

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        bubble = self.bubble(index.row())
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return bubble.text
            case Qt.ItemDataRole.AccessibleTextRole:
                return " ".join(filter(None, (self.remark_over(index.row()), _spoken(bubble))))
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(filter(None, (full_time(bubble.sent_at_ms), _left_out(bubble))))
            case _:
                return bubble.is_own if role == OWN_SIDE_ROLE else None


def full_time(sent_at_ms: int | None) -> str:
    """Day and time in the person's own way of writing them."""
    if sent_at_ms is None:
        return ""
    return QLocale().toString(QDateTime.fromMSecsSinceEpoch(sent_at_ms), QLocale.FormatType.LongFormat)


def _same(bubble: Bubble) -> Bubble:
    return bubble


def _day(sent_at_ms: int | None) -> int | None:
    if sent_at_ms is None:
        return None
    return int(QDateTime.fromMSecsSinceEpoch(sent_at_ms).date().toJulianDay())


def _left_out(bubble: Bubble) -> str:
    if not bubble.left_out:
        return ""
    return QCoreApplication.translate("Bubble", "Left out: {reason}").format(reason=bubble.left_out)


def _spoken(bubble: Bubble) -> str:
    when = full_time(bubble.sent_at_ms)
    who = ", ".join(part for part in (bubble.sender, when, _left_out(bubble)) if part)
    return f"{who}: {bubble.text}" if who else bubble.text
