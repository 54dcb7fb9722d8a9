"""A chat with a model that the person already has, over real HTTP and with every service that msgtune knows."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from msgtune_gui.app.application import Application
from msgtune_gui.app.startup import Options
from msgtune_gui.core.jobs import Run, RunState
from msgtune_gui.services.profiles import SERVICES
from msgtune_gui.ui.account.account import AccountState
from msgtune_gui.ui.adopt.adopt_dialog import AdoptDialog
from msgtune_gui.workers.runner import TaskRunner
from tests.support.outside_over_http import OutsideOverHttp
from tests.support.stand_in import KEY, StandIn
from tests.support.stand_in_faults import Hang, Refuse
from tests.ui.test_accessibility import cut_off, nameless, settle, size

__all__ = ["size"]

CHAT = "/chat/completions"
PARROT = "ft:gpt-4.1-mini:ship::parrot"
PATIENCE_MS = 20_000


class Adopting:
    """The dialog on screen, and hands for it."""

    def __init__(self, qtbot: QtBot, runner: TaskRunner, outside: OutsideOverHttp, stand_in: StandIn) -> None:
        self._qtbot = qtbot
        self._stand_in = stand_in
        self.outside = outside
        self.dialog = AdoptDialog(runner, outside)
        self.form = self.dialog.form
        self.adopted: list[Run] = []
        self.dialog.adopted.connect(self.adopted.append)
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
        qtbot.addWidget(self.dialog)
        self.dialog.show()
        self.dialog.activateWindow()
        self.settle()

    def settle(self) -> None:
        """Wait until nobody is asked any more."""
        self._qtbot.waitUntil(lambda: not self.form.key_panel.busy and not self.dialog.busy, timeout=PATIENCE_MS)

    def choose(self, service: str) -> None:
        """Choose a service with the keyboard."""
        keys = [profile.key for profile in self.outside.profiles]
        box = self.form.service
        box.setFocus()
        while keys[box.currentIndex()] != service:
            down = keys.index(service) > box.currentIndex()
            QTest.keyClick(box, Qt.Key.Key_Down if down else Qt.Key.Key_Up)
        self.settle()

    def type_into(self, field: QWidget, text: str, then: Qt.Key = Qt.Key.Key_Tab) -> None:
        """Type into a field and go on."""
        field.setFocus()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, then)
        self.settle()

    def give_key(self, key: str = KEY) -> None:
        """Type a key and go on, which tries it."""
        self.type_into(self.form.key_panel.field, key)

    def name_model(self, model: str = PARROT) -> None:
        """Type the model's name."""
        self.type_into(self.form.model, model)

    def open_chat(self) -> None:
        """Press the button, and wait for what comes of it."""
        QTest.mouseClick(self.dialog.open_button, Qt.MouseButton.LeftButton)
        self.settle()

    def asked(self) -> list[dict[str, Any]]:
        """What was said to models so far."""
        return [made.json() for made in self._stand_in.seen("POST", CHAT)]

    def words(self) -> str:
        """Everything that can be read on screen."""
        return "\n".join(label.text() for label in self.dialog.findChildren(QLabel) if label.isVisible())


@pytest.fixture
def outside(stand_in: StandIn, tmp_path: Path) -> OutsideOverHttp:
    return OutsideOverHttp(stand_in, tmp_path, services=SERVICES)


@pytest.fixture
def rig(qtbot: QtBot, runner: TaskRunner, outside: OutsideOverHttp, stand_in: StandIn) -> Iterator[Adopting]:
    rig = Adopting(qtbot, runner, outside, stand_in)
    yield rig
    rig.dialog.close()


def test_a_model_of_ones_own_is_tried_once_kept_and_opened(rig: Adopting, stand_in: StandIn) -> None:
    assert not rig.dialog.open_button.isEnabled()
    assert "Paste your key to continue." in rig.words()
    rig.give_key()
    assert "Choose or type the model to continue." in rig.words()
    rig.name_model()
    rig.type_into(rig.form.name, "Polly")
    rig.type_into(rig.form.prompt, "You are Polly.")
    assert rig.asked() == []

    rig.open_chat()

    [run] = rig.adopted
    assert rig.outside.runs.all() == [run]
    assert (run.state, run.adopted, run.examples, run.epochs) == (RunState.SUCCEEDED, True, 0, 0)
    assert (run.service, run.model, run.base_model) == ("openai", PARROT, PARROT)
    assert (run.voice, run.system_prompt) == ("Polly", "You are Polly.")
    [said] = rig.asked()
    assert said["model"] == PARROT
    assert [message["content"] for message in said["messages"]] == ["You are Polly.", "Hi"]
    assert rig.outside.secrets.keys == {"openai": KEY}
    assert not rig.dialog.isVisible()
    assert not stand_in.files


