"""The view of bubbles for the preview, the examples and the chat."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Slot
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QWidget

from msgtune_gui.ui.bubbles.delegate import BubblePainter
from msgtune_gui.ui.bubbles.model import OWN_SIDE_ROLE, BubbleModel
from msgtune_gui.ui.bubbles.scroll_view import RowScrollView

_Index = QModelIndex | QPersistentModelIndex


class BubbleView(RowScrollView):
    """Bubbles one under the other; those that are selected can be copied.

    With `follow_end`, the view stays at the end while bubbles are added or grow, unless the person scrolled away.
    A `plain` view has no frame of its own, for use inside a card.
    """

    def __init__(self, parent: QWidget | None = None, *, follow_end: bool = False, plain: bool = False) -> None:
        self._bubbles = BubbleModel()
        super().__init__(self._bubbles, BubblePainter(self._bubbles), follow_end, parent)
        self._bubbles.setParent(self)
        self.setProperty("role", "bubbles")
        self.setProperty("plain", "true" if plain else "false")
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
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
            self.rows_changed(last, last)

    def dataChanged(self, first: _Index, last: _Index, roles: Sequence[int] = ()) -> None:
        super().dataChanged(first, last, list(roles))
        if list(roles) == [OWN_SIDE_ROLE]:
            self._row_painter.forget()
            self.viewport().update()
        else:
            self.rows_changed(first.row(), last.row())

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(self.minimumSizeHint())

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * 24, metrics.height() * 8)
