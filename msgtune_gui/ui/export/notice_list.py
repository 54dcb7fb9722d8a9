"""What there is to say about an export as a whole."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QVBoxLayout, QWidget

from msgtune_gui.core.model import Notice, NoticeKind
from msgtune_gui.ui.export.meta_steps import encrypted_steps, numbered
from msgtune_gui.ui.tokens import SPACE_S
from msgtune_gui.ui.widgets import Banner, BannerKind, Button, Card, Label
from msgtune_gui.ui.words import number

_PAGE = "https://www.messenger.com/secure_storage/dyi"
_FEWEST_FOLDED = 2
_LOOKS = {NoticeKind.PART_UNREADABLE: BannerKind.WARNING}


class NoticeList(QWidget):
    """A quiet banner for each notice; of many the first one, and the others when asked for. Hidden without any.

    Signals:
        addition_wanted(): The person wants to choose the part that is missing.
    """

    addition_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.banners: list[Banner] = []
        self.steps: EncryptedSteps | None = None
        self._helped: Banner | None = None
        self.more = Button("", "link", "chevron")
        self.more.setCheckable(True)
        self.more.toggled.connect(self._on_more_toggled)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(SPACE_S)
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    @property
    def stops(self) -> list[QWidget]:
        """What the Tab key visits, from the top."""
        stops: list[QWidget] = []
        for place, banner in enumerate(self.banners):
            stops.append(banner.action)
            if self.steps is not None and banner is self._helped:
                stops += [self.steps.page_button, self.steps.add_button]
            stops += [self.more] if place == 0 else []
        return stops

    def show_notices(self, notices: Sequence[Notice]) -> None:
        """Show these and no others."""
        for widget in (*self.banners, *([self.steps] if self.steps else [])):
            widget.hide()
            widget.deleteLater()
        self.banners = []
        self.steps = None
        self._helped = None
        for notice in notices:
            self._add(notice)
        others = len(notices) - 1
        self.more.setText(self.tr("{count} more").format(count=number(others)))
        self.more.setVisible(others >= _FEWEST_FOLDED)
        self.more.setChecked(False)
        self._on_more_toggled(others < _FEWEST_FOLDED)
        self.setVisible(bool(notices))

    def _add(self, notice: Notice) -> None:
        # Under the first notice comes what opens the others.
        is_first = not self.banners
        banner = Banner(action_below=True)
        self._put(banner, above_more=is_first)
        self.banners.append(banner)
        encrypted = notice.kind is NoticeKind.ENCRYPTED_PART_MISSING and self.steps is None
        action = self.tr("&How to get it") if encrypted else ""
        banner.show_message(_LOOKS.get(notice.kind, BannerKind.INFO), notice.message, notice.advice, action)
        if encrypted:
            self._helped = banner
            self.steps = EncryptedSteps()
            self.steps.hide()
            self.steps.add_button.clicked.connect(self.addition_wanted)
            self._put(self.steps, above_more=is_first)
            banner.action.setCheckable(True)
            banner.action.toggled.connect(self._on_help_toggled)

    def _put(self, widget: QWidget, *, above_more: bool) -> None:
        self._column.insertWidget(self._column.indexOf(self.more) if above_more else -1, widget)

    @Slot(bool)
    def _on_help_toggled(self, wanted: bool) -> None:
        if self.steps is not None:
            self.steps.setVisible(wanted)

    @Slot(bool)
    def _on_more_toggled(self, wanted: bool) -> None:
        self.more.set_icon_name("chevron-open" if wanted else "chevron")
        for banner in self.banners[1:]:
            banner.setVisible(wanted)
        if self.steps is not None and self._helped is not None and self._helped in self.banners[1:]:
            self.steps.setVisible(wanted and self._helped.action.isChecked())


class EncryptedSteps(Card):
    """How to get the messages that Meta keeps end-to-end encrypted, which no export of an account holds."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body.addWidget(Label(self.tr("How to get your encrypted chats"), "section", wrap=True))
        self.body.addLayout(numbered(encrypted_steps()))
        self.body.addWidget(
            Label(self.tr("Menus move now and then; Meta's help pages call this “secure storage”."), "muted", wrap=True)
        )
        self.page_button = Button(self.tr("&Open messenger.com/secure_storage/dyi"), "link")
        self.page_button.clicked.connect(self._on_page_wanted)
        self.add_button = Button(self.tr("Add this &download…"), icon="plus")
        for button in (self.page_button, self.add_button):
            self.body.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)

    @Slot()
    def _on_page_wanted(self) -> None:
        QDesktopServices.openUrl(QUrl(_PAGE))
