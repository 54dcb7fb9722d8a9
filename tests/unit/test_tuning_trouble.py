"""What may go wrong on the way: said in words, waited out where that helps, and never the end of a run by itself."""

import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.errors import (
    Cancelled,
    KeyRefused,
    ServiceStopped,
    TrainingClosed,
    Unreachable,
    UserError,
)
from msgtune_gui.core.jobs import RunState, Trouble, TuneProgress, TuneStep
from msgtune_gui.services.engine_process import Endpoint
from msgtune_gui.services.openai_tuning import OpenAITuningService
from msgtune_gui.services.profiles import SERVICES
from tests.support.stand_in import KEY, StandIn
from tests.support.stand_in_faults import (
    NO_CREDIT,
    TRAINING_CLOSED,
    Cut,
    Fault,
    Hang,
    Junk,
    Refuse,
    Reset,
    slow_down,
)
from tests.support.tuning_over_http import TuningOverHttp

AT_ONCE_S = 2.0
JOBS = "/fine_tuning/jobs"
EVERY_STEP = [
    ("GET", "/models"), ("GET", "/fine_tuning/model_limits"), ("POST", "/files"), ("GET", "/files/.*"),
    ("GET", "/files"), ("POST", JOBS), ("GET", f"{JOBS}/ftjob-[0-9]+"), ("GET", ".*/events"),
]  # fmt: skip


@pytest.mark.parametrize(
    "fault", [Refuse(500), Refuse(429), Cut(), Reset(), Junk(), Junk('{"detail": 1}', "application/json", 503)]
)
def test_out_of_reach_and_back(tuning: TuningOverHttp, stand_in: StandIn, fault: Fault) -> None:
    told: list[TuneProgress] = []

    def fault_in_training(progress: TuneProgress) -> None:
        told.append(progress)
        if progress.step is TuneStep.TRAINING and not progress.trouble and len(progress.events) == 4:
            stand_in.fault("GET", f"{JOBS}/ftjob-[0-9]+", fault, times=2)

    assert tuning.tune(tuning.new_run(), fault_in_training).state is RunState.SUCCEEDED

    troubled = [progress for progress in told if progress.trouble]
    assert len(troubled) == 2
    kind = Trouble.BUSY if fault == Refuse(429) else Trouble.UNREACHABLE
    assert {progress.trouble for progress in troubled} == {kind}
    assert all("OpenAI" in progress.trouble_words and "{" not in progress.trouble_words for progress in troubled)
    # What was known before the trouble stays on the page.
    assert all(len(progress.events) == 4 and progress.fraction for progress in troubled)
    assert not told[-1].trouble


