"""The choice of the person whom the AI writes as."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QListView, QSizePolicy, QVBoxLayout, QWidget

from msgtune_gui.core.model import SenderCount
from msgtune_gui.ui.people.namesakes import Namesakes
from msgtune_gui.ui.tokens import SPACE_M, SPACE_S
from msgtune_gui.ui.widgets import Label
from msgtune_gui.ui.words import number

_SHOWN_AT_ONCE = 14
_ROOT = QModelIndex()


class _PeopleList(QAbstractListModel):
    """People with what they wrote; put into words only when they are looked at."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._people: tuple[SenderCount, ...] = ()

    def set_people(self, people: tuple[SenderCount, ...]) -> None:
        """Offer these."""
        self.beginResetModel()
        self._people = people
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._people)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole}:
            return None
        return self._words(self._people[index.row()])

    def _words(self, person: SenderCount) -> str:
        if person.is_owner:
            words = self.tr("{name} (you), {count} messages")
        elif person.messages == 1:
            words = self.tr("{name}, {count} message")
        else:
            words = self.tr("{name}, {count} messages")
        return words.format(name=person.name, count=number(person.messages))


class VoiceChooser(QWidget):
    """Everyone who wrote in the ticked conversations; keeps the person's own choice while that person is there.

    Signals:
        voice_changed(): Another person is chosen, or nobody any more.
    """

    voice_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._people: tuple[SenderCount, ...] = ()
        self._wanted: str | None = None
        label = Label(self.tr("The AI &writes as"))
        self.box = QComboBox()
        self._list = _PeopleList(self)
        self.box.setModel(self._list)
        view = self.box.view()
        if isinstance(view, QListView):
            # Else opening the box asks every one of some thousand people for a height.
            view.setUniformItemSizes(True)
        self.box.setAccessibleName(self.tr("The AI writes as"))
        self.box.setMaxVisibleItems(_SHOWN_AT_ONCE)
        self.box.setMinimumContentsLength(16)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.box.setMaximumWidth(self.fontMetrics().averageCharWidth() * 64)
        label.setBuddy(self.box)
        self.hint = Label("", "muted", wrap=True)
        self.namesakes = Namesakes()
        row = QHBoxLayout()
        row.setSpacing(SPACE_M)
        row.addWidget(label)
        row.addWidget(self.box, 3)
        row.addWidget(self.hint, 2)
        row.addStretch(1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addLayout(row)
        layout.addWidget(self.namesakes)
        self.box.activated.connect(self._on_box_activated)
        self.set_people(())

    @property
    def voice(self) -> str | None:
        """The chosen person's name."""
        index = self.box.currentIndex()
        return self._people[index].name if 0 <= index < len(self._people) else None

    def index_of(self, name: str) -> int:
        """Place of a person in the box; -1 when they are not offered."""
        return next((index for index, person in enumerate(self._people) if person.name == name), -1)

    def forget_wish(self) -> None:
        """Another export: the person's choice belonged to the old one."""
        self._wanted = None
        self.namesakes.forget()

    def set_people(self, people: Sequence[SenderCount], placeholder: str = "") -> None:
        """Offer these, the proposed one first; `placeholder` is shown while nobody is chosen."""
        before = self.voice
        if people and tuple(people) == self._people and self.box.currentIndex() == self._index_to_choose():
            return
        self._people = tuple(people)
        self._list.set_people(self._people)
        self.box.setPlaceholderText(placeholder or self.tr("Choose a person"))
        self.box.setEnabled(bool(people))
        self.box.setCurrentIndex(self._index_to_choose())
        self._show_hint()
        if self.voice != before:
            self.voice_changed.emit()

    def _index_to_choose(self) -> int:
        if self._wanted is None:
            return 0 if self._people else -1
        return next((index for index, person in enumerate(self._people) if person.name == self._wanted), -1)

    def _show_hint(self) -> None:
        lost = self._wanted is not None and self._people and self.voice is None
        words = self.tr("{name} wrote nothing in the ticked conversations.").format(name=self._wanted) if lost else ""
        self.hint.setText(words)
        self.hint.setVisible(bool(words))

    @Slot(int)
    def _on_box_activated(self, _index: int) -> None:
        if self.voice == self._wanted:
            return
        self._wanted = self.voice
        self._show_hint()
        self.voice_changed.emit()
