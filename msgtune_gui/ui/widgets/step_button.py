"""One step in the sidebar: a numbered circle, a tick when it is done, and the step's name."""

from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QStyle, QWidget

from msgtune_gui.ui import theme
from msgtune_gui.ui.icons import paint_icon

_GAP = 12
_EDGE = 4


@dataclass(frozen=True, slots=True)
class StepState:
    """How a step stands: `current` is on screen, `done` was passed, `reachable` may be gone to."""

    current: bool = False
    done: bool = False
    reachable: bool = False


class StepButton(QAbstractButton):
    """Painted by hand; its accessible name says in words what the circle says in colours."""

    def __init__(self, number: int, count: int, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = number
        self._count = count
        self._state = StepState()
        self._way_on = False
        self.setText(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.set_state(StepState())

    @property
    def state(self) -> StepState:
        """How the step stands."""
        return self._state

    def set_state(self, state: StepState, *, way_on: bool = False) -> None:
        """Show how the step stands; `way_on` where the person has gone on to the step after it."""
        self._state = state
        self._way_on = way_on
        self.setEnabled(state.reachable or state.current)
        self.setCursor(Qt.CursorShape.PointingHandCursor if self._can_be_chosen() else Qt.CursorShape.ArrowCursor)
        # The step that is on screen needs no stop on the way of the Tab key.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if self._can_be_chosen() else Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(
            self.tr("Step {number} of {count}: {name}, {state}").format(
                number=self._number, count=self._count, name=self.text(), state=self._state_words()
            )
        )
        self.update()

    def _can_be_chosen(self) -> bool:
        return self._state.reachable and not self._state.current

    def _state_words(self) -> str:
        if self._state.current:
            return self.tr("current step")
        if self._state.done:
            return self.tr("done")
        return self.tr("ready") if self._state.reachable else self.tr("not ready yet")

    def _circle(self) -> int:
        return max(28, self.fontMetrics().height() + 10)

    def sizeHint(self) -> QSize:
        circle = self._circle()
        words = QFontMetrics(self._bold()).horizontalAdvance(self.text())
        return QSize(circle + _GAP + words + 2 * _EDGE, circle + 24)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def _bold(self) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = self._circle()
        circle = self._visual(QRect(_EDGE, (self.height() - side) // 2, side, side))
        self._paint_connection(painter, circle)
        self._paint_circle(painter, circle)
        self._paint_name(painter, side)
        if self.hasFocus():
            painter.setPen(QPen(theme.color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 5, -1, -5), 8, 8)
        painter.end()

    def _visual(self, area: QRect) -> QRect:
        return QStyle.visualRect(self.layoutDirection(), self.rect(), area)

    def _paint_connection(self, painter: QPainter, circle: QRect) -> None:
        """The lines to the steps before and after, coloured as far as the way was gone."""
        tokens = theme.current()
        x = circle.center().x()
        gone = self._state.done or self._state.current
        if self._number > 1:
            painter.setPen(QPen(QColor(tokens.accent if gone else tokens.border), 2))
            painter.drawLine(x, 0, x, circle.top() - 3)
        if self._number < self._count:
            painter.setPen(QPen(QColor(tokens.accent if self._way_on else tokens.border), 2))
            painter.drawLine(x, circle.bottom() + 4, x, self.height())

    def _paint_circle(self, painter: QPainter, circle: QRect) -> None:
        tokens = theme.current()
        area = QRectF(circle).adjusted(1, 1, -1, -1)
        filled = self._state.done or self._state.current
        painter.setPen(QPen(QColor(tokens.accent if filled else tokens.border_strong), 1.5))
        painter.setBrush(QColor(tokens.accent) if filled else Qt.BrushStyle.NoBrush)
        painter.drawEllipse(area)
        if self._state.done and not self._state.current:
            inset = circle.width() * 0.22
            paint_icon(painter, area.adjusted(inset, inset, -inset, -inset), "tick", tokens.accent_text)
            return
        painter.setFont(self._bold())
        painter.setPen(QColor(tokens.accent_text if filled else tokens.text_muted))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, str(self._number))

    def _paint_name(self, painter: QPainter, side: int) -> None:
        left = _EDGE + side + _GAP
        area = self._visual(QRect(left, 0, self.width() - left, self.height()))
        strong = self._state.current
        painter.setFont(self._bold() if strong else self.font())
        painter.setPen(theme.color("text" if strong or self._state.done else "text_muted"))
        # A leading alignment would be mirrored once by the rectangle and once more by the painter.
        side_flag = Qt.AlignmentFlag.AlignRight if self.isRightToLeft() else Qt.AlignmentFlag.AlignLeft
        flags = side_flag | Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignAbsolute
        painter.drawText(area, flags, self.text())
