"""The face of the launch page for a run under way whose service does not take its key any more."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.jobs import Run, RunState
from msgtune_gui.core.ports import Outside
from msgtune_gui.core.service_profile import ServiceProfile
from msgtune_gui.ui import theme
from msgtune_gui.ui.account.account import AccountState
from msgtune_gui.ui.account.key_panel import KeyPanel
from msgtune_gui.ui.widgets import Banner, BannerKind, Button, Card, Label
from msgtune_gui.workers.runner import TaskRunner

_ENOUGH = {AccountState.ACCEPTED, AccountState.CLOSED}
"""An account that may start no training any more may still look after those that it has started."""


class NeedKeyView(QWidget):
    """Says that the run was not touched, and takes another key.

    Signals:
        changed(): `ready` may have changed.
        failed(object): The keyring could not be asked.
        end_chosen(): The run is to be ended for good.
        later_chosen(): The run is to be left as it is for now.
    """

    changed = Signal()
    failed = Signal(object)
    end_chosen = Signal()
    later_chosen = Signal()

    def __init__(self, runner: TaskRunner, outside: Outside, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.banner = Banner()
        self.key_panel = KeyPanel(runner, outside)
        self.note = Label(role="muted", wrap=True)
        self.later = Button(self.tr("Not now"))
        self.end = Button(self.tr("End this training"))
        card = Card()
        card.body.addWidget(self.key_panel)
        card.body.addWidget(self.note)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.SPACE_S)
        buttons.addWidget(self.later)
        buttons.addWidget(self.end)
        buttons.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_L)
        layout.addWidget(self.banner)
        layout.addWidget(card)
        layout.addLayout(buttons)
        layout.addStretch()
        self.key_panel.changed.connect(self.changed)
        self.key_panel.failed.connect(self.failed)
        self.end.clicked.connect(self.end_chosen)
        self.later.clicked.connect(self.later_chosen)

    @property
    def ready(self) -> bool:
        """Whether there is a key to go on with: one that works, or one that nobody has tried yet."""
        return self.key_panel.typed_key is not None or self.key_panel.account.state in _ENOUGH

    def take_key(self) -> str | None:
        """The key in the field, which is blank from then on; None where the one that is kept will do."""
        key = self.key_panel.typed_key
        self.key_panel.field.clear()
        return key

    def show_run(self, run: Run, profile: ServiceProfile, error: UserError) -> None:
        """Ask for the key of a run's service."""
        self.banner.show_message(BannerKind.WARNING, error.message, error.advice)
        self.key_panel.turn_to(profile)
        self.key_panel.ask()
        if run.state in {RunState.RUNNING, RunState.FETCHING_ADAPTER}:
            words = self.tr("The training itself was not touched and goes on at {service}.")
        else:
            words = self.tr("Nothing was started at {service} yet, and all your choices are kept.")
        self.note.setText(words.format(service=profile.title))

    def entered(self) -> None:
        """Give the field the focus."""
        self.key_panel.field.setFocus(Qt.FocusReason.OtherFocusReason)
