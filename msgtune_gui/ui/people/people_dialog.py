"""The list of people whose messages can be left out."""

from collections.abc import Collection, Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
    Slot,
)
from PySide6.QtGui import QBrush, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QVBoxLayout,
    QWidget,
)

from msgtune_gui.core.model import SenderCount
from msgtune_gui.ui import theme
from msgtune_gui.ui.tokens import SPACE_L, SPACE_M, SPACE_XL
from msgtune_gui.ui.widgets import Button, Label
from msgtune_gui.ui.words import number, plural

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_WIDTH_IN_CHARACTERS = 64
_HEIGHT_IN_LINES = 30
_ROW_PADDING = 16
_LAID_OUT_AT_ONCE = 3000


class PeopleModel(QAbstractListModel):
    """Names with ticks; the voice's cannot be ticked.

    Signals:
        ticks_changed(): Other people are ticked.
    """

    ticks_changed = Signal()

    def __init__(
        self, people: Sequence[SenderCount], ticked: Collection[str], voice: str | None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        named = {person.name for person in people}
        # Somebody left out may have no message between the chosen days.
        absent = tuple(SenderCount(name, 0) for name in sorted(ticked) if name not in named)
        self._all = (*people, *absent)
        self._shown = self._all
        self._voice = voice
        self.ticked = frozenset(ticked)

    def search(self, words: str) -> None:
        """Show only people whose name contains the words."""
        words = words.strip().casefold()
        self.beginResetModel()
        self._shown = tuple(person for person in self._all if words in person.name.casefold())
        self.endResetModel()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._shown)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid():
            return None
        person = self._shown[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return self._words(person)
            case Qt.ItemDataRole.CheckStateRole:
                return Qt.CheckState.Checked if person.name in self.ticked else Qt.CheckState.Unchecked
            case Qt.ItemDataRole.SizeHintRole:
                # A list without words of its own for the height would set the tick boxes one upon the other.
                return QSize(1, QFontMetrics(QApplication.font()).height() + _ROW_PADDING)
            case Qt.ItemDataRole.ForegroundRole if person.name == self._voice:
                return QBrush(theme.color("text_muted"))
            case _:
                return None

    def _words(self, person: SenderCount) -> str:
        name = " ".join(person.name.split())
        if person.name == self._voice:
            return self.tr("{name}: the AI writes as them").format(name=name)
        messages = plural(self.tr("{count} message"), self.tr("{count} messages"), person.messages)
        return self.tr("{name}, {messages}").format(name=name, messages=messages)

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if not index.isValid() or role != Qt.ItemDataRole.CheckStateRole:
            return False
        name = self._shown[index.row()].name
        if name == self._voice:
            return False
        on = Qt.CheckState(value) == Qt.CheckState.Checked
        self.ticked = self.ticked | {name} if on else self.ticked - {name}
        self.dataChanged.emit(index, index, [Qt.ItemDataRole.CheckStateRole])
        self.ticks_changed.emit()
        return True

    def flags(self, index: _Index) -> Qt.ItemFlag:
        if not index.isValid() or self._shown[index.row()].name == self._voice:
            return Qt.ItemFlag.ItemIsSelectable
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable


class PeopleDialog(QDialog):
    """Asks whom to leave out; what it means stands over the list."""

    def __init__(
        self, people: Sequence[SenderCount], ticked: Collection[str], voice: str | None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Leave people out"))
        self.model = PeopleModel(people, ticked, voice, self)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        total = number(self.model.rowCount())
        self.search.setPlaceholderText(self.tr("Search {count} people").format(count=total))
        self.search.setAccessibleName(self.tr("Search people"))
        self.list = _PeopleList()
        self.count = Label("", "muted")
        self.done_button = Button(self.tr("&Leave out"), "primary")
        self.cancel_button = Button(self.tr("&Cancel"))
        self._build()
        # Not before, because every setting and style of the list would lay some thousand people out anew.
        self.list.setModel(self.model)
        self.search.textChanged.connect(self.model.search)
        self.model.ticks_changed.connect(self._on_ticks_changed)
        self.done_button.clicked.connect(self.accept)
        self.cancel_button.clicked.connect(self.reject)
        self._on_ticks_changed()
        self.search.setFocus()

    @property
    def ticked(self) -> frozenset[str]:
        """Names of the people to leave out."""
        return self.model.ticked

    def _build(self) -> None:
        words = self.tr("Their messages never reach the file. Others can still quote their words.")
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_M)
        buttons.addWidget(self.count, 1)
        buttons.addWidget(self.cancel_button)
        buttons.addWidget(self.done_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_XL, SPACE_XL, SPACE_XL, SPACE_L)
        layout.setSpacing(SPACE_M)
        layout.addWidget(Label(self.tr("Whose messages should be left out?"), "section", wrap=True))
        layout.addWidget(Label(words, "muted", wrap=True))
        layout.addWidget(self.search)
        layout.addWidget(self.list, 1)
        layout.addLayout(buttons)
        metrics = self.fontMetrics()
        self.resize(metrics.averageCharWidth() * _WIDTH_IN_CHARACTERS, metrics.height() * _HEIGHT_IN_LINES)

    @Slot()
    def _on_ticks_changed(self) -> None:
        count = len(self.ticked)
        self.count.setText(plural(self.tr("{count} person ticked"), self.tr("{count} people ticked"), count))
        self.done_button.setText(self.tr("&Leave out") if count else self.tr("&Leave nobody out"))


class _PeopleList(QListView):
    """The list; the space bar ticks."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("People"))
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(_LAID_OUT_AT_ONCE)
        self.setTabKeyNavigation(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTextElideMode(Qt.TextElideMode.ElideRight)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() == Qt.Key.Key_Space and index.isValid():
            ticked = index.data(Qt.ItemDataRole.CheckStateRole) is Qt.CheckState.Checked
            state = Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked
            self.model().setData(index, state.value, Qt.ItemDataRole.CheckStateRole)
        else:
            super().keyPressEvent(event)
