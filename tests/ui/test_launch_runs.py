"""What page 4 does with runs that are in trouble, with several of them, and with one to be repeated; over real HTTP."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from msgtune_gui.core.jobs import RunState
from msgtune_gui.core.tuning import new_run
from msgtune_gui.ui.launch.state import LaunchState
from msgtune_gui.ui.pages.launch_page import LaunchPage
from msgtune_gui.ui.runs.run_board import RunBoard
from msgtune_gui.ui.session import WizardSession
from msgtune_gui.workers.runner import TaskRunner
from tests.support.conversations import VOICE
from tests.support.outside_over_http import HERE, THERE, OutsideOverHttp
from tests.support.stand_in import KEY, StandIn
from tests.support.stand_in_faults import SLOW_DOWN, TRAINING_CLOSED
from tests.ui.launching import (
    PLAN,
    answer_question,
    choices_at,
    give_key,
    left_unfinished,
    only_run,
    opened,
    prepare,
    until,
)


@pytest.fixture
def page(
    qtbot: QtBot, session: WizardSession, runner: TaskRunner, outside: OutsideOverHttp, board: RunBoard
) -> Iterator[LaunchPage]:
    """The page, entered with examples prepared and base models listed."""
    prepare(session)
    with opened(qtbot, LaunchPage(session, runner, outside, board)) as page:
        yield page


def test_a_closed_service_leads_to_this_computer_with_every_choice_kept(
    qtbot: QtBot, page: LaunchPage, outside: OutsideOverHttp, stand_in: StandIn
) -> None:
    give_key(qtbot, page)
    page.choices.form.epochs.setValue(2)
    stand_in.fault("POST", "/fine_tuning/jobs", TRAINING_CLOSED)
    page.primary_pressed()
    until(qtbot, page, LaunchState.CLOSED)
    assert stand_in.files == {}
    assert page.primary_text() == "Train on this computer instead"
    page.primary_pressed()
    until(qtbot, page, LaunchState.CHOOSING)
    assert page.choices.profile == HERE
    assert page.choices.form.epochs.value() == 2
    qtbot.waitUntil(lambda: page.blocker() == "")
    page.primary_pressed()
    until(qtbot, page, LaunchState.DONE)
    newest, refused = outside.runs.all()
    assert (newest.service, newest.epochs, newest.state) == (HERE.key, 2, RunState.SUCCEEDED)
    assert refused.state is RunState.FAILED


def test_a_key_that_expires_under_way_asks_for_another_and_the_same_job_goes_on(
    qtbot: QtBot, page: LaunchPage, outside: OutsideOverHttp, stand_in: StandIn
) -> None:
    give_key(qtbot, page)
    stand_in.advance_per_poll = False
    page.primary_pressed()
    qtbot.waitUntil(lambda: bool(stand_in.jobs), timeout=20_000)
    qtbot.waitUntil(lambda: "Step 4 of 5" in page.progress.step.text())
    stand_in.key = "sk-stand-in-2"
    until(qtbot, page, LaunchState.NEEDS_KEY)
    view = page.run_view.need_key
    assert only_run(outside).state is RunState.RUNNING
    assert "not touched" in view.note.text()
    qtbot.waitUntil(lambda: not view.key_panel.busy)
    assert page.blocker() == "Paste your key to continue"
    stand_in.advance_per_poll = True
    view.key_panel.field.setFocus()
    QTest.keyClicks(view.key_panel.field, "sk-stand-in-2")
    assert page.blocker() == ""
    page.primary_pressed()
    until(qtbot, page, LaunchState.DONE)
    assert outside.secrets.keys == {THERE.key: "sk-stand-in-2"}
    assert view.key_panel.typed_key is None
    assert len(stand_in.seen("POST", "/fine_tuning/jobs")) == 1


def test_a_run_without_its_key_can_be_left_or_ended(
    qtbot: QtBot, page: LaunchPage, outside: OutsideOverHttp, stand_in: StandIn
) -> None:
    run = left_unfinished(outside, THERE.key)
    job = stand_in.new_job({"model": run.base_model, "training_file": "file-1", "metadata": {}})
    outside.runs.save(replace(run, state=RunState.RUNNING, file_id="file-1", job_id=job.identifier))
    page.show_run(only_run(outside))
    until(qtbot, page, LaunchState.UNFINISHED)
    page.primary_pressed()
    until(qtbot, page, LaunchState.NEEDS_KEY)
    QTest.mouseClick(page.run_view.need_key.later, Qt.MouseButton.LeftButton)
    until(qtbot, page, LaunchState.CHOOSING)
    assert not job.ended
    outside.secrets.set(THERE.key, KEY)
    page.show_run(only_run(outside))
    until(qtbot, page, LaunchState.NEEDS_KEY)
    QTest.mouseClick(page.run_view.need_key.end, Qt.MouseButton.LeftButton)
    answer_question(qtbot, page, end=True)
    until(qtbot, page, LaunchState.CANCELLED)
    assert job.status == "cancelled"


def test_a_service_that_asks_to_wait_is_a_state_and_no_error(qtbot: QtBot, page: LaunchPage, stand_in: StandIn) -> None:
    stand_in.advance_per_poll = False
    page.primary_pressed()
    qtbot.waitUntil(lambda: "Step 4 of 5" in page.progress.step.text(), timeout=20_000)
    stand_in.fault("GET", "/fine_tuning/jobs/[^/]+", SLOW_DOWN)
    qtbot.waitUntil(page.progress.trouble.isVisible)
    until(qtbot, page, LaunchState.RUNNING)
    words = page.progress.trouble.advice.text()
    assert "Nothing is lost" in words
    assert "Next try in" in words


def test_another_training_can_be_prepared_while_one_is_under_way(
    qtbot: QtBot, page: LaunchPage, board: RunBoard, outside: OutsideOverHttp, stand_in: StandIn
) -> None:
    stand_in.advance_per_poll = False
    page.primary_pressed()
    qtbot.waitUntil(lambda: len(stand_in.jobs) == 1, timeout=20_000)
    QTest.mouseClick(page.progress.another_button, Qt.MouseButton.LeftButton)
    until(qtbot, page, LaunchState.CHOOSING)
    assert page.blocker() == ""
    page.primary_pressed()
    qtbot.waitUntil(lambda: len(stand_in.jobs) == 2, timeout=20_000)
    assert len(board.under_way) == 2
    assert board.close_question().startswith("2 trainings")
    stand_in.advance_per_poll = True
    qtbot.waitUntil(lambda: len(board.under_way) == 0, timeout=20_000)
    until(qtbot, page, LaunchState.DONE)
    assert [run.state for run in outside.runs.all()] == [RunState.SUCCEEDED] * 2
    assert len({run.job_id for run in outside.runs.all()}) == 2


def test_a_run_is_repeated_with_changes_from_its_saved_examples_without_an_export(
    qtbot: QtBot, session: WizardSession, runner: TaskRunner, outside: OutsideOverHttp, board: RunBoard,
    stand_in: StandIn,
) -> None:  # fmt: skip
    earlier = replace(left_unfinished(outside, HERE.key), state=RunState.SUCCEEDED, model="ft:1", system_prompt="Arr.")
    outside.runs.save(earlier)
    with opened(qtbot, LaunchPage(session, runner, outside, board)) as page:
        assert page.blocker()
        assert page.repeat(earlier)
        assert VOICE in page.saved_banner.message.text()
        assert page.choices.form.epochs.value() == 3
        page.choices.form.epochs.setValue(1)
        page.choices.form.base_model.setCurrentIndex(1)
        qtbot.waitUntil(lambda: page.blocker() == "")
        page.primary_pressed()
        until(qtbot, page, LaunchState.DONE)
    repeated = next(run for run in outside.runs.all() if run.identifier != earlier.identifier)
    assert (repeated.base_model, repeated.epochs) == ("WideHull-360M", 1)
    assert (repeated.voice, repeated.system_prompt, repeated.examples) == (VOICE, "Arr.", 12)
    (stored,) = stand_in.files.values()
    path = outside.runs.folder(earlier.identifier) / earlier.training_file
    assert stored.content == path.read_bytes()


def test_a_run_whose_examples_are_gone_cannot_be_repeated(page: LaunchPage, outside: OutsideOverHttp) -> None:
    run = new_run(outside.runs, choices_at(HERE.key))
    assert not page.repeat(run)
    assert page.saved_banner.isHidden()


def test_saved_examples_give_way_to_those_of_the_open_export(page: LaunchPage, outside: OutsideOverHttp) -> None:
    assert page.repeat(left_unfinished(outside, HERE.key))
    assert page.choices.summary.values[1].text() == "12"
    QTest.mouseClick(page.saved_banner.action, Qt.MouseButton.LeftButton)
    assert page.saved_banner.isHidden()
    assert page.choices.summary.values[1].text() == str(PLAN.count(8, 2).examples)
