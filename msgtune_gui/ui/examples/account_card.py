"""What became of every message, to the last one."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from msgtune_gui.core.model import Account, LeftOutReason
from msgtune_gui.ui.reason_words import reason_words
from msgtune_gui.ui.tokens import SPACE_L, SPACE_S
from msgtune_gui.ui.widgets import Card, Label, Line
from msgtune_gui.ui.words import number

_REASONS = tuple(LeftOutReason)


class AccountCard(Card):
    """A sum that comes out: messages in the examples, messages left out by reason, and all that were read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Label("", "section", wrap=True)
        self.used = _Row(self.tr("In the examples"), "strong")
        # A line that may take several has a card reckon with more room than it needs, so only the one with a name may.
        self.reasons = {reason: _Row("", "muted", wrap=reason is LeftOutReason.NO_REPLY) for reason in _REASONS}
        self.read = _Row(self.tr("All messages read"), "strong")
        grid = QGridLayout()
        grid.setHorizontalSpacing(SPACE_L)
        grid.setVerticalSpacing(SPACE_S)
        grid.setColumnStretch(0, 1)
        for place, row in enumerate((self.used, *self.reasons.values())):
            row.put(grid, place)
        grid.addWidget(Line(), len(_REASONS) + 1, 0, 1, 2)
        self.read.put(grid, len(_REASONS) + 2)
        self.body.addWidget(self.title)
        self.body.addLayout(grid)
        self.hide()

    def show_account(self, account: Account, voice: str) -> None:
        """Show what became of the messages; `voice` is the display name of the sender who becomes the AI."""
        title = self.tr("{used} of {read} messages are in the examples")
        self.title.setText(title.format(used=number(account.used), read=number(account.read)))
        self.used.show_count(account.used)
        for reason, row in self.reasons.items():
            messages = account.left_out.get(reason, 0)
            row.show_count(messages, reason_words(reason, voice))
            row.set_shown(messages > 0)
        self.read.show_count(account.read)
        self.show()


class _Row:
    """One line of the sum."""

    def __init__(self, words: str, role: str, *, wrap: bool = False) -> None:
        self.words = Label(words, role, wrap=wrap)
        self.count = Label("", "strong" if role == "strong" else "")
        self.count.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)

    def put(self, grid: QGridLayout, place: int) -> None:
        grid.addWidget(self.words, place, 0)
        grid.addWidget(self.count, place, 1)

    def show_count(self, messages: int, words: str = "") -> None:
        if words:
            self.words.setText(words)
        self.count.setText(number(messages))
        # Read out of its row, a number alone would say nothing.
        self.count.setAccessibleName(f"{self.words.text()}: {self.count.text()}")

    def set_shown(self, shown: bool) -> None:
        self.words.setVisible(shown)
        self.count.setVisible(shown)
