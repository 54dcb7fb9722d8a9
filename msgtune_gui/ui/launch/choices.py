"""The first face of the launch page: where to train, from which base model, how long, and what that means."""

from collections.abc import Callable
from datetime import date, datetime

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.jobs import Run
from msgtune_gui.core.ports import Outside
from msgtune_gui.core.service_profile import ServiceEnd, ServiceProfile
from msgtune_gui.ui import theme
from msgtune_gui.ui.account.account import AccountState
from msgtune_gui.ui.account.address_field import AddressField
from msgtune_gui.ui.account.key_panel import KeyPanel
from msgtune_gui.ui.launch.blockers import account_blocker, model_blocker
from msgtune_gui.ui.launch.ends_list import EndsList
from msgtune_gui.ui.launch.service_cards import ServiceCards
from msgtune_gui.ui.launch.summary import Plan, SummaryCard
from msgtune_gui.ui.launch.training_form import TrainingForm
from msgtune_gui.ui.launch.upload_card import UploadCard
from msgtune_gui.ui.runs.material import Material
from msgtune_gui.ui.widgets import Banner, BannerKind, Card
from msgtune_gui.ui.widgets.folding import FoldingRow
from msgtune_gui.workers.runner import TaskRunner


def _today() -> date:
    return datetime.now().astimezone().date()


