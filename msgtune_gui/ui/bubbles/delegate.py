"""How one bubble is measured and painted."""

from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QPainter,
    QPainterPath,
    QPen,
    QTextLayout,
    QTextOption,
)

from msgtune_gui.ui import theme
from msgtune_gui.ui.bubbles.bubble import Bubble
from msgtune_gui.ui.bubbles.model import BubbleModel

LONGEST_SHOWN = 20_000

_PADDING_X = 13
_PADDING_Y = 8
_GAP_IN_RUN = 3
_GAP_BETWEEN_RUNS = 14
_MARGIN = 14
_ROUND = 16.0
_LITTLE_ROUND = 5.0
_REMARK_FLAGS = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
_CARET = "\N{LEFT HALF BLOCK}"


@dataclass(frozen=True, slots=True)
class Placement:
    """Where the parts of a row lie, from the row's own upper left corner."""

    remark: QRect | None
    day: QRect | None
    header: QRect | None
    bubble: QRect
    text: QTextLayout
    height: int


class BubblePainter:
    """Measures and paints rows of a BubbleModel for a given width and font."""

    def __init__(self, model: BubbleModel) -> None:
        self._model = model
        self._font = QFont()
        self._small = QFont()
        self._line = 0
        self._width = 0
        self._mirrored = False
        self._place = lru_cache(maxsize=256)(self._measured)

    def set_frame(self, width: int, font: QFont, mirrored: bool) -> None:
        """Measure for a viewport so many pixels wide; `mirrored` for right-to-left windows."""
        self._width = width
        self._font = QFont(font)
        self._small = QFont(font)
        self._small.setPointSizeF(theme.points(font) * 0.85)
        self._line = QFontMetrics(self._small).height()
        self._mirrored = mirrored
        self.forget()

    def forget(self) -> None:
        """Measure everything anew when it is next looked at."""
        self._place.cache_clear()

    def expected_height(self) -> int:
        """A guess for rows that were not measured."""
        return QFontMetrics(self._font).height() * 2 + 2 * _PADDING_Y

    def height(self, row: int) -> int:
        """Height of a row in pixels."""
        return self._place(row).height

    def bubble_area(self, row: int) -> QRect:
        """The bubble itself, from the row's upper left corner."""
        return self._place(row).bubble

    def paint(self, painter: QPainter, row: int, top: int, selected: bool, focused: bool) -> None:
        """Paint a row whose upper edge lies at `top`."""
        place = self._place(row)
        bubble = self._model.bubble(row)
        painter.save()
        painter.translate(0, top)
        self._paint_remark(painter, place, self._model.remark_over(row))
        self._paint_lines(painter, place, bubble)
        self._paint_bubble(painter, row, place, bubble, selected, focused)
        painter.restore()

    def _measured(self, row: int) -> Placement:
        model = self._model
        bubble = model.bubble(row)
        y = _GAP_BETWEEN_RUNS if model.starts_run(row) else _GAP_IN_RUN
        remark = day = header = None
        if model.remark_over(row):
            remark = self._remark_area(y, model.remark_over(row))
            y = remark.bottom() + 1 + _GAP_BETWEEN_RUNS
        if model.starts_day(row):
            day = QRect(_MARGIN, y, self._width - 2 * _MARGIN, self._line)
            y += self._line + _GAP_BETWEEN_RUNS - 4
        if model.starts_run(row) and (bubble.sender or bubble.sent_at_ms is not None):
            header = QRect(_MARGIN + 4, y, self._width - 2 * _MARGIN - 8, self._line)
            y += self._line + 3
        text = self._text_layout(row, bubble)
        box = text.boundingRect()
        width = int(max(line_width(text), 10) + 1) + 2 * _PADDING_X
        height = int(box.height() + 0.99) + 2 * _PADDING_Y
        x = self._width - _MARGIN - width if self._on_right(bubble) else _MARGIN
        area = QRect(x, y, width, height)
        bottom = _MARGIN if row + 1 == model.rowCount() else 0
        return Placement(remark, day, header, area, text, y + height + bottom)

    def _remark_area(self, top: int, words: str) -> QRect:
        room = QRect(_MARGIN, top, self._width - 2 * _MARGIN, 0)
        needed = QFontMetrics(self._small).boundingRect(room, _REMARK_FLAGS, words).height()
        return QRect(room.x(), top, room.width(), needed + 2 * _PADDING_Y)

    def _text_layout(self, row: int, bubble: Bubble) -> QTextLayout:
        text = bubble.text
        if len(text) > LONGEST_SHOWN:
            text = text[:LONGEST_SHOWN] + "\N{HORIZONTAL ELLIPSIS}"
        if self._model.is_streaming and row + 1 == self._model.rowCount():
            text += _CARET
        font = QFont(self._font)
        font.setItalic(bubble.is_note)
        layout = QTextLayout(text.replace("\r\n", "\n").replace("\n", "\N{LINE SEPARATOR}"), font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        widest = self._widest_text()
        _lay_out(layout, widest)
        natural = line_width(layout)
        if natural < widest:
            # Right-to-left lines are set against the right edge of the line they were given.
            _lay_out(layout, natural + 1)
        return layout

    def _widest_text(self) -> float:
        room = self._width - 2 * _MARGIN - 2 * _PADDING_X
        readable = QFontMetricsF(self._font).averageCharWidth() * 64
        return float(max(40, min(room * 0.82, readable)))

    def _on_right(self, bubble: Bubble) -> bool:
        return bubble.is_own is not self._mirrored

    def _paint_remark(self, painter: QPainter, place: Placement, words: str) -> None:
        if place.remark is None:
            return
        painter.setPen(theme.color("border_strong"))
        painter.drawLine(place.remark.topLeft(), place.remark.topRight())
        painter.setFont(self._small)
        painter.setPen(theme.color("text_muted"))
        painter.drawText(place.remark.adjusted(0, _PADDING_Y, 0, 0), _REMARK_FLAGS, words)

    def _paint_lines(self, painter: QPainter, place: Placement, bubble: Bubble) -> None:
        painter.setFont(self._small)
        painter.setPen(theme.color("text_muted"))
        if place.day is not None and bubble.sent_at_ms is not None:
            painter.drawText(place.day, Qt.AlignmentFlag.AlignCenter, _day_text(bubble.sent_at_ms))
        if place.header is not None:
            side = Qt.AlignmentFlag.AlignRight if self._on_right(bubble) else Qt.AlignmentFlag.AlignLeft
            words = QFontMetrics(self._small).elidedText(
                _header_text(bubble), Qt.TextElideMode.ElideRight, place.header.width()
            )
            painter.drawText(place.header, side | Qt.AlignmentFlag.AlignAbsolute, words)

    def _paint_bubble(
        self, painter: QPainter, row: int, place: Placement, bubble: Bubble, selected: bool, focused: bool
    ) -> None:
        tokens = theme.current()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = self._outline(row, place.bubble, self._on_right(bubble))
        if bubble.left_out or (bubble.is_note and not bubble.is_used):
            painter.setPen(QPen(QColor(tokens.border_strong), 1, Qt.PenStyle.DashLine))
            painter.drawPath(outline)
            painter.setPen(QColor(tokens.text_muted))
        else:
            painter.fillPath(outline, QColor(tokens.bubble_self if bubble.is_own else tokens.bubble_other))
            painter.setPen(QColor(tokens.bubble_self_text if bubble.is_own else tokens.text))
        place.text.draw(painter, QPointF(place.bubble.x() + _PADDING_X, place.bubble.y() + _PADDING_Y))
        if selected or focused:
            colour = tokens.text if bubble.is_own and not bubble.left_out else tokens.focus
            painter.setPen(QPen(QColor(colour), 2, Qt.PenStyle.SolidLine if selected else Qt.PenStyle.DotLine))
            painter.drawPath(outline)

    def _outline(self, row: int, area: QRect, on_right: bool) -> QPainterPath:
        """The bubble's edge: the corners where one bubble of a run meets the next are less round."""
        upper = _ROUND if self._model.starts_run(row) else _LITTLE_ROUND
        lower = _LITTLE_ROUND if not self._model.ends_run(row) else _ROUND
        left_upper, right_upper = (_ROUND, upper) if on_right else (upper, _ROUND)
        left_lower, right_lower = (_ROUND, lower) if on_right else (lower, _ROUND)
        return rounded(QRectF(area), left_upper, right_upper, right_lower, left_lower)


def rounded(area: QRectF, left_upper: float, right_upper: float, right_lower: float, left_lower: float) -> QPainterPath:
    """A rectangle with a radius of its own at each corner."""
    left, top, right, bottom = area.left(), area.top(), area.right(), area.bottom()
    path = QPainterPath(QPointF(left + left_upper, top))
    path.lineTo(right - right_upper, top)
    path.quadTo(right, top, right, top + right_upper)
    path.lineTo(right, bottom - right_lower)
    path.quadTo(right, bottom, right - right_lower, bottom)
    path.lineTo(left + left_lower, bottom)
    path.quadTo(left, bottom, left, bottom - left_lower)
    path.lineTo(left, top + left_upper)
    path.quadTo(left, top, left + left_upper, top)
    return path


def line_width(layout: QTextLayout) -> float:
    """Width of the widest line of a text that was laid out."""
    return max((layout.lineAt(number).naturalTextWidth() for number in range(layout.lineCount())), default=0.0)


def _lay_out(layout: QTextLayout, width: float) -> None:
    y = 0.0
    layout.beginLayout()
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, y))
        y += line.height()
    layout.endLayout()


def _header_text(bubble: Bubble) -> str:
    if bubble.sent_at_ms is None:
        return bubble.sender
    moment = QDateTime.fromMSecsSinceEpoch(bubble.sent_at_ms)
    time = QLocale().toString(moment.time(), QLocale.FormatType.ShortFormat)
    if not bubble.sender:
        return time
    return QCoreApplication.translate("Bubble", "{name} · {time}").format(name=bubble.sender, time=time)


def _day_text(sent_at_ms: int) -> str:
    day = QDateTime.fromMSecsSinceEpoch(sent_at_ms).date()
    return QLocale().toString(day, QLocale.FormatType.LongFormat)
