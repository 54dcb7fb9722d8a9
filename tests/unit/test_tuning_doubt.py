"""Answers that are lost and lists that lag behind: nothing is sent, or paid, twice."""

from dataclasses import replace

import pytest

from msgtune_gui.core.errors import Unreachable, UserError
from msgtune_gui.core.jobs import RunState, TuneProgress
from msgtune_gui.services.openai_tuning import RUN_ID_KEY
from tests.support.stand_in import StandIn
from tests.support.stand_in_faults import Cut, Fault, GarbleAnswer, Junk, LoseAnswer, Refuse, Reset
from tests.support.stand_in_records import JobManner
from tests.support.tuning_over_http import BASE_MODEL, TRAINING_DATA, TuningOverHttp

JOBS = "/fine_tuning/jobs"
NOT_DONE = [Cut(), Junk(), Refuse(503), Refuse(429), Refuse(409), Reset(), Junk('{"a": 1}', "application/json", 502)]


@pytest.mark.parametrize("lag", [0, 1, 2])
def test_a_lost_answer_to_the_upload_sends_nothing_twice(tuning: TuningOverHttp, stand_in: StandIn, lag: int) -> None:
    stand_in.file_lag = lag
    stand_in.fault("POST", "/files", LoseAnswer())

    ended = tuning.tune(tuning.new_run())

    assert ended.state is RunState.SUCCEEDED
    assert list(stand_in.files) == [ended.file_id]
    assert len(stand_in.seen("POST", "/files")) == 1


