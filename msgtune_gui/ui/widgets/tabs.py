"""Several panels in one place, one of them shown."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QStackedWidget, QTabBar, QVBoxLayout, QWidget

from msgtune_gui.ui.tokens import SPACE_S


class Tabs(QWidget):
    """A row of titles over the panel of the chosen one; all titles are always to be seen."""

    def __init__(self, name: str, panels: Sequence[tuple[str, QWidget]], parent: QWidget | None = None) -> None:
        """Args:
        name: What the panels have in common, for screen readers.
        panels: Title and panel of each.
        parent: The widget it stands in.
        """
        super().__init__(parent)
        self.bar = QTabBar()
        self.bar.setAccessibleName(name)
        self.bar.setDrawBase(False)
        self.bar.setExpanding(False)
        self.bar.setUsesScrollButtons(False)
        self.bar.setElideMode(Qt.TextElideMode.ElideNone)
        self._stack = _Stack()
        for title, panel in panels:
            self.bar.addTab(title)
            self._stack.addWidget(panel)
        self.bar.currentChanged.connect(self._stack.setCurrentIndex)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addWidget(self.bar)
        layout.addWidget(self._stack, 1)

    def show_panel(self, panel: QWidget) -> None:
        """Bring a panel to the front."""
        self.bar.setCurrentIndex(self._stack.indexOf(panel))

    def set_title(self, panel: QWidget, title: str) -> None:
        """Change the title of a panel."""
        self.bar.setTabText(self._stack.indexOf(panel), title)


class _Stack(QStackedWidget):
    """As wide as the panels need at least, whichever of them is shown."""

    def minimumSizeHint(self) -> QSize:
        return super().minimumSizeHint().expandedTo(QSize(1, 1))
