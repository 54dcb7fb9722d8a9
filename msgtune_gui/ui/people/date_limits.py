"""Two days between which messages are learned from."""

from PySide6.QtCore import QDate, QDateTime, QTime, Signal, Slot
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QCheckBox, QDateEdit, QHBoxLayout, QVBoxLayout, QWidget

from msgtune_gui.ui.tokens import SPACE_S
from msgtune_gui.ui.widgets import Label

_EARLIEST = QDate(1970, 1, 1)
_LATEST = QDate(2100, 1, 1)


class DateLimits(QWidget):
    """A tick for having limits at all, and the two days, which start as the first and the last of the export.

    Signals:
        changed(): Another day was chosen, or the tick was moved.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.box = QCheckBox(self.tr("Only messages between"))
        self.first = _Day(self.tr("First day"))
        self.last = _Day(self.tr("Last day"))
        self._to = Label(self.tr("and"))
        days = QHBoxLayout()
        days.setSpacing(SPACE_S)
        days.addWidget(self.first)
        days.addWidget(self._to)
        days.addWidget(self.last)
        days.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addWidget(self.box)
        layout.addLayout(days)
        self.box.clicked.connect(self._on_box_clicked)
        self.first.dateChanged.connect(self._on_date_changed)
        self.last.dateChanged.connect(self._on_date_changed)
        self._showing = False

    @property
    def limits_ms(self) -> tuple[int | None, int | None]:
        """Start of the first day and end of the last, local time, or None for both without limits."""
        if not self.box.isChecked():
            return None, None
        return _start_ms(self.first.date()), _start_ms(self.last.date().addDays(1))

    def set_span(self, first_ms: int | None, last_ms: int | None) -> None:
        """The oldest and newest message there is: no day outside can be chosen, and there are no limits for now."""
        first, last = _day(first_ms), _day(last_ms)
        self._showing = True
        self.box.setChecked(False)
        for field, day in ((self.first, first), (self.last, last)):
            field.setDateRange(first, max(first, last))
            field.setDate(day)
        self._showing = False
        self._refresh()

    def show_limits(self, from_ms: int | None, until_ms: int | None) -> None:
        """Show these limits; the days stay where there are none, to be had again by a tick."""
        if (from_ms, until_ms) == self.limits_ms:
            return
        self._showing = True
        self.box.setChecked(from_ms is not None or until_ms is not None)
        if from_ms is not None:
            self.first.setDate(_day(from_ms))
        if until_ms is not None:
            self.last.setDate(_day(until_ms - 1))
        self._showing = False
        self._refresh()

    def _refresh(self) -> None:
        on = self.box.isChecked()
        for widget in (self.first, self._to, self.last):
            widget.setEnabled(on)

    @Slot()
    def _on_box_clicked(self) -> None:
        self._refresh()
        self.changed.emit()

    @Slot()
    def _on_date_changed(self) -> None:
        if self._showing:
            return
        # A last day before the first would leave nothing: the other end moves along.
        if self.last.date() < self.first.date():
            self._showing = True
            other, day = (
                (self.first, self.last.date()) if self.sender() is self.last else (self.last, self.first.date())
            )
            other.setDate(day)
            self._showing = False
        self.changed.emit()


class _Day(QDateEdit):
    """A day with a calendar that opens; a wheel on its way down the page does not change it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setCalendarPopup(True)
        self.setKeyboardTracking(False)
        self.setAccessibleName(name)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def _day(sent_at_ms: int | None) -> QDate:
    """The local day of a time, held within what a calendar can show."""
    day = QDateTime.fromMSecsSinceEpoch(sent_at_ms).date() if sent_at_ms is not None else QDate.currentDate()
    if not day.isValid():
        return _EARLIEST if (sent_at_ms or 0) < 0 else _LATEST
    return min(max(day, _EARLIEST), _LATEST)


def _start_ms(day: QDate) -> int:
    return QDateTime(day, QTime(0, 0)).toMSecsSinceEpoch()
