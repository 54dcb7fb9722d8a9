"""The examples to leaf through, as bubbles."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from msgtune_gui.core.model import Example, Role
from msgtune_gui.ui import theme
from msgtune_gui.ui.bubbles import BubbleView
from msgtune_gui.ui.widgets import Button, Card, Label
from msgtune_gui.ui.words import number

_IN_RESERVE = 6
"""Examples ahead of the one on screen that are wanted at hand, so that nobody waits for the next."""


class ExamplePreview(Card):
    """Shows one example at a time; what the AI learns to write is coloured.

    Signals:
        more_wanted(): The examples at hand will soon be leafed through.
    """

    more_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._examples: tuple[Example, ...] = ()
        self._waits_for_next = False
        self._total = 0
        self._voice = ""
        self._index = 0
        self.title = Label(role="section", wrap=True)
        self.previous = _arrow(self.tr("Previous example"), "chevron-back")
        self.next = _arrow(self.tr("Next example"), "chevron")
        self.view = BubbleView(plain=True)
        self.view.setAccessibleName(self.tr("One example"))
        self.empty = Label(role="muted", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        head = QHBoxLayout()
        head.setSpacing(theme.SPACE_XS)
        head.addWidget(self.title, 1)
        head.addWidget(self.previous)
        head.addWidget(self.next)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        self.body.addLayout(head)
        self.body.addLayout(self._stack, 1)
        self.body.addWidget(Label(self.tr("Coloured: what the AI learns to write."), "muted", wrap=True))
        self.previous.clicked.connect(self._on_previous_clicked)
        self.next.clicked.connect(self._on_next_clicked)
        self.show_nothing("")

    @property
    def index(self) -> int:
        """Which of the examples is shown, from 0."""
        return self._index

    def show_examples(self, examples: Sequence[Example], total: int, voice: str) -> None:
        """Show one of some examples, where possible in the same place as the one before.

        Args:
            examples: The first few.
            total: How many there are in all.
            voice: Display name of the sender who becomes the AI.
        """
        self._examples = tuple(examples)
        self._waits_for_next = False
        self._total = total
        self._voice = voice
        self._go_to(min(self._index, max(0, len(examples) - 1)))

    def add_examples(self, examples: Sequence[Example]) -> None:
        """Take those that come after the ones at hand."""
        self._examples += tuple(examples)
        if self._waits_for_next and examples:
            self._waits_for_next = False
            self._go_to(self._index + 1)

    def show_nothing(self, words: str) -> None:
        """There is no example at present, and why."""
        self._examples = ()
        self._waits_for_next = False
        self.empty.setText(words)
        self._go_to(0)

    def _go_to(self, index: int) -> None:
        self._index = index
        count = len(self._examples)
        self.previous.setEnabled(index > 0)
        self.next.setEnabled(count > 0 and index + 1 < self._total)
        if count and count < min(self._total, index + 1 + _IN_RESERVE):
            self.more_wanted.emit()
        if not count:
            self.title.setText(self.tr("An example"))
            self.view.bubbles.clear()
            self._stack.setCurrentWidget(self.empty)
            return
        words = self.tr("Example {index} of {total}")
        self.title.setText(words.format(index=number(index + 1), total=number(self._total)))
        names = {Role.ASSISTANT: self._voice, Role.USER: self.tr("Others")}
        self.view.bubbles.set_turns(self._examples[index].turns, Role.ASSISTANT, names)
        self._stack.setCurrentWidget(self.view)

    @Slot()
    def _on_previous_clicked(self) -> None:
        self._waits_for_next = False
        self._go_to(max(0, self._index - 1))

    @Slot()
    def _on_next_clicked(self) -> None:
        if self._index + 1 < len(self._examples):
            self._go_to(self._index + 1)
        else:
            self._waits_for_next = True
            self.more_wanted.emit()


def _arrow(name: str, icon: str) -> Button:
    button = Button("", "chevron", icon)
    button.setAccessibleName(name)
    button.setToolTip(name)
    return button
