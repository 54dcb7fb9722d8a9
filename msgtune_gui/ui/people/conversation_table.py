"""The view of the table of conversations."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from msgtune_gui.ui.people.conversation_model import Column, ConversationModel

_ROW_PADDING = 18


class ConversationTable(QTableView):
    """Rows to look at with the arrow keys and to tick with the space bar, in whichever column one is."""

    def __init__(self, model: ConversationModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._conversations = model
        self.setModel(model)
        self.setAccessibleName(self.tr("Conversations"))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(self.fontMetrics().height() + _ROW_PADDING)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setSectionResizeMode(Column.TITLE, QHeaderView.ResizeMode.Stretch)
        # Measuring a column by its cells asks every row; the headings are wider than nearly every number and date.
        for column, widest in ((Column.MESSAGES, "Messages 000"), (Column.LAST, "0000 Last message")):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, self.fontMetrics().horizontalAdvance(widest) + 24)
        self.setSortingEnabled(True)
        self.sortByColumn(Column.MESSAGES, Qt.SortOrder.DescendingOrder)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._conversations.toggle(self.currentIndex().row())
        else:
            super().keyPressEvent(event)
