"""Runs from every saved state, through the real adapter and the real store, over the stand-in."""

import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.errors import Cancelled, Unreachable, UserError
from msgtune_gui.core.jobs import JobEvent, Run, RunState, TuneProgress, TuneStep
from msgtune_gui.core.tuning import cancel_run, losses_of, new_run, run_tuning
from msgtune_gui.services.engine_process import Endpoint
from msgtune_gui.services.openai_tuning import RUN_ID_KEY, OpenAITuningService
from msgtune_gui.services.run_store import FolderRunStore
from tests.support.stand_in import KEY, StandIn
from tests.support.stand_in_faults import NO_CREDIT, TRAINING_CLOSED, Cut, Junk, LoseAnswer, Refuse
from tests.support.stand_in_records import Recorded

JOBS = "/fine_tuning/jobs"
TRAINING_DATA = b'{"messages": []}\n' * 12


@pytest.fixture
def store(tmp_path: Path) -> FolderRunStore:
    return FolderRunStore(tmp_path / "runs")


@pytest.fixture
def service(stand_in: StandIn) -> Iterator[OpenAITuningService]:
    with closing(
        OpenAITuningService(
            "OpenAI", lambda: Endpoint(stand_in.base_url, KEY), poll_bounds_s=(0.0, 0.01), file_patience_s=0.05
        )
    ) as made:
        yield made


@pytest.fixture
def run(store: FolderRunStore) -> Run:
    made = new_run(
        store,
        service="openai",
        base_model="gpt-4.1-mini-2025-04-14",
        epochs=3,
        voice="Long Tom",
        system_prompt="You are Tom.",
        examples=12,
    )
    (store.folder(made.identifier) / made.training_file).write_bytes(TRAINING_DATA)
    return made


@pytest.fixture
def tune(service: OpenAITuningService, store: FolderRunStore) -> Callable[..., Run]:
    def go(
        run: Run,
        report: Callable[[TuneProgress], None] = lambda progress: None,
        cancel: CancelFlag | None = None,
        patience_s: float = 60.0,
    ) -> Run:
        return run_tuning(run, service, store, report, cancel or CancelFlag(), patience_s=patience_s)

    return go


def _uploaded(run: Run, service: OpenAITuningService, store: FolderRunStore) -> Run:
    path = store.folder(run.identifier) / run.training_file
    file_id = service.upload(path, lambda done, total: None, CancelFlag())
    saved = replace(run, state=RunState.UPLOADED, file_id=file_id)
    store.save(saved)
    return saved


def _creating(run: Run, service: OpenAITuningService, store: FolderRunStore) -> Run:
    saved = replace(_uploaded(run, service, store), state=RunState.CREATING_JOB)
    store.save(saved)
    return saved


def _running(run: Run, service: OpenAITuningService, store: FolderRunStore, stand_in: StandIn) -> Run:
    saved = _creating(run, service, store)
    job = stand_in.new_job(
        {"model": run.base_model, "training_file": saved.file_id, "metadata": {RUN_ID_KEY: run.client_id}}
    )
    saved = replace(saved, state=RunState.RUNNING, job_id=job.identifier)
    store.save(saved)
    return saved


def test_from_prepared_to_a_model(tune: Callable[..., Run], run: Run, store: FolderRunStore, stand_in: StandIn) -> None:
    told: list[TuneProgress] = []

    ended = tune(run, told.append)

    job = next(iter(stand_in.jobs.values()))
    assert ended.state is RunState.SUCCEEDED
    assert ended.model == job.model
    assert (ended.valid_loss_before, ended.valid_loss) == (4.0, 1.0)
    assert ended.train_loss == pytest.approx(4 / 3)
    assert ended.trained_tokens == 1234
    assert ended.seconds == job.events[-1]["created_at"] - job.events[0]["created_at"]
    assert store.get(run.identifier) == ended
    assert [file.content for file in stand_in.files.values()] == [TRAINING_DATA]
    steps = [progress.step for progress in told]
    assert steps == sorted(steps)
    assert set(steps) == set(TuneStep)
    assert [event.message for event in told[-1].events] == [event["message"] for event in job.events]