def test_a_copy_that_shows_late_is_deleted(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    stand_in.file_lag = 3
    stand_in.fault("POST", "/files", LoseAnswer())

    ended = tuning.tune(tuning.new_run())

    assert len(stand_in.seen("POST", "/files")) == 2
    assert list(stand_in.files) == [ended.file_id]
    assert ended.state is RunState.SUCCEEDED


def test_files_of_others_stay(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    other = stand_in.keep("training.jsonl", TRAINING_DATA)

    ended = tuning.tune(tuning.in_state(RunState.UPLOADING, told=False))

    assert list(stand_in.files) == [other.identifier, ended.file_id]


@pytest.mark.parametrize("lag", [0, 1, 2])
def test_an_answer_that_is_not_understood_may_be_that_of_a_job(
    tuning: TuningOverHttp, stand_in: StandIn, lag: int
) -> None:
    stand_in.job_lag = lag
    stand_in.fault("POST", JOBS, GarbleAnswer())

    ended = tuning.tune(tuning.new_run())

    assert ended.state is RunState.SUCCEEDED
    assert list(stand_in.jobs) == [ended.job_id]
    assert list(stand_in.files) == [ended.file_id]


@pytest.mark.parametrize("lag", [0, 1, 2])
def test_a_lost_answer_makes_no_second_job(tuning: TuningOverHttp, stand_in: StandIn, lag: int) -> None:
    stand_in.job_lag = lag
    stand_in.fault("POST", JOBS, LoseAnswer())

    ended = tuning.tune(tuning.new_run())

    assert ended.state is RunState.SUCCEEDED
    assert list(stand_in.jobs) == [ended.job_id]
    assert len(stand_in.seen("POST", JOBS)) == 1


def test_a_lost_answer_is_found_by_the_next_start(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    run = tuning.new_run()
    stand_in.fault("POST", JOBS, LoseAnswer())
    with pytest.raises(Unreachable):
        tuning.tune(run, patience_s=0.0)
    left = tuning.saved(run)
    assert left.state is RunState.CREATING_JOB

    assert tuning.tune(left).state is RunState.SUCCEEDED
    assert len(stand_in.jobs) == len(stand_in.seen("POST", JOBS)) == 1


def test_a_job_that_shows_late_is_stopped(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    stand_in.job_lag = 3
    stand_in.fault("POST", JOBS, LoseAnswer())

    ended = tuning.tune(tuning.new_run())

    late, taken = stand_in.jobs.values()
    assert ended.job_id == taken.identifier
    assert (late.status, taken.status) == ("cancelled", "succeeded")


@pytest.mark.parametrize("keeps_metadata", [True, False])
def test_a_job_is_known_by_its_file_where_no_metadata_are_kept(
    tuning: TuningOverHttp, stand_in: StandIn, keeps_metadata: bool
) -> None:
    stand_in.job_manner = JobManner(keeps_metadata=keeps_metadata, filters=False)
    other = stand_in.keep("other.jsonl", b"")
    stand_in.new_job({"model": BASE_MODEL, "training_file": other.identifier})
    stand_in.fault("POST", JOBS, LoseAnswer())

    ended = tuning.tune(tuning.new_run())

    assert list(stand_in.jobs)[1:] == [ended.job_id]
    assert len(stand_in.seen("POST", JOBS)) == 1


def test_of_several_jobs_one_that_goes_on_is_taken(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    run = tuning.in_state(RunState.CREATING_JOB, told=False)
    (ended,) = stand_in.jobs.values()
    ended.cancel()
    alive = stand_in.new_job(
        {"model": BASE_MODEL, "training_file": run.file_id, "metadata": {RUN_ID_KEY: run.client_id}}
    )

    assert tuning.tune(run).job_id == alive.identifier
    assert not stand_in.seen("POST", JOBS)


@pytest.mark.parametrize("fault", NOT_DONE)
def test_what_was_not_done_is_asked_for_again(tuning: TuningOverHttp, stand_in: StandIn, fault: Fault) -> None:
    run = tuning.new_run()
    stand_in.fault("POST", JOBS, fault)
    told: list[TuneProgress] = []

    assert tuning.tune(run, told.append).state is RunState.SUCCEEDED

    assert len(stand_in.jobs) == 1
    assert len(stand_in.seen("POST", JOBS)) == 2
    (troubled,) = [progress for progress in told if progress.trouble]
    assert "OpenAI" in troubled.trouble_words
    assert not {"{", "<"} & set(troubled.trouble_words)


def test_a_refusal_after_a_lost_answer_forgets_no_job(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    run = tuning.in_state(RunState.UPLOADED)
    stand_in.job_lag = 3
    stand_in.fault("POST", JOBS, LoseAnswer())
    stand_in.fault("POST", JOBS, Refuse(400, "duplicate", "There is such a job."))

    ended = tuning.tune(run)

    assert ended.state is RunState.SUCCEEDED
    assert list(stand_in.jobs) == [ended.job_id]
    assert list(stand_in.files) == [run.file_id]


def test_without_a_list_of_jobs_none_is_asked_for_twice(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    run = tuning.in_state(RunState.CREATING_JOB)
    stand_in.fault("GET", JOBS, Refuse(404), times=99)

    with pytest.raises(UserError):
        tuning.tune(run)

    assert tuning.saved(run).state is RunState.CREATING_JOB
    assert not stand_in.seen("POST", JOBS)


def test_a_list_without_pages_ends(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    stand_in.pages_of_files = False
    stand_in.keep("other.jsonl", b"")

    assert tuning.tune(tuning.in_state(RunState.UPLOADING)).state is RunState.SUCCEEDED
    # Twice: the SDK asks for a next page, gets the first again, and no more.
    assert len(stand_in.seen("GET", "/files")) < 10


def test_another_attempt_takes_nothing_of_an_earlier_one(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    earlier = tuning.in_state(RunState.CREATING_JOB, told=False)
    (old,) = stand_in.jobs.values()
    old.cancel()

    ended = tuning.tune(replace(earlier, state=RunState.PREPARED, file_id=None, attempt=2))

    assert ended.job_id not in {None, old.identifier}
    assert ended.file_id != earlier.file_id


def test_two_programs_at_one_training_start_one_job(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    run = tuning.new_run()
    with tuning.store.held(run.identifier):
        for work in (tuning.tune, tuning.cancel):
            with pytest.raises(UserError, match="Another msgtune"):
                work(run)
    assert not stand_in.requests
    assert tuning.saved(run) == run

    ended = tuning.tune(run)
    # The other one still holds it for a new training.
    assert tuning.tune(run) == ended
    assert len(stand_in.jobs) == len(stand_in.files) == 1
