"""The scrolling view of bubbles, which only ever looks at the rows on screen."""

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Slot,
)
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from msgtune_gui.ui.bubbles.delegate import BubblePainter
from msgtune_gui.ui.bubbles.heights import RowHeights
from msgtune_gui.ui.bubbles.model import OWN_SIDE_ROLE, BubbleModel

_NEAR_END = 24
_LONG_JUMP_ROWS = 80

_Index = QModelIndex | QPersistentModelIndex


class BubbleView(QAbstractItemView):
    """Bubbles one under the other, with true scroll bars from estimated heights.

    QListView lays out every row before it paints one; here a row is measured when it comes on screen, so that
    a million messages open, scroll and change their width as quickly as twenty.

    With `follow_end`, the view stays at the end while bubbles are added or grow, unless the person scrolled away.
    """

    def __init__(self, parent: QWidget | None = None, *, follow_end: bool = False, plain: bool = False) -> None:
        super().__init__(parent)
        self.setProperty("role", "bubbles")
        self.setProperty("plain", "true" if plain else "false")
        self._follow_end = follow_end
        self._at_end = True
        self._settling = False
        self._heights = RowHeights()
        self._bubbles = BubbleModel(self)
        self._painter = BubblePainter(self._bubbles)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setModel(self._bubbles)
        self._bubbles.streaming_changed.connect(self._on_streaming_changed)
        self._copy = QAction(self.tr("Copy"), self)
        self._copy.setShortcut(QKeySequence.StandardKey.Copy)
        self._copy.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        self._copy.triggered.connect(self.copy_selected)
        self.addAction(self._copy)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)

    @property
    def bubbles(self) -> BubbleModel:
        """The list that is shown."""
        return self._bubbles

    def scroll_to_end(self) -> None:
        """Show the last bubble."""
        self._measure_up_from(len(self._heights) - 1)
        self.updateGeometries()
        self.verticalScrollBar().setValue(self.verticalScrollBar().maximum())
        self.viewport().update()

    def scroll_to_start(self) -> None:
        """Show the first bubble."""
        self.verticalScrollBar().setValue(0)

    @Slot()
    def copy_selected(self) -> None:
        """Put the selected bubbles' words on the clipboard."""
        rows = [index.row() for index in self.selectionModel().selectedRows()]
        if rows:
            QGuiApplication.clipboard().setText(self._bubbles.copied_text(rows))

    @Slot()
    def _on_streaming_changed(self) -> None:
        last = len(self._heights) - 1
        if last >= 0:
            self._rows_changed(last, last)

    def _rows_changed(self, first: int, last: int) -> None:
        self._painter.forget()
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
        self._painter.set_frame(self.viewport().width(), self.font(), self.isRightToLeft())
        self._heights.reset(self._bubbles.rowCount(), self._painter.expected_height())
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
            self._heights.set_height(row, self._painter.height(row))
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
        self._rows_changed(max(0, start - 1), end)

    def rowsAboutToBeRemoved(self, parent: _Index, start: int, end: int) -> None:
        super().rowsAboutToBeRemoved(parent, start, end)
        for _row in range(start, end + 1):
            self._heights.remove_row()
        self._painter.forget()
        self.viewport().update()

    def dataChanged(self, first: _Index, last: _Index, roles: Sequence[int] = ()) -> None:
        super().dataChanged(first, last, list(roles))
        if list(roles) == [OWN_SIDE_ROLE]:
            self._painter.forget()
            self.viewport().update()
        else:
            self._rows_changed(first.row(), last.row())

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(self.minimumSizeHint())

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 24, metrics.height() * 8)

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
        return self._bubbles.index(self._heights.row_at(y))

    def moveCursor(self, action: QAbstractItemView.CursorAction, _modifiers: Qt.KeyboardModifier) -> QModelIndex:
        count = len(self._heights)
        if not count:
            return QModelIndex()
        row = max(0, self.currentIndex().row())
        page = self.viewport().height()
        moves = QAbstractItemView.CursorAction
        match action:
            case moves.MoveHome:
                row = 0
            case moves.MoveEnd:
                row = count - 1
            case moves.MoveUp | moves.MovePrevious:
                row -= 1
            case moves.MoveDown | moves.MoveNext:
                row += 1
            case moves.MovePageUp:
                row = min(row - 1, self._heights.row_at(self._heights.top(row) - page))
            case moves.MovePageDown:
                row = max(row + 1, self._heights.row_at(self._heights.top(row) + page))
            case _:
                pass
        return self._bubbles.index(min(max(0, row), count - 1))

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
            selection.select(self._bubbles.index(min(first, last)), self._bubbles.index(max(first, last)))
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
                    self._painter.paint(painter, row, y, selection.isRowSelected(row, QModelIndex()), row == current)
                y += height
                row += 1
        painter.end()
