"""The list of a person's trainings: its rows, how one is painted, and its view."""

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Slot,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from msgtune_gui.core.jobs import Run
from msgtune_gui.ui import theme
from msgtune_gui.ui.icons import paint_icon
from msgtune_gui.ui.run_words import run_name
from msgtune_gui.ui.runs.phase_words import phase_icon, phase_words
from msgtune_gui.ui.runs.run_board import RunBoard
from msgtune_gui.ui.runs.watched_run import WatchedRun
from msgtune_gui.ui.words import day

_Index = QModelIndex | QPersistentModelIndex
_ROOT = QModelIndex()
_ICON_SIDE = 20
_PADDING = 10
_GAP = 10
_LEAST_WIDTH_IN_CHARACTERS = 24

NAME_ROLE = Qt.ItemDataRole.UserRole + 1
STATE_ROLE = Qt.ItemDataRole.UserRole + 2
PLACE_ROLE = Qt.ItemDataRole.UserRole + 3
ICON_ROLE = Qt.ItemDataRole.UserRole + 4


class RunListModel(QAbstractListModel):
    """Every run of the board, the newest first."""

    def __init__(self, board: RunBoard, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._board = board
        self._runs: list[Run] = []
        board.changed.connect(self._on_run_changed)

    def read_again(self) -> None:
        """Take the runs as they are now; rows that stay keep their selection."""
        runs = list(self._board.runs())
        old, new = [run.identifier for run in self._runs], [run.identifier for run in runs]
        if old == new:
            self._runs = runs
            if runs:
                self.dataChanged.emit(self.index(0), self.index(len(runs) - 1))
            return
        self.beginResetModel()
        self._runs = runs
        self.endResetModel()

    def run_at(self, index: _Index) -> Run | None:
        """The run of a row."""
        return self._runs[index.row()] if index.isValid() else None

    def index_of(self, identifier: str) -> QModelIndex:
        """The row of a run; an invalid index where there is none."""
        row = next((row for row, run in enumerate(self._runs) if run.identifier == identifier), -1)
        return self.index(row) if row >= 0 else QModelIndex()

    def rowCount(self, parent: _Index = _ROOT) -> int:
        return 0 if parent.isValid() else len(self._runs)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        run = self.run_at(index)
        if run is None:
            return None
        board = self._board
        watched = board.watched(run.identifier)
        phase, progress = board.phase(run), watched.progress if watched is not None else None
        name = " ".join(run_name(run).split())
        state = phase_words(run, phase, progress, board.profile(run))
        place = self.tr("{day} · {service}").format(service=board.profile(run).title, day=day(run.created_at_s))
        values: dict[int, object] = {
            Qt.ItemDataRole.DisplayRole: name,
            Qt.ItemDataRole.AccessibleTextRole: ", ".join((name, state, place)),
            Qt.ItemDataRole.ToolTipRole: "\n".join((name, state, place)),
            NAME_ROLE: name,
            STATE_ROLE: state,
            PLACE_ROLE: place,
            ICON_ROLE: phase_icon(phase, progress),
        }
        return values.get(role)

    @Slot(object)
    def _on_run_changed(self, watched: WatchedRun) -> None:
        if watched.run is None:
            return
        index = self.index_of(watched.run.identifier)
        if index.isValid():
            self._runs[index.row()] = watched.run
            self.dataChanged.emit(index, index)


class RunDelegate(QStyledItemDelegate):
    """Icon, name, state and place of one run in three lines, each cut with an ellipsis where it is too long."""

    def sizeHint(self, option: QStyleOptionViewItem, _index: _Index) -> QSize:
        metrics = QFontMetrics(option.font)
        return QSize(metrics.averageCharWidth() * _LEAST_WIDTH_IN_CHARACTERS, 3 * metrics.height() + 2 * _PADDING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRect(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        focused = selected and bool(option.state & QStyle.StateFlag.State_HasFocus)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(QPen(theme.color("focus"), 2) if focused else Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("accent_soft" if selected else "surface_alt"))
            painter.drawRoundedRect(QRectF(area).adjusted(2, 2, -2, -2), 6, 6)
        inner = area.adjusted(_PADDING, _PADDING, -_PADDING, -_PADDING)
        direction = option.direction
        icon, token = index.data(ICON_ROLE)
        spot = QRect(inner.left(), inner.top(), _ICON_SIDE, _ICON_SIDE)
        paint_icon(painter, QRectF(QStyle.visualRect(direction, area, spot)), icon, getattr(theme.current(), token))
        words = inner.adjusted(_ICON_SIDE + _GAP, 0, 0, 0)
        bold = QFont(option.font)
        bold.setWeight(QFont.Weight.DemiBold)
        line = QFontMetrics(option.font).height()
        for number, (role, font, colour) in enumerate(
            (
                (NAME_ROLE, bold, "text"),
                (STATE_ROLE, option.font, "text"),
                (PLACE_ROLE, option.font, "text_muted"),
            )
        ):
            box = QStyle.visualRect(
                direction, area, QRect(words.left(), words.top() + number * line, words.width(), line)
            )
            self._write(painter, box, str(index.data(role)), font, theme.color(colour))
        painter.restore()

    def _write(self, painter: QPainter, box: QRect, text: str, font: QFont, colour: QColor) -> None:
        painter.setFont(font)
        painter.setPen(colour)
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


class RunListView(QListView):
    """To be walked through with the arrow keys."""

    def __init__(self, model: RunListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(RunDelegate(self))
        self.setAccessibleName(self.tr("Your trainings"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        width = metrics.averageCharWidth() * _LEAST_WIDTH_IN_CHARACTERS + 2 * _PADDING
        return QSize(width, 2 * (3 * metrics.height() + 2 * _PADDING))
