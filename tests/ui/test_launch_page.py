"""Page 4 as a person uses it, over real HTTP: choices, key, progress, cancel, failure, success, a run found again."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from msgtune_gui.core.examples import iter_examples
from msgtune_gui.core.jobs import RunState
from msgtune_gui.core.jsonl import write_jsonl
from msgtune_gui.core.tuning import new_run
from msgtune_gui.ui.launch.question import EndQuestion
from msgtune_gui.ui.launch.state import LaunchState
from msgtune_gui.ui.pages.launch_page import LaunchPage
from msgtune_gui.ui.runs.run_board import RunBoard
from msgtune_gui.ui.session import WizardSession
from msgtune_gui.workers.runner import TaskRunner
from tests.support.conversations import VOICE
from tests.support.outside_over_http import HERE, THERE, OutsideOverHttp
from tests.support.stand_in import KEY, StandIn
from tests.support.stand_in_faults import Refuse
from tests.ui.launching import (
    OPTIONS,
    PLAN,
    answer_question,
    choices_at,
    choose_there,
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


def _under_way(board: RunBoard) -> int:
    return len(board.under_way)


def test_the_default_needs_no_key_and_says_that_nothing_leaves(page: LaunchPage) -> None:
    assert page.choices.profile == HERE
    assert page.blocker() == ""
    assert page.choices.upload.leaves.text() == HERE.leaves_computer
    assert not page.choices.key_panel.isVisible()
    assert page.choices.form.epochs.value() == 3
    assert page.primary_text() == "Start training"
    shown = [label.text() for label in page.choices.summary.values]
    assert shown[:2] == [VOICE, str(PLAN.count(8, 2).examples)]


def test_more_passes_mean_more_tokens(page: LaunchPage) -> None:
    page.choices.form.epochs.setFocus()
    page.choices.form.epochs.selectAll()
    QTest.keyClicks(page.choices.form.epochs, "5")
    tokens = PLAN.count(8, 2).tokens
    assert page.choices.summary.values[2].text().replace(",", "") == str(5 * tokens)


def test_nothing_starts_without_examples(
    qtbot: QtBot, session: WizardSession, runner: TaskRunner, outside: OutsideOverHttp, board: RunBoard
) -> None:
    page = LaunchPage(session, runner, outside, board)
    with opened(qtbot, page) as shown:
        assert shown.blocker()
        assert shown.primary_pressed() is False
        assert shown.state is LaunchState.CHOOSING


def test_a_service_with_a_key_waits_for_it_and_says_where_it_is_kept(qtbot: QtBot, page: LaunchPage) -> None:
    choose_there(qtbot, page)
    panel = page.choices.key_panel
    assert page.choices.upload.leaves.text() == THERE.leaves_computer
    assert "key" in page.blocker()
    assert "keyring" in panel.where.text()
    panel.field.setFocus()
    QTest.keyClicks(panel.field, KEY)
    assert panel.field.echoMode() is QLineEdit.EchoMode.Password
    assert "Try the key" in page.blocker()
    QTest.mouseClick(panel.try_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.blocker() == "")
    assert panel.field.text() == ""
    assert KEY not in panel.status.text()


def test_without_a_keyring_the_page_says_that_the_key_is_not_saved(
    qtbot: QtBot, session: WizardSession, runner: TaskRunner, stand_in: StandIn, tmp_path: Path
) -> None:
    outside = OutsideOverHttp(stand_in, tmp_path, keyring=False)
    page = LaunchPage(session, runner, outside, RunBoard(runner, outside))
    with opened(qtbot, page) as shown:
        choose_there(qtbot, shown)
        assert "this run only" in shown.choices.key_panel.where.text()


def test_a_kept_key_is_enough_and_can_be_forgotten(qtbot: QtBot, page: LaunchPage, outside: OutsideOverHttp) -> None:
    outside.secrets.set(THERE.key, KEY)
    choose_there(qtbot, page)
    qtbot.waitUntil(lambda: page.blocker() == "")
    QTest.mouseClick(page.choices.key_panel.forget_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.blocker() != "" and not page.choices.key_panel.busy)
    assert outside.secrets.keys == {}


def test_a_run_goes_from_the_button_to_the_chat(
    qtbot: QtBot, page: LaunchPage, board: RunBoard, outside: OutsideOverHttp, stand_in: StandIn, tmp_path: Path
) -> None:
    page.primary_pressed()
    assert page.state is LaunchState.RUNNING
    assert _under_way(board) == 1
    assert page.back_visible()
    assert not page.primary_visible()
    assert page.progress.isVisible()
    until(qtbot, page, LaunchState.DONE)
    assert _under_way(board) == 0
    run = only_run(outside)
    assert run.state is RunState.SUCCEEDED
    assert run.voice == VOICE
    assert page.outcome.before.text() == "4.00"
    assert page.outcome.after.text() == "1.00"
    assert "75 %" in page.outcome.meaning.text()
    assert page.outcome.chart.curve.train
    (stored,) = stand_in.files.values()
    write_jsonl(iter_examples(PLAN, OPTIONS), PLAN.system_prompt, tmp_path / "expected.jsonl")
    assert stored.content == (tmp_path / "expected.jsonl").read_bytes()
    request = stand_in.seen("POST", "/fine_tuning/jobs")[0].json()
    assert request["model"] == "SmallHull-135M"
    assert VOICE not in json.dumps(request)
    with qtbot.waitSignal(page.chat_requested) as asked:
        assert page.primary_text() == "Open chat"
        page.primary_pressed()
    assert asked.args == [run]


def test_the_key_that_was_typed_is_kept_and_used(
    qtbot: QtBot, page: LaunchPage, outside: OutsideOverHttp, stand_in: StandIn
) -> None:
    give_key(qtbot, page)
    page.primary_pressed()
    until(qtbot, page, LaunchState.DONE)
    assert outside.secrets.keys == {THERE.key: KEY}
    assert page.choices.key_panel.field.text() == ""
    assert all(request.headers["authorization"] == f"Bearer {KEY}" for request in stand_in.requests)


def test_progress_is_told_in_words_with_a_curve_and_the_services_messages(
    qtbot: QtBot, page: LaunchPage, board: RunBoard, stand_in: StandIn
) -> None:
    stand_in.advance_per_poll = False
    page.primary_pressed()
    qtbot.waitUntil(lambda: bool(stand_in.jobs), timeout=20_000)
    (job,) = stand_in.jobs.values()
    qtbot.waitUntil(lambda: "Step 4 of 5" in page.progress.step.text())
    for _ in range(3):
        job.advance()
    qtbot.waitUntil(lambda: "Step 5 of 5" in page.progress.step.text())
    qtbot.waitUntil(lambda: page.progress.chart.curve.train != ())
    assert "left" in page.progress.time_left.text()
    assert 0 < page.progress.bar.value() < page.progress.bar.maximum()
    assert not page.progress.log.isVisible()
    QTest.mouseClick(page.progress.details.toggle, Qt.MouseButton.LeftButton)
    assert page.progress.log.isVisible()
    assert "The job is queued" in page.progress.log.toPlainText()
    assert page.progress.log.toPlainText().count("Step 0/30") == 1
    assert board.close_question()
    for _ in range(2):
        job.advance()
    until(qtbot, page, LaunchState.DONE)
    assert board.close_question() == ""


def test_cancel_asks_once_and_ends_the_job(
    qtbot: QtBot, page: LaunchPage, board: RunBoard, outside: OutsideOverHttp, stand_in: StandIn
) -> None:
    stand_in.advance_per_poll = False
    page.primary_pressed()
    assert QApplication.focusWidget() is not page.progress.cancel_button
    qtbot.waitUntil(lambda: bool(stand_in.jobs), timeout=20_000)
    qtbot.waitUntil(lambda: "Step 4 of 5" in page.progress.step.text())
    QTest.mouseClick(page.progress.cancel_button, Qt.MouseButton.LeftButton)
    answer_question(qtbot, page, end=False)
    assert page.state is LaunchState.RUNNING
    QTest.mouseClick(page.progress.cancel_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: len(page.findChildren(EndQuestion)) == 1)
    answer_question(qtbot, page, end=True)
    assert not page.progress.cancel_button.isEnabled()
    until(qtbot, page, LaunchState.CANCELLED)
    assert _under_way(board) == 0
    assert only_run(outside).state is RunState.CANCELLED
    assert [job.status for job in stand_in.jobs.values()] == ["cancelled"]
    assert stand_in.files == {}


def test_a_cancelled_run_can_be_started_again(
    qtbot: QtBot, page: LaunchPage, outside: OutsideOverHttp, stand_in: StandIn
) -> None:
    stand_in.advance_per_poll = False
    page.primary_pressed()
    qtbot.waitUntil(lambda: bool(stand_in.jobs), timeout=20_000)
    page.progress.cancel_confirmed.emit()
    until(qtbot, page, LaunchState.CANCELLED)
    stand_in.advance_per_poll = True
    page.primary_pressed()
    until(qtbot, page, LaunchState.DONE)
    assert only_run(outside).state is RunState.SUCCEEDED


def test_a_refusal_is_told_and_can_be_tried_again_with_every_choice_kept(
    qtbot: QtBot, page: LaunchPage, outside: OutsideOverHttp, stand_in: StandIn
) -> None:
    stand_in.fault("POST", "/fine_tuning/jobs", Refuse(400, "invalid_request", "The sea is too rough."))
    page.choices.form.epochs.setValue(2)
    page.choices.form.base_model.setCurrentIndex(1)
    page.primary_pressed()
    until(qtbot, page, LaunchState.FAILED)
    assert page.outcome.banner.message.text()
    assert page.primary_text() == "Try again"
    assert page.back_visible()
    assert stand_in.files == {}
    page.primary_pressed()
    until(qtbot, page, LaunchState.DONE)
    request = stand_in.seen("POST", "/fine_tuning/jobs")[-1].json()
    assert request["model"] == "WideHull-360M"
    assert request["method"]["supervised"]["hyperparameters"]["n_epochs"] == 2
    assert only_run(outside).state is RunState.SUCCEEDED


def test_after_a_failure_the_choices_can_be_changed(qtbot: QtBot, page: LaunchPage, stand_in: StandIn) -> None:
    stand_in.life = ("running", "failed")
    page.primary_pressed()
    until(qtbot, page, LaunchState.FAILED)
    assert "rum" in page.outcome.banner.message.text()
    QTest.mouseClick(page.outcome.second, Qt.MouseButton.LeftButton)
    assert page.state is LaunchState.CHOOSING
    assert page.choices.isVisible()
    assert page.blocker() == ""


def test_other_material_brings_the_choices_back(qtbot: QtBot, page: LaunchPage, session: WizardSession) -> None:
    page.primary_pressed()
    until(qtbot, page, LaunchState.DONE)
    session.set_options(replace(OPTIONS, chunk=6), PLAN.count(6, 2))
    assert page.state is LaunchState.CHOOSING
    assert page.primary_text() == "Start training"


def test_nothing_is_offered_when_no_run_was_left_unfinished(page: LaunchPage, outside: OutsideOverHttp) -> None:
    assert not page.offer_unfinished()
    without_file = new_run(outside.runs, choices_at(HERE.key))
    assert without_file.state is RunState.PREPARED
    assert not page.offer_unfinished()
    assert page.state is LaunchState.CHOOSING


def test_a_run_left_unfinished_is_offered_and_taken_up(
    qtbot: QtBot, page: LaunchPage, outside: OutsideOverHttp, stand_in: StandIn
) -> None:
    run = left_unfinished(outside, HERE.key)
    stand_in.life = ("running", "running", "succeeded")
    job = stand_in.new_job({"model": run.base_model, "training_file": "file-1", "metadata": {}})
    outside.runs.save(replace(run, state=RunState.RUNNING, file_id="file-1", job_id=job.identifier))
    assert page.offer_unfinished()
    assert page.state is LaunchState.UNFINISHED
    assert VOICE in page.outcome.banner.message.text()
    page.primary_pressed()
    until(qtbot, page, LaunchState.DONE)
    assert only_run(outside).model == job.model
    assert stand_in.seen("POST", "/fine_tuning/jobs") == []


def test_a_run_whose_job_ended_with_the_program_begins_anew_from_its_saved_examples(
    qtbot: QtBot, page: LaunchPage, outside: OutsideOverHttp, stand_in: StandIn
) -> None:
    run = left_unfinished(outside, HERE.key)
    stand_in.life = ("running", "failed")
    lost = stand_in.new_job({"model": run.base_model, "training_file": "file-1", "metadata": {}})
    lost.advance()
    outside.runs.save(replace(run, state=RunState.RUNNING, file_id="file-1", job_id=lost.identifier))
    stand_in.life = ("running", "succeeded")
    assert page.offer_unfinished()
    page.primary_pressed()
    until(qtbot, page, LaunchState.DONE)
    assert len(stand_in.seen("POST", "/fine_tuning/jobs")) == 1


def test_a_run_left_unfinished_can_wait(
    qtbot: QtBot, session: WizardSession, runner: TaskRunner, outside: OutsideOverHttp, board: RunBoard
) -> None:
    run = left_unfinished(outside, HERE.key)
    page = LaunchPage(session, runner, outside, board)
    qtbot.addWidget(page)
    page.show()
    assert page.offer_unfinished()
    assert not page.back_visible()
    with qtbot.waitSignal(page.start_over_requested):
        QTest.mouseClick(page.outcome.later, Qt.MouseButton.LeftButton)
    assert page.state is LaunchState.CHOOSING
    assert outside.runs.get(run.identifier) == run
    page.close()


def test_a_run_left_unfinished_can_be_ended_for_good(
    qtbot: QtBot, page: LaunchPage, outside: OutsideOverHttp, stand_in: StandIn
) -> None:
    outside.secrets.set(THERE.key, KEY)
    run = left_unfinished(outside, THERE.key)
    job = stand_in.new_job({"model": run.base_model, "training_file": "file-1", "metadata": {}})
    outside.runs.save(replace(run, state=RunState.RUNNING, job_id=job.identifier))
    assert page.offer_unfinished()
    QTest.mouseClick(page.outcome.second, Qt.MouseButton.LeftButton)
    answer_question(qtbot, page, end=True)
    until(qtbot, page, LaunchState.CANCELLED)
    assert job.status == "cancelled"
    assert not page.offer_unfinished()


def test_closing_the_program_leaves_the_job_running(
    qtbot: QtBot, page: LaunchPage, outside: OutsideOverHttp, stand_in: StandIn, runner: TaskRunner
) -> None:
    stand_in.advance_per_poll = False
    page.primary_pressed()
    qtbot.waitUntil(lambda: bool(stand_in.jobs), timeout=20_000)
    qtbot.waitUntil(lambda: "Step 4 of 5" in page.progress.step.text())
    assert runner.shut_down()
    assert only_run(outside).state is RunState.RUNNING
    assert stand_in.seen("POST", "/fine_tuning/jobs/.*/cancel") == []


def test_max_steps_reach_the_service(
    qtbot: QtBot, page: LaunchPage, session: WizardSession, runner: TaskRunner, outside: OutsideOverHttp,
    board: RunBoard, stand_in: StandIn,
) -> None:  # fmt: skip
    with opened(qtbot, LaunchPage(session, runner, outside, board, max_steps=4)) as shown:
        shown.primary_pressed()
        until(qtbot, shown, LaunchState.DONE)
    assert stand_in.seen("POST", "/fine_tuning/jobs")[0].json()["max_steps"] == 4
