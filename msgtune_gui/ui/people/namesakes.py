"""The question whether conversations with people of one name are with one person."""

from collections.abc import Sequence

from PySide6.QtCore import QDateTime, QLocale, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from msgtune_gui.core.model import Conversation
from msgtune_gui.ui.tokens import SPACE_S
from msgtune_gui.ui.widgets import Button, Label
from msgtune_gui.ui.words import breakable, number

_MOST_OFFERED = 12


class Namesakes(QWidget):
    """Says that two people may have one name, and lets one of them be chosen; hidden while there is nothing to ask.

    Signals:
        not_meant(object): A frozenset with the identifiers of the conversations that are with somebody else.
    """

    not_meant = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self._known_to_be_one: set[str] = set()
        self._conversations: tuple[Conversation, ...] = ()
        self.label = Label("", "muted", wrap=True)
        self.menu = QMenu(self)
        self.button = Button(self.tr("Choose which"), "quiet")
        self.button.setMenu(self.menu)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.button)
        self.menu.triggered.connect(self._on_menu_triggered)
        self.hide()

    def forget(self) -> None:
        """Another export: what was said about people belonged to the old one."""
        self._known_to_be_one.clear()
        self.ask("", ())

    def ask(self, name: str, conversations: Sequence[Conversation]) -> None:
        """Ask about conversations with people of a name, or nothing where there are none."""
        wanted = () if name in self._known_to_be_one else tuple(conversations)
        if (name, wanted) != (self._name, self._conversations):
            self._name, self._conversations = name, wanted
            self._fill()
        self.setVisible(bool(wanted))

    def _fill(self) -> None:
        self.menu.clear()
        words = self.tr("{count} conversations are with a {name}. They may be two people.")
        if len(self._conversations) > 2:
            words = self.tr("{count} conversations are with a {name}. They may be several people.")
        self.label.setText(words.format(count=number(len(self._conversations)), name=breakable(self._name)))
        for place, conversation in enumerate(self._conversations[:_MOST_OFFERED]):
            self.menu.addAction(self._words(conversation)).setData(place)
        self.menu.addSeparator()
        self.menu.addAction(self.tr("They are all the same person")).setData(-1)

    def _words(self, conversation: Conversation) -> str:
        days = " \N{EN DASH} ".join(dict.fromkeys(map(_day, (conversation.first_ms, conversation.last_ms))))
        words = self.tr("Only the one with {count} messages, {days}")
        return words.format(count=number(len(conversation.messages)), days=days)

    @Slot(QAction)
    def _on_menu_triggered(self, action: QAction) -> None:
        place, conversations = action.data(), self._conversations
        if place < 0:
            self._known_to_be_one.add(self._name)
            self.ask(self._name, ())
            return
        others = (one.identifier for number, one in enumerate(conversations) if number != place)
        self.not_meant.emit(frozenset(others))


def _day(sent_at_ms: int | None) -> str:
    if sent_at_ms is None:
        return ""
    return QLocale().toString(QDateTime.fromMSecsSinceEpoch(sent_at_ms).date(), QLocale.FormatType.ShortFormat)
