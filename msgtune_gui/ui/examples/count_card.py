"""How many examples the choices give, and what they cost in time."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from msgtune_gui.core.expected_time import ExpectedTime
from msgtune_gui.core.model import SliceCount
from msgtune_gui.ui import theme
from msgtune_gui.ui.widgets import BigNumber, Card, Label
from msgtune_gui.ui.words import duration, number, plural

_NOTHING = "\N{EN DASH}"


class CountCard(Card):
    """The live count of the page; it keeps its height, so that nothing moves under the fields while somebody types."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = BigNumber(self.tr("examples"))
        self._facts: dict[str, Label] = {}
        top = QHBoxLayout()
        top.setSpacing(theme.SPACE_XL)
        top.addWidget(self.number)
        top.addStretch()
        top.addLayout(self._build_facts())
        self.body.addLayout(top)
        self.show_waiting("")

    def _build_facts(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE_L)
        grid.setVerticalSpacing(theme.SPACE_S)
        for row, (key, caption) in enumerate(
            (
                ("turns", self.tr("Messages used")),
                ("tokens", self.tr("Tokens")),
                ("time", self.tr("Time here")),
            )
        ):
            value = Label(_NOTHING)
            value.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            self._facts[key] = value
            grid.addWidget(Label(caption, "muted"), row, 0)
            grid.addWidget(value, row, 1)
        return grid

    def show_waiting(self, words: str) -> None:
        """There is no count at present, and why."""
        self.number.set_text(_NOTHING, words or self.tr("examples"))
        for value in self._facts.values():
            value.setText(_NOTHING)

    def show_count(self, count: SliceCount, expected: ExpectedTime) -> None:
        """Show what the choices give, and a guess of the training's wall time on this computer."""
        caption = plural(self.tr("example"), self.tr("examples"), count.examples)
        self.number.set_value(count.examples, caption)
        self._facts["turns"].setText(number(count.account.used))
        self._facts["tokens"].setText(number(count.tokens))
        words = duration(expected.seconds)
        if not expected.measured:
            words = self.tr("{duration} (first guess)").format(duration=words)
        self._facts["time"].setText(words if count.examples else _NOTHING)
