"""How to get an export from Meta, in short steps."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from msgtune_gui.ui.tokens import SPACE_M, SPACE_S
from msgtune_gui.ui.widgets import Card, IconView, Label, Line


class MetaSteps(Card):
    """Numbered steps; the choices that people get wrong stand out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.body.addWidget(Label(self.tr("How to get your export"), "section", wrap=True))
        self.body.addLayout(numbered(self._steps()))
        self.body.addStretch(1)
        self.body.addWidget(Line())
        self.body.addLayout(self._privacy())

    def _steps(self) -> tuple[tuple[str, str], ...]:
        return (
            (self.tr("On facebook.com, open Settings, then Accounts Center."), ""),
            (self.tr("Choose “Your information and permissions”, then “Export your information”."), ""),
            (self.tr("Pick Messages only; that keeps it small."), ""),
            (self.tr("Format: JSON, not HTML."), "strong"),
            (self.tr("Date range: All time."), "strong"),
            (self.tr("Meta sends an e-mail, often within a day. Download every zip file that it offers."), ""),
            (
                self.tr(
                    "End-to-end encrypted chats are a download of their own: in Messenger's settings, under "
                    "“Privacy & safety”, “End-to-end encrypted chats”, “Message storage”."
                ),
                "",
            ),
            (self.tr("Choose all these zip files here together, as they are."), ""),
        )

    def _privacy(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(IconView("shield", "success", 22), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(self.tr("Your export is read on this computer and goes nowhere."), "muted", wrap=True), 1)
        return row


def numbered(steps: Sequence[tuple[str, str]]) -> QGridLayout:
    """Steps one under the other with their numbers; each is its words and the role of its label."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(SPACE_S)
    grid.setVerticalSpacing(SPACE_M)
    grid.setColumnStretch(1, 1)
    for row, (step, role) in enumerate(steps):
        grid.addWidget(Label(f"{row + 1}.", "muted"), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(Label(step, role, wrap=True), row, 1)
    return grid
