"""Ending a run for good, from every state and in spite of every failure."""

from dataclasses import replace

import pytest

from msgtune_gui.core.jobs import RunState, Trouble, TuneProgress
from tests.support.stand_in import StandIn
from tests.support.stand_in_faults import Cut, Fault, LoseAnswer, Refuse
from tests.support.tuning_over_http import TuningOverHttp

JOBS = "/fine_tuning/jobs"
STATES = [RunState.UPLOADING, RunState.UPLOADED, RunState.CREATING_JOB, RunState.RUNNING, RunState.CANCELLING]


@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize("state", STATES)
def test_stops_the_job_and_takes_the_file_back(
    tuning: TuningOverHttp, stand_in: StandIn, state: RunState, told: bool
) -> None:
    run = tuning.in_state(state, told=told)

    ended = tuning.cancel(run)

    assert ended.state is RunState.CANCELLED
    assert tuning.saved(run) == ended
    assert {job.status for job in stand_in.jobs.values()} <= {"cancelled"}
    assert [*stand_in.jobs] == ([ended.job_id] if stand_in.jobs else [])
    assert not stand_in.files


def test_a_run_that_never_left_asks_for_nothing(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    assert tuning.cancel(tuning.new_run()).state is RunState.CANCELLED
    assert not stand_in.requests


@pytest.mark.parametrize("state", [RunState.SUCCEEDED, RunState.FAILED, RunState.CANCELLED])
def test_an_ended_run_stays_as_it_is(tuning: TuningOverHttp, stand_in: StandIn, state: RunState) -> None:
    run = replace(tuning.in_state(RunState.RUNNING), state=state)

    assert tuning.cancel(run) == run
    assert not stand_in.requests


@pytest.mark.parametrize("lag", [1, 2])
def test_what_is_not_listed_yet_is_looked_for(tuning: TuningOverHttp, stand_in: StandIn, lag: int) -> None:
    stand_in.job_lag = lag
    run = tuning.in_state(RunState.CREATING_JOB, told=False)

    assert tuning.cancel(run).job_id == next(iter(stand_in.jobs))
    assert [job.status for job in stand_in.jobs.values()] == ["cancelled"]


@pytest.mark.parametrize(
    ("method", "path"), [("POST", ".*/cancel"), ("GET", JOBS), ("GET", "/files"), ("DELETE", "/files/.*")]
)
@pytest.mark.parametrize("state", STATES)
def test_a_refusal_keeps_nobody_waiting(
    tuning: TuningOverHttp, stand_in: StandIn, state: RunState, method: str, path: str
) -> None:
    run = tuning.in_state(state)
    stand_in.fault(method, path, Refuse(403), times=9)

    assert tuning.cancel(run).state is RunState.CANCELLED


def test_a_file_that_may_not_be_deleted_stays_known(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    run = tuning.in_state(RunState.RUNNING)
    stand_in.fault("DELETE", "/files/.*", Refuse(403))

    assert tuning.cancel(run).file_id == run.file_id
    assert list(stand_in.files) == [run.file_id]


@pytest.mark.parametrize("fault", [Refuse(500), Refuse(401), Cut(), LoseAnswer()])
@pytest.mark.parametrize(
    ("method", "path"), [("POST", ".*/cancel"), ("GET", JOBS), ("GET", "/files"), ("DELETE", "/files/.*")]
)
@pytest.mark.parametrize("state", STATES[1:])
def test_what_a_service_does_not_confirm_is_asked_for_by_the_next_start(
    tuning: TuningOverHttp, stand_in: StandIn, state: RunState, method: str, path: str, fault: Fault
) -> None:
    run = tuning.in_state(state, told=state is not RunState.CREATING_JOB)
    # Deleting and stopping are tried twice by themselves, but not with a key that is refused.
    stand_in.fault(method, path, fault, times=1 if fault == Refuse(401) else 2)
    left = tuning.cancel(run)
    assert left.state in {RunState.CANCELLING, RunState.CANCELLED}
    assert tuning.saved(run) == left

    ended = tuning.tune(left)

    assert ended.state is RunState.CANCELLED
    assert not stand_in.files
    assert {job.status for job in stand_in.jobs.values()} <= {"cancelled"}


def test_out_of_reach_the_intent_is_kept(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    run = tuning.in_state(RunState.RUNNING)
    stand_in.fault("POST", ".*/cancel", Refuse(500), times=6)

    left = tuning.cancel(run)

    assert left.state is RunState.CANCELLING
    assert [job.status for job in stand_in.jobs.values()] != ["cancelled"]
    told: list[TuneProgress] = []
    assert tuning.tune(left, told.append).state is RunState.CANCELLED
    assert {progress.trouble for progress in told} == {Trouble.UNREACHABLE}
    assert [job.status for job in stand_in.jobs.values()] == ["cancelled"]