def test_json_of_something_else_is_no_end(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    run = tuning.in_state(RunState.RUNNING)
    stand_in.fault("GET", f"{JOBS}/ftjob-[0-9]+", Junk('{"welcome": "inn"}', "application/json"), times=2)

    assert tuning.tune(run, service=tuning.service(strict=False)).state is RunState.SUCCEEDED


def test_out_of_reach_for_too_long(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    stand_in.fault("GET", f"{JOBS}/ftjob.*", Refuse(500), times=1_000_000)
    run = tuning.new_run()

    with pytest.raises(Unreachable):
        tuning.tune(run, patience_s=0.05)

    assert tuning.saved(run).state is RunState.RUNNING


def test_before_anything_is_sent_nobody_waits(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    stand_in.fault("GET", "/models", Refuse(500))
    run = tuning.new_run()

    with pytest.raises(Unreachable):
        tuning.tune(run)

    assert tuning.saved(run) == run


@pytest.mark.parametrize("after_bytes", [0, 100_000, 900_000])
def test_an_upload_that_is_reset_is_begun_again(tuning: TuningOverHttp, stand_in: StandIn, after_bytes: int) -> None:
    run = tuning.new_run()
    (tuning.store.folder(run.identifier) / run.training_file).write_bytes(b"x" * 3_000_000)
    stand_in.fault("POST", "/files", Reset(after_bytes), times=2)
    told: list[TuneProgress] = []

    ended = tuning.tune(run, told.append)

    assert ended.state is RunState.SUCCEEDED
    assert [len(file.content) for file in stand_in.files.values()] == [3_000_000]
    assert [progress.trouble for progress in told if progress.trouble] == [Trouble.UNREACHABLE] * 2


def test_nobody_listens_for_a_while(tuning: TuningOverHttp) -> None:
    # It has its port already and listens only from `with` on, so that until then connections are refused.
    late = StandIn()
    run = replace(tuning.new_run(), state=RunState.UPLOADING)
    tuning.store.save(run)
    told: list[Trouble | None] = []
    opened: list[StandIn] = []

    def open_after_two(progress: TuneProgress) -> None:
        told.append(progress.trouble)
        if told.count(Trouble.UNREACHABLE) == 2 and not opened:
            opened.append(late.__enter__())

    service = OpenAITuningService(
        SERVICES["openai"], lambda: Endpoint(late.base_url, KEY), poll_bounds_s=(0.0, 0.01), strict=True
    )
    try:
        ended = tuning.tune(run, open_after_two, service=service)
    finally:
        service.close()
        late.__exit__(None, None, None)
    assert ended.state is RunState.SUCCEEDED
    assert told.count(Trouble.UNREACHABLE) == 2


@pytest.mark.parametrize("as_date", [True, False])
@pytest.mark.parametrize(("method", "path"), EVERY_STEP[2:])
def test_a_pause_asked_for_is_told_and_can_be_left(
    tuning: TuningOverHttp, stand_in: StandIn, method: str, path: str, as_date: bool
) -> None:
    in_a_minute = format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)
    stand_in.fault(method, path, slow_down(in_a_minute if as_date else "60"))
    run, cancel = tuning.new_run(), CancelFlag()
    told: list[TuneProgress] = []

    def leave(progress: TuneProgress) -> None:
        told.append(progress)
        if progress.trouble:
            cancel.cancel()

    with pytest.raises(Cancelled):
        tuning.tune(run, leave, cancel=cancel)

    assert told[-1].trouble is Trouble.BUSY
    assert told[-1].next_try_s == pytest.approx(60, abs=30)
    assert not tuning.saved(run).state.ended


@pytest.mark.parametrize(("method", "path"), EVERY_STEP)
def test_a_key_that_expires_leaves_the_run_where_it_is(
    tuning: TuningOverHttp, stand_in: StandIn, method: str, path: str
) -> None:
    run = tuning.new_run()
    told: list[TuneProgress] = []
    at_the_end: list[RunState] = []

    def expire(_request: object) -> None:
        if stand_in.key == KEY and stand_in.seen(method, path):
            stand_in.key = "sk-new"
            at_the_end.append(tuning.saved(run).state)

    stand_in.on_request = expire
    with pytest.raises(KeyRefused):
        tuning.tune(run, told.append)

    left = tuning.saved(run)
    assert [left.state] == at_the_end
    assert told[-1].trouble is Trouble.KEY_REFUSED
    ended = tuning.tune(left, service=tuning.service(key="sk-new"))
    assert ended.state is RunState.SUCCEEDED
    assert list(stand_in.files) == [ended.file_id]
    assert list(stand_in.jobs) == [ended.job_id]


@pytest.mark.parametrize(
    ("refusal", "kind"),
    [(TRAINING_CLOSED, TrainingClosed), (NO_CREDIT, UserError), (Refuse(400, None, "No such model."), UserError)],
)
def test_a_refused_job_takes_the_file_back_at_once(
    tuning: TuningOverHttp, stand_in: StandIn, refusal: Refuse, kind: type[UserError]
) -> None:
    stand_in.fault("POST", JOBS, refusal)
    run = tuning.new_run()

    with pytest.raises(UserError) as caught:
        tuning.tune(run)

    assert type(caught.value) is kind
    assert "The uploaded examples were deleted there." in caught.value.advice
    assert not stand_in.files
    asked = [f"{request.method} {request.path}" for request in stand_in.requests]
    assert "DELETE" in asked[asked.index(f"POST {JOBS}") + 2]
    saved = tuning.saved(run)
    assert (saved.state, saved.file_id, saved.error) == (RunState.FAILED, None, str(caught.value))


def test_a_file_that_cannot_be_taken_back_is_told_and_known(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    stand_in.fault("POST", JOBS, TRAINING_CLOSED)
    stand_in.fault("DELETE", "/files/.*", Refuse(403))
    run = tuning.new_run()

    with pytest.raises(TrainingClosed) as caught:
        tuning.tune(run)

    assert "could not be deleted" in caught.value.advice
    saved = tuning.saved(run)
    assert saved.state is RunState.FAILED
    assert [saved.file_id] == list(stand_in.files)


def test_a_file_that_the_service_cannot_use_is_taken_back(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    stand_in.file_status = "error"
    run = tuning.new_run()

    with pytest.raises(UserError, match="cannot use the examples"):
        tuning.tune(run)

    assert tuning.saved(run).state is RunState.FAILED
    assert not stand_in.files


def test_a_refused_upload_ends_the_run_in_words(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    stand_in.fault("POST", "/files", Refuse(413, None, "That file is too large."))
    run = tuning.new_run()

    with pytest.raises(UserError, match="That file is too large"):
        tuning.tune(run)

    assert tuning.saved(run).state is RunState.FAILED


def test_a_deleted_job_ends_the_run_in_words(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    run = tuning.in_state(RunState.RUNNING)
    stand_in.jobs.clear()

    with pytest.raises(UserError) as caught:
        tuning.tune(run)

    assert "deleted there" in caught.value.advice
    assert tuning.saved(run).state is RunState.FAILED


def test_a_job_not_found_at_the_first_look_is_none_that_was_deleted(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    stand_in.fault("GET", f"{JOBS}/ftjob-[0-9]+", Refuse(404), times=2)

    assert tuning.tune(tuning.new_run()).state is RunState.SUCCEEDED


def test_a_service_without_events_is_watched_all_the_same(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    stand_in.fault("GET", ".*/events", Refuse(404), times=1_000_000)

    assert tuning.tune(tuning.new_run()).state is RunState.SUCCEEDED


@pytest.mark.parametrize(("method", "path"), EVERY_STEP)
def test_a_dead_engine_is_told_and_the_run_can_go_on(
    tuning: TuningOverHttp, stand_in: StandIn, method: str, path: str
) -> None:
    run = tuning.new_run()
    stand_in.fault(method, path, Cut())

    with pytest.raises(ServiceStopped, match="stopped unexpectedly"):
        tuning.tune(run, service=tuning.service(alive=lambda: False))

    assert not tuning.saved(run).state.ended
    ended = tuning.tune(tuning.saved(run))
    assert ended.state is RunState.SUCCEEDED
    assert list(stand_in.jobs) == [ended.job_id]


@pytest.mark.parametrize("alive", [True, False])
@pytest.mark.parametrize(("method", "path"), EVERY_STEP)
def test_cancelling_ends_a_silent_request(
    tuning: TuningOverHttp, stand_in: StandIn, method: str, path: str, alive: bool
) -> None:
    run, cancel, service = tuning.new_run(), CancelFlag(), tuning.service(alive=lambda: alive)
    stand_in.fault(method, path, Hang())
    ended: list[tuple[type[BaseException], float]] = []

    def work() -> None:
        try:
            tuning.tune(run, service=service, cancel=cancel)
        except (UserError, Cancelled) as error:
            ended.append((type(error), time.monotonic()))

    worker = threading.Thread(target=work)
    worker.start()
    assert stand_in.wait_until(lambda: bool(stand_in.seen(method, path)))
    asked_at = time.monotonic()
    cancel.cancel()
    worker.join(30)

    # The program ends its engine with it, which is no death to be told of.
    assert [kind for kind, _moment in ended] == [Cancelled]
    assert ended[0][1] - asked_at < AT_ONCE_S
    assert not tuning.saved(run).state.ended
