"""The question which of several accounts is meant."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from msgtune_gui.core.export.accounts import AccountChoice, DifferentAccounts
from msgtune_gui.ui.export.source_words import source_names, source_words
from msgtune_gui.ui.tokens import SPACE_L, SPACE_M, SPACE_S, SPACE_XS
from msgtune_gui.ui.widgets import Button, Card, IconView, Label


class AccountQuestion(Card):
    """One button for each account; only that account's files are read then.

    Signals:
        account_chosen(object): The AccountChoice.
        cancel_pressed(): The person wants none of them.
    """

    account_chosen = Signal(object)
    cancel_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._accounts: tuple[AccountChoice, ...] = ()
        self._rows: list[QWidget] = []
        self.buttons = QButtonGroup(self)
        self.buttons.setExclusive(False)
        self.buttons.idClicked.connect(self._on_button_clicked)
        self.message = Label("", "section", wrap=True)
        self.advice = Label("", "muted", wrap=True)
        self._choices = QVBoxLayout()
        self._choices.setSpacing(SPACE_L)
        self.cancel_button = Button(self.tr("&None of these"))
        self.cancel_button.clicked.connect(self.cancel_pressed)
        head = QHBoxLayout()
        head.setSpacing(SPACE_S)
        head.addWidget(IconView("people", "accent", 26), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.message, 1)
        self.body.addLayout(head)
        self.body.addWidget(self.advice)
        self.body.addSpacing(SPACE_M)
        self.body.addLayout(self._choices)
        self.body.addStretch(1)
        self.body.addWidget(self.cancel_button, 0, Qt.AlignmentFlag.AlignLeft)

    def ask(self, question: DifferentAccounts) -> None:
        """Offer the accounts."""
        self.message.setText(question.message)
        self.advice.setText(question.advice)
        self._accounts = tuple(question.accounts)
        for button in self.buttons.buttons():
            self.buttons.removeButton(button)
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._rows = []
        for number, account in enumerate(self._accounts):
            button, row = _row(account)
            self.buttons.addButton(button, number)
            self._choices.addWidget(row)
            self._rows.append(row)

    @Slot(int)
    def _on_button_clicked(self, number: int) -> None:
        self.account_chosen.emit(self._accounts[number])


def _row(account: AccountChoice) -> tuple[Button, QWidget]:
    # An ampersand in a name is no mnemonic.
    button = Button(account.name.replace("&", "&&"))
    files = source_names(account.sources) or source_words(account.sources)
    button.setAccessibleDescription(files)
    row = QWidget()
    column = QVBoxLayout(row)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(SPACE_XS)
    column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    column.addWidget(Label(files, "muted", wrap=True))
    return button, row