def test_without_a_name_it_is_called_as_the_service_calls_it(rig: Adopting) -> None:
    rig.give_key()
    rig.name_model()
    assert rig.form.name.placeholderText() == PARROT
    rig.open_chat()
    assert (rig.adopted[0].voice, rig.adopted[0].system_prompt) == (PARROT, "")


def test_names_are_completed_from_what_the_service_lists(rig: Adopting, stand_in: StandIn) -> None:
    stand_in.base_models = [f"model-{number:04d}-instruct" for number in range(1500)]
    rig.give_key()
    assert rig.form.model.count() == 1500
    assert "1,500 models are listed there" in rig.words()
    rig.form.model.setFocus()
    QTest.keyClicks(rig.form.model, "0815-INS")
    completer = rig.form.model.completer()
    assert completer is not None
    assert completer.completionCount() == 1
    assert completer.currentCompletion() == "model-0815-instruct"


def test_what_is_typed_stays_when_the_list_comes(rig: Adopting) -> None:
    rig.name_model()
    rig.give_key()
    assert rig.form.model.count() > 0
    assert rig.form.model.name == PARROT


def test_a_wrong_model_is_told_before_the_dialog_closes(rig: Adopting, stand_in: StandIn) -> None:
    stand_in.fault("POST", CHAT, Refuse(404, "model_not_found", "There is no such parrot."))
    rig.give_key()
    rig.name_model()
    rig.open_chat()
    assert "does not know this model." in rig.words()
    assert "There is no such parrot." in rig.words()
    assert rig.dialog.isVisible()
    assert (rig.adopted, rig.outside.runs.all()) == ([], [])
    QTest.keyClicks(rig.form.model, "2")
    assert "does not know this model." not in rig.words()
    rig.open_chat()
    assert rig.adopted[0].model == f"{PARROT}2"


def test_a_wrong_key_is_told_and_not_kept(rig: Adopting) -> None:
    rig.give_key("sk-wrong-0123456789")
    assert "does not accept this key" in rig.words()
    rig.name_model()
    rig.open_chat()
    assert rig.words().count("does not accept this key") == 2
    assert "sk-wrong" not in rig.words()
    assert (rig.outside.secrets.keys, rig.adopted) == ({}, [])


def test_a_service_that_lists_no_models_opens_all_the_same_and_its_key_is_kept(
    rig: Adopting, stand_in: StandIn
) -> None:
    stand_in.fault("GET", "/models", Refuse(404, None, "Not here."), times=9)
    rig.give_key()
    assert rig.form.key_panel.account.state is AccountState.FAILED
    rig.name_model()
    rig.open_chat()
    assert rig.adopted
    assert rig.outside.secrets.keys == {"openai": KEY}


def test_a_server_on_this_computer_needs_an_address_and_no_key(rig: Adopting, stand_in: StandIn) -> None:
    stand_in.key = "none"
    rig.choose("other")
    assert "Type the service's address to continue." in rig.words()
    rig.type_into(rig.form.address.field, stand_in.base_url)
    assert "answers without a key" in rig.words()
    assert "your own network" in rig.words()
    rig.name_model()
    rig.open_chat()
    assert (rig.adopted[0].service, rig.adopted[0].address) == ("other", stand_in.base_url)
    assert rig.outside.settings.address("other") == stand_in.base_url
    assert rig.outside.secrets.keys == {}


def test_a_wrong_address_is_told(rig: Adopting) -> None:
    rig.choose("other")
    rig.type_into(rig.form.address.field, "http://ship.example/v1")
    assert "not encrypted" in rig.words()
    assert rig.outside.settings.address("other") == ""


def test_a_model_on_this_computer_needs_neither(rig: Adopting) -> None:
    rig.choose("local")
    assert "Nothing leaves this computer" in rig.words()
    assert rig.form.model.count() > 0
    rig.name_model("SmallHull-135M")
    rig.open_chat()
    assert rig.adopted[0].service == "local"


