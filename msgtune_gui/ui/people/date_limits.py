"""Two days between which messages are learned from."""

from PySide6.QtCore import QDate, QDateTime, QEvent, Qt, QTime, Signal, Slot
from PySide6.QtGui import QShowEvent, QTextCharFormat, QWheelEvent
from PySide6.QtWidgets import QCalendarWidget, QCheckBox, QDateEdit, QGridLayout, QToolButton, QVBoxLayout, QWidget

from msgtune_gui.ui import theme
from msgtune_gui.ui.icons import themed_icon
from msgtune_gui.ui.tokens import SPACE_S, SPACE_XL
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
        self.box = QCheckBox(self.tr("Only between two days"))
        self.first = _Day(self.tr("First day"))
        self.last = _Day(self.tr("Last day"))
        self._words = (Label(self.tr("from")), Label(self.tr("to")))
        days = QGridLayout()
        days.setContentsMargins(SPACE_XL + SPACE_S, 0, 0, 0)
        days.setSpacing(SPACE_S)
        for row, (words, field) in enumerate(zip(self._words, (self.first, self.last), strict=True)):
            words.setBuddy(field)
            days.addWidget(words, row, 0)
            days.addWidget(field, row, 1)
        days.setColumnStretch(2, 1)
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
        for widget in (*self._words, self.first, self.last):
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
        self._has_calendar = False
        super().__init__()
        self.setCalendarPopup(True)
        self.setKeyboardTracking(False)
        self.setAccessibleName(name)

    def _show_calendar_as_ours(self) -> None:
        self._has_calendar = True
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            # Qt's own red cannot be read on a dark surface.
            self.calendarWidget().setWeekdayTextFormat(day, QTextCharFormat())
        self.calendarWidget().setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self._show_icons()

    def _show_icons(self) -> None:
        colour = theme.current().text
        for button, icon in (("qt_calendar_prevmonth", "chevron-back"), ("qt_calendar_nextmonth", "chevron")):
            found = self.calendarWidget().findChild(QToolButton, button)
            if isinstance(found, QToolButton):
                found.setIcon(themed_icon(icon, colour))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._has_calendar:
            self._show_calendar_as_ours()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange and self._has_calendar:
            self._show_icons()


def _day(sent_at_ms: int | None) -> QDate:
    """The local day of a time, held within what a calendar can show."""
    day = QDateTime.fromMSecsSinceEpoch(sent_at_ms).date() if sent_at_ms is not None else QDate.currentDate()
    if not day.isValid():
        return _EARLIEST if (sent_at_ms or 0) < 0 else _LATEST
    return min(max(day, _EARLIEST), _LATEST)


def _start_ms(day: QDate) -> int:
    return QDateTime(day, QTime(0, 0)).toMSecsSinceEpoch()
