"""The choices of the examples page: two numbers and the way of cutting."""

from PySide6.QtCore import QSignalBlocker, Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QVBoxLayout, QWidget

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.examples import check_chunk_and_overlap
from msgtune_gui.core.model import SlicingMode, SlicingOptions
from msgtune_gui.ui import theme
from msgtune_gui.ui.widgets import Card, Label
from msgtune_gui.ui.widgets.choice_card import ChoiceCard
from msgtune_gui.ui.widgets.number_field import NumberField

MOST_MESSAGES = 200
_MODES = (SlicingMode.RECOMMENDED, SlicingMode.LANGCHAIN)


class SlicingForm(QWidget):
    """Reads chunk, overlap and mode, and says at once when the numbers do not go together.

    Signals:
        numbers_changed(): Chunk or overlap changed, with every keystroke.
        mode_changed(): The other way of cutting was chosen.
    """

    numbers_changed = Signal()
    mode_changed = Signal()

    def __init__(self, options: SlicingOptions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.problem = Label(role="error", wrap=True)
        self.problem.hide()
        self.chunk = NumberField(1, MOST_MESSAGES, options.chunk, self.tr("Messages per example"))
        self.overlap = NumberField(0, MOST_MESSAGES, options.overlap, self.tr("Overlap"))
        for field in (self.chunk, self.overlap):
            field.valueChanged.connect(self._on_number_changed)
            # A field that is emptied keeps its value and tells nothing; its text does.
            field.lineEdit().textChanged.connect(self._on_number_changed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_M)
        layout.addWidget(self._build_numbers())
        layout.addLayout(self._build_modes(options.mode))

    def _build_numbers(self) -> Card:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE_XL)
        grid.setVerticalSpacing(theme.SPACE_S)
        for column, (words, box, hint) in enumerate(
            (
                (
                    self.tr("&Messages per example"),
                    self.chunk,
                    self.tr("Several in a row count as one."),
                ),
                (self.tr("&Overlap"), self.overlap, self.tr("Shared with the one before.")),
            )
        ):
            label = Label(words)
            label.setBuddy(box)
            grid.setColumnStretch(column, 1)
            for row, widget in enumerate((label, box, Label(hint, "muted", wrap=True))):
                grid.addWidget(widget, row, column, Qt.AlignmentFlag.AlignTop if row == 2 else Qt.AlignmentFlag(0))
        card = Card()
        card.body.addLayout(grid)
        card.body.addWidget(self.problem)
        return card

    def _build_modes(self, mode: SlicingMode) -> QGridLayout:
        words = {
            SlicingMode.RECOMMENDED: (
                self.tr("Recommended"),
                self.tr("Each example ends with a reply, and none reaches over a long pause."),
            ),
            SlicingMode.LANGCHAIN: (
                self.tr("LangChain's notebook"),
                self.tr("Cuts after so many messages, wherever that falls, and drops the rest. Your choices hold."),
            ),
        }
        self._modes = QButtonGroup(self)
        grid = QGridLayout()
        grid.setSpacing(theme.SPACE_M)
        for index, choice in enumerate(_MODES):
            card = ChoiceCard(*words[choice])
            card.button.setChecked(choice is mode)
            self._modes.addButton(card.button, index)
            grid.addWidget(card, 0, index)
            grid.setColumnStretch(index, 1)
        self._modes.idToggled.connect(self._on_mode_toggled)
        return grid

    @property
    def mode(self) -> SlicingMode:
        """The way of cutting that is chosen."""
        return _MODES[max(0, self._modes.checkedId())]

    @property
    def options(self) -> SlicingOptions | None:
        """What is chosen, or None while the numbers do not go together."""
        if self._problem() is not None:
            return None
        return SlicingOptions(chunk=self.chunk.value(), overlap=self.overlap.value(), mode=self.mode)

    def set_numbers(self, chunk: int, overlap: int) -> None:
        """Put other numbers into the fields, told as one change."""
        with QSignalBlocker(self.chunk), QSignalBlocker(self.chunk.lineEdit()):
            self.chunk.setValue(chunk)
        with QSignalBlocker(self.overlap), QSignalBlocker(self.overlap.lineEdit()):
            self.overlap.setValue(overlap)
        self._on_number_changed()

    def _problem(self) -> UserError | None:
        if not self.chunk.hasAcceptableInput() or not self.overlap.hasAcceptableInput():
            return UserError(self.tr("Type a number into both fields."))
        try:
            check_chunk_and_overlap(self.chunk.value(), self.overlap.value())
        except UserError as error:
            return error
        return None

    @Slot()
    def _on_number_changed(self) -> None:
        problem = self._problem()
        self.problem.setText(str(problem) if problem else "")
        self.problem.setVisible(problem is not None)
        self.numbers_changed.emit()

    @Slot(int, bool)
    def _on_mode_toggled(self, _index: int, chosen: bool) -> None:
        if chosen:
            self.mode_changed.emit()
