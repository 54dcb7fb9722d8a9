"""What the desktop is told when a training ends behind another window."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from msgtune_gui.app.notifier import EndNotifier
from msgtune_gui.core.jobs import RunState
from msgtune_gui.ui.runs.run_board import RunBoard
from tests.support.conversations import VOICE
from tests.support.outside_over_http import HERE, OutsideOverHttp
from tests.support.stand_in import StandIn
from tests.ui.launching import left_unfinished


class Desktop:
    """Stands in for the desktop that tests have not: it takes down what it is asked to show."""

    def __init__(self) -> None:
        self.alerts = 0
        self.messages: list[tuple[str, str]] = []

    def alert(self) -> None:
        """The window wants to be looked at."""
        self.alerts += 1

    def show_message(self, title: str, sentence: str) -> None:
        """A message is to be shown."""
        self.messages.append((title, sentence))

    def put_away(self) -> None:
        """Nothing is to be shown any more."""


@pytest.fixture
def outside(stand_in: StandIn, tmp_path: Path) -> OutsideOverHttp:
    """The way out."""
    return OutsideOverHttp(stand_in, tmp_path / "runs")


@pytest.fixture
def desktop() -> Desktop:
    """A desktop that takes everything down."""
    return Desktop()


@pytest.mark.parametrize(
    ("life", "title"),
    [(("running", "succeeded"), "Your model is ready"), (("running", "failed"), "A training stopped early")],
)
def test_the_end_of_a_training_is_told_without_a_name_or_a_text(
    life: tuple[str, ...], title: str, qtbot: QtBot, board: RunBoard, outside: OutsideOverHttp, desktop: Desktop,
    stand_in: StandIn,
) -> None:  # fmt: skip
    notifier = EndNotifier(board, desktop)
    run = replace(left_unfinished(outside, HERE.key), title="Secret crew")
    outside.runs.save(run)
    stand_in.life = life
    board.watch(run).go_on()
    qtbot.waitUntil(lambda: desktop.alerts == 1, timeout=20_000)
    ((told, sentence),) = desktop.messages
    assert told == title
    assert VOICE not in told + sentence
    assert "Secret" not in told + sentence
    assert "rum" not in told + sentence
    notifier.put_away()


def test_nothing_is_told_to_somebody_who_looks_at_the_window(
    qtbot: QtBot, board: RunBoard, outside: OutsideOverHttp, desktop: Desktop
) -> None:
    notifier = EndNotifier(board, desktop)
    window = QWidget()
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    run = left_unfinished(outside, HERE.key)
    with qtbot.waitSignal(board.ended, timeout=20_000):
        board.watch(run).go_on()
    assert (desktop.alerts, desktop.messages) == (0, [])
    notifier.put_away()
    window.close()


def test_somebody_who_cancels_knows(
    qtbot: QtBot, board: RunBoard, outside: OutsideOverHttp, desktop: Desktop, stand_in: StandIn
) -> None:
    notifier = EndNotifier(board, desktop)
    stand_in.advance_per_poll = False
    run = left_unfinished(outside, HERE.key)
    watched = board.watch(run)
    watched.go_on()
    qtbot.waitUntil(lambda: watched.progress is not None, timeout=20_000)
    with qtbot.waitSignal(board.ended, timeout=20_000):
        watched.cancel()
    assert (desktop.alerts, desktop.messages) == (0, [])
    saved = outside.runs.get(run.identifier)
    assert saved is not None
    assert saved.state is RunState.CANCELLED
    notifier.put_away()
