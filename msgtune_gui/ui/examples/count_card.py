"""How many examples the choices give, what they cost in time, and what they leave out."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from msgtune_gui.core.expected_time import ExpectedTime
from msgtune_gui.core.model import LeftOutReason, SliceCount
from msgtune_gui.ui import theme
from msgtune_gui.ui.widgets import BigNumber, Card, Label, Line
from msgtune_gui.ui.words import duration, number, plural

_NOTHING = "\N{EN DASH}"


class CountCard(Card):
    """The live count of the page; it keeps its height, so that nothing moves under the fields while somebody types."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.number = BigNumber(self.tr("examples"))
        self._facts: dict[str, Label] = {}
        self._left_out: list[tuple[Label, Label]] = []
        top = QHBoxLayout()
        top.setSpacing(theme.SPACE_XL)
        top.addWidget(self.number)
        top.addStretch()
        top.addLayout(self._build_facts())
        self.body.addLayout(top)
        self.body.addWidget(Line())
        self.body.addLayout(self._build_left_out())
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

    def _build_left_out(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE_M)
        grid.setVerticalSpacing(theme.SPACE_XS)
        grid.setColumnStretch(1, 1)
        self.left_out_title = Label()
        grid.addWidget(self.left_out_title, 0, 0, 1, 2)
        for row in range(len(LeftOutReason)):
            count, reason = Label(), Label(role="muted", wrap=True)
            count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)
            self._left_out.append((count, reason))
            grid.addWidget(count, row + 1, 0)
            grid.addWidget(reason, row + 1, 1)
        return grid

    def show_waiting(self, words: str) -> None:
        """There is no count at present, and why."""
        self.number.set_text(_NOTHING, words or self.tr("examples"))
        for value in self._facts.values():
            value.setText(_NOTHING)
        self.left_out_title.setText("")
        for pair in self._left_out:
            for label in pair:
                label.setText("")

    def show_count(self, count: SliceCount, voice: str, expected: ExpectedTime) -> None:
        """Show what the choices give.

        Args:
            count: The count.
            voice: Display name of the sender who becomes the AI.
            expected: Guess of the training's wall time on this computer.
        """
        caption = plural(self.tr("example"), self.tr("examples"), count.examples)
        self.number.set_value(count.examples, caption)
        self._facts["turns"].setText(number(count.turns - sum(count.account.left_out.values())))
        self._facts["tokens"].setText(number(count.tokens))
        words = duration(expected.seconds)
        if not expected.measured:
            words = self.tr("{duration} (first guess)").format(duration=words)
        self._facts["time"].setText(words if count.examples else _NOTHING)
        self._show_left_out(count, voice)

    def _show_left_out(self, count: SliceCount, voice: str) -> None:
        rows = [(turns, self._reason(reason, voice)) for reason, turns in count.account.left_out.items()]
        self.left_out_title.setText(self.tr("Left out") if rows else self.tr("Nothing is left out."))
        for index, (count_label, reason_label) in enumerate(self._left_out):
            turns, reason = rows[index] if index < len(rows) else (None, "")
            count_label.setText("" if turns is None else number(turns))
            reason_label.setText(reason)

    def _reason(self, reason: LeftOutReason, voice: str) -> str:
        return {
            LeftOutReason.TOO_SHORT: self.tr("in conversations too short for an example"),
            LeftOutReason.NO_REPLY: self.tr("without a reply by {voice}").format(voice=voice),
            LeftOutReason.CUT_TAIL: self.tr("at the end, too few for one more example"),
        }[reason]
