"""The choosing side of page 4, over real HTTP and with every service that msgtune knows."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from msgtune_gui.core.examples import plan_examples
from msgtune_gui.core.model import Conversation, SlicingOptions
from msgtune_gui.services.profiles import SERVICES
from msgtune_gui.ui.account.account import AccountState
from msgtune_gui.ui.launch.choices import LaunchChoices
from msgtune_gui.ui.runs.material import ExportMaterial
from msgtune_gui.workers.runner import TaskRunner
from tests.support.conversations import VOICE, conversation, conversations, export_of
from tests.support.outside_over_http import OutsideOverHttp
from tests.support.stand_in import StandIn

TODAY = date(2026, 11, 24)
OPTIONS = SlicingOptions()
MARKED = "sk-marked-0123456789-QzXw"
MINI = "gpt-4.1-mini-2025-04-14"
LAST_DAY = date(2099, 12, 31)
"""On which the stand-in shuts its models, so that these tests outlive those of the real service."""


def material(*chats: Conversation) -> ExportMaterial:
    """Examples of some conversations, or of seven with two other people in them."""
    chats = chats or (*conversations(6, 16), conversation("cove", 16, friend="Ada Reef"))
    plan = plan_examples(export_of(chats), VOICE, OPTIONS)
    return ExportMaterial(VOICE, plan, OPTIONS, plan.count(OPTIONS.chunk, OPTIONS.overlap))


class Choosing:
    """The choices on screen, and hands for them."""

    def __init__(self, qtbot: QtBot, runner: TaskRunner, outside: OutsideOverHttp, today: date) -> None:
        self._qtbot = qtbot
        self.outside = outside
        self.choices = LaunchChoices(runner, outside, today=lambda: today)
        self.panel = self.choices.key_panel

    @property
    def state(self) -> AccountState:
        """How far the account has shown what it can do."""
        return self.panel.account.state

    def choose(self, service: str) -> None:
        """Click on a service and wait until nobody is asked any more."""
        self.click(service)
        self.settle()

    def click(self, service: str) -> None:
        """Click on a service."""
        place = [profile.key for profile in self.outside.profiles].index(service)
        QTest.mouseClick(self.choices.services.button(place), Qt.MouseButton.LeftButton)

    def type_key(self, key: str) -> None:
        """Type a key into the field, which keeps the focus."""
        self.panel.field.setFocus()
        self.panel.field.selectAll()
        QTest.keyClicks(self.panel.field, key)

    def give_key(self, key: str) -> None:
        """Type a key, press Enter and wait for the answer."""
        self.type_key(key)
        QTest.keyClick(self.panel.field, Qt.Key.Key_Return)
        self.settle()

    def type_address(self, address: str) -> None:
        """Type an address, press Enter and wait for what comes of it."""
        field = self.choices.address.field
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, address)
        QTest.keyClick(field, Qt.Key.Key_Return)
        self.settle()

    def settle(self) -> None:
        """Wait until nobody is asked and nothing is counted any more."""
        self._qtbot.waitUntil(lambda: not self.panel.busy and not self.choices.upload.counting, timeout=20_000)

    def until(self, state: AccountState) -> None:
        """Wait for a state of the account."""
        self._qtbot.waitUntil(lambda: self.state is state, timeout=20_000)

    def words(self) -> str:
        """Everything that can be read on screen."""
        labels = [label.text() for label in self.choices.findChildren(QLabel) if label.isVisible()]
        names = [widget.accessibleName() for widget in self.choices.findChildren(QWidget)]
        return "\n".join([*labels, *names, self.panel.field.displayText(), self.panel.field.placeholderText()])


@contextmanager
def choosing(
    qtbot: QtBot,
    runner: TaskRunner,
    stand_in: StandIn,
    folder: Path,
    *,
    today: date = TODAY,
    keyring: bool = True,
    learned: ExportMaterial | None = None,
) -> Iterator[Choosing]:
    """The choices, entered, with base models of this computer listed; closed afterwards."""
    stand_in.shutdown_dates = dict.fromkeys(stand_in.base_models, LAST_DAY.isoformat())
    rig = Choosing(qtbot, runner, OutsideOverHttp(stand_in, folder, keyring=keyring, services=SERVICES), today)
    qtbot.addWidget(rig.choices)
    rig.choices.resize(820, 700)
    rig.choices.show()
    rig.choices.activateWindow()
    rig.choices.show_material(learned or material())
    rig.choices.entered()
    rig.settle()
    stand_in.requests.clear()
    yield rig
    rig.choices.close()
