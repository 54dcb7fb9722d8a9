"""The part of a page where a service's key is given, tried and forgotten."""

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from msgtune_gui.core.ports import Outside
from msgtune_gui.core.service_profile import ServiceProfile
from msgtune_gui.ui import theme
from msgtune_gui.ui.account.account import Account, AccountState, ask_account
from msgtune_gui.ui.account.account_check import AccountCheck, Question
from msgtune_gui.ui.account.key_words import account_words, keeping_words, untried_words
from msgtune_gui.ui.widgets import Button, IconView, Label
from msgtune_gui.ui.widgets.folding import FoldingRow
from msgtune_gui.ui.widgets.leavable_field import LeavableField
from msgtune_gui.workers.runner import TaskRunner

_STATUS_CHARACTERS = 36
_SETTLED = {AccountState.ACCEPTED, AccountState.CLOSED}
_NOT_THERE_YET = {AccountState.NOT_ASKED, AccountState.UNREACHABLE, AccountState.FAILED}


class KeyPanel(QWidget):
    """Shows no more of a key than its last four characters, whatever the person types or keeps.

    A key is tried before anything else happens with it, and kept only if it works.

    Attributes:
        pending_address: Address to keep before the key is tried there; None to leave the one that is known.

    Signals:
        changed(): `ready`, `busy`, `untried` or `account` may have changed.
        failed(object): An exception that is no UserError, for the crash dialog.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(
        self, runner: TaskRunner, outside: Outside, parent: QWidget | None = None, question: Question = ask_account
    ) -> None:
        super().__init__(parent)
        self._profile = outside.profiles[0]
        self._replacing = False
        self._tried: str | None = None
        self.pending_address: str | None = None
        self.check = AccountCheck(runner, outside, self, question)
        self._build()
        self._connect()
        self._name_field()
        self._show_state()

    def _build(self) -> None:
        self._label = Label()
        self.field = LeavableField()
        self.field.setEchoMode(QLineEdit.EchoMode.Password)
        # An input method must not learn the key either.
        self.field.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhHiddenText
        )
        self._label.setBuddy(self.field)
        self.try_button = Button(self.tr("&Try key"))
        self._asking = QWidget()
        row = QHBoxLayout(self._asking)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_S)
        row.addWidget(self.field, 1)
        row.addWidget(self.try_button)
        self._icon = IconView("key")
        self.status = Label(wrap=True)
        # With less room than this the links go under it.
        self.status.setMinimumWidth(self.fontMetrics().averageCharWidth() * _STATUS_CHARACTERS)
        self._standing = QWidget()
        standing = QHBoxLayout(self._standing)
        standing.setContentsMargins(0, 0, 0, 0)
        standing.setSpacing(theme.SPACE_S)
        standing.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        standing.addWidget(self.status, 1)
        self.where = Label(role="muted", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_S)
        self._row = FoldingRow((self._standing, self._build_ways()), (1, 0))
        for part in (self._label, self._asking, self._row, self.where):
            layout.addWidget(part)

    def _build_ways(self) -> QWidget:
        self.stop_button = Button(self.tr("&Stop"), "link")
        self.again_button = Button(self.tr("Try a&gain"), "link")
        self.replace_button = Button(self.tr("&Use another key"), "link")
        self.forget_button = Button(self.tr("&Forget this key"), "link")
        self.page_button = Button("", "link")
        ways = QWidget()
        row = QHBoxLayout(ways)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.SPACE_L)
        for button in (
            self.stop_button, self.again_button, self.replace_button, self.forget_button, self.page_button
        ):  # fmt: skip
            row.addWidget(button)
        row.addStretch(1)
        return ways

    def _connect(self) -> None:
        self.check.changed.connect(self._on_check_changed)
        self.check.crashed.connect(self.failed)
        self.field.textChanged.connect(self._on_field_changed)
        self.field.left.connect(self._on_field_left)
        self.try_button.clicked.connect(self._on_try_clicked)
        self.again_button.clicked.connect(self._on_again_clicked)
        self.replace_button.clicked.connect(self._on_replace_clicked)
        self.stop_button.clicked.connect(self._on_stop_clicked)
        self.forget_button.clicked.connect(self._on_forget_clicked)
        self.page_button.clicked.connect(self._on_page_clicked)

    @property
    def account(self) -> Account:
        """What is known of the account at the service."""
        return self.check.account

    @property
    def busy(self) -> bool:
        """Whether an answer is awaited."""
        return self.account.busy

    @property
    def ready(self) -> bool:
        """Whether the key that is shown works."""
        return self.account.can_train and not self.untried

    @property
    def typed_key(self) -> str | None:
        """The key in the field; None when the field is blank, as it is once the key was accepted."""
        return self.field.text().strip() or None

    @property
    def untried(self) -> bool:
        """Whether the field has a key that was not tried yet, or whose trial was stopped."""
        stopped = self.account.state is AccountState.NOT_ASKED
        return self.typed_key is not None and (stopped or self.typed_key != self._tried)

    def turn_to(self, profile: ServiceProfile) -> None:
        """Show how things stand at a service, without asking anybody."""
        if profile.key != self._profile.key:
            self._profile = profile
            self._name_field()
            self._replacing = False
            self._tried = None
            self._asking.hide()
            self.field.clear()
            self.check.choose(profile)

    def _name_field(self) -> None:
        if self._profile.asks_address:
            label, name = self.tr("&Key"), self.tr("Key")
        else:
            title = self._profile.title
            label = self.tr("{service} &key").format(service=title.replace("&", "&&"))
            name = self.tr("{service} key").format(service=title)
        self._label.setText(label)
        self.field.setAccessibleName(name)

    def ask(self) -> None:
        """Try the key in the field, or the one that is kept where the field is blank."""
        self._tried = self.typed_key
        self.check.ask(self._tried, self.pending_address)

    def _show_state(self) -> None:
        focused = self._focused()
        account, typed = self.account, self.typed_key
        has_way = account.kept and account.state is not AccountState.REFUSED
        # The field stays as it is while an answer is awaited, so that it does not vanish under the person's hands.
        asking = not self._asking.isHidden() if account.busy else not has_way
        asking = asking or typed is not None or self._replacing
        words = untried_words(self._profile, typed) if typed and self.untried else account_words(self._profile, account)
        self.field.setPlaceholderText(
            self.tr("No key is needed here") if account.keyless else self.tr("Paste your key")
        )
        self._label.setVisible(asking)
        self._asking.setVisible(asking)
        self._standing.setVisible(words is not None)
        if words is not None:
            self._icon.show_icon(words.icon, words.tint)
            self.status.setText(words.text)
        self.where.setText(keeping_words(account))
        self.where.setVisible(asking and not account.busy)
        self._show_ways(asking)
        if focused is not None and not focused.isVisible():
            self._take_focus()

    def _show_ways(self, asking: bool) -> None:
        account, page = self.account, self._profile.key_page
        may_go_again = account.state in _NOT_THERE_YET and (account.kept or self.typed_key is not None)
        self.page_button.setText(self.tr("Get a key at {page}").format(page=page))
        shown = {
            self.stop_button: account.state is AccountState.TRYING,
            self.again_button: may_go_again and not self.untried,
            self.replace_button: not asking and not account.busy,
            self.forget_button: account.kept and not account.busy,
            self.page_button: asking and not account.busy and account.state not in _SETTLED and bool(page),
        }
        for button, visible in shown.items():
            button.setVisible(visible)
        self._row.setVisible(any(shown.values()) or not self._standing.isHidden())

    def _focused(self) -> QWidget | None:
        focused = QApplication.focusWidget()
        return focused if focused is not None and self.isAncestorOf(focused) else None

    def _take_focus(self) -> None:
        """What had the focus is gone: stay near, where Enter does no harm."""
        for widget in (self.field, self.stop_button, self.again_button, self.replace_button):
            if widget.isVisible():
                widget.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def _try(self) -> None:
        typed = self.typed_key
        if typed is not None and not (self.busy and typed == self._tried):
            self.ask()

    @Slot()
    def _on_check_changed(self) -> None:
        if self.account.state in _SETTLED and not self.untried:
            self._replacing = False
            self._tried = None
            self.field.clear()
        self._show_state()
        self.changed.emit()

    @Slot()
    def _on_field_changed(self) -> None:
        self._show_state()
        self.changed.emit()

    @Slot()
    def _on_field_left(self) -> None:
        # Whoever has stopped the trial of this very key presses a button to begin it again.
        if self.typed_key != self._tried:
            self._try()

    @Slot()
    def _on_try_clicked(self) -> None:
        self._try()

    @Slot()
    def _on_again_clicked(self) -> None:
        self.ask()

    @Slot()
    def _on_stop_clicked(self) -> None:
        self.check.stop()

    @Slot()
    def _on_forget_clicked(self) -> None:
        self._replacing = True
        self.field.clear()
        self.check.forget()

    @Slot()
    def _on_replace_clicked(self) -> None:
        self._replacing = True
        self._show_state()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_page_clicked(self) -> None:
        QDesktopServices.openUrl(QUrl(f"https://{self._profile.key_page}"))
