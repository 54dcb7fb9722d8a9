"""The view of the table of conversations."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from msgtune_gui.ui import theme
from msgtune_gui.ui.people.conversation_model import Column, ConversationModel

_ROW_PADDING = 18
_HEADING_PADDING = 30
_TITLE_IN_CHARACTERS = 16


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
        # Measuring a column by its cells would ask every row; the headings are as wide as any number or date.
        for column in (Column.MESSAGES, Column.LAST):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            header.resizeSection(column, self._heading_width(column))
        self.setSortingEnabled(True)
        self.sortByColumn(Column.MESSAGES, Qt.SortOrder.DescendingOrder)

    def _heading_width(self, column: Column) -> int:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        heading = self._conversations.headerData(column, Qt.Orientation.Horizontal)
        return QFontMetrics(font).horizontalAdvance(str(heading)) + _HEADING_PADDING

    def _least_title_width(self) -> int:
        return self.fontMetrics().averageCharWidth() * _TITLE_IN_CHARACTERS

    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(self.minimumSizeHint())

    def minimumSizeHint(self) -> QSize:
        width = self._least_title_width() + self._heading_width(Column.MESSAGES)
        return QSize(width, self.verticalHeader().defaultSectionSize() * 5)

    def resizeEvent(self, event: QResizeEvent) -> None:
        others = self._heading_width(Column.MESSAGES) + self._heading_width(Column.LAST)
        self.setColumnHidden(Column.LAST, self.viewport().width() - others < self._least_title_width())
        super().resizeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._conversations.rowCount() and self._conversations.total:
            painter = QPainter(self.viewport())
            painter.setPen(theme.color("text_muted"))
            painter.drawText(self.viewport().rect(), Qt.AlignmentFlag.AlignCenter, self.tr("No conversation matches."))
            painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self._conversations.toggle(self.currentIndex().row())
        else:
            super().keyPressEvent(event)
