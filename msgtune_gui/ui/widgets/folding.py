"""Two widgets side by side while there is room for both, else one under the other."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QSplitter, QWidget

from msgtune_gui.ui.tokens import SPACE_L


class FoldingRow(QWidget):
    """With a fixed share of the width for each; `last_on_top` puts the last one first where they fold."""

    def __init__(
        self,
        widgets: Sequence[QWidget],
        shares: Sequence[int],
        parent: QWidget | None = None,
        *,
        last_on_top: bool = False,
    ) -> None:
        super().__init__(parent)
        directions = QBoxLayout.Direction
        self._folded = directions.BottomToTop if last_on_top else directions.TopToBottom
        self._widgets = tuple(widgets)
        self._shares = tuple(shares)
        self._kept_folded = False
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(SPACE_L)
        for widget, share in zip(widgets, shares, strict=True):
            self._row.addWidget(widget, share)

    @property
    def is_folded(self) -> bool:
        """Whether they are one under the other."""
        return self._row.direction() is self._folded

    def keep_folded(self, kept: bool) -> None:
        """Whether they stay one under the other however much room there is."""
        self._kept_folded = kept
        self._fold()

    def minimumSizeHint(self) -> QSize:
        return QSize(_widest(self._widgets), super().minimumSizeHint().height())

    def event(self, event: QEvent) -> bool:
        # What is in them may have come to need more room, or less.
        if event.type() is QEvent.Type.LayoutRequest:
            self._fold()
        return super().event(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        narrow = self._kept_folded or self.width() < _all_together(self._widgets, SPACE_L)
        self._row.setDirection(self._folded if narrow else QBoxLayout.Direction.LeftToRight)
        for number, share in enumerate(self._shares):
            # Shares of the width say nothing about heights: each takes the height that it needs.
            self._row.setStretch(number, 0 if narrow else share)


class FoldingSplitter(QSplitter):
    """With a handle between them that the person can move."""

    def __init__(self, widgets: Sequence[QWidget], parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._widgets = tuple(widgets)
        self.setChildrenCollapsible(False)
        self.setHandleWidth(SPACE_L)
        for number, widget in enumerate(widgets):
            self.addWidget(widget)
            self.setStretchFactor(number, 1)

    @property
    def is_folded(self) -> bool:
        """Whether they are one under the other."""
        return self.orientation() is Qt.Orientation.Vertical

    def minimumSizeHint(self) -> QSize:
        return QSize(_widest(self._widgets), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        narrow = self.width() < _all_together(self._widgets, self.handleWidth())
        self.setOrientation(Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal)
        super().resizeEvent(event)


def _widest(widgets: Sequence[QWidget]) -> int:
    return max(widget.minimumSizeHint().width() for widget in widgets)


def _all_together(widgets: Sequence[QWidget], spacing: int) -> int:
    return sum(widget.minimumSizeHint().width() for widget in widgets) + spacing * (len(widgets) - 1)
