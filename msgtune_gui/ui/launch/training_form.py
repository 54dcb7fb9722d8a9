"""From which base model, and how long."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QRect, Signal, Slot
from PySide6.QtWidgets import QComboBox, QStyle, QStyleOptionComboBox, QVBoxLayout, QWidget

from msgtune_gui.core.service_profile import BaseModel
from msgtune_gui.ui import theme
from msgtune_gui.ui.launch.ends_list import NEAR_DAYS, distance_words
from msgtune_gui.ui.widgets import Card, Label
from msgtune_gui.ui.widgets.folding import FoldingRow
from msgtune_gui.ui.widgets.number_field import NumberField
from msgtune_gui.ui.words import day_words

DEFAULT_EPOCHS = 3
MOST_EPOCHS = 20
_MOST_CHARACTERS = 44
_ANY_WIDTH = 1000


class TrainingForm(Card):
    """Base model and passes; remembers for each service which model was wanted there.

    Signals:
        changed(): `model` or `epochs` may have changed.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._service = ""
        self._models: tuple[BaseModel, ...] = ()
        self._wanted: dict[str, str] = {}
        self._today = date.min
        self.base_model = QComboBox()
        self.base_model.setAccessibleName(self.tr("Base model"))
        self.base_model.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.about_model = Label(role="muted", wrap=True)
        self.epochs = NumberField(1, MOST_EPOCHS, DEFAULT_EPOCHS, self.tr("Passes over the examples"))
        self.about_epochs = Label(
            self.tr("Three suit most people. More takes longer and may only repeat."), "muted", wrap=True
        )
        self._build()
        self.base_model.currentIndexChanged.connect(self._on_base_model_changed)
        self.epochs.valueChanged.connect(self._on_epochs_changed)

    @property
    def model(self) -> BaseModel | None:
        """The base model that is chosen, or None while there is no list."""
        name = self.base_model.currentData()
        return next((model for model in self._models if model.name == name), None)

    def want(self, service: str, base_model: str, epochs: int) -> None:
        """Choose a base model as soon as its service offers it, and the passes now."""
        self._wanted[service] = base_model
        self.epochs.setValue(epochs)
        if service == self._service:
            self._fill("")

    def show_models(self, service: str, models: Sequence[BaseModel], today: date, waiting: str) -> None:
        """Offer the base models of a service, or say why there are none."""
        shown = (service, tuple(models), today)
        if shown == (self._service, self._models, self._today) and models:
            return
        self._service, self._models, self._today = shown
        self._fill(waiting)

    def _fill(self, waiting: str) -> None:
        self.base_model.blockSignals(True)
        self.base_model.clear()
        for model in self._models:
            self.base_model.addItem(model.name, model.name)
        if not self._models:
            self.base_model.addItem(waiting, None)
        self._make_room()
        wanted = self.base_model.findData(self._wanted.get(self._service))
        self.base_model.setCurrentIndex(max(0, wanted))
        self.base_model.blockSignals(False)
        self.base_model.setEnabled(bool(self._models))
        self._show_about()

    def _make_room(self) -> None:
        """Names are not cut off: where the longest does not fit beside the passes, they go under it."""
        box = self.base_model
        box.ensurePolished()
        metrics = box.fontMetrics()
        longest = max((metrics.horizontalAdvance(model.name) for model in self._models), default=0)
        option = QStyleOptionComboBox()
        box.initStyleOption(option)
        option.rect = QRect(0, 0, _ANY_WIDTH, box.height())
        complex_control, field = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
        frame = _ANY_WIDTH - box.style().subControlRect(complex_control, option, field, box).width()
        most = metrics.averageCharWidth() * _MOST_CHARACTERS
        box.setMinimumWidth(min(longest, most) + frame + theme.SPACE_XS)

    def _show_about(self) -> None:
        model = self.model
        self.base_model.setToolTip("" if model is None else model.name)
        if model is None:
            self.about_model.setText("")
            return
        sentences = [model.description, self._end_of(model), self._missing(model)]
        self.about_model.setText(" ".join(sentence for sentence in sentences if sentence))

    def _end_of(self, model: BaseModel) -> str:
        """When the service shuts a model, in words."""
        if model.shut_on is None:
            return ""
        if model.shut_on <= self._today:
            words = self.tr("Shut since {day}: nothing can be trained from it any more.")
        elif (model.shut_on - self._today).days <= NEAR_DAYS:
            words = self.tr("Ends on {day}, {distance}, and what you train from it ends with it.")
        else:
            words = self.tr("Offered until {day}.")
        return words.format(day=day_words(model.shut_on), distance=distance_words(model.shut_on, self._today))

    def _missing(self, model: BaseModel) -> str:
        """That the model of an earlier choice is not offered any more."""
        wanted = self._wanted.get(self._service, model.name)
        if wanted in {each.name for each in self._models}:
            return ""
        return self.tr("{model} is not offered any more.").format(model=wanted)

    def _build(self) -> None:
        model = _labelled(self.tr("Base &model"), self.base_model, self.about_model)
        passes = _labelled(self.tr("&Passes"), self.epochs, self.about_epochs)
        self.body.addWidget(FoldingRow((model, passes), (3, 2)))

    @Slot()
    def _on_base_model_changed(self) -> None:
        if self.model is not None:
            self._wanted[self._service] = self.model.name
        self._show_about()
        self.changed.emit()

    @Slot()
    def _on_epochs_changed(self) -> None:
        self.changed.emit()


def _labelled(words: str, field: QWidget, about: Label) -> QWidget:
    label = Label(words)
    label.setBuddy(field)
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.SPACE_S)
    for widget in (label, field, about):
        column.addWidget(widget)
    column.addStretch(1)
    return part