class LaunchChoices(QWidget):
    """Service, key, base model and epochs, with what leaves the computer and what it costs said beside them.

    Choosing a service sends nothing, except that a key which the person gave it asks it for its models.

    Signals:
        changed(): Something was chosen, or a busy state ended.
        crashed(object): An exception that is no UserError, for the crash dialog.
    """

    changed = Signal()
    crashed = Signal(object)

    def __init__(
        self,
        runner: TaskRunner,
        outside: Outside,
        parent: QWidget | None = None,
        *,
        today: Callable[[], date] = _today,
    ) -> None:
        super().__init__(parent)
        self._outside = outside
        self._today = today
        self._profile = outside.profiles[0]
        self._material: Material | None = None
        self._build(runner, outside)
        self._connect()
        self._show_profile()

    def _build(self, runner: TaskRunner, outside: Outside) -> None:
        self.cards = ServiceCards(outside.profiles)
        self.services = self.cards.group
        self.upload = UploadCard(runner)
        self.banner = Banner()
        self.address = AddressField()
        self.key_panel = KeyPanel(runner, outside)
        self.ends = EndsList()
        self.form = TrainingForm()
        self.base_model, self.epochs = self.form.base_model, self.form.epochs
        self.leaves = self.upload.leaves
        self.summary = SummaryCard(runner, outside)
        self._account_card = Card()
        self._account_card.body.setSpacing(theme.SPACE_L)
        self._account_card.body.addWidget(self.address)
        self._account_card.body.addWidget(self.key_panel)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_L)
        self._settings = _column(self.form, self.summary)
        consequences = _column(self.upload, self.ends)
        # What leaves the computer is to be seen without scrolling, in a small window too.
        self._columns = FoldingRow((self._settings, consequences), (3, 2), last_on_top=True)
        for part in (self.cards, self.banner, self._account_card, self._columns):
            layout.addWidget(part)
        layout.addStretch(1)

    def _connect(self) -> None:
        self.cards.chosen.connect(self._on_service_chosen)
        self.banner.action_clicked.connect(self._on_banner_action_clicked)
        self.address.given.connect(self._on_address_given)
        self.address.changed.connect(self._on_address_changed)
        self.key_panel.changed.connect(self._on_account_changed)
        self.key_panel.failed.connect(self.crashed)
        self.form.changed.connect(self._on_form_changed)
        self.summary.changed.connect(self.changed)
        self.summary.failed.connect(self._on_price_failed)
        self.upload.changed.connect(self.changed)
        self.upload.crashed.connect(self.crashed)

    @property
    def profile(self) -> ServiceProfile:
        """The service that is chosen."""
        return self._profile

    @property
    def base_model_name(self) -> str | None:
        """The base model that is chosen, or None while there is no list."""
        model = self.form.model
        return None if model is None else model.name

    @property
    def key(self) -> str | None:
        """A key to keep for the service, or None; one that works is kept already."""
        return self.key_panel.typed_key if self._profile.needs_key else None

    @property
    def tokens(self) -> int | None:
        """Estimate of tokens in the training file, one pass; None where nobody has counted."""
        return None if self._material is None else self._material.tokens

    @property
    def dollars_per_million(self) -> float | None:
        """Price of training that is shown, in US dollars for a million tokens; None for free or not known."""
        return self.summary.dollars_per_million

    def show_material(self, material: Material | None) -> None:
        """Take what is to be learned from; None while nothing is prepared."""
        if material != self._material:
            self._material = material
            self._show_summary()
        self._show_upload()

    def choose_service(self, key: str) -> None:
        """Choose a service by its profile's key and leave every other choice as it is."""
        self.cards.choose(key)

    def prefill(self, run: Run) -> None:
        """Choose what a run was trained with; its base model as soon as the service offers it."""
        self.choose_service(run.service)
        self.form.want(run.service, run.base_model, run.epochs)

    def entered(self) -> None:
        """The page has come on screen: see to the account and give the first choice the focus."""
        self._show_profile()
        self.key_panel.check.ask_if_new()
        self._focus_service()

    def _focus_service(self) -> None:
        chosen = self.services.checkedButton()
        if chosen is not None:
            chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def blocker(self) -> str:
        """Why a run cannot start yet; empty when it can."""
        account = self.key_panel.account
        untried = self._profile.needs_key and self.key_panel.untried
        return (
            self._service_blocker()
            or account_blocker(account, needs_key=self._profile.needs_key, untried=untried)
            or model_blocker(self.form.model, self._today())
            or self._file_blocker()
        )

    def _service_blocker(self) -> str:
        if self._past_end is not None:
            return self.tr("{service} trains no more; choose another service").format(service=self._profile.title)
        if not self._profile.asks_address or self.key_panel.busy:
            return ""
        if self.address.blank:
            return self.tr("Type the service's address to continue")
        return self.tr("Put the service's address right to continue") if self.address.pending else ""

    @property
    def _past_end(self) -> ServiceEnd | None:
        """What the service has stopped already."""
        return next((end for end in self._profile.ends if end.day <= self._today()), None)

    def _file_blocker(self) -> str:
        if self._profile.on_device:
            return ""
        if self.upload.counting:
            return self.tr("Counting what would be uploaded…")
        refused = self.tr("{service} does not take this file").format(service=self._profile.title)
        return refused if self.upload.refusal is not None else ""

    def _show_profile(self) -> None:
        profile = self._profile
        self.address.setVisible(profile.asks_address)
        self.key_panel.setVisible(profile.needs_key)
        self._account_card.setVisible(profile.needs_key or profile.asks_address)
        self.ends.show_ends(
            self.tr("Coming to an end at {service}").format(service=profile.title), profile.ends, self._today()
        )
        self._show_account()
        self._show_upload()

    def _show_account(self) -> None:
        account, profile = self.key_panel.account, self._profile
        if profile.asks_address and not account.busy:
            problem = account.error if account.state is AccountState.NO_ADDRESS else None
            self.address.show_kept(self._outside.settings.address(profile.key), problem)
        waiting = self.tr("Looking…") if account.busy else ""
        self.form.show_models(profile.key, account.models, self._today(), waiting)
        usable = (profile.on_device or account.can_train) and self._past_end is None
        self._columns.keep_folded(profile.on_device or not usable)
        self._settings.setVisible(usable)
        self._show_banner()
        self._show_summary()

    def _show_banner(self) -> None:
        account, profile = self.key_panel.account, self._profile
        here, words = (
            self.tr("Train on this computer"),
            self.tr("{service} does not let this account start a training."),
        )
        advice = self.tr("This computer can train the same examples; all your choices stay as they are.")
        if self._past_end is not None:
            words = self.tr("{service} trains no more.")
            self.banner.show_message(BannerKind.WARNING, words.format(service=profile.title), advice, here)
        elif account.state is AccountState.CLOSED:
            advice = f"{self.tr('Nothing was uploaded.')} {advice}"
            self.banner.show_message(BannerKind.WARNING, words.format(service=profile.title), advice, here)
        elif not profile.needs_key and account.error is not None:
            self.banner.show_error(account.error, self.tr("Try again"))
        else:
            self.banner.clear()

    def _show_summary(self) -> None:
        epochs = self.form.epochs.value()
        self.summary.show_plan(Plan(self._profile, self.form.model, self._material, epochs, self._today()))

    def _show_upload(self) -> None:
        self.upload.show_material(self._profile, self._material)

    def minimumSizeHint(self) -> QSize:
        """No higher than its words need at this width, so that the page scrolls only where it has to."""
        least = super().minimumSizeHint()
        layout = self.layout()
        height = layout.heightForWidth(max(self.width(), least.width())) if layout is not None else least.height()
        return QSize(least.width(), height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.updateGeometry()

    @Slot(object)
    def _on_service_chosen(self, profile: ServiceProfile) -> None:
        self._profile = profile
        if profile.asks_address:
            self.address.begin(self._outside.settings.address(profile.key))
        self.key_panel.turn_to(profile)
        self._show_profile()
        if self.isVisible():
            self.key_panel.check.ask_if_new()
        self.changed.emit()

    @Slot()
    def _on_account_changed(self) -> None:
        self._show_account()
        self.changed.emit()

    @Slot(str)
    def _on_address_given(self, _address: str) -> None:
        self.key_panel.ask()

    @Slot()
    def _on_address_changed(self) -> None:
        self.key_panel.pending_address = self.address.pending
        self.changed.emit()

    @Slot()
    def _on_form_changed(self) -> None:
        self._show_summary()
        self.changed.emit()

    @Slot(object)
    def _on_price_failed(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.banner.show_error(error)
        else:
            self.crashed.emit(error)

    @Slot()
    def _on_banner_action_clicked(self) -> None:
        if not self._profile.on_device:
            here = next(profile for profile in self._outside.profiles if profile.on_device)
            self.choose_service(here.key)
            self._focus_service()
        else:
            self.key_panel.ask()


def _column(*parts: QWidget) -> QWidget:
    """Parts one under the other, as high as they have to be."""
    column = QWidget()
    layout = QVBoxLayout(column)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(theme.SPACE_L)
    for part in parts:
        layout.addWidget(part)
    layout.addStretch(1)
    return column
