"""Runs on page 4, as tests of it set them going."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from msgtune_gui.core.examples import iter_examples, plan_examples
from msgtune_gui.core.jobs import Run
from msgtune_gui.core.jsonl import write_jsonl
from msgtune_gui.core.model import SlicingOptions
from msgtune_gui.core.tuning import TrainingChoices, new_run
from msgtune_gui.ui.launch.question import EndQuestion
from msgtune_gui.ui.launch.state import LaunchState
from msgtune_gui.ui.pages.launch_page import LaunchPage
from msgtune_gui.ui.session import WizardSession
from tests.support.conversations import VOICE, conversations, export_of
from tests.support.outside_over_http import OutsideOverHttp
from tests.support.stand_in import KEY

OPTIONS = SlicingOptions()
PLAN = plan_examples(export_of(conversations(6, 16)), VOICE, OPTIONS)


def prepare(session: WizardSession) -> None:
    """Have examples prepared, as the first three pages do."""
    session.set_people(PLAN.conversations, VOICE)
    session.set_plan(PLAN)
    session.set_options(OPTIONS, PLAN.count(OPTIONS.chunk, OPTIONS.overlap))


@contextmanager
def opened(qtbot: QtBot, page: LaunchPage) -> Iterator[LaunchPage]:
    """The page on screen, entered, with base models listed; closed afterwards."""
    qtbot.addWidget(page)
    page.resize(860, 640)
    page.show()
    page.entered()
    qtbot.waitUntil(lambda: page.choices.base_model_name is not None)
    yield page
    page.close()


def until(qtbot: QtBot, page: LaunchPage, state: LaunchState) -> None:
    """Wait until the page shows a state."""
    qtbot.waitUntil(lambda: page.state is state, timeout=20_000)


def answer_question(qtbot: QtBot, page: LaunchPage, *, end: bool) -> None:
    """Press one of the two buttons of the question before something is thrown away."""
    question = page.findChild(EndQuestion)
    assert question is not None
    qtbot.waitUntil(question.isVisible)
    QTest.mouseClick(question.end if end else question.keep, Qt.MouseButton.LeftButton)


def choose_there(qtbot: QtBot, page: LaunchPage) -> None:
    """Choose the service that needs a key."""
    QTest.mouseClick(page.choices.services.buttons()[1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.choices.key_panel.busy)


def give_key(qtbot: QtBot, page: LaunchPage) -> None:
    """Choose it, paste the key and try it."""
    choose_there(qtbot, page)
    panel = page.choices.key_panel
    panel.field.setFocus()
    QTest.keyClicks(panel.field, KEY)
    QTest.mouseClick(panel.try_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.blocker() == "")


def only_run(outside: OutsideOverHttp) -> Run:
    """The one run that there is."""
    (run,) = outside.runs.all()
    return run


def choices_at(service: str) -> TrainingChoices:
    """A small run at a service."""
    return TrainingChoices(service, base_model="SmallHull-135M", epochs=3, voice=VOICE, system_prompt="", examples=12)


def left_unfinished(outside: OutsideOverHttp, service: str) -> Run:
    """A saved run that has examples and has not ended."""
    run = new_run(outside.runs, choices_at(service))
    path = outside.runs.folder(run.identifier) / run.training_file
    write_jsonl(iter_examples(PLAN, OPTIONS), "", path)
    return run