def test_the_job_is_asked_for_as_chosen(tune: Callable[..., Run], run: Run, stand_in: StandIn) -> None:
    tune(replace(run, max_steps=7))

    asked = stand_in.seen("POST", JOBS)
    assert len(asked) == 1
    wanted = asked[0].json()
    assert wanted["model"] == run.base_model
    assert wanted["method"]["supervised"]["hyperparameters"] == {"n_epochs": 3}
    assert wanted["metadata"] == {RUN_ID_KEY: run.client_id}
    assert wanted["max_steps"] == 7
    assert "Tom" not in json.dumps(wanted)


def test_without_a_bound_none_is_sent(tune: Callable[..., Run], run: Run, stand_in: StandIn) -> None:
    tune(run)

    assert "max_steps" not in stand_in.seen("POST", JOBS)[0].json()


def test_every_outside_step_is_saved_before_and_after(
    tune: Callable[..., Run], run: Run, store: FolderRunStore, stand_in: StandIn
) -> None:
    on_disk: list[tuple[str, RunState, bool, bool]] = []

    def look(request: Recorded) -> None:
        saved = FolderRunStore(store.folder(run.identifier).parent).get(run.identifier)
        assert saved is not None
        on_disk.append(
            (f"{request.method} {request.path}", saved.state, saved.file_id is not None, saved.job_id is not None)
        )

    stand_in.on_request = look
    tune(run)

    first = dict((step, rest) for step, *rest in reversed(on_disk))
    file_id, job_id = next(iter(stand_in.files)), next(iter(stand_in.jobs))
    assert first["POST /files"] == [RunState.UPLOADING, False, False]
    assert first[f"GET /files/{file_id}"] == [RunState.UPLOADED, True, False]
    assert first[f"POST {JOBS}"] == [RunState.CREATING_JOB, True, False]
    assert first[f"GET {JOBS}/{job_id}"] == [RunState.RUNNING, True, True]


def test_resumes_a_broken_upload(tune: Callable[..., Run], run: Run, stand_in: StandIn) -> None:
    assert tune(replace(run, state=RunState.UPLOADING)).state is RunState.SUCCEEDED
    assert len(stand_in.seen("POST", JOBS)) == 1


def test_resumes_after_the_upload(
    tune: Callable[..., Run], run: Run, service: OpenAITuningService, store: FolderRunStore, stand_in: StandIn
) -> None:
    assert tune(_uploaded(run, service, store)).state is RunState.SUCCEEDED
    assert len(stand_in.seen("POST", "/files")) == 1
    assert len(stand_in.seen("POST", JOBS)) == 1


def test_resumes_where_the_job_was_never_made(
    tune: Callable[..., Run], run: Run, service: OpenAITuningService, store: FolderRunStore, stand_in: StandIn
) -> None:
    stand_in.new_job({"model": "m", "training_file": "f", "metadata": {RUN_ID_KEY: "somebody else's"}})

    assert tune(_creating(run, service, store)).state is RunState.SUCCEEDED
    assert len(stand_in.seen("POST", JOBS)) == 1


def test_resumes_where_the_job_exists(
    tune: Callable[..., Run], run: Run, service: OpenAITuningService, store: FolderRunStore, stand_in: StandIn
) -> None:
    creating = _creating(run, service, store)
    job = stand_in.new_job({"model": "m", "training_file": creating.file_id, "metadata": {RUN_ID_KEY: run.client_id}})

    ended = tune(creating)

    assert ended.job_id == job.identifier
    assert ended.state is RunState.SUCCEEDED
    assert not stand_in.seen("POST", JOBS)


