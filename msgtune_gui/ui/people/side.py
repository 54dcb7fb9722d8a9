"""What stands beside the table: the messages, the filters, what is left out, and private details."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from msgtune_gui.core.model import Export, Selection
from msgtune_gui.ui.people.filters import Filters, count_of_filters
from msgtune_gui.ui.people.left_out import LeftOut
from msgtune_gui.ui.people.outcome import Outcome
from msgtune_gui.ui.people.preview import Preview
from msgtune_gui.ui.people.private_details import PrivateDetailsReview
from msgtune_gui.ui.tokens import SPACE_L, SPACE_M
from msgtune_gui.ui.widgets.tabs import Tabs
from msgtune_gui.ui.words import number


class Side(QWidget):
    """Four panels; the three that choose show a Selection and tell which one the person wants instead.

    Signals:
        wanted(object): The Selection that the person wants.
    """

    wanted = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.preview = Preview()
        self.filters = Filters()
        self.left_out = LeftOut()
        self.private = PrivateDetailsReview()
        for panel in (self.filters, self.left_out, self.private):
            panel.wanted.connect(self.wanted)
        self._filters_area = _PanelArea(self.filters)
        self.tabs = Tabs(
            self.tr("About the conversations"),
            (
                (self.tr("&Messages"), self.preview),
                (self.tr("&Filters"), self._filters_area),
                (self.tr("&Left out"), _PanelArea(self.left_out)),
                (self.tr("&Private"), _PanelArea(self.private)),
            ),
        )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.tabs)

    def set_export(self, export: Export | None) -> None:
        """Another export: nothing of the old one is shown any more."""
        self.preview.show_conversation(None)
        self.filters.set_export(export)
        self.left_out.set_export(export)
        self.private.set_export(export)

    def show_outcome(self, outcome: Outcome) -> None:
        """Show what a selection comes to."""
        self.left_out.show_rows(outcome.rows, outcome.set_aside, outcome.frames)
        self.private.show_summary(outcome.private, anything=outcome.kept > 0)

    def show_selection(self, selection: Selection, *, groups_used: bool) -> None:
        """Show the filters and choices; `groups_used` says whether any group is learned from."""
        self.filters.show_selection(selection, groups_used=groups_used)
        self.left_out.show_selection(selection)
        self.private.show_selection(selection)
        count = count_of_filters(selection)
        title = self.tr("&Filters ({count})").format(count=number(count)) if count else self.tr("&Filters")
        self.tabs.set_title(self._filters_area, title)


class _PanelArea(QScrollArea):
    """A surface on which a panel scrolls up and down, never sideways."""

    def __init__(self, panel: QWidget) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        panel.setContentsMargins(SPACE_L, SPACE_L, SPACE_M, SPACE_L)
        self._panel = panel
        self.setWidget(panel)

    def minimumSizeHint(self) -> QSize:
        width = self._panel.minimumSizeHint().width() + self.verticalScrollBar().sizeHint().width()
        return QSize(width + 2 * self.frameWidth() + 4, self.fontMetrics().height() * 8)
