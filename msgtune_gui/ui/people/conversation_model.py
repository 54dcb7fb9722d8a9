"""The table of conversations: searched, sorted and ticked in the model itself."""

from collections.abc import Callable, Collection, Mapping, Sequence
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractTableModel,
    QDateTime,
    QLocale,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from PySide6.QtGui import QBrush

from msgtune_gui.core.model import Conversation, LeftOutReason
from msgtune_gui.ui import theme
from msgtune_gui.ui.words import number

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()

# Made once, because each painting of the table asks some hundred times.
_FLAGS = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
_TITLE_FLAGS = _FLAGS | Qt.ItemFlag.ItemIsUserCheckable
_TO_THE_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Column(IntEnum):
    """The columns of the table."""

    TITLE = 0
    MESSAGES = 1
    LAST = 2


_SORT_KEYS: dict[Column, Callable[[Conversation], object]] = {
    Column.TITLE: lambda conversation: conversation.title.casefold(),
    Column.MESSAGES: lambda conversation: len(conversation.messages.texts),
    Column.LAST: lambda conversation: conversation.messages.times[-1] if conversation.messages.times else 0,
}


class ConversationModel(QAbstractTableModel):
    """Keeps the order itself: a proxy that compares in Python takes seconds for some thousand rows.

    Signals:
        ticks_changed(): Other conversations are ticked.
    """

    ticks_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._all: tuple[Conversation, ...] = ()
        self._shown: Sequence[Conversation] = ()
        self._searchable: dict[str, str] = {}
        self._orders: dict[tuple[Column, bool], tuple[Conversation, ...]] = {}
        self._ticked: set[str] = set()
        self._ticked_now: tuple[Conversation, ...] | None = None
        self._reasons: Mapping[str, LeftOutReason] = {}
        self._words = ""
        self._column = Column.MESSAGES
        self._descending = True

    def set_conversations(self, conversations: Sequence[Conversation]) -> None:
        """Show the conversations of an export, all ticked and none left out by a filter."""
        self._all = tuple(conversations)
        self._reasons = {}
        self._searchable = {}
        self._orders = {}
        self._ticked = {conversation.identifier for conversation in self._all}
        self._forget_ticked()
        self._words = ""
        self._rearrange()
        self.ticks_changed.emit()

    def set_reasons(self, reasons: Mapping[str, LeftOutReason]) -> None:
        """Say which conversations a filter leaves out, ticked or not, and why."""
        if reasons == self._reasons:
            return
        self._reasons = reasons
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, len(Column) - 1))

    def search(self, words: str) -> None:
        """Show only conversations whose title or people contain the words."""
        words = words.strip().casefold()
        if words != self._words:
            self._words = words
            self._rearrange()

    def tick_shown(self, ticked: bool) -> None:
        """Tick or untick every conversation that the search shows."""
        shown = {conversation.identifier for conversation in self._shown}
        self._set_ticked(self._ticked | shown if ticked else self._ticked - shown)

    def untick(self, identifiers: Collection[str]) -> None:
        """Untick some conversations, also those that the search hides."""
        self._set_ticked(self._ticked.difference(identifiers))

    def _set_ticked(self, ticked: set[str]) -> None:
        if ticked == self._ticked:
            return
        self._ticked = ticked
        self._forget_ticked()
        if self._shown:
            last = self.index(len(self._shown) - 1, Column.TITLE)
            self.dataChanged.emit(self.index(0, Column.TITLE), last, [Qt.ItemDataRole.CheckStateRole])
        self.ticks_changed.emit()

    def toggle(self, row: int) -> None:
        """Tick a row that is not ticked, and the other way round."""
        index = self.index(row, Column.TITLE)
        ticked = self._shown[row].identifier in self._ticked
        state = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
        self.setData(index, state.value, Qt.ItemDataRole.CheckStateRole)

    @property
    def ticked(self) -> tuple[Conversation, ...]:
        """The ticked conversations, in the export's order, also those that the search hides."""
        if self._ticked_now is None:
            self._ticked_now = tuple(c for c in self._all if c.identifier in self._ticked)
        return self._ticked_now

    @property
    def used(self) -> int:
        """How many of the ticked conversations no filter leaves out."""
        return len(self._ticked.difference(self._reasons)) if self._reasons else len(self._ticked)

    def _forget_ticked(self) -> None:
        self._ticked_now = None

    @property
    def total(self) -> int:
        """How many conversations there are, shown or not."""
        return len(self._all)

    def conversation(self, row: int) -> Conversation:
        """The conversation of a row."""
        return self._shown[row]

    def row_of(self, identifier: str) -> int:
        """The row of a conversation, or -1 where the search hides it."""
        return next((row for row, shown in enumerate(self._shown) if shown.identifier == identifier), -1)

    def _rearrange(self) -> None:
        self.beginResetModel()
        self._shown = self._in_order()
        if self._words:
            texts = self._texts_to_search()
            self._shown = [c for c in self._shown if self._words in texts[c.identifier]]
        self.endResetModel()

    def _in_order(self) -> tuple[Conversation, ...]:
        wanted = self._column, self._descending
        order = self._orders.get(wanted)
        if order is None:
            # The export's own order settles ties, whichever way the column is sorted.
            key = _SORT_KEYS[self._column]
            order = tuple(sorted(self._all, key=key, reverse=self._descending))  # type: ignore[arg-type]  # one type a column
            self._orders[wanted] = order
        return order

    def _texts_to_search(self) -> dict[str, str]:
        if not self._searchable:
            self._searchable = {c.identifier: "\n".join((c.title, *c.participants)).casefold() for c in self._all}
        return self._searchable

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(Column)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        conversation = self._shown[index.row()]
        column = Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(conversation, column)
        if role == Qt.ItemDataRole.TextAlignmentRole and column is Column.MESSAGES:
            return _TO_THE_RIGHT
        if role == Qt.ItemDataRole.ForegroundRole and conversation.identifier in self._reasons:
            return QBrush(theme.color("text_muted"))
        return self._about_title(conversation, role) if column is Column.TITLE else None

    def _about_title(self, conversation: Conversation, role: int) -> object:
        match role:
            case Qt.ItemDataRole.CheckStateRole:
                ticked = conversation.identifier in self._ticked
                return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked
            case Qt.ItemDataRole.ToolTipRole:
                last = self.tr("Last message: {day}").format(day=_short_day(conversation.last_ms))
                lines = (_on_one_line(conversation.title), self._left_out(conversation), last)
                return "\n".join(filter(None, (*lines, self._people(conversation))))
            case Qt.ItemDataRole.AccessibleTextRole:
                reason = self._reason(conversation)
                words = self.tr("{title}, left out by the filters: {reason}") if reason else "{title}"
                return words.format(title=conversation.title, reason=reason)
            case _:
                return None

    def _text(self, conversation: Conversation, column: Column) -> str:
        match column:
            case Column.TITLE:
                reason = self._reason(conversation)
                title = _on_one_line(conversation.title)
                return self.tr("{title} · {reason}").format(title=title, reason=reason) if reason else title
            case Column.MESSAGES:
                return number(len(conversation.messages))
            case Column.LAST:
                return _short_day(conversation.last_ms)

    def _reason(self, conversation: Conversation) -> str:
        """Why a filter leaves the conversation out, short enough to stand behind its title."""
        match self._reasons.get(conversation.identifier):
            case None:
                return ""
            case LeftOutReason.GROUPS:
                return self.tr("a group") if conversation.is_group else self.tr("no group")
            case LeftOutReason.SHORT_CONVERSATION:
                return self.tr("too short")
            case _:
                return self.tr("other dates")

    def _left_out(self, conversation: Conversation) -> str:
        if conversation.identifier not in self._reasons:
            return ""
        return self.tr("Left out by the filters: {reason}").format(reason=self._reason(conversation))

    def _people(self, conversation: Conversation) -> str:
        names = ", ".join(conversation.participants[:12])
        if len(conversation.participants) > 12:
            more = number(len(conversation.participants) - 12)
            names = self.tr("{names} and {count} more").format(names=names, count=more)
        return names

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or role != Qt.ItemDataRole.CheckStateRole or index.column() != Column.TITLE:
            return False
        identifier = self._shown[index.row()].identifier
        if Qt.CheckState(value) == Qt.CheckState.Checked:
            self._ticked.add(identifier)
        else:
            self._ticked.discard(identifier)
        self._forget_ticked()
        self.dataChanged.emit(index, index, [Qt.ItemDataRole.CheckStateRole])
        self.ticks_changed.emit()
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return _TITLE_FLAGS if index.isValid() and index.column() == Column.TITLE else _FLAGS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return (self.tr("Conversation"), self.tr("Messages"), self.tr("Last message"))[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section == Column.MESSAGES else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._column = Column(column)
        self._descending = order is Qt.SortOrder.DescendingOrder
        self._rearrange()


def _on_one_line(title: str) -> str:
    """A line break in a stranger's title would make its row look empty."""
    return " ".join(title.split())


def _short_day(sent_at_ms: int | None) -> str:
    if sent_at_ms is None:
        return ""
    return QLocale().toString(QDateTime.fromMSecsSinceEpoch(sent_at_ms).date(), QLocale.FormatType.ShortFormat)
