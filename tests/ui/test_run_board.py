"""Several runs under way in one program, over real HTTP: taken up, renamed, cancelled, asked about at closing."""

from dataclasses import replace
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from msgtune_gui.core.jobs import Run, RunState
from msgtune_gui.core.tuning import sent_name
from msgtune_gui.services.openai_tuning import RUN_ID_KEY
from msgtune_gui.ui.runs.run_board import RunBoard
from msgtune_gui.ui.runs.watched_run import Phase
from tests.support.outside_over_http import HERE, THERE, OutsideOverHttp
from tests.support.stand_in import KEY, StandIn
from tests.support.stand_in_faults import Refuse
from tests.ui.launching import left_unfinished

PATIENCE_MS = 20_000


@pytest.fixture
def outside(stand_in: StandIn, tmp_path: Path) -> OutsideOverHttp:
    """The way out, with the key of the hosted service."""
    outside = OutsideOverHttp(stand_in, tmp_path / "runs")
    outside.secrets.set(THERE.key, KEY)
    return outside


def _left_in(outside: OutsideOverHttp, stand_in: StandIn, state: RunState) -> Run:
    """A hosted run whose program was killed in a state, with what was done for it by then."""
    run = replace(left_unfinished(outside, THERE.key), base_model="gpt-4.1-mini-2025-04-14", state=state)
    path = outside.runs.folder(run.identifier) / run.training_file
    file = stand_in.keep(sent_name(run.client_id), path.read_bytes())
    if state is not RunState.UPLOADING:
        run = replace(run, file_id=file.identifier)
    if state in {RunState.CREATING_JOB, RunState.RUNNING, RunState.CANCELLING}:
        request = {
            "model": run.base_model,
            "training_file": file.identifier,
            "metadata": {RUN_ID_KEY: run.client_id},
        }
        job = stand_in.new_job(request)
        run = run if state is RunState.CREATING_JOB else replace(run, job_id=job.identifier)
    outside.runs.save(run)
    return run


@pytest.mark.parametrize("state", [RunState.UPLOADING, RunState.UPLOADED, RunState.CREATING_JOB, RunState.RUNNING])
def test_a_hosted_run_goes_on_by_itself_wherever_the_program_was_killed(
    state: RunState, qtbot: QtBot, board: RunBoard, outside: OutsideOverHttp, stand_in: StandIn
) -> None:
    left = _left_in(outside, stand_in, state)
    board.take_up_hosted()
    assert board.phase(left) is Phase.WORKING
    qtbot.waitUntil(lambda: board.phase(left) is Phase.DONE, timeout=PATIENCE_MS)
    (job,) = stand_in.jobs.values()
    done = outside.runs.get(left.identifier)
    assert done is not None
    assert (done.job_id, done.model) == (job.identifier, job.model)
    assert len(stand_in.seen("POST", "/files")) == 0


def test_a_run_that_was_being_cancelled_is_ended_by_itself(
    qtbot: QtBot, board: RunBoard, outside: OutsideOverHttp, stand_in: StandIn
) -> None:
    left = _left_in(outside, stand_in, RunState.CANCELLING)
    board.take_up_hosted()
    assert board.phase(left) is Phase.CANCELLING
    assert board.close_question() == ""
    qtbot.waitUntil(lambda: board.phase(left) is Phase.CANCELLED, timeout=PATIENCE_MS)
    assert [job.status for job in stand_in.jobs.values()] == ["cancelled"]
    assert stand_in.files == {}


def test_what_needs_the_computer_or_was_not_sent_waits_for_the_person(
    board: RunBoard, outside: OutsideOverHttp, stand_in: StandIn
) -> None:
    here = left_unfinished(outside, HERE.key)
    outside.runs.save(replace(here, state=RunState.RUNNING, job_id="ftjob-1"))
    left_unfinished(outside, THERE.key)
    board.take_up_hosted()
    assert board.under_way == []
    assert stand_in.requests == []
    assert board.offered() is not None


def test_a_name_given_under_way_outlives_the_runs_own_saves(
    qtbot: QtBot, board: RunBoard, outside: OutsideOverHttp, stand_in: StandIn
) -> None:
    stand_in.advance_per_poll = False
    left = _left_in(outside, stand_in, RunState.RUNNING)
    board.take_up_hosted()
    watched = board.watch(left)
    qtbot.waitUntil(lambda: watched.progress is not None, timeout=PATIENCE_MS)
    board.rename(left, "The captain")
    assert [run.title for run in board.runs()] == ["The captain"]
    stand_in.advance_per_poll = True
    qtbot.waitUntil(lambda: watched.phase is Phase.DONE, timeout=PATIENCE_MS)
    saved = outside.runs.get(left.identifier)
    assert saved is not None
    assert (saved.title, saved.state) == ("The captain", RunState.SUCCEEDED)
    assert watched.run == saved


def test_a_service_out_of_reach_hears_of_the_cancelling_later(
    qtbot: QtBot, board: RunBoard, outside: OutsideOverHttp, stand_in: StandIn
) -> None:
    stand_in.advance_per_poll = False
    left = _left_in(outside, stand_in, RunState.RUNNING)
    board.take_up_hosted()
    watched = board.watch(left)
    qtbot.waitUntil(lambda: watched.progress is not None, timeout=PATIENCE_MS)
    stand_in.fault("POST", "/fine_tuning/jobs/.*/cancel", Refuse(503), times=6)
    watched.cancel()
    qtbot.waitUntil(lambda: watched.phase is Phase.CANCELLED, timeout=PATIENCE_MS)
    assert [job.status for job in stand_in.jobs.values()] == ["cancelled"]
    assert len(stand_in.seen("POST", "/fine_tuning/jobs/.*/cancel")) > 6
    saved = outside.runs.get(left.identifier)
    assert saved is not None
    assert saved.state is RunState.CANCELLED


def test_closing_tells_what_becomes_of_every_run(
    qtbot: QtBot, board: RunBoard, outside: OutsideOverHttp, stand_in: StandIn
) -> None:
    stand_in.advance_per_poll = False
    assert board.close_question() == ""
    here = left_unfinished(outside, HERE.key)
    board.watch(here).go_on()
    assert "the training stops" in board.close_question()
    for _ in range(2):
        _left_in(outside, stand_in, RunState.RUNNING)
    board.take_up_hosted()
    question = board.close_question()
    assert question.startswith("3 trainings are still under way.")
    assert "The one on this computer stops." in question
    assert f"The 2 at {THERE.title} go on there" in question
    qtbot.waitUntil(lambda: all(each.progress is not None for each in board.under_way), timeout=PATIENCE_MS)


def test_one_hosted_run_goes_on_without_the_program(
    board: RunBoard, outside: OutsideOverHttp, stand_in: StandIn
) -> None:
    _left_in(outside, stand_in, RunState.RUNNING)
    board.take_up_hosted()
    assert f"goes on at {THERE.title}" in board.close_question()


def test_one_that_was_not_sent_yet_does_not_claim_to_go_on(
    board: RunBoard, outside: OutsideOverHttp, stand_in: StandIn
) -> None:
    _left_in(outside, stand_in, RunState.UPLOADED)
    board.take_up_hosted()
    assert f"not begun at {THERE.title} yet" in board.close_question()
