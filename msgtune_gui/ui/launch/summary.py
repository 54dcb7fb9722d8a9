"""What is about to be trained, in four figures."""

from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from msgtune_gui.core.expected_time import ExpectedTime
from msgtune_gui.ui import theme
from msgtune_gui.ui.widgets import Card, Label
from msgtune_gui.ui.words import duration, number


@dataclass(frozen=True, slots=True)
class Summary:
    """What the card shows.

    Attributes:
        voice: Display name of the sender who becomes the AI.
        examples: Lines of the training file.
        tokens: Estimate of tokens that the training goes over, all epochs together.
        expected: Guess of the wall time, or None where the service trains elsewhere.
    """

    voice: str
    examples: int
    tokens: int
    expected: ExpectedTime | None


class SummaryCard(Card):
    """Voice, examples, tokens and expected time, side by side."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE_XL)
        grid.setVerticalSpacing(theme.SPACE_XS)
        self._values: list[Label] = []
        captions = (self.tr("Writes like"), self.tr("Examples"), self.tr("Tokens to learn"), self.tr("Expected time"))
        for column, caption in enumerate(captions):
            value = Label(role="section", wrap=True)
            self._values.append(value)
            grid.addWidget(Label(caption, "muted"), 0, column)
            grid.addWidget(value, 1, column, Qt.AlignmentFlag.AlignTop)
            grid.setColumnStretch(column, 1)
        self._note = Label(role="muted", wrap=True)
        self.body.addLayout(grid)
        self.body.addWidget(self._note)
        self.show_summary(None)

    def show_summary(self, summary: Summary | None) -> None:
        """Show a summary; dashes while there is none."""
        texts = ["\N{EN DASH}"] * 4
        note = ""
        if summary is not None:
            expected = summary.expected
            time = duration(expected.seconds) if expected else self.tr("not known yet")
            texts = [summary.voice, number(summary.examples), number(summary.tokens), time]
            if expected and not expected.measured:
                note = self.tr("The time is a first guess; it is measured as soon as something was trained here.")
        for label, text in zip(self._values, texts, strict=True):
            label.setText(text)
        self._note.setText(note)
        self._note.setVisible(bool(note))
