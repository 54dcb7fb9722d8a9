"""The list of what is left out, reason by reason, each with its switch."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from msgtune_gui.core.automatic import FrameCount
from msgtune_gui.core.model import Conversation, Export, LeftOutReason, Selection
from msgtune_gui.core.selection import LeftOutRow, SamplePlace
from msgtune_gui.ui.people.automatic import AutomaticSentences
from msgtune_gui.ui.people.openable_row import OpenableRow, PlainRow, TickRow
from msgtune_gui.ui.people.samples import Sample, sample_of
from msgtune_gui.ui.people.switches import Switches
from msgtune_gui.ui.reason_words import reason_words
from msgtune_gui.ui.tokens import SPACE_L, SPACE_S
from msgtune_gui.ui.widgets import Label, Line
from msgtune_gui.ui.widgets.tab_order import tab_in_order
from msgtune_gui.ui.words import number

_SHOWN_ELSEWHERE = frozenset({LeftOutReason.NOT_TICKED, LeftOutReason.AUTOMATIC})
"""Reasons that other parts of the page show: the table's ticks, and the sentences under this list."""


_ORDER = tuple(sorted(LeftOutReason, key=LeftOutReason.DOUBLE.__eq__))
"""As in the account, but for the second copies, which have no switch and stand last."""


class LeftOut(QWidget):
    """Shows the rows of a selection and tells which selection the person wants instead.

    Signals:
        wanted(object): The Selection with another switch.
    """

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._selection = Selection()
        self._conversations: dict[str, Conversation] = {}
        self._switches = Switches()
        self._found: dict[LeftOutReason, LeftOutRow] = {}
        self.rows: dict[LeftOutReason, OpenableRow] = {}
        self._intro = Label("", "muted", wrap=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(SPACE_S)
        self._line = Line()
        self.automatic = AutomaticSentences()
        self.automatic.dropped_changed.connect(self._on_dropped_changed)
        self.automatic.tab_stops_changed.connect(self._tab_in_order)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_L)
        layout.addWidget(self._intro)
        layout.addLayout(self._list)
        layout.addWidget(self._line)
        layout.addWidget(self.automatic)
        layout.addStretch()
        self.set_export(None)

    def set_export(self, export: Export | None) -> None:
        """Another export: its conversations give the samples."""
        conversations = export.conversations if export is not None else ()
        self._conversations = {conversation.identifier: conversation for conversation in conversations}
        self._switches.forget()
        for row in self.rows.values():
            row.arrow.setChecked(False)
        self.automatic.set_frames(export.frames if export is not None else None, self._conversations)
        self.show_selection(Selection())
        self.show_rows((), (), {})

    def set_aside(self, selection: Selection) -> dict[LeftOutReason, Selection]:
        """Filters that were turned off here, to be had again: reason -> the selection with that filter."""
        return self._switches.set_aside(selection)

    def show_selection(self, selection: Selection) -> None:
        """Show which reasons are on; how much each leaves out follows when it is counted."""
        self._selection = selection
        for reason, row in self.rows.items():
            if isinstance(row, TickRow):
                row.line.box.setChecked(self._switches.leaves_out(selection, reason))
        self.automatic.show_dropped(selection.dropped_frames)

    def show_rows(
        self, rows: Sequence[LeftOutRow], set_aside: Sequence[LeftOutRow], frames: Mapping[str, FrameCount]
    ) -> None:
        """Show how much every reason leaves out of what is ticked, or would leave out where it is off.

        Args:
            rows: The reasons of the selection.
            set_aside: Those whose filter was turned off here.
            frames: How often each automatic sentence stands in what is chosen, by its words.
        """
        self._found = {row.reason: row for row in (*rows, *set_aside) if row.reason not in _SHOWN_ELSEWHERE}
        self.automatic.show_counts(frames)
        if self.isVisible():
            self._render()

    def _render(self) -> None:
        rows_before = len(self.rows)
        for reason, row in self._found.items():
            widget = self.rows.get(reason) or self._new_row(reason)
            widget.show_count(number(row.count))
            widget.set_samples(partial(self._samples, row.samples))
            widget.arrow.setVisible(bool(row.samples))
        if len(self.rows) > rows_before:
            self._tab_in_order()
        set_aside = self._switches.set_aside(self._selection)
        for reason, widget in self.rows.items():
            widget.setVisible(reason in self._found or reason in set_aside)
        nothing = all(widget.isHidden() for widget in self.rows.values())
        if not nothing:
            self._intro.setText(self.tr("What is ticked here never reaches the training file."))
        elif self._selection.ticked == frozenset():
            self._intro.setText(self.tr("Tick a conversation to see what of it is left out."))
        else:
            self._intro.setText(self.tr("Every message of the ticked conversations is learned from."))
        self._line.setVisible(not nothing and not self.automatic.isHidden())

    def _new_row(self, reason: LeftOutReason) -> OpenableRow:
        words = reason_words(reason)
        row: OpenableRow
        if self._switches.can_switch(reason):
            row = TickRow(words, self)
            row.line.box.setChecked(self._switches.leaves_out(self._selection, reason))
            row.ticked.connect(partial(self._switch, reason))
        else:
            row = PlainRow(words, self)
        self.rows[reason] = row
        order = [known for known in _ORDER if known in self.rows]
        self._list.insertWidget(order.index(reason), row)
        return row

    @Slot()
    def _tab_in_order(self) -> None:
        rows = [self.rows[reason] for reason in _ORDER if reason in self.rows]
        tab_in_order([stop for row in rows for stop in row.tab_stops()] + self.automatic.tab_stops())

    def _switch(self, reason: LeftOutReason, leave_out: bool) -> None:
        self.wanted.emit(self._switches.switched(self._selection, reason, leave_out))

    def _samples(self, places: Sequence[SamplePlace]) -> Sequence[Sample]:
        return [
            sample_of(conversation.messages[sample.place], conversation.title)
            for sample in places
            if (conversation := self._conversations.get(sample.conversation)) is not None
        ]

    def _on_dropped_changed(self, words: frozenset[str]) -> None:
        self.wanted.emit(replace(self._selection, dropped_frames=words))

    def showEvent(self, event: QShowEvent) -> None:
        """Make the rows when somebody looks at them first: they take their time."""
        super().showEvent(event)
        self._render()
