"""A few examples to leaf through, as bubbles."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QWidget

from msgtune_gui.core.model import Example, Role
from msgtune_gui.ui import theme
from msgtune_gui.ui.bubbles import BubbleView
from msgtune_gui.ui.widgets import Button, Card, Label
from msgtune_gui.ui.words import number


class ExamplePreview(Card):
    """Shows one example at a time; what the AI learns to write is coloured."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._examples: Sequence[Example] = ()
        self._total = 0
        self._voice = ""
        self._index = 0
        self.title = Label(role="section")
        self.previous = _arrow(self.tr("Previous example"), "chevron-back")
        self.next = _arrow(self.tr("Next example"), "chevron")
        self.view = BubbleView(plain=True)
        self.view.setAccessibleName(self.tr("One example"))
        self.empty = Label(role="muted", wrap=True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        footer = QHBoxLayout()
        footer.setSpacing(theme.SPACE_XS)
        footer.addWidget(Label(self.tr("Coloured: what the AI learns to write."), "muted", wrap=True), 1)
        footer.addWidget(self.previous)
        footer.addWidget(self.next)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.view)
        self._stack.addWidget(self.empty)
        self.body.addWidget(self.title)
        self.body.addLayout(self._stack, 1)
        self.body.addLayout(footer)
        self.previous.clicked.connect(self._on_previous_clicked)
        self.next.clicked.connect(self._on_next_clicked)
        self.show_nothing("")

    @property
    def index(self) -> int:
        """Which of the examples is shown, from 0."""
        return self._index

    def show_examples(self, examples: Sequence[Example], total: int, voice: str) -> None:
        """Show the first of some examples.

        Args:
            examples: Those that can be leafed through.
            total: How many there are in all.
            voice: Display name of the sender who becomes the AI.
        """
        self._examples = examples
        self._total = total
        self._voice = voice
        self._go_to(min(self._index, max(0, len(examples) - 1)))

    def show_nothing(self, words: str) -> None:
        """There is no example at present, and why."""
        self._examples = ()
        self.empty.setText(words)
        self._go_to(0)

    def _go_to(self, index: int) -> None:
        self._index = index
        count = len(self._examples)
        self.previous.setEnabled(index > 0)
        self.next.setEnabled(index + 1 < count)
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
        self._go_to(max(0, self._index - 1))

    @Slot()
    def _on_next_clicked(self) -> None:
        self._go_to(min(len(self._examples) - 1, self._index + 1))


def _arrow(name: str, icon: str) -> Button:
    button = Button("", "quiet", icon)
    button.setAccessibleName(name)
    button.setToolTip(name)
    return button
