"""The live loss curve, painted without a charting library."""

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QLinearGradient, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from msgtune_gui.core.loss_curve import LossCurve, Point
from msgtune_gui.ui import theme

_MOST_POINTS = 600
_GRID_LINES = 4
_LINE_WIDTH = 2.0
_MARKER_RADIUS = 4.5


def nice_ceiling(value: float) -> float:
    """Smallest of 1, 2, 2.5, 4, 5, 6, 8 or 10 times a power of ten that is not below a positive value."""
    if value <= 0:
        return 1.0
    magnitude = 10.0 ** math.floor(math.log10(value))
    return next(factor * magnitude for factor in (1, 2, 2.5, 4, 5, 6, 8, 10, 20) if factor * magnitude >= value)


def thinned(points: tuple[Point, ...], most: int = _MOST_POINTS) -> tuple[tuple[float, float], ...]:
    """The points themselves, or the means of equal stretches of them when there are more than `most`."""
    if len(points) <= most:
        return tuple((float(step), loss) for step, loss in points)
    stretch = math.ceil(len(points) / most)
    parts = [points[i : i + stretch] for i in range(0, len(points), stretch)]
    return tuple((sum(s for s, _ in part) / len(part), sum(v for _, v in part) / len(part)) for part in parts)


class LossChart(QWidget):
    """Training loss as a line, validation loss as joined rings, over optimiser steps; zero is always in view."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._curve = LossCurve()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Loss curve"))
        self._describe()

    @property
    def curve(self) -> LossCurve:
        """What is drawn at present."""
        return self._curve

    def set_curve(self, curve: LossCurve) -> None:
        """Draw another curve."""
        if curve == self._curve:
            return
        self._curve = curve
        self._describe()
        self.update()

    def _describe(self) -> None:
        parts = []
        if self._curve.train:
            step, loss = self._curve.train[-1]
            parts.append(self.tr("Training loss {loss} at step {step}.").format(loss=f"{loss:.2f}", step=step))
        if self._curve.valid:
            loss = self._curve.valid[-1][1]
            parts.append(self.tr("Loss on messages it has not seen: {loss}.").format(loss=f"{loss:.2f}"))
        self.setAccessibleDescription(" ".join(parts) or self.tr("No values yet."))

    def _plot_area(self, metrics: QFontMetricsF) -> QRectF:
        left = metrics.horizontalAdvance("0.00") + 14
        legend = metrics.height() + 14
        return QRectF(left, legend, self.width() - left - 12, self.height() - legend - metrics.height() - 12)

    def _paint_grid(self, painter: QPainter, area: QRectF, top: float) -> None:
        colours = theme.current()
        height = painter.fontMetrics().height()
        for index in range(_GRID_LINES + 1):
            y = area.bottom() - area.height() * index / _GRID_LINES
            painter.setPen(QPen(QColor(colours.border), 1))
            painter.drawLine(QPointF(area.left(), y), QPointF(area.right(), y))
            painter.setPen(QColor(colours.text_muted))
            label = f"{top * index / _GRID_LINES:.2f}" if top < 2 else f"{top * index / _GRID_LINES:.1f}"
            box = QRectF(0, y - height, area.left() - 8, 2 * height)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, label)

    def _paint_steps(self, painter: QPainter, area: QRectF, last: int) -> None:
        painter.setPen(QColor(theme.current().text_muted))
        box = QRectF(area.left(), area.bottom() + 6, area.width(), painter.fontMetrics().height() + 2)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, "0")
        text = self.tr("step {last}").format(last=last)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, text)

    def _paint_legend(self, painter: QPainter, area: QRectF) -> None:
        colours = theme.current()
        metrics = painter.fontMetrics()
        x, middle = area.left(), metrics.height() / 2 + 1
        for text, is_valid in ((self.tr("Training"), False), (self.tr("Messages it has not seen"), True)):
            colour = QColor(colours.success if is_valid else colours.accent)
            painter.setPen(QPen(colour, _LINE_WIDTH))
            painter.drawLine(QPointF(x, middle), QPointF(x + 20, middle))
            if is_valid:
                painter.setBrush(QColor(colours.surface))
                painter.drawEllipse(QPointF(x + 10, middle), _MARKER_RADIUS, _MARKER_RADIUS)
            painter.setPen(QColor(colours.text_muted))
            painter.drawText(QPointF(x + 28, middle + metrics.ascent() / 2 - 1), text)
            x += 28 + metrics.horizontalAdvance(text) + 24

    def _paint_train(self, painter: QPainter, polygon: QPolygonF, area: QRectF) -> None:
        if polygon.isEmpty():
            return
        accent = QColor(theme.current().accent)
        under = QPolygonF(polygon)
        under.append(QPointF(polygon.last().x(), area.bottom()))
        under.append(QPointF(polygon.first().x(), area.bottom()))
        shade = QLinearGradient(area.topLeft(), area.bottomLeft())
        for position, alpha in ((0.0, 70), (1.0, 8)):
            shade.setColorAt(position, QColor(accent.red(), accent.green(), accent.blue(), alpha))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(shade)
        painter.drawPolygon(under)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(accent, _LINE_WIDTH, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawPolyline(polygon)

    def _paint_valid(self, painter: QPainter, polygon: QPolygonF) -> None:
        colours = theme.current()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(colours.success), _LINE_WIDTH, Qt.PenStyle.DashLine))
        painter.drawPolyline(polygon)
        painter.setPen(QPen(QColor(colours.success), _LINE_WIDTH))
        painter.setBrush(QColor(colours.surface))
        for index in range(polygon.size()):
            painter.drawEllipse(polygon.at(index), _MARKER_RADIUS, _MARKER_RADIUS)

    def sizeHint(self) -> QSize:
        """Room for the curve beside the other cards."""
        return QSize(480, 200)

    def minimumSizeHint(self) -> QSize:
        """Least room in which axis labels and legend do not collide."""
        return QSize(300, self.fontMetrics().height() * 4 + 70)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw legend, grid, both lines; a sentence stands in while there is nothing to draw."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = self._plot_area(QFontMetricsF(painter.font()))
        curve = self._curve
        last = max(curve.total_steps or 0, curve.last_step, 1)
        top = nice_ceiling(curve.highest_loss)
        self._paint_legend(painter, area)
        self._paint_grid(painter, area, top)
        if not curve.train and not curve.valid:
            painter.setPen(QColor(theme.current().text_muted))
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self.tr("The curve begins with the first step."))
            return
        self._paint_steps(painter, area, last)

        def placed(points: tuple[Point, ...]) -> QPolygonF:
            across, down = area.width() / last, area.height() / top
            return QPolygonF(
                [QPointF(area.left() + across * step, area.bottom() - down * loss) for step, loss in thinned(points)]
            )

        self._paint_train(painter, placed(curve.train), area)
        self._paint_valid(painter, placed(curve.valid))
