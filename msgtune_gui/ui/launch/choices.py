"""The first face of the launch page: where to train, from which base model, how long."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.ports import Outside
from msgtune_gui.core.service_profile import BaseModel, ServiceProfile
from msgtune_gui.ui import theme
from msgtune_gui.ui.launch.key_panel import KeyPanel
from msgtune_gui.ui.launch.summary import SummaryCard
from msgtune_gui.ui.launch.work import list_base_models
from msgtune_gui.ui.widgets import Banner, Card, IconView, Label
from msgtune_gui.ui.widgets.choice_card import ChoiceCard
from msgtune_gui.ui.widgets.number_field import NumberField
from msgtune_gui.workers.runner import TaskRunner
from msgtune_gui.workers.task import Task

DEFAULT_EPOCHS = 3
MOST_EPOCHS = 20


class LaunchChoices(QWidget):
    """Service, key, base model and epochs, with what leaves the computer said beside them.

    Signals:
        changed(): Something was chosen, or a busy state ended.
        crashed(object): An exception that is no UserError, for the crash dialog.
    """

    changed = Signal()
    crashed = Signal(object)

    def __init__(self, runner: TaskRunner, outside: Outside, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._outside = outside
        self._profile = outside.profiles[0]
        self._models: dict[str, Sequence[BaseModel]] = {}
        self._task: Task | None = None
        self._listing = ""
        self._build()
        self._show_profile()

    def _build(self) -> None:
        self.banner = Banner()
        self.key_panel = KeyPanel(self._runner, self._outside)
        self.leaves = Label(wrap=True)
        self._leaves_icon = IconView("shield", "success")
        self.summary = SummaryCard()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_L)
        layout.addWidget(self.banner)
        layout.addLayout(self._build_services())
        layout.addWidget(self._build_settings())
        layout.addWidget(self.summary)
        layout.addStretch(1)
        self.banner.action_clicked.connect(self._on_banner_action_clicked)
        self.key_panel.changed.connect(self.changed)
        self.key_panel.failed.connect(self._on_failed)

    def _build_services(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.SPACE_M)
        self.services = QButtonGroup(self)
        for index, profile in enumerate(self._outside.profiles):
            card = ChoiceCard(profile.title, profile.summary)
            card.button.setChecked(index == 0)
            self.services.addButton(card.button, index)
            row.addWidget(card, 1)
        self.services.idToggled.connect(self._on_service_toggled)
        return row

    def _build_settings(self) -> Card:
        self.base_model = QComboBox()
        self.base_model.setAccessibleName(self.tr("Base model"))
        self.base_model.setMinimumContentsLength(16)
        self.base_model.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.base_model.currentIndexChanged.connect(self._on_base_model_changed)
        self.about_model = Label(role="muted", wrap=True)
        self.epochs = NumberField(1, MOST_EPOCHS, DEFAULT_EPOCHS, self.tr("Passes over the examples"))
        self.epochs.valueChanged.connect(self._on_epochs_changed)
        about_epochs = Label(
            self.tr("Three suit most people. More takes longer and may only repeat."), "muted", wrap=True
        )
        model_label, epochs_label = Label(self.tr("Base &model")), Label(self.tr("&Passes over the examples"))
        model_label.setBuddy(self.base_model)
        epochs_label.setBuddy(self.epochs)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE_XL)
        grid.setVerticalSpacing(theme.SPACE_S)
        for column, parts in enumerate(
            ((model_label, self.base_model, self.about_model), (epochs_label, self.epochs, about_epochs))
        ):
            grid.setColumnStretch(column, 1)
            for row, part in enumerate(parts):
                grid.addWidget(part, row, column, Qt.AlignmentFlag.AlignTop if row == 2 else Qt.AlignmentFlag(0))
        leaves = QHBoxLayout()
        leaves.setSpacing(theme.SPACE_S)
        leaves.addWidget(self._leaves_icon, 0, Qt.AlignmentFlag.AlignTop)
        leaves.addWidget(self.leaves, 1)
        card = Card()
        card.body.setSpacing(theme.SPACE_L)
        card.body.addWidget(self.key_panel)
        card.body.addLayout(grid)
        card.body.addLayout(leaves)
        return card

    @property
    def profile(self) -> ServiceProfile:
        """The service that is chosen."""
        return self._profile

    @property
    def base_model_name(self) -> str | None:
        """The base model that is chosen, or None while there is no list."""
        name = self.base_model.currentData()
        return name if isinstance(name, str) else None

    @property
    def key(self) -> str | None:
        """A key to keep for the service, or None."""
        return self.key_panel.typed_key if self._profile.needs_key else None

    def entered(self) -> None:
        """The page has come on screen: see to the list of base models and give the first choice the focus."""
        self._see_to_models()
        chosen = self.services.checkedButton()
        if chosen is not None:
            chosen.setFocus(Qt.FocusReason.OtherFocusReason)

    def blocker(self) -> str:
        """Why a run cannot start yet; empty when it can."""
        if self._profile.needs_key and self.key_panel.busy:
            return self.tr("Looking for your key…")
        if self._profile.needs_key and not self.key_panel.ready:
            return self.tr("Paste your key to continue")
        if self._task is not None:
            return self.tr("Looking for base models…")
        if self.base_model_name is None:
            return self.tr("Choose a base model to continue")
        return ""

    def _show_profile(self) -> None:
        profile = self._profile
        self.key_panel.setVisible(profile.needs_key)
        if profile.needs_key:
            self.key_panel.set_service(profile.key, profile.title)
        self.leaves.setText(profile.leaves_computer)
        on_device = profile.on_device
        self._leaves_icon.show_icon("shield" if on_device else "cloud", "success" if on_device else "warning")
        self._show_models()

    def _see_to_models(self) -> None:
        service = self._profile.key
        if service in self._models or self._listing == service:
            return
        if self._task is not None:
            self._task.abandon()
        self._listing = service
        self._task = self._runner.start(list_base_models(self._outside, service))
        self._task.succeeded.connect(self._on_models_listed)
        self._task.failed.connect(self._on_models_failed)
        self._show_models()

    def _show_models(self) -> None:
        models = self._models.get(self._profile.key, ())
        self.base_model.blockSignals(True)
        self.base_model.clear()
        for model in models:
            self.base_model.addItem(model.name, model.name)
        if not models and self._task is not None:
            self.base_model.addItem(self.tr("Looking…"), None)
        self.base_model.blockSignals(False)
        self.base_model.setEnabled(bool(models))
        self._on_base_model_changed()

    @Slot(int, bool)
    def _on_service_toggled(self, index: int, chosen: bool) -> None:
        if chosen:
            self._profile = self._outside.profiles[index]
            self.banner.clear()
            self._show_profile()
            self._see_to_models()
            self.changed.emit()

    @Slot()
    def _on_base_model_changed(self) -> None:
        models = self._models.get(self._profile.key, ())
        about = next((model.description for model in models if model.name == self.base_model_name), "")
        self.about_model.setText(about)
        self.changed.emit()

    @Slot()
    def _on_epochs_changed(self) -> None:
        self.changed.emit()

    @Slot()
    def _on_banner_action_clicked(self) -> None:
        self.banner.clear()
        self._see_to_models()
        self.key_panel.look_again()

    @Slot(object)
    def _on_models_listed(self, models: Sequence[BaseModel]) -> None:
        self._task = None
        self._models[self._listing] = models
        self._listing = ""
        self._show_models()

    @Slot(object)
    def _on_models_failed(self, error: Exception) -> None:
        self._task = None
        self._listing = ""
        self._show_models()
        self._on_failed(error)

    @Slot(object)
    def _on_failed(self, error: Exception) -> None:
        if isinstance(error, UserError):
            self.banner.show_error(error, self.tr("Try again"))
        else:
            self.crashed.emit(error)
