"""What every test of the window lives under: one theme, one locale, nothing left alive behind it."""

import gc
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar

import pytest
import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QThread, QTimer
from PySide6.QtWidgets import QApplication

from msgtune_gui.ui import theme
from msgtune_gui.ui.runs.run_board import RunBoard
from msgtune_gui.ui.session import WizardSession
from msgtune_gui.workers.runner import TaskRunner
from tests.support.outside_over_http import OutsideOverHttp
from tests.support.stand_in import StandIn

Kind = TypeVar("Kind")


@pytest.fixture(scope="session")
def themed_app(qapp: QApplication) -> QApplication:
    """The application with the program's look, in a locale that is the same on every machine."""
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    theme.apply(qapp, dark=False)
    # What the imports made is left out of every later look at what is alive, which makes that look fifty times quicker.
    gc.collect()
    gc.freeze()
    return qapp


@pytest.fixture
def outside(stand_in: StandIn, tmp_path: Path) -> OutsideOverHttp:
    """The way out, with a keyring."""
    return OutsideOverHttp(stand_in, tmp_path / "runs")


@pytest.fixture
def board(runner: TaskRunner, outside: OutsideOverHttp) -> RunBoard:
    """Everything under way."""
    return RunBoard(runner, outside)


@pytest.fixture(autouse=True)
def nothing_left_alive(themed_app: QApplication) -> Iterator[None]:
    """Fail a test that leaves a window on screen, a thread running or a timer ticking."""
    yield
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    themed_app.processEvents()
    windows = [type(widget).__name__ for widget in themed_app.topLevelWidgets() if widget.isVisible()]
    assert not windows, f"Windows left open: {windows}"
    threads = [thread for thread in _alive(QThread) if thread.isRunning() and thread is not QThread.currentThread()]
    assert not threads, f"Threads left running: {threads}"
    timers = [timer for timer in _alive(QTimer) if timer.isActive()]
    assert not timers, f"Timers left ticking: {timers}"


@pytest.fixture
def runner() -> Iterator[TaskRunner]:
    """A runner that is shut down as the program does it."""
    runner = TaskRunner()
    yield runner
    assert runner.shut_down()


@pytest.fixture
def session() -> WizardSession:
    """The choices of one walk through the pages."""
    return WizardSession()


def _alive(kind: type[Kind]) -> list[Kind]:
    # The type is asked, not the object: isinstance would wake lazy proxies of other libraries.
    # One that Qt has deleted already may still have a Python shell.
    return [thing for thing in gc.get_objects() if issubclass(type(thing), kind) and shiboken6.isValid(thing)]
