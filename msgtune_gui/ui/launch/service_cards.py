"""The services to choose from, as cards side by side where there is room for them."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QWidget

from msgtune_gui.core.service_profile import ServiceProfile
from msgtune_gui.ui import theme
from msgtune_gui.ui.widgets.choice_card import ChoiceCard

_COMFORTABLE_CHARACTERS = 28
"""Average characters of the person's font in which a sentence on a card breaks into few lines."""


class ServiceCards(QWidget):
    """In one row, in rows of two, or one under the other; all rows are full, so that no card stands alone.

    Signals:
        chosen(object): The ServiceProfile.
    """

    chosen = Signal(object)

    def __init__(self, profiles: Sequence[ServiceProfile], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._profiles = tuple(profiles)
        self._columns = 0
        self.group = QButtonGroup(self)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(theme.SPACE_M)
        self.cards = [ChoiceCard(profile.title, profile.summary) for profile in self._profiles]
        for index, card in enumerate(self.cards):
            card.button.setChecked(index == 0)
            self.group.addButton(card.button, index)
        self._arrange(1)
        self.group.idToggled.connect(self._on_group_toggled)

    @property
    def columns(self) -> int:
        """How many stand side by side."""
        return self._columns

    def choose(self, service: str) -> bool:
        """Choose a service by its profile's key; False where there is none of that key."""
        for index, profile in enumerate(self._profiles):
            if profile.key == service:
                self.group.button(index).setChecked(True)
                return True
        return False

    def _arrange(self, columns: int) -> None:
        if columns == self._columns:
            return
        for column in range(self._columns):
            self._grid.setColumnStretch(column, 0)
        self._columns = columns
        for index, card in enumerate(self.cards):
            self._grid.addWidget(card, index // columns, index % columns)
        for column in range(columns):
            self._grid.setColumnStretch(column, 1)

    def _columns_for(self, width: int) -> int:
        wanted = max(
            self.fontMetrics().averageCharWidth() * _COMFORTABLE_CHARACTERS,
            *(card.minimumSizeHint().width() for card in self.cards),
        )
        room = (width + theme.SPACE_M) // (wanted + theme.SPACE_M)
        count = len(self.cards)
        fitting = [columns for columns in range(1, count + 1) if count % columns == 0 and columns <= room]
        return max(fitting, default=1)

    @Slot(int, bool)
    def _on_group_toggled(self, index: int, chosen: bool) -> None:
        if chosen:
            self.chosen.emit(self._profiles[index])

    def minimumSizeHint(self) -> QSize:
        widest = max(card.minimumSizeHint().width() for card in self.cards)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange(self._columns_for(event.size().width()))
