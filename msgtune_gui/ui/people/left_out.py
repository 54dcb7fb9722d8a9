"""The list of what is left out, reason by reason, each with its switch."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from msgtune_gui.core.model import Conversation, Export, LeftOutReason, Selection
from msgtune_gui.core.selection import LeftOutRow, SamplePlace
from msgtune_gui.ui.people.automatic import AutomaticSentences
from msgtune_gui.ui.people.openable_row import OpenableRow, PlainRow, TickRow
from msgtune_gui.ui.people.samples import Sample, sample_of
from msgtune_gui.ui.people.switches import Switches
from msgtune_gui.ui.reason_words import reason_words
from msgtune_gui.ui.tokens import SPACE_L, SPACE_XS
from msgtune_gui.ui.widgets import Label, Line
from msgtune_gui.ui.words import number

_SHOWN_ELSEWHERE = frozenset({LeftOutReason.NOT_TICKED, LeftOutReason.AUTOMATIC})
"""Reasons that other parts of the page show: the table's ticks, and the sentences under this list."""


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
        self.rows: dict[LeftOutReason, OpenableRow] = {}
        self._intro = Label("", "muted", wrap=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(SPACE_XS)
        self._line = Line()
        self.automatic = AutomaticSentences()
        self.automatic.dropped_changed.connect(self._on_dropped_changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_L)
        layout.addWidget(self._intro)
        layout.addLayout(self._list)
        layout.addWidget(self._line)
        layout.addWidget(self.automatic)
        layout.addStretch()
        for reason in sorted(LeftOutReason, key=LeftOutReason.DOUBLE.__eq__):
            self._add_row(reason)
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
        self.show_rows(())

    def show_selection(self, selection: Selection) -> None:
        """Show which reasons are on; how much each leaves out follows when it is counted."""
        self._selection = selection
        for reason, row in self.rows.items():
            if isinstance(row, TickRow):
                row.line.box.setChecked(self._switches.leaves_out(selection, reason))
        self.automatic.show_dropped(selection.dropped_frames)

    def show_rows(self, rows: Sequence[LeftOutRow]) -> None:
        """Show how much every reason leaves out of what is ticked, or would leave out where it is off."""
        found = {row.reason: row for row in rows}
        turned_off = self._switches.turned_off(self._selection)
        for reason, widget in self.rows.items():
            row = found.get(reason)
            if row is not None:
                widget.show_count(number(row.count))
                widget.set_samples(partial(self._samples, row.samples))
                widget.arrow.setVisible(bool(row.samples))
            widget.setVisible(row is not None or reason in turned_off)
        nothing = all(widget.isHidden() for widget in self.rows.values())
        self._intro.setText(
            self.tr("Every message of the ticked conversations is learned from.")
            if nothing
            else self.tr("What is ticked here never reaches the training file.")
        )
        self._line.setVisible(not nothing and not self.automatic.isHidden())

    def _add_row(self, reason: LeftOutReason) -> None:
        if reason in _SHOWN_ELSEWHERE:
            return
        words = reason_words(reason)
        if self._switches.can_switch(reason):
            row = TickRow(words)
            row.ticked.connect(partial(self._switch, reason))
            self.rows[reason] = row
        elif reason in {LeftOutReason.DOUBLE, LeftOutReason.PRIVATE}:
            self.rows[reason] = PlainRow(words)
        else:
            return
        self._list.addWidget(self.rows[reason])

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
