"""Which model of the person's own, and where it is."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from msgtune_gui.core.addresses import is_near
from msgtune_gui.core.adopting import OwnModel
from msgtune_gui.core.ports import Outside
from msgtune_gui.core.service_profile import ServiceProfile
from msgtune_gui.ui import theme
from msgtune_gui.ui.account.account import AccountState, ask_for_chat
from msgtune_gui.ui.account.address_field import AddressField
from msgtune_gui.ui.account.key_panel import KeyPanel
from msgtune_gui.ui.adopt.model_field import ModelField
from msgtune_gui.ui.adopt.words import leaving_words, models_words
from msgtune_gui.ui.widgets import IconView, Label
from msgtune_gui.workers.runner import TaskRunner

_PROMPT_LINES = 3


class AdoptForm(QWidget):
    """Service, address, key, model, name and system prompt, and what will leave the computer.

    Signals:
        changed(): `own`, `blocker` or what is known of the service may have changed.
        crashed(object): An exception that is no UserError, for the crash dialog.
    """

    changed = Signal()
    crashed = Signal(object)

    def __init__(self, runner: TaskRunner, outside: Outside, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._outside = outside
        self._profiles = tuple(outside.profiles)
        self._build(runner)
        self._connect()
        # Who has a model already has it elsewhere, as a rule.
        first = next((place for place, profile in enumerate(self._profiles) if not profile.on_device), 0)
        self.service.setCurrentIndex(first)
        self._show_profile()

    def _build(self, runner: TaskRunner) -> None:
        self.service = QComboBox()
        self.service.addItems([profile.title for profile in self._profiles])
        self.service.setAccessibleName(self.tr("Service"))
        self.address = AddressField()
        self.key_panel = KeyPanel(runner, self._outside, question=ask_for_chat)
        self.model = ModelField()
        self.about_models = Label(role="muted", wrap=True)
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Name in msgtune"))
        self.prompt = QPlainTextEdit()
        self.prompt.setAccessibleName(self.tr("System prompt"))
        self.prompt.setPlaceholderText(self.tr("For example the sentence that it was trained with"))
        self.prompt.setTabChangesFocus(True)
        self.prompt.setFixedHeight(self.fontMetrics().lineSpacing() * _PROMPT_LINES + theme.SPACE_XL)
        self.leaves = Label(wrap=True)
        self._leaves_icon = IconView("info", "accent")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_L)
        layout.addWidget(_captioned(self.tr("Ser&vice"), self.service))
        layout.addWidget(self.address)
        layout.addWidget(self.key_panel)
        layout.addWidget(_captioned(self.tr("&Model"), self.model, self.about_models))
        layout.addWidget(_captioned(self.tr("&Name in msgtune"), self.name))
        layout.addWidget(_captioned(self.tr("System &prompt (may stay empty)"), self.prompt))
        leaves = QHBoxLayout()
        leaves.setSpacing(theme.SPACE_S)
        leaves.addWidget(self._leaves_icon, 0, Qt.AlignmentFlag.AlignTop)
        leaves.addWidget(self.leaves, 1)
        layout.addLayout(leaves)
        layout.addStretch()

    def _connect(self) -> None:
        self.service.currentIndexChanged.connect(self._on_service_changed)
        self.address.given.connect(self._on_address_given)
        self.address.changed.connect(self._on_address_changed)
        self.key_panel.changed.connect(self._on_account_changed)
        self.key_panel.failed.connect(self.crashed)
        self.model.editTextChanged.connect(self._on_model_changed)

    @property
    def profile(self) -> ServiceProfile:
        """The service that is chosen."""
        return self._profiles[max(0, self.service.currentIndex())]

    @property
    def own(self) -> OwnModel:
        """The model as it is described."""
        name = self.name.text().strip() or self.model.name
        return OwnModel(self.profile.key, self.model.name, name, self.prompt.toPlainText().strip())

    @property
    def key(self) -> str | None:
        """A key to try; None for the one that is kept."""
        return self.key_panel.typed_key if self.profile.needs_key else None

    @property
    def pending_address(self) -> str | None:
        """An address to keep first; None for the one that is known."""
        return self.address.pending if self.profile.asks_address else None

    def blocker(self) -> str:
        """What is missing; empty when nothing is."""
        profile = self.profile
        if profile.asks_address and self.address.blank:
            return self.tr("Type the service's address")
        if profile.needs_key and not self._has_key():
            return self.tr("Paste your key")
        return "" if self.model.name else self.tr("Choose or type the model")

    def entered(self) -> None:
        """The dialog is on screen: ask the service which models it has, with the key that is kept."""
        self.key_panel.check.ask_if_new()

    def _has_key(self) -> bool:
        account = self.key_panel.account
        given = self.key is not None or account.kept or account.state is AccountState.LOOKING
        return given or (self.profile.asks_address and is_near(self.address.field.text().strip()))

    def _show_profile(self) -> None:
        profile = self.profile
        if profile.asks_address:
            self.address.begin(self._outside.settings.address(profile.key))
        self.address.setVisible(profile.asks_address)
        self.key_panel.setVisible(profile.needs_key)
        self.key_panel.turn_to(profile)
        self._show_account()

    def _show_account(self) -> None:
        account, profile = self.key_panel.account, self.profile
        if profile.asks_address and not account.busy:
            problem = account.error if account.state is AccountState.NO_ADDRESS else None
            self.address.show_kept(self._outside.settings.address(profile.key), problem)
        self.model.show_models([model.name for model in account.models])
        self.about_models.setText(models_words(account))
        self._show_leaving()

    def _show_leaving(self) -> None:
        self.leaves.setText(leaving_words(self.profile, self.address.field.text().strip()))
        self._leaves_icon.show_icon("info", "success" if self.profile.on_device else "accent")

    def minimumSizeHint(self) -> QSize:
        """No higher than its words need at this width."""
        least = super().minimumSizeHint()
        layout = self.layout()
        height = layout.heightForWidth(max(self.width(), least.width())) if layout is not None else least.height()
        return QSize(least.width(), height)

    @Slot()
    def _on_service_changed(self) -> None:
        self._show_profile()
        if self.isVisible():
            self.key_panel.check.ask_if_new()
        self.changed.emit()

    @Slot(str)
    def _on_address_given(self, _address: str) -> None:
        self.key_panel.ask()

    @Slot()
    def _on_address_changed(self) -> None:
        self.key_panel.pending_address = self.address.pending
        self._show_leaving()
        self.changed.emit()

    @Slot()
    def _on_account_changed(self) -> None:
        self._show_account()
        self.changed.emit()

    @Slot()
    def _on_model_changed(self) -> None:
        self.name.setPlaceholderText(self.model.name)
        self.changed.emit()


def _captioned(caption: str, field: QWidget, *below: QWidget) -> QWidget:
    """A field under its caption."""
    label = Label(caption)
    label.setBuddy(field)
    whole = QWidget()
    layout = QVBoxLayout(whole)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.SPACE_S)
    for part in (label, field, *below):
        layout.addWidget(part)
    return whole