def test_resumes_the_watching(
    tune: Callable[..., Run], run: Run, service: OpenAITuningService, store: FolderRunStore, stand_in: StandIn
) -> None:
    running = _running(run, service, store, stand_in)

    assert tune(running).state is RunState.SUCCEEDED
    assert not stand_in.seen("POST", JOBS)


def test_an_ended_run_asks_for_nothing(tune: Callable[..., Run], run: Run, stand_in: StandIn) -> None:
    ended = tune(run)
    stand_in.requests.clear()

    assert tune(ended) == ended
    assert not stand_in.requests


@pytest.mark.parametrize("state", [RunState.UPLOADED, RunState.RUNNING])
def test_an_incomplete_state_is_told(tune: Callable[..., Run], run: Run, state: RunState) -> None:
    with pytest.raises(UserError) as caught:
        tune(replace(run, state=state))
    assert caught.value.advice


def test_a_lost_answer_makes_no_second_job(
    tune: Callable[..., Run], run: Run, store: FolderRunStore, stand_in: StandIn
) -> None:
    stand_in.fault("POST", JOBS, LoseAnswer())
    with pytest.raises(Unreachable):
        tune(run)
    left = store.get(run.identifier)
    assert left is not None
    assert left.state is RunState.CREATING_JOB
    assert list(stand_in.files) == [left.file_id]

    ended = tune(left)

    assert ended.state is RunState.SUCCEEDED
    assert list(stand_in.jobs) == [ended.job_id]
    assert len(stand_in.seen("POST", JOBS)) == 1


@pytest.mark.parametrize("fault", [Cut(), Junk(), Refuse(503), Junk('{"detail": "later"}', "application/json", 502)])
def test_an_answer_in_doubt_leaves_the_run_to_be_resumed(
    tune: Callable[..., Run], run: Run, store: FolderRunStore, stand_in: StandIn, fault: Cut | Junk | Refuse
) -> None:
    stand_in.fault("POST", JOBS, fault)
    with pytest.raises(Unreachable) as caught:
        tune(run)
    assert "{" not in str(caught.value)
    assert "<" not in str(caught.value)
    left = store.get(run.identifier)
    assert left is not None
    assert left.state is RunState.CREATING_JOB
    assert tune(left).state is RunState.SUCCEEDED
    assert len(stand_in.jobs) == 1


@pytest.mark.parametrize("refusal", [TRAINING_CLOSED, NO_CREDIT, Refuse(400, "bad_model", "No such model.")])
def test_a_refused_job_takes_the_file_back(
    tune: Callable[..., Run], run: Run, store: FolderRunStore, stand_in: StandIn, refusal: Refuse
) -> None:
    stand_in.fault("POST", JOBS, refusal)

    with pytest.raises(UserError) as caught:
        tune(run)

    assert not isinstance(caught.value, Unreachable)
    assert "The uploaded examples were deleted there." in caught.value.advice
    assert not stand_in.files
    saved = store.get(run.identifier)
    assert saved is not None
    assert (saved.state, saved.file_id, saved.error) == (RunState.FAILED, None, str(caught.value))


def test_a_file_that_cannot_be_taken_back_is_told(
    tune: Callable[..., Run], run: Run, store: FolderRunStore, stand_in: StandIn
) -> None:
    stand_in.fault("POST", JOBS, TRAINING_CLOSED)
    stand_in.fault("DELETE", "/files/.*", Refuse(500), times=9)

    with pytest.raises(UserError) as caught:
        tune(run)

    assert "were deleted there" not in caught.value.advice
    assert "could not be deleted" in caught.value.advice
    saved = store.get(run.identifier)
    assert saved is not None
    assert saved.state is RunState.FAILED
    assert [saved.file_id] == list(stand_in.files)


