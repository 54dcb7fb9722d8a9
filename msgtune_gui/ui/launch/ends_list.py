"""The days on which a service stops something."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from msgtune_gui.core.service_profile import ServiceEnd
from msgtune_gui.ui import theme
from msgtune_gui.ui.widgets import Card, IconView, Label
from msgtune_gui.ui.words import day_words, plural

NEAR_DAYS = 90
"""A day as near as this is warned of."""


class EndsList(Card):
    """Each day with what ends on it and how far off it is; hidden where nothing ends."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Label] = []
        self._title = Label(role="strong", wrap=True)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.SPACE_S)
        self._grid.setVerticalSpacing(theme.SPACE_S)
        self._grid.setColumnStretch(1, 1)
        self._shown: tuple[object, ...] = ()
        self.body.setSpacing(theme.SPACE_S)
        self.body.addWidget(self._title)
        self.body.addLayout(self._grid)
        self.hide()

    def show_ends(self, title: str, ends: Sequence[ServiceEnd], today: date) -> None:
        """Show what a service stops, counted from today."""
        shown = (title, *ends, today)
        if shown != self._shown:
            self._shown = shown
            self._title.setText(title)
            self._fill(ends, today)
        self.setVisible(bool(ends))

    def _fill(self, ends: Sequence[ServiceEnd], today: date) -> None:
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = []
        for row, end in enumerate(ends):
            over = end.day <= today
            near = (end.day - today).days <= NEAR_DAYS
            icon, tint = ("error", "danger") if over else ("warning", "warning") if near else ("info", "accent")
            words = Label(f"{day_words(end.day)} ({distance_words(end.day, today)}): {end.words}", wrap=True)
            words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
            self._grid.addWidget(IconView(icon, tint), row, 0, Qt.AlignmentFlag.AlignTop)
            self._grid.addWidget(words, row, 1)
            self.rows.append(words)


def distance_words(day: date, today: date) -> str:
    """How far off a day is: "in 43 days", "tomorrow", "today", "over"."""

    def tr(text: str) -> str:
        return QCoreApplication.translate("EndsList", text)

    days = (day - today).days
    if days < 0:
        return tr("over")
    if days == 0:
        return tr("today")
    return plural(tr("tomorrow"), tr("in {count} days"), days)
