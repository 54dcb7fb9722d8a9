"""What there is to say about an export as a whole."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from msgtune_gui.core.model import Notice, NoticeKind
from msgtune_gui.ui.export.meta_steps import encrypted_steps, numbered
from msgtune_gui.ui.tokens import SPACE_S
from msgtune_gui.ui.widgets import Banner, BannerKind, Button, Card, Label

_LOOKS = {NoticeKind.PART_UNREADABLE: BannerKind.WARNING}


class NoticeList(QWidget):
    """A quiet banner for each notice; hidden while there is none.

    Signals:
        addition_wanted(): The person wants to choose the part that is missing.
    """

    addition_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.banners: list[Banner] = []
        self.steps: EncryptedSteps | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_S)
        self.hide()

    def show_notices(self, notices: Sequence[Notice]) -> None:
        """Show these and no others."""
        for widget in (*self.banners, *([self.steps] if self.steps else [])):
            widget.hide()
            widget.deleteLater()
        self.banners = []
        self.steps = None
        for notice in notices:
            self._add(notice)
        self.setVisible(bool(notices))

    def _add(self, notice: Notice) -> None:
        banner = Banner()
        self._column.addWidget(banner)
        self.banners.append(banner)
        encrypted = notice.kind is NoticeKind.ENCRYPTED_PART_MISSING and self.steps is None
        action = self.tr("&How to get it") if encrypted else ""
        banner.show_message(_LOOKS.get(notice.kind, BannerKind.INFO), notice.message, notice.advice, action)
        if encrypted:
            self.steps = EncryptedSteps()
            self.steps.hide()
            self.steps.add_button.clicked.connect(self.addition_wanted)
            self._column.addWidget(self.steps)
            banner.action.setCheckable(True)
            banner.action.toggled.connect(self._on_help_toggled)

    @Slot(bool)
    def _on_help_toggled(self, wanted: bool) -> None:
        if self.steps is not None:
            self.steps.setVisible(wanted)


class EncryptedSteps(Card):
    """How to get the messages that Meta keeps end-to-end encrypted, which no export of an account holds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body.addWidget(Label(self.tr("How to get your encrypted chats"), "section", wrap=True))
        self.body.addLayout(numbered(encrypted_steps()))
        self.body.addWidget(
            Label(self.tr("Menus move now and then; Meta's help pages call this “secure storage”."), "muted", wrap=True)
        )
        self.add_button = Button(self.tr("Add this &download…"), icon="plus")
        self.body.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
