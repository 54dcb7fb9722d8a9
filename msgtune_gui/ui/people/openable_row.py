"""Rows that count messages and open to show a few of them."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QCoreApplication, QPoint, Qt, QTimer, Slot
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from msgtune_gui.ui.people.samples import Sample, SampleList
from msgtune_gui.ui.tokens import SPACE_S, SPACE_XL, SPACE_XS
from msgtune_gui.ui.widgets import Button, Label
from msgtune_gui.ui.widgets.tick_line import TickLine

_INDENT = SPACE_XL + SPACE_S + 2
"""Where words begin that stand behind a tick box, in pixels."""

SampleSource = Callable[[], Sequence[Sample]]
"""Gives the samples of a row; called only while they are to be seen."""


class OpenableRow(QWidget):
    """A widget with a count and an arrow at its end, and samples under it while the arrow is down."""

    def __init__(self, name: str, front: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._source: SampleSource = tuple
        self.samples = SampleList()
        self.samples.hide()
        self.count = Label("", "muted")
        self.arrow = Button("", "chevron", "chevron")
        self.arrow.setCheckable(True)
        translate = QCoreApplication.translate
        self.arrow.setAccessibleName(translate("OpenableRow", "Show samples: {name}").format(name=name))
        self.arrow.setToolTip(translate("OpenableRow", "Show samples"))
        self.arrow.toggled.connect(self._on_arrow_toggled)
        # The numbers of rows with and without an arrow stand under one another.
        policy = self.arrow.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.arrow.setSizePolicy(policy)
        head = QHBoxLayout()
        head.setSpacing(SPACE_S)
        head.addWidget(front, 1)
        head.addWidget(self.count)
        head.addWidget(self.arrow, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(SPACE_XS)
        self.body.addLayout(head)
        self.body.addWidget(self.samples)

    def show_count(self, count: str) -> None:
        """Show how many there are."""
        self.count.setText(count)
        # Read out of its row, a number alone would say nothing.
        self.count.setAccessibleName(f"{self._name}: {count}")
        self.describe(count)

    def describe(self, figures: str) -> None:
        """Let a screen reader tell the figures at whatever takes the focus."""
        self.arrow.setAccessibleDescription(figures)

    def tab_stops(self) -> list[QWidget]:
        """What takes the focus, in the order in which it is seen."""
        return [self.arrow]

    def set_samples(self, source: SampleSource) -> None:
        """Where the samples come from now."""
        self._source = source
        if self.arrow.isChecked():
            self.samples.show_samples(source())

    @Slot(bool)
    def _on_arrow_toggled(self, is_open: bool) -> None:
        self.arrow.set_icon_name("chevron-open" if is_open else "chevron")
        if is_open:
            self.samples.show_samples(self._source())
        self.samples.setVisible(is_open)
        if is_open:
            # The area learns only in its next turn how much longer it became.
            QTimer.singleShot(0, self, self._scroll_into_view)

    def _scroll_into_view(self) -> None:
        """Bring the samples on screen, as far as the row's own head stays there."""
        area = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        panel = area.widget() if area is not None else None
        if area is None or panel is None:
            return
        top = self.mapTo(panel, QPoint(0, 0)).y()
        wanted = min(top, top + self.height() + SPACE_S - area.viewport().height())
        bar = area.verticalScrollBar()
        bar.setValue(max(bar.value(), wanted))


class TickRow(OpenableRow):
    """An openable row with a tick before its words."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        self.line = TickLine(words)
        super().__init__(words, self.line, parent)
        self.ticked = self.line.ticked

        self.note: Label | None = None

    def show_count(self, count: str, note: str = "") -> None:
        """Show how many there are, and a quiet line under the words."""
        super().show_count(count)
        if not note:
            return
        if self.note is None:
            self.note = Label("", "small", wrap=True)
            self.note.setContentsMargins(_INDENT, 0, 0, 0)
            self.body.insertWidget(1, self.note)
        self.note.setText(note)
        self.describe(f"{count}, {note}")

    def describe(self, figures: str) -> None:
        super().describe(figures)
        self.line.box.setAccessibleDescription(figures)

    def tab_stops(self) -> list[QWidget]:
        return [self.line.box, *super().tab_stops()]


class PlainRow(OpenableRow):
    """An openable row of words that cannot be switched here, in line with those that can."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        label = Label(words, wrap=True)
        label.setContentsMargins(_INDENT, 0, 0, 0)
        super().__init__(words, label, parent)
