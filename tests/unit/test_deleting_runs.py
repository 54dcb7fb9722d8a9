"""Deleting everything of a run, from every state and in spite of every failure; each thing with what became of it."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from msgtune_gui.core.deletion import Deletion, Fate, Trace
from msgtune_gui.core.jobs import Run, RunState
from msgtune_gui.core.tuning import delete_run
from msgtune_gui.services.openai_tuning import OpenAITuningService
from msgtune_gui.services.profiles import SERVICES
from tests.support.stand_in import StandIn
from tests.support.stand_in_faults import Cut, Fault, Refuse
from tests.support.tuning_over_http import TuningOverHttp

JOBS = "/fine_tuning/jobs"
STATES = [RunState.UPLOADING, RunState.UPLOADED, RunState.CREATING_JOB, RunState.RUNNING, RunState.CANCELLING]
KEEPS = "The record stays."


def _delete(
    tuning: TuningOverHttp, run: Run, service: OpenAITuningService | None = None, *, forget: bool = False
) -> Sequence[Deletion]:
    spoken_to = service or tuning.service()
    return delete_run(run, spoken_to, lambda: spoken_to, tuning.store, keeps=KEEPS, forget=forget)


def _fates(told: Sequence[Deletion]) -> dict[Trace, Fate]:
    return {each.trace: each.fate for each in told}


def test_everything_of_a_run_that_succeeded(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    ended = tuning.tune(tuning.new_run())
    other = stand_in.keep("other.jsonl", b"")

    told = _delete(tuning, ended)

    assert _fates(told) == {
        Trace.JOB: Fate.NOTHING_THERE,
        Trace.UPLOADED_FILE: Fate.DELETED,
        Trace.RESULT_FILES: Fate.NOTHING_THERE,
        Trace.REMOTE_MODEL: Fate.DELETED,
        Trace.CHATS: Fate.NOTHING_THERE,
        Trace.RECORD_THERE: Fate.STAYS,
        Trace.FILES_HERE: Fate.DELETED,
    }
    assert list(stand_in.files) == [other.identifier]
    assert not stand_in.models
    assert not tuning.store.all()
    # An earlier state of the model is a model too.
    deleted = [request.path for request in stand_in.seen("DELETE", "/models/.*")]
    assert deleted == [f"/models/{ended.model}", f"/models/{ended.model}:ckpt-step-15"]


@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize("state", STATES)
def test_from_every_state(tuning: TuningOverHttp, stand_in: StandIn, state: RunState, told: bool) -> None:
    run = tuning.in_state(state, told=told)

    fates = _fates(_delete(tuning, run))

    assert Fate.FAILED not in fates.values()
    assert fates[Trace.FILES_HERE] is Fate.DELETED
    assert fates[Trace.JOB] is (Fate.DELETED if stand_in.jobs else Fate.NOTHING_THERE)
    assert not stand_in.files
    assert {job.status for job in stand_in.jobs.values()} <= {"cancelled"}
    assert tuning.store.get(run.identifier) is None


def test_a_run_that_never_left_asks_for_nothing(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    fates = _fates(_delete(tuning, tuning.new_run()))

    assert not stand_in.requests
    assert fates[Trace.UPLOADED_FILE] is Fate.NOTHING_THERE
    assert Trace.RECORD_THERE not in fates
    assert not tuning.store.all()


def test_a_model_that_was_finished_while_it_was_cancelled(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    run = tuning.in_state(RunState.RUNNING)
    (job,) = stand_in.jobs.values()
    while not job.ended:
        job.advance()
    cancelled = tuning.cancel(run)
    assert (cancelled.state, cancelled.model) == (RunState.CANCELLED, None)
    assert stand_in.models

    assert _fates(_delete(tuning, cancelled))[Trace.REMOTE_MODEL] is Fate.DELETED
    assert not stand_in.models


def test_what_earlier_attempts_left_goes_too(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    run = tuning.in_state(RunState.RUNNING)
    ended = tuning.tune(replace(run, state=RunState.PREPARED, file_id=None, job_id=None, attempt=2))
    assert len(stand_in.files) == 2

    _delete(tuning, ended)

    assert not stand_in.files
    assert not stand_in.models
    assert next(iter(stand_in.jobs.values())).status == "cancelled"


def test_a_run_begun_anew_and_not_sent_yet(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    run = tuning.in_state(RunState.UPLOADED)

    _delete(tuning, replace(run, state=RunState.PREPARED, file_id=None, attempt=2))

    assert not stand_in.files


@pytest.mark.parametrize("fault", [Refuse(500), Refuse(401), Refuse(403), Cut()])
@pytest.mark.parametrize(
    ("method", "path", "trace"),
    [
        ("GET", f"{JOBS}/ftjob-[0-9]+", Trace.JOB),
        ("GET", JOBS, Trace.JOB),
        ("GET", "/files", Trace.UPLOADED_FILE),
        ("DELETE", "/files/.*", Trace.UPLOADED_FILE),
        ("DELETE", "/models/.*", Trace.REMOTE_MODEL),
    ],
)
def test_what_fails_is_told_and_can_be_tried_again(
    tuning: TuningOverHttp, stand_in: StandIn, method: str, path: str, trace: Trace, fault: Fault
) -> None:
    ended = tuning.tune(tuning.new_run())
    # Deleting is tried twice by itself where that may help.
    again = method == "DELETE" and fault in {Refuse(500), Cut()}
    stand_in.fault(method, path, fault, times=2 if again else 1)

    told = _delete(tuning, ended)

    (failed,) = [each for each in told if each.fate is Fate.FAILED]
    assert failed.trace is trace
    assert "OpenAI" in failed.words
    assert _fates(told)[Trace.FILES_HERE] is Fate.STAYS
    assert tuning.store.get(ended.identifier) == ended
    assert _fates(_delete(tuning, ended))[Trace.FILES_HERE] is Fate.DELETED
    assert not stand_in.files
    assert not stand_in.models
    assert not tuning.store.all()


def test_what_cannot_be_deleted_there_may_be_left_behind(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    ended = tuning.tune(tuning.new_run())
    stand_in.fault("DELETE", "/models/.*", Refuse(403, None, "Only an owner may do that."), times=9)

    told = _delete(tuning, ended, forget=True)

    assert any("Only an owner" in each.words for each in told if each.fate is Fate.FAILED)
    assert _fates(told)[Trace.FILES_HERE] is Fate.DELETED
    assert not tuning.store.all()


def test_a_checkpoint_that_stays_is_told_and_stops_nothing(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    ended = tuning.tune(tuning.new_run())
    stand_in.fault("DELETE", ".*:ckpt-.*", Refuse(400, None, "Not a model of its own."))

    told = _delete(tuning, ended)

    (stays,) = [each for each in told if each.trace is Trace.REMOTE_MODEL and each.fate is Fate.STAYS]
    assert "earlier state" in stays.words
    assert not tuning.store.all()


def test_gone_already_is_no_failure(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    ended = tuning.tune(tuning.new_run())
    stand_in.files.clear()
    stand_in.jobs.clear()

    fates = _fates(_delete(tuning, ended))

    assert Fate.FAILED not in fates.values()
    assert fates[Trace.JOB] is Fate.NOTHING_THERE
    assert not tuning.store.all()


def test_a_service_that_lists_nothing(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    ended = tuning.tune(tuning.new_run())
    for path in (JOBS, "/files", ".*/checkpoints"):
        stand_in.fault("GET", path, Refuse(404), times=9)

    assert Fate.FAILED not in _fates(_delete(tuning, ended)).values()
    assert not stand_in.files
    assert not stand_in.models


def test_a_model_that_was_there_before_stays(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    ended = tuning.tune(tuning.new_run())
    adopted = replace(ended, adopted=True)
    tuning.store.save(adopted)
    stand_in.requests.clear()

    told = _delete(tuning, adopted)

    assert not stand_in.requests
    assert _fates(told)[Trace.REMOTE_MODEL] is Fate.STAYS
    assert not tuning.store.all()


def test_every_profile_says_what_stays() -> None:
    assert [key for key, service in SERVICES.items() if not service.profile.keeps] == ["local"]
