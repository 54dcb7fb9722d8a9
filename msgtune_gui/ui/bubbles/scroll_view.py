"""A view of very many rows of different heights, which only ever measures the ones on screen."""

from typing import Protocol

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    Qt,
)
from PySide6.QtGui import QFont, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from msgtune_gui.ui.bubbles.heights import RowHeights

_NEAR_END = 24
_LONG_JUMP_ROWS = 80

_Index = QModelIndex | QPersistentModelIndex


class RowPainter(Protocol):
    """What measures and paints the rows."""

    def set_frame(self, width: int, font: QFont, mirrored: bool) -> None:
        """Measure for a viewport so many pixels wide; `mirrored` for right-to-left windows."""
        ...

    def forget(self) -> None:
        """Measure everything anew when it is next looked at."""
        ...

    def expected_height(self) -> int:
        """A guess for rows that were not measured."""
        ...

    def height(self, row: int) -> int:
        """Height of a row in pixels."""
        ...

    def paint(self, painter: QPainter, row: int, top: int, selected: bool, focused: bool) -> None:
        """Paint a row whose upper edge lies at `top`."""
        ...


class RowScrollView(QAbstractItemView):
    """Rows one under the other, with true scroll bars from estimated heights.

    QListView lays out every row before it paints one; here a row is measured when it comes on screen, so that
    a million rows open, scroll and change their width as quickly as twenty.

    With `follow_end`, the view stays at the end while rows are added or grow, unless the person scrolled away.
    """

    def __init__(
        self, model: QAbstractItemModel, row_painter: RowPainter, follow_end: bool, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._rows = model
        self._row_painter = row_painter
        self._follow_end = follow_end
        self._at_end = True
        self._settling = False
        self._heights = RowHeights()
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setModel(model)

    def scroll_to_end(self) -> None:
        """Show the last row."""
        self._measure_up_from(len(self._heights) - 1)
        self.updateGeometries()
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
        self.viewport().update()

    def scroll_to_start(self) -> None:
        """Show the first row."""
        self.verticalScrollBar().setValue(0)

    def rows_changed(self, first: int, last: int) -> None:
        """Measure some rows anew."""
        self._row_painter.forget()
        for row in range(first, min(last, len(self._heights) - 1) + 1):
            self._heights.forget(row)
        self._after_growth()

    def _after_growth(self) -> None:
        if self._follow_end and self._at_end:
            self.scroll_to_end()
        else:
            self._settle()
            self.viewport().update()

    def _start_over(self) -> None:
        """Forget every height, keeping the row at the top where it is."""
        bar = self.verticalScrollBar()
        anchor = self._heights.row_at(bar.value())
        self._row_painter.set_frame(self.viewport().width(), self.font(), self.isRightToLeft())
        self._heights.reset(self._rows.rowCount(), self._row_painter.expected_height())
        if self._follow_end and self._at_end:
            self.scroll_to_end()
            return
        self.updateGeometries()
        if 0 < anchor < len(self._heights):
            bar.setValue(self._heights.top(anchor))
        self._settle()
        self.viewport().update()

    def _measure(self, row: int) -> int:
        if not self._heights.is_measured(row):
            self._heights.set_height(row, self._row_painter.height(row))
        return self._heights.height(row)

    def _measure_up_from(self, row: int) -> None:
        """Measure a row and as many before it as fill the viewport."""
        room = self.viewport().height()
        while row >= 0 and room > 0:
            room -= self._measure(row)
            row -= 1

    def _settle(self) -> None:
        """Measure what is on screen and bring the scroll bar in step."""
        if self._settling:
            return
        self._settling = True
        value = self.verticalScrollBar().value()
        row = self._heights.row_at(value)
        if row >= 0:
            y = self._heights.top(row)
            while row < len(self._heights) and y < value + self.viewport().height():
                y += self._measure(row)
                row += 1
        self.updateGeometries()
        self._settling = False

    def _hold_while_scrolling_up(self, moved: int) -> None:
        """Rows that come in above were only estimated: what was on screen must not jump when they are measured."""
        bar = self.verticalScrollBar()
        held = self._heights.row_at(bar.value() + moved)
        if held - self._heights.row_at(bar.value()) > _LONG_JUMP_ROWS:
            return
        self._settling = True
        while True:
            before = self._heights.top(held)
            for row in range(self._heights.row_at(bar.value()), held + 1):
                self._measure(row)
            shift = self._heights.top(held) - before
            if not shift:
                break
            # Smaller rows than expected may let still others come into view above.
            self.updateGeometries()
            bar.setValue(bar.value() + shift)
        self._settling = False

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        self._start_over()

    def reset(self) -> None:
        super().reset()
        self._at_end = True
        self.verticalScrollBar().setValue(0)
        self._start_over()

    def rowsInserted(self, parent: _Index, start: int, end: int) -> None:
        super().rowsInserted(parent, start, end)
        for _row in range(start, end + 1):
            self._heights.add_row()
        self.rows_changed(max(0, start - 1), end)

    def rowsAboutToBeRemoved(self, parent: _Index, start: int, end: int) -> None:
        super().rowsAboutToBeRemoved(parent, start, end)
        for _row in range(start, end + 1):
            self._heights.remove_row()
        self._row_painter.forget()
        self.viewport().update()

    def updateGeometries(self) -> None:
        bar = self.verticalScrollBar()
        bar.setSingleStep(max(20, self.fontMetrics().height() * 2))
        bar.setPageStep(self.viewport().height())
        bar.setRange(0, max(0, self._heights.total - self.viewport().height()))

    def visualRect(self, index: _Index) -> QRect:
        if not index.isValid() or index.row() >= len(self._heights):
            return QRect()
        row = index.row()
        top = self._heights.top(row) - self.verticalScrollBar().value()
        return QRect(0, top, self.viewport().width(), self._heights.height(row))

    def scrollTo(
        self, index: _Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        if not index.isValid():
            return
        row = index.row()
        bar = self.verticalScrollBar()
        self._measure(row)
        top = self._heights.top(row)
        if hint == QAbstractItemView.ScrollHint.PositionAtTop or top < bar.value():
            bar.setValue(top)
        elif top + self._heights.height(row) > bar.value() + self.viewport().height():
            self._measure_up_from(row)
            self.updateGeometries()
            bar.setValue(self._heights.top(row) + self._heights.height(row) - self.viewport().height())
        self.viewport().update()

    def indexAt(self, point: QPoint) -> QModelIndex:
        y = point.y() + self.verticalScrollBar().value()
        if not 0 <= y < self._heights.total:
            return QModelIndex()
        return self._rows.index(self._heights.row_at(y), 0)

    def moveCursor(self, action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier) -> QModelIndex:
        if not len(self._heights):
            return QModelIndex()
        row = _row_after(action, max(0, self.currentIndex().row()), self._heights, self.viewport().height())
        return self._rows.index(min(max(0, row), len(self._heights) - 1), 0)

    def horizontalOffset(self) -> int:
        return 0

    def verticalOffset(self) -> int:
        return self.verticalScrollBar().value()

    def isIndexHidden(self, _index: _Index) -> bool:
        return False

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        offset = self.verticalScrollBar().value()
        first = self._heights.row_at(rect.top() + offset)
        last = self._heights.row_at(rect.bottom() + offset)
        selection = QItemSelection()
        if first >= 0:
            selection.select(self._rows.index(min(first, last), 0), self._rows.index(max(first, last), 0))
        self.selectionModel().select(selection, command)

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        region = QRegion()
        for number in range(selection.count()):
            part = selection.at(number)
            region += QRegion(self.visualRect(part.topLeft()).united(self.visualRect(part.bottomRight())))
        return region

    def scrollContentsBy(self, _dx: int, dy: int) -> None:
        if not self._settling:
            if dy > 0:
                self._hold_while_scrolling_up(dy)
            self._settle()
        bar = self.verticalScrollBar()
        self._at_end = bar.value() >= bar.maximum() - _NEAR_END
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._start_over()
        else:
            self._after_growth()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in {QEvent.Type.FontChange, QEvent.Type.LayoutDirectionChange, QEvent.Type.StyleChange}:
            self._start_over()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setClipRegion(event.region())
        offset = self.verticalScrollBar().value()
        row = self._heights.row_at(offset)
        selection = self.selectionModel()
        current = self.currentIndex().row() if self.hasFocus() else -1
        if row >= 0:
            y = self._heights.top(row) - offset
            while row < len(self._heights) and y < self.viewport().height():
                height = self._measure(row)
                if y + height > event.rect().top() and y <= event.rect().bottom():
                    self._row_painter.paint(
                        painter, row, y, selection.isRowSelected(row, QModelIndex()), row == current
                    )
                y += height
                row += 1
        painter.end()


def _row_after(action: QAbstractItemView.CursorAction, row: int, heights: RowHeights, page: int) -> int:
    """Where a key leads from a row; may lie beyond either end. `page` is the height of the viewport."""
    moves = QAbstractItemView.CursorAction
    match action:
        case moves.MoveHome:
            row = 0
        case moves.MoveEnd:
            row = len(heights) - 1
        case moves.MoveUp | moves.MovePrevious:
            row -= 1
        case moves.MoveDown | moves.MoveNext:
            row += 1
        case moves.MovePageUp:
            row = min(row - 1, heights.row_at(heights.top(row) - page))
        case moves.MovePageDown:
            row = max(row + 1, heights.row_at(heights.top(row) + page))
        case _:
            pass
    return row