def test_cancelling_leaves_the_job_and_the_state(
    tune: Callable[..., Run], run: Run, store: FolderRunStore, stand_in: StandIn
) -> None:
    cancel = CancelFlag()

    def stop_in_training(progress: TuneProgress) -> None:
        if progress.step is TuneStep.TRAINING:
            cancel.cancel()

    with pytest.raises(Cancelled):
        tune(run, stop_in_training, cancel)

    left = store.get(run.identifier)
    assert left is not None
    assert left.state is RunState.RUNNING
    assert not stand_in.seen("POST", f"{JOBS}/.*/cancel")
    assert tune(left).state is RunState.SUCCEEDED
    assert len(stand_in.seen("POST", JOBS)) == 1


def test_cancelling_in_mid_upload(tune: Callable[..., Run], run: Run, store: FolderRunStore, stand_in: StandIn) -> None:
    (store.folder(run.identifier) / run.training_file).write_bytes(b"x" * 3_000_000)
    cancel = CancelFlag()
    fractions: list[float] = []

    def stop_halfway(progress: TuneProgress) -> None:
        fractions.append(progress.fraction or 0.0)
        if fractions[-1] > 0.5:
            cancel.cancel()

    with pytest.raises(Cancelled):
        tune(run, stop_halfway, cancel)

    assert fractions == sorted(fractions)
    assert fractions[-1] < 0.6
    assert not stand_in.files
    left = store.get(run.identifier)
    assert left is not None
    assert left.state is RunState.UPLOADING
    assert tune(left).state is RunState.SUCCEEDED


def test_a_token_set_before_does_nothing(
    tune: Callable[..., Run], run: Run, store: FolderRunStore, stand_in: StandIn
) -> None:
    cancel = CancelFlag()
    cancel.cancel()
    with pytest.raises(Cancelled):
        tune(run, cancel=cancel)
    assert not stand_in.requests
    assert store.get(run.identifier) == run


def test_ending_a_run_stops_the_job_and_takes_the_file_back(
    run: Run, service: OpenAITuningService, store: FolderRunStore, stand_in: StandIn
) -> None:
    ended = cancel_run(_running(run, service, store, stand_in), service, store)

    assert ended.state is RunState.CANCELLED
    assert store.get(run.identifier) == ended
    assert [job.status for job in stand_in.jobs.values()] == ["cancelled"]
    assert not stand_in.files


def test_ending_a_run_finds_a_job_it_never_heard_of(
    run: Run, service: OpenAITuningService, store: FolderRunStore, stand_in: StandIn
) -> None:
    creating = _creating(run, service, store)
    job = stand_in.new_job({"model": "m", "training_file": "f", "metadata": {RUN_ID_KEY: run.client_id}})

    assert cancel_run(creating, service, store).job_id == job.identifier
    assert job.status == "cancelled"


def test_ending_a_run_that_never_left(
    run: Run, service: OpenAITuningService, store: FolderRunStore, stand_in: StandIn
) -> None:
    assert cancel_run(run, service, store).state is RunState.CANCELLED
    assert not stand_in.requests


def test_ending_a_run_outlasts_a_refusal(
    run: Run, service: OpenAITuningService, store: FolderRunStore, stand_in: StandIn
) -> None:
    running = _running(run, service, store, stand_in)
    stand_in.fault("POST", ".*/cancel", Refuse(400), times=9)

    assert cancel_run(running, service, store).state is RunState.CANCELLED
    assert not stand_in.files


def test_a_failed_job_says_why(tune: Callable[..., Run], run: Run, store: FolderRunStore, stand_in: StandIn) -> None:
    stand_in.life = ("queued", "running", "failed")

    with pytest.raises(UserError) as caught:
        tune(run)

    assert caught.value.message == "The data ran out of rum."
    assert caught.value.advice
    saved = store.get(run.identifier)
    assert saved is not None
    assert (saved.state, saved.error) == (RunState.FAILED, "The data ran out of rum.")
    assert saved.valid_loss_before == 4.0


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ({"code": None, "message": "No code, but a reason.", "param": None}, "No code, but a reason."),
        ({"code": "x", "message": '{"raw": "json"}', "param": None}, "without saying why"),
        ({}, "without saying why"),
    ],
)
def test_reasons_of_failed_jobs_are_sentences(
    tune: Callable[..., Run], run: Run, stand_in: StandIn, error: dict[str, str | None], words: str
) -> None:
    stand_in.life = ("queued", "failed")
    stand_in.job_error = error

    with pytest.raises(UserError, match=words):
        tune(run)


