"""Keys and addresses on page 4: tried first, kept only if they work, never shown, never sent to another place."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from msgtune_gui.ui.account.account import AccountState, ending_of
from msgtune_gui.workers.runner import TaskRunner
from tests.support.stand_in import KEY, StandIn
from tests.support.stand_in_faults import TRAINING_CLOSED, Hang, Refuse
from tests.ui.choosing import MARKED, MINI, Choosing, choosing


@pytest.fixture
def rig(qtbot: QtBot, runner: TaskRunner, stand_in: StandIn, tmp_path: Path) -> Iterator[Choosing]:
    """The choices with a keyring."""
    with choosing(qtbot, runner, stand_in, tmp_path) as opened:
        yield opened


def _asked(stand_in: StandIn) -> list[str]:
    return [f"{request.method} {request.path}" for request in stand_in.requests]


def test_choosing_a_service_without_a_key_sends_nothing(rig: Choosing, stand_in: StandIn) -> None:
    for service in ("openai", "nebius", "other"):
        rig.choose(service)
        assert rig.choices.blocker()
    assert stand_in.requests == []


def test_a_key_is_tried_when_the_field_is_left_and_kept_once_it_works(rig: Choosing, stand_in: StandIn) -> None:
    rig.choose("openai")
    rig.type_key(KEY)
    assert rig.choices.blocker() == "Try the key to continue"
    assert stand_in.requests == []
    QTest.keyClick(rig.panel.field, Qt.Key.Key_Tab)
    assert rig.outside.secrets.keys == {}
    rig.until(AccountState.ACCEPTED)
    rig.settle()
    assert _asked(stand_in) == ["GET /models", "GET /fine_tuning/model_limits"]
    assert rig.outside.secrets.keys == {"openai": KEY}
    assert rig.panel.field.text() == ""
    assert not rig.panel.field.isVisible()
    assert rig.choices.base_model_name == MINI
    assert rig.choices.blocker() == ""


def test_a_click_on_the_button_asks_once(rig: Choosing, stand_in: StandIn) -> None:
    rig.choose("openai")
    rig.type_key(KEY)
    QTest.mouseClick(rig.panel.try_button, Qt.MouseButton.LeftButton)
    rig.until(AccountState.ACCEPTED)
    assert len(stand_in.seen("GET", "/models")) == 1


def test_fetching_something_from_another_window_tries_no_half_of_a_key(rig: Choosing, stand_in: StandIn) -> None:
    rig.choose("openai")
    rig.type_key(KEY[:5])
    away = QFocusEvent(QEvent.Type.FocusOut, Qt.FocusReason.ActiveWindowFocusReason)
    QApplication.sendEvent(rig.panel.field, away)
    rig.settle()
    assert stand_in.requests == []


def test_a_key_that_is_refused_is_not_kept_and_can_be_put_right(rig: Choosing) -> None:
    rig.choose("openai")
    rig.give_key(MARKED)
    assert rig.state is AccountState.REFUSED
    assert "does not accept" in rig.panel.status.text()
    assert rig.outside.secrets.keys == {}
    assert rig.panel.typed_key == MARKED
    assert rig.choices.blocker() == "Paste a key that works to continue"
    rig.give_key(KEY)
    assert rig.choices.blocker() == ""


def test_a_refused_key_that_is_left_alone_is_not_tried_again_and_again(rig: Choosing, stand_in: StandIn) -> None:
    rig.choose("openai")
    rig.give_key(MARKED)
    QTest.keyClick(rig.panel.field, Qt.Key.Key_Tab)
    rig.settle()
    assert len(stand_in.seen("GET", "/models")) == 1
    QTest.mouseClick(rig.panel.try_button, Qt.MouseButton.LeftButton)
    rig.settle()
    assert len(stand_in.seen("GET", "/models")) == 2


def test_a_kept_key_is_tried_by_itself_once(rig: Choosing, stand_in: StandIn) -> None:
    rig.outside.secrets.set("openai", KEY)
    rig.choose("openai")
    assert rig.choices.blocker() == ""
    rig.choose("local")
    rig.choose("openai")
    rig.choices.entered()
    rig.settle()
    assert len(stand_in.seen("GET", "/models")) == 1


def test_nothing_is_asked_while_the_page_is_off_screen(rig: Choosing, stand_in: StandIn) -> None:
    rig.outside.secrets.set("openai", KEY)
    rig.choices.hide()
    rig.choices.choose_service("openai")
    rig.settle()
    assert stand_in.requests == []
    rig.choices.show()
    rig.choices.entered()
    rig.until(AccountState.ACCEPTED)


def test_a_kept_key_can_be_forgotten_or_replaced(rig: Choosing) -> None:
    rig.outside.secrets.set("openai", KEY)
    rig.choose("openai")
    QTest.mouseClick(rig.panel.replace_button, Qt.MouseButton.LeftButton)
    assert rig.panel.field.isVisible()
    assert rig.choices.blocker() == ""
    rig.give_key(MARKED)
    assert rig.outside.secrets.keys == {"openai": KEY}
    assert rig.choices.blocker()
    rig.choose("local")
    rig.choose("openai")
    QTest.mouseClick(rig.panel.forget_button, Qt.MouseButton.LeftButton)
    rig.until(AccountState.NO_KEY)
    assert rig.outside.secrets.keys == {}
    assert rig.choices.blocker() == "Paste your key to continue"


def test_no_more_of_a_key_than_its_end_is_ever_on_screen(rig: Choosing, stand_in: StandIn) -> None:
    rig.choose("openai")
    rig.type_key(MARKED)
    seen = [rig.words()]
    QTest.keyClick(rig.panel.field, Qt.Key.Key_Return)
    seen.append(rig.words())
    rig.settle()
    seen.append(rig.words())
    assert rig.panel.field.echoMode() is QLineEdit.EchoMode.Password
    assert all("…QzXw" in words for words in (seen[0], seen[2]))
    assert not any(MARKED[-5:] in words for words in seen)
    rig.give_key(KEY)
    assert f"…{KEY[-4:]}" in rig.words()
    assert KEY[-5:] not in rig.words()


def test_the_end_of_a_short_key_would_give_too_much_of_it_away() -> None:
    assert (ending_of("1234567"), ending_of("12345678")) == ("", "5678")


def test_a_question_without_an_answer_can_be_stopped(qtbot: QtBot, rig: Choosing, stand_in: StandIn) -> None:
    stand_in.fault("GET", "/models", Hang())
    rig.choose("openai")
    rig.type_key(KEY)
    QTest.keyClick(rig.panel.field, Qt.Key.Key_Return)
    assert rig.choices.blocker() == "Trying your key…"
    qtbot.waitUntil(lambda: bool(stand_in.seen("GET", "/models")), timeout=20_000)
    QTest.mouseClick(rig.panel.stop_button, Qt.MouseButton.LeftButton)
    rig.until(AccountState.NOT_ASKED)
    assert stand_in.wait_until(lambda: stand_in.hang_ups == 1)
    assert rig.outside.secrets.keys == {}
    assert rig.choices.blocker() == "Try the key to continue"
    QTest.mouseClick(rig.panel.try_button, Qt.MouseButton.LeftButton)
    rig.until(AccountState.ACCEPTED)


def test_a_service_that_cannot_be_reached_is_asked_again(rig: Choosing, stand_in: StandIn) -> None:
    rig.outside.secrets.set("openai", KEY)
    stand_in.fault("GET", "/models", Refuse(503))
    rig.choose("openai")
    assert rig.state is AccountState.UNREACHABLE
    assert rig.choices.blocker() == "Try again to continue"
    QTest.mouseClick(rig.panel.again_button, Qt.MouseButton.LeftButton)
    rig.until(AccountState.ACCEPTED)


def test_an_account_that_may_not_train_is_told_so_and_keeps_its_choices(rig: Choosing, stand_in: StandIn) -> None:
    stand_in.fault("GET", "/fine_tuning/model_limits", TRAINING_CLOSED)
    rig.choices.epochs.setValue(7)
    rig.choose("openai")
    rig.give_key(KEY)
    assert rig.state is AccountState.CLOSED
    assert rig.choices.banner.message.text() == "OpenAI does not let this account start a training."
    assert "Nothing was uploaded" in rig.choices.banner.advice.text()
    assert rig.choices.blocker()
    QTest.mouseClick(rig.choices.banner.action, Qt.MouseButton.LeftButton)
    rig.settle()
    assert rig.choices.profile.on_device
    assert rig.choices.epochs.value() == 7
    assert rig.choices.blocker() == ""
    assert QApplication.focusWidget() is rig.choices.services.checkedButton()
    assert not rig.choices.banner.isVisible()
    assert not [request for request in stand_in.requests if request.method == "POST"]


def test_without_a_keyring_a_key_works_for_this_run_only(
    qtbot: QtBot, runner: TaskRunner, stand_in: StandIn, tmp_path: Path
) -> None:
    with choosing(qtbot, runner, stand_in, tmp_path, keyring=False) as rig:
        rig.choose("openai")
        assert "this run only" in rig.panel.where.text()
        rig.give_key(KEY)
        assert "this run only" in rig.panel.status.text()


def test_the_focus_stays_near_when_the_field_goes(rig: Choosing) -> None:
    rig.choose("openai")
    rig.give_key(KEY)
    assert QApplication.focusWidget() is rig.panel.replace_button


def test_an_address_that_is_none_is_told_beside_it_and_nothing_is_sent(rig: Choosing, stand_in: StandIn) -> None:
    rig.choose("other")
    assert rig.choices.blocker() == "Type the service's address to continue"
    rig.type_address("http://tall-ship.example/v1")
    assert "not encrypted" in rig.choices.address.problem.text()
    assert rig.choices.address.field.text() == "http://tall-ship.example/v1"
    assert rig.choices.blocker() == "Put the service's address right to continue"
    assert stand_in.requests == []
    assert rig.outside.settings.address("other") == ""


def test_an_address_and_a_key_are_tried_together_and_kept(rig: Choosing, stand_in: StandIn) -> None:
    rig.choose("other")
    rig.type_address(f"{stand_in.base_url}/")
    assert rig.choices.address.field.text() == stand_in.base_url
    rig.give_key(KEY)
    assert rig.choices.blocker() == ""
    assert rig.outside.settings.address("other") == stand_in.base_url
    assert rig.outside.secrets.keys == {"other": KEY}


def test_leaving_the_address_for_the_key_loses_neither(rig: Choosing, stand_in: StandIn) -> None:
    rig.choose("other")
    field = rig.choices.address.field
    field.setFocus()
    QTest.keyClicks(field, stand_in.base_url)
    QTest.keyClick(field, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is rig.panel.field
    QTest.keyClicks(rig.panel.field, KEY)
    QTest.keyClick(rig.panel.field, Qt.Key.Key_Return)
    rig.until(AccountState.ACCEPTED)


def test_a_key_never_goes_to_another_place_than_it_was_given_for(rig: Choosing, stand_in: StandIn) -> None:
    rig.outside.settings.set_address("other", "https://tall-ship.example/v1")
    rig.outside.secrets.set("other", KEY)
    rig.choices.choose_service("other")
    rig.panel.check.stop()
    rig.settle()
    rig.type_address(stand_in.base_url)
    assert rig.state is AccountState.NO_KEY
    assert "forgotten" in rig.panel.where.text()
    assert rig.outside.secrets.keys == {}
    # A service near by may need no key, so it was asked, but without the one of the other place.
    assert KEY not in str([made.headers for made in stand_in.requests])


def test_another_path_at_the_same_place_keeps_the_key(rig: Choosing, stand_in: StandIn) -> None:
    rig.outside.settings.set_address("other", f"{stand_in.base_url}x")
    rig.outside.secrets.set("other", KEY)
    rig.choose("other")
    assert rig.choices.blocker()
    rig.type_address(stand_in.base_url)
    assert rig.state is AccountState.ACCEPTED
    assert rig.outside.secrets.keys == {"other": KEY}
