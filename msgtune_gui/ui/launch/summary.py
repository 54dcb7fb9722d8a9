"""What is about to be trained, in four figures, and what it costs."""

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QWidget

from msgtune_gui.core.expected_time import expected_time
from msgtune_gui.core.ports import Outside
from msgtune_gui.core.service_profile import BaseModel, ServiceProfile, training_dollars
from msgtune_gui.ui import theme
from msgtune_gui.ui.launch.money_panel import MoneyPanel
from msgtune_gui.ui.launch.prices import Prices
from msgtune_gui.ui.runs.material import Material
from msgtune_gui.ui.widgets import Card, Label
from msgtune_gui.ui.words import dollars, duration, number
from msgtune_gui.workers.runner import TaskRunner

_CENT = 0.01
_NOTHING = "\N{EN DASH}"


@dataclass(frozen=True, slots=True)
class Plan:
    """What the card shows figures of.

    Attributes:
        profile: Where it is trained.
        model: From which base model; None while there is none.
        material: What is learned from; None while nothing is prepared.
        epochs: Passes over it.
        today: From which own prices count.
    """

    profile: ServiceProfile
    model: BaseModel | None
    material: Material | None
    epochs: int
    today: date

    @property
    def tokens(self) -> int | None:
        """Estimate of tokens in the training file, one pass; None where nobody has counted."""
        return None if self.material is None else self.material.tokens

    @property
    def tokens_in_all(self) -> int | None:
        """The same, all passes together."""
        return None if self.tokens is None else self.tokens * self.epochs


class SummaryCard(Card):
    """Voice, examples, tokens and expected time or cost, side by side, and how the cost comes about.

    Signals:
        changed(): `dollars_per_million` may have changed.
        failed(object): A price could not be kept: UserError, or another exception.
    """

    changed = Signal()
    failed = Signal(object)

    def __init__(self, runner: TaskRunner, outside: Outside, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._outside = outside
        self._prices = Prices(runner, outside, self)
        self._plan: Plan | None = None
        self._measured: tuple[Material | None, float | None] = (None, None)
        self.values: list[Label] = []
        self._captions: list[Label] = []
        self._note = Label(role="muted", wrap=True)
        self.money = MoneyPanel()
        self._build()
        self._prices.failed.connect(self.failed)
        self.money.price_typed.connect(self._on_price_typed)
        self.money.price_reset.connect(self._on_price_reset)

    def _build(self) -> None:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE_S)
        grid.setVerticalSpacing(theme.SPACE_XS)
        captions = (self.tr("Writes like"), self.tr("Examples"), self.tr("Tokens to learn"), self.tr("Expected time"))
        for column, text in enumerate(captions):
            value, caption = Label(role="section", wrap=True), Label(text, "muted", wrap=True)
            self.values.append(value)
            self._captions.append(caption)
            grid.addWidget(caption, 0, column, Qt.AlignmentFlag.AlignBottom)
            grid.addWidget(value, 1, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)
        self.body.addLayout(grid)
        self.body.addWidget(self._note)
        self.body.addWidget(self.money)

    @property
    def dollars_per_million(self) -> float | None:
        """Price of training, in US dollars for a million tokens; None for nothing to pay or not known."""
        plan = self._plan
        if plan is None or plan.model is None or plan.profile.on_device:
            return None
        price = self._prices.of(plan.profile.key, plan.model).price
        return None if price is None else price.dollars_per_million

    def show_plan(self, plan: Plan) -> None:
        """Show what is chosen; time matters on this computer, money elsewhere."""
        self._plan = plan
        on_device, material = plan.profile.on_device, plan.material
        self._captions[3].setText(self.tr("Expected time") if on_device else self.tr("Cost"))
        self._note.hide()
        self.money.setVisible(not on_device)
        if not on_device and plan.model is not None:
            known = self._prices.of(plan.profile.key, plan.model)
            self.money.show_money(known, plan.tokens, plan.epochs, plan.today)
        texts = [_NOTHING] * 4
        if material is not None:
            tokens = plan.tokens_in_all
            words = self.tr("not known") if tokens is None else number(tokens)
            last = self._time(plan) if on_device else self._cost(plan)
            texts = [material.voice, number(material.examples), words, last]
        for label, text in zip(self.values, texts, strict=True):
            label.setText(text)

    def _time(self, plan: Plan) -> str:
        if plan.tokens is None:
            return self.tr("not known yet")
        if plan.material is not self._measured[0]:
            self._measured = plan.material, self._outside.measured_tokens_per_second()
        expected = expected_time(plan.tokens, plan.epochs, self._measured[1])
        if not expected.measured:
            self._note.setText(
                self.tr("The time is a first guess; it is measured as soon as something was trained here.")
            )
            self._note.show()
        return duration(expected.seconds)

    def _cost(self, plan: Plan) -> str:
        price, tokens = self.dollars_per_million, plan.tokens_in_all
        if price is None or tokens is None:
            return self.tr("not known")
        amount = training_dollars(tokens, 1, price)
        words = self.tr("about {sum}") if amount == 0 or amount >= _CENT else "{sum}"
        return words.format(sum=dollars(amount))

    def _set_price(self, figure: float | None) -> None:
        plan = self._plan
        if plan is not None and plan.model is not None:
            self._prices.set_own(plan.profile.key, plan.model, figure, plan.today)
            self.show_plan(plan)
            self.changed.emit()

    @Slot(float)
    def _on_price_typed(self, figure: float) -> None:
        self._set_price(figure)

    @Slot()
    def _on_price_reset(self) -> None:
        self._set_price(None)