@pytest.mark.parametrize(("service", "where"), [("openai", "sent to OpenAI,"), ("nebius", "sent to Nebius")])
def test_what_leaves_the_computer_is_said(rig: Adopting, service: str, where: str) -> None:
    rig.choose(service)
    assert where in rig.words()


def test_cancel_ends_the_trial_and_keeps_what_was_typed(rig: Adopting, stand_in: StandIn, qtbot: QtBot) -> None:
    stand_in.fault("POST", CHAT, Hang())
    rig.give_key()
    rig.name_model()
    QTest.mouseClick(rig.dialog.open_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(rig.asked()), timeout=PATIENCE_MS)
    assert f"Saying “Hi” to {PARROT}" in rig.words()
    QTest.mouseClick(rig.dialog.cancel_button, Qt.MouseButton.LeftButton)
    assert stand_in.wait_until(lambda: stand_in.hang_ups == 1)
    assert not rig.dialog.busy
    assert rig.dialog.isVisible()
    assert rig.form.model.name == PARROT
    rig.open_chat()
    assert len(rig.adopted) == 1


def test_escape_ends_a_trial_with_the_dialog(rig: Adopting, stand_in: StandIn, qtbot: QtBot) -> None:
    stand_in.fault("POST", CHAT, Hang())
    rig.give_key()
    rig.name_model()
    QTest.mouseClick(rig.dialog.open_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(rig.asked()), timeout=PATIENCE_MS)
    QTest.keyClick(rig.dialog, Qt.Key.Key_Escape)
    assert not rig.dialog.isVisible()
    assert stand_in.wait_until(lambda: stand_in.hang_ups == 1)
    assert rig.outside.runs.all() == []


def _wrong_model(rig: Adopting, stand_in: StandIn) -> None:
    rig.give_key()
    rig.name_model()
    stand_in.fault("POST", CHAT, Refuse(404, "model_not_found", "There is no such parrot."))
    rig.open_chat()


STATES: dict[str, Callable[[Adopting, StandIn], None]] = {
    "no key": lambda rig, _stand_in: rig.choose("openai"),
    "accepted": lambda rig, _stand_in: rig.give_key(),
    "wrong model": _wrong_model,
    "other": lambda rig, _stand_in: rig.choose("other"),
    "here": lambda rig, _stand_in: rig.choose("local"),
}


@pytest.mark.parametrize("state", STATES)
def test_nothing_is_nameless_or_cut_off(
    state: str, size: float, rig: Adopting, stand_in: StandIn, themed_app: QApplication
) -> None:
    STATES[state](rig, stand_in)
    rig.dialog.resize(480, 520)
    settle(themed_app)
    assert (nameless(rig.dialog), cut_off(rig.dialog)) == ([], []), f"at {size} points"


@pytest.mark.parametrize("state", STATES)
def test_mnemonics_are_all_different(state: str, rig: Adopting, stand_in: StandIn) -> None:
    STATES[state](rig, stand_in)
    widgets: list[QAbstractButton | QLabel] = [*rig.dialog.findChildren(QAbstractButton)]
    widgets += rig.dialog.findChildren(QLabel)
    shown = [widget.text().replace("&&", "") for widget in widgets if widget.isVisible()]
    letters = [text.partition("&")[2][:1].lower() for text in shown if "&" in text]
    assert len(letters) == len(set(letters)), shown


def test_from_the_sidebar_straight_into_the_chat(tmp_path: Path, stand_in: StandIn, qtbot: QtBot) -> None:
    stand_in.key = "none"
    application = Application(Options(data_dir=tmp_path / "data", dark=False))
    application.show()
    try:
        QTest.mouseClick(application.wizard.sidebar.own_model, Qt.MouseButton.LeftButton)
        [dialog] = application.window.findChildren(AdoptDialog)
        form = dialog.form
        form.service.setCurrentIndex(form.service.count() - 1)
        assert form.profile.key == "other"
        QTest.keyClicks(form.address.field, stand_in.base_url)
        QTest.keyClicks(form.model, "parrot-7b")
        QTest.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
        qtbot.waitUntil(lambda: bool(application.chats), timeout=PATIENCE_MS)
        [chat] = application.chats.values()
        assert chat.isVisible()
        assert chat.windowTitle() == "Chat with parrot-7b"
        assert [run.model for run in application.services.runs.all()] == ["parrot-7b"]
    finally:
        application.shut_down()
