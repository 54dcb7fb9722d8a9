"""Sentences that look automatic, each to be left out only when the person says so."""

from collections.abc import Mapping, Sequence
from functools import partial
from types import MappingProxyType

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from msgtune_gui.core.automatic import FrameCount
from msgtune_gui.core.model import Conversation, SentenceFrame
from msgtune_gui.ui.people.openable_row import TickRow
from msgtune_gui.ui.people.samples import Sample, sample_of, shortened
from msgtune_gui.ui.tokens import SPACE_S, SPACE_XS
from msgtune_gui.ui.widgets import Button, Label
from msgtune_gui.ui.words import number, plural

_SHOWN_AT_ONCE = 20
_MADE_AT_ONCE = 2
"""Rows that are made between two turns of the event loop: each has the whole list laid out anew."""
_TURN_MS = 1
"""After no time at all Qt would go on within the same turn."""
_NOT_COUNTED: Mapping[str, FrameCount] = MappingProxyType({})


class AutomaticSentences(QWidget):
    """The most frequent ones of the export first; hidden where none is in what is chosen.

    Signals:
        dropped_changed(object): The frozenset of `words` of the frames that the person wants left out.
        tab_stops_changed(): There are other rows.
    """

    dropped_changed = Signal(object)
    tab_stops_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frames: Sequence[SentenceFrame] = ()
        self._counts: Mapping[str, FrameCount] = _NOT_COUNTED
        self._most_shown = _SHOWN_AT_ONCE
        self._conversations: Mapping[str, Conversation] = {}
        self._dropped: frozenset[str] = frozenset()
        self.rows: dict[str, TickRow] = {}
        self._told: dict[str, FrameCount] = {}
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(_TURN_MS)
        self._clock.timeout.connect(self._render)
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
        self._told = {}
        self._frames = frames or ()
        self._conversations = conversations
        self._counts = _NOT_COUNTED
        self._most_shown = _SHOWN_AT_ONCE
        self._dropped = frozenset()
        self.hide()

    def show_counts(self, counts: Mapping[str, FrameCount]) -> None:
        """Show how often each sentence stands in what is chosen, by its words, and none that does not."""
        self._counts = counts
        self.setVisible(bool(self._chosen()))
        self._render()

    def show_dropped(self, dropped: frozenset[str]) -> None:
        """Show which sentences are left out."""
        if dropped == self._dropped:
            return
        self._dropped = dropped
        for words, row in self.rows.items():
            row.line.box.setChecked(words in dropped)

    def _chosen(self) -> list[SentenceFrame]:
        """The sentences that stand somewhere in what is chosen."""
        return [frame for frame in self._frames if frame.words in self._counts and self._counts[frame.words].count]

    @Slot()
    def _render(self) -> None:
        if not self.isVisible():
            return
        chosen = self._chosen()
        shown = {frame.words for frame in chosen[: self._most_shown]}
        missing = [frame for frame in chosen[: self._most_shown] if frame.words not in self.rows]
        if missing:
            self._add_rows(missing[:_MADE_AT_ONCE])
        for words, row in self.rows.items():
            if words in shown and self._told.get(words) != self._counts[words]:
                # Every text that is set has the whole list laid out anew, also one that was there before.
                self._told[words] = self._counts[words]
                self._show_count(row, self._counts[words])
            row.setVisible(words in shown)
        if len(missing) > _MADE_AT_ONCE:
            self._clock.start()
        rest = len(chosen) - len(shown)
        self.more_button.setVisible(rest > 0)
        self.more_button.setText(self.tr("Show {count} more").format(count=number(min(rest, _SHOWN_AT_ONCE))))

    def _new_row(self, frame: SentenceFrame) -> TickRow:
        row = TickRow(shortened(frame.words), self)
        row.line.box.setChecked(frame.words in self._dropped)
        row.ticked.connect(partial(self._tick, frame.words))
        return row

    def _add_rows(self, frames: Sequence[SentenceFrame]) -> None:
        """Put new rows where they belong: the sentences of the export stand in one order, whatever is chosen."""
        self.rows.update((frame.words, self._new_row(frame)) for frame in frames)
        new = {frame.words for frame in frames}
        for place, words in enumerate(frame.words for frame in self._frames if frame.words in self.rows):
            if words in new:
                self._list.insertWidget(place, self.rows[words])
        self.tab_stops_changed.emit()

    def _rows_in_order(self) -> list[TickRow]:
        return [self.rows[frame.words] for frame in self._frames if frame.words in self.rows]

    def tab_stops(self) -> list[QWidget]:
        """What takes the focus, in the order in which it is seen."""
        return [*(stop for row in self._rows_in_order() for stop in row.tab_stops()), self.more_button]

    def _show_count(self, row: TickRow, count: FrameCount) -> None:
        people = plural(self.tr("from {count} person"), self.tr("from {count} people"), count.senders)
        row.show_count(number(count.count), people)
        row.set_samples(partial(self._samples, count))

    def _samples(self, count: FrameCount) -> Sequence[Sample]:
        return [
            sample_of(conversation.messages[sample.place], conversation.title)
            for sample in count.samples
            if (conversation := self._conversations.get(sample.conversation)) is not None
        ]

    def _tick(self, words: str, drop: bool) -> None:
        self.dropped_changed.emit(self._dropped | {words} if drop else self._dropped - {words})

    def showEvent(self, event: QShowEvent) -> None:
        """Make the rows when somebody looks at them first: they take their time."""
        super().showEvent(event)
        self._clock.start()

    @Slot()
    def _on_more_clicked(self) -> None:
        self._most_shown += _SHOWN_AT_ONCE
        self._render()
