"""Sentences that look automatic, each to be left out only when the person says so."""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import islice

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from msgtune_gui.core.model import Conversation, SentenceFrame
from msgtune_gui.ui.people.openable_row import TickRow
from msgtune_gui.ui.people.samples import Sample, sample_of, shortened
from msgtune_gui.ui.tokens import SPACE_S, SPACE_XS
from msgtune_gui.ui.widgets import Button, Label
from msgtune_gui.ui.words import number, plural

_SHOWN_AT_ONCE = 20
_SAMPLES = 4


class AutomaticSentences(QWidget):
    """The most frequent ones first; hidden where there are none.

    Signals:
        dropped_changed(object): The frozenset of `words` of the frames that the person wants left out.
    """

    dropped_changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frames: Sequence[SentenceFrame] = ()
        self._conversations: Mapping[str, Conversation] = {}
        self._dropped: frozenset[str] = frozenset()
        self.rows: dict[str, TickRow] = {}
        self._list = QVBoxLayout()
        self._list.setSpacing(SPACE_XS)
        self.more_button = Button("", "link")
        self.more_button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.more_button.clicked.connect(self._on_more_clicked)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addWidget(Label(self.tr("Looks automatic"), "strong"))
        words = self.tr(
            "Several people have these sentences word for word. Tick those that nobody typed to leave them out."
        )
        layout.addWidget(Label(words, "muted", wrap=True))
        layout.addLayout(self._list)
        layout.addWidget(self.more_button)

    def set_frames(self, frames: Sequence[SentenceFrame] | None, conversations: Mapping[str, Conversation]) -> None:
        """Offer the sentences of another export; None where nobody has looked for them."""
        for row in self.rows.values():
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = {}
        self._frames = frames or ()
        self._conversations = conversations
        self._dropped = frozenset()
        if self.isVisible():
            self._add_rows()
        self.setVisible(bool(self._frames))

    def show_dropped(self, dropped: frozenset[str]) -> None:
        """Show which sentences are left out."""
        if dropped == self._dropped:
            return
        self._dropped = dropped
        for words, row in self.rows.items():
            row.line.box.setChecked(words in dropped)

    def _add_rows(self) -> None:
        for frame in islice(self._frames, len(self.rows), len(self.rows) + _SHOWN_AT_ONCE):
            row = TickRow(shortened(frame.words), self)
            row.show_count(number(frame.count))
            row.line.box.setChecked(frame.words in self._dropped)
            row.set_note(self._note(frame))
            row.set_samples(partial(self._samples, frame))
            row.ticked.connect(partial(self._tick, frame.words))
            self.rows[frame.words] = row
            self._list.addWidget(row)
            row.show()
        rest = len(self._frames) - len(self.rows)
        self.more_button.setVisible(rest > 0)
        self.more_button.setText(self.tr("Show {count} more").format(count=number(min(rest, _SHOWN_AT_ONCE))))

    def _note(self, frame: SentenceFrame) -> str:
        return plural(self.tr("from {count} person"), self.tr("from {count} people"), frame.senders)

    def _samples(self, frame: SentenceFrame) -> Sequence[Sample]:
        samples = []
        for identifier, places in frame.places.items():
            conversation = self._conversations.get(identifier)
            if conversation is not None and places:
                samples.append(sample_of(conversation.messages[places[0]], conversation.title))
            if len(samples) == _SAMPLES:
                break
        return samples or [Sample(shortened(text)) for text in frame.samples]

    def _tick(self, words: str, drop: bool) -> None:
        self.dropped_changed.emit(self._dropped | {words} if drop else self._dropped - {words})

    def showEvent(self, event: QShowEvent) -> None:
        """Make the rows when somebody looks at them first: they take their time."""
        super().showEvent(event)
        if not self.rows:
            self._add_rows()

    @Slot()
    def _on_more_clicked(self) -> None:
        self._add_rows()
