"""How to get an export from Meta, in short steps."""

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from msgtune_gui.ui.tokens import SPACE_M, SPACE_S
from msgtune_gui.ui.widgets import Card, FoldOut, IconView, Label, Line


class MetaSteps(Card):
    """Numbered steps; the choices that people get wrong stand out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.body.addWidget(Label(self.tr("How to get your export"), "section", wrap=True))
        self.body.addLayout(numbered(self._steps()))
        self.encrypted = self._encrypted()
        self.body.addWidget(self.encrypted)
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
            (self.tr("Meta sends an e-mail, often within a day. Download every zip and choose them all here."), ""),
        )

    def _encrypted(self) -> FoldOut:
        steps = numbered(encrypted_steps())
        steps.setContentsMargins(0, 0, 0, 0)
        content = QWidget()
        content.setLayout(steps)
        return FoldOut(self.tr("&Encrypted chats come separately"), content)

    def _privacy(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(SPACE_S)
        row.addWidget(IconView("shield", "success", 22), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Label(self.tr("Your export is read on this computer and goes nowhere."), "muted", wrap=True), 1)
        return row


def encrypted_steps() -> tuple[tuple[str, str], ...]:
    """How to get the chats that are end-to-end encrypted, which the export of an account does not hold."""
    translate = QCoreApplication.translate
    return (
        (translate("EncryptedSteps", "Open Messenger in a computer's browser, then Settings, “Privacy & safety”."), ""),
        (translate("EncryptedSteps", "Choose “End-to-end encrypted chats”, then “Message storage”."), ""),
        (translate("EncryptedSteps", "Choose “Download secure storage data”; you may be asked for your PIN."), ""),
        (translate("EncryptedSteps", "Choose that zip here too; all of it is read together."), ""),
    )


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
