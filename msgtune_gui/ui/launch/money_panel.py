"""What a training costs, how that comes about, and the price to be put right."""

from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from msgtune_gui.ui import theme
from msgtune_gui.ui.launch.prices import KnownPrice
from msgtune_gui.ui.widgets import Button, Label, Line
from msgtune_gui.ui.widgets.flow_row import FlowRow
from msgtune_gui.ui.widgets.price_field import PriceField
from msgtune_gui.ui.words import day_words, dollars, number, plural


class MoneyPanel(QWidget):
    """Tokens times passes times price.

    Signals:
        price_typed(float): The person typed another price, in US dollars for a million tokens; told as they type.
        price_reset(): The price that msgtune knows is to count again, or none where it knows none.
    """

    price_typed = Signal(float)
    price_reset = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sum = Label(wrap=True)
        self.field = PriceField(self.tr("Price per million tokens, US dollars"), self.tr("not known"))
        self.reset_button = Button("", "link")
        self.note = Label(role="muted", wrap=True)
        label = Label(self.tr("Pr&ice per million tokens"))
        label.setBuddy(self.field)
        price = QWidget()
        inner = QHBoxLayout(price)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(theme.SPACE_M)
        inner.addWidget(label)
        inner.addWidget(self.field)
        row = FlowRow()
        row.addWidget(price)
        row.addWidget(self.reset_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_S)
        layout.addWidget(Line())
        layout.addLayout(row)
        layout.addWidget(self.sum)
        layout.addWidget(self.note)
        self.field.valueChanged.connect(self._on_field_changed)
        self.reset_button.clicked.connect(self.price_reset)

    def show_money(self, known: KnownPrice, tokens: int | None, epochs: int, today: date) -> None:
        """Show what a training over so many tokens a pass costs."""
        price = known.price
        if not self.field.hasFocus() or self.field.amount != (None if price is None else price.dollars_per_million):
            self.field.show_amount(None if price is None else price.dollars_per_million)
        self.sum.setVisible(price is not None and tokens is not None)
        if price is not None and tokens is not None:
            words = self.tr(
                "{tokens} tokens \N{MULTIPLICATION SIGN} {passes} \N{MULTIPLICATION SIGN} {price} a million: {sum}"
            )
            self.sum.setText(
                words.format(
                    tokens=number(tokens),
                    passes=plural(self.tr("{count} pass"), self.tr("{count} passes"), epochs),
                    price=dollars(price.dollars_per_million),
                    sum=dollars(price.of(tokens, epochs)),
                )
            )
        self.note.setText(self._about(known, today))
        self.reset_button.setVisible(known.is_own)
        if known.built_in is None:
            self.reset_button.setText(self.tr("Forget this price"))
        else:
            words = self.tr("Back to {price}")
            self.reset_button.setText(words.format(price=dollars(known.built_in.dollars_per_million)))

    def _about(self, known: KnownPrice, today: date) -> str:
        estimate = self.tr("The tokens are an estimate; the service counts in its own way.")
        if known.price is None:
            return self.tr("msgtune knows no price here; the service's own pages tell it. Type it to see the sum.")
        day = known.price.as_of
        if known.is_own and day == today:
            origin = self.tr("Your own figure of today.")
        elif known.is_own:
            origin = self.tr("Your own figure of {day}.").format(day=day_words(day))
        else:
            origin = self.tr("Price read on {day}.").format(day=day_words(day))
        return f"{origin} {estimate}"

    @Slot()
    def _on_field_changed(self) -> None:
        if self.field.amount is not None:
            self.price_typed.emit(self.field.amount)