def test_a_job_cancelled_at_the_service(tune: Callable[..., Run], run: Run, stand_in: StandIn) -> None:
    stand_in.life = ("queued", "cancelled")

    assert tune(run).state is RunState.CANCELLED


def test_an_empty_error_on_success_is_no_error(tune: Callable[..., Run], run: Run, stand_in: StandIn) -> None:
    stand_in.empty_error = True

    ended = tune(run)

    assert (ended.state, ended.error) == (RunState.SUCCEEDED, None)


def test_states_and_events_that_the_sdk_does_not_know(tune: Callable[..., Run], run: Run, stand_in: StandIn) -> None:
    stand_in.life = ("queued", "running", "pausing", "paused", "running", "succeeded")
    stand_in.moderation = True
    told: list[TuneProgress] = []

    assert tune(run, told.append).state is RunState.SUCCEEDED
    assert "Moderation checks passed" in [event.message for event in told[-1].events]


def test_progress_and_time_left(tune: Callable[..., Run], run: Run) -> None:
    told: list[TuneProgress] = []
    tune(run, told.append)

    training = [progress for progress in told if progress.step is TuneStep.TRAINING]
    assert [progress.fraction for progress in training][:3] == [0.0, pytest.approx(1 / 3), pytest.approx(2 / 3)]
    assert training[0].seconds_left is not None
    assert training[0].seconds_left > 0


@pytest.mark.parametrize("fault", [Refuse(500), Refuse(429), Cut(), Junk(), Junk('{"detail": 1}', "application/json")])
def test_out_of_reach_and_back(
    tune: Callable[..., Run], run: Run, stand_in: StandIn, fault: Refuse | Cut | Junk
) -> None:
    told: list[TuneProgress] = []

    def fault_in_training(progress: TuneProgress) -> None:
        told.append(progress)
        if progress.step is TuneStep.TRAINING and not progress.trouble and len(progress.events) == 4:
            stand_in.fault("GET", f"{JOBS}/ftjob-[0-9]+", fault, times=2)

    assert tune(run, fault_in_training).state is RunState.SUCCEEDED

    troubled = [progress for progress in told if progress.trouble]
    assert len(troubled) == 2
    assert all("OpenAI" in progress.trouble and "{" not in progress.trouble for progress in troubled)
    # What was known before the trouble stays on the page.
    assert all(len(progress.events) == 4 and progress.fraction for progress in troubled)
    assert not told[-1].trouble


def test_out_of_reach_for_too_long(
    tune: Callable[..., Run], run: Run, store: FolderRunStore, stand_in: StandIn
) -> None:
    stand_in.fault("GET", f"{JOBS}/.*", Refuse(500), times=1_000_000)

    with pytest.raises(Unreachable):
        tune(run, patience_s=0.05)

    left = store.get(run.identifier)
    assert left is not None
    assert left.state is RunState.RUNNING


def test_losses_of_what_events_tell() -> None:
    def event(step: int | None, train: float | None, valid: float | None) -> JobEvent:
        return JobEvent("e", 0, "", step=step, train_loss=train, valid_loss=valid)

    assert losses_of([]) == (None, None, None)
    assert losses_of([event(None, None, 3.0)]) == (3.0, None, None)
    assert losses_of([event(0, None, 3.0), event(5, 2.0, 2.5), event(9, 1.0, None)]) == (3.0, 2.5, 1.0)
    assert losses_of([event(9, 1.0, 0.5)]) == (None, 0.5, 1.0)
