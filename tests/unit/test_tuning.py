"""Whole runs, through the real adapter and the real store, over the stand-in: what is asked, saved and told."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.errors import Cancelled, TrainingClosed, UserError
from msgtune_gui.core.jobs import JobEvent, RunState, Trouble, TuneProgress, TuneStep
from msgtune_gui.core.service_profile import Price, training_dollars
from msgtune_gui.core.tuning import losses_of
from msgtune_gui.services.openai_tuning import RUN_ID_KEY
from msgtune_gui.services.profiles import SERVICES
from tests.support.stand_in import StandIn
from tests.support.stand_in_jobs import Right
from tests.support.stand_in_records import JobManner, Recorded
from tests.support.tuning_over_http import CHOICES, TRAINING_DATA, TuningOverHttp

JOBS = "/fine_tuning/jobs"


def test_from_prepared_to_a_model(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    run = tuning.new_run()
    told: list[TuneProgress] = []

    ended = tuning.tune(run, told.append)

    job = next(iter(stand_in.jobs.values()))
    assert ended.state is RunState.SUCCEEDED
    assert ended.model == job.model
    assert (ended.valid_loss_before, ended.valid_loss) == (4.0, 1.0)
    assert ended.train_loss == pytest.approx(4 / 3)
    assert ended.trained_tokens == 1234
    assert ended.seconds == job.events[-1]["created_at"] - job.events[0]["created_at"]
    assert tuning.saved(run) == ended
    assert [file.content for file in stand_in.files.values()] == [TRAINING_DATA]
    steps = [progress.step for progress in told]
    assert steps == sorted(steps)
    assert set(steps) == set(TuneStep) - {TuneStep.FETCHING_ADAPTER}
    assert [event.message for event in told[-1].events] == [event["message"] for event in job.events]


def test_the_job_is_asked_for_as_chosen(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    run = tuning.new_run()

    tuning.tune(run)

    asked = stand_in.seen("POST", JOBS)
    assert len(asked) == 1
    wanted = asked[0].json()
    assert wanted["model"] == run.base_model
    assert wanted["method"]["supervised"]["hyperparameters"] == {"n_epochs": 3}
    assert wanted["metadata"] == {RUN_ID_KEY: run.client_id}
    assert "max_steps" not in wanted
    assert "Tom" not in json.dumps(wanted)


def test_a_bound_on_steps_is_for_this_computer(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    run = tuning.new_run(replace(CHOICES, max_steps=7))

    tuning.tune(run, service=tuning.service(hosted=replace(SERVICES["local"])))

    assert stand_in.seen("POST", JOBS)[0].json()["max_steps"] == 7


def test_every_outside_step_is_saved_before_and_after(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    run = tuning.new_run()
    on_disk: list[tuple[str, RunState, bool, bool]] = []

    def look(request: Recorded) -> None:
        saved = tuning.saved(run)
        step = f"{request.method} {request.path}"
        on_disk.append((step, saved.state, saved.file_id is not None, saved.job_id is not None))

    stand_in.on_request = look
    tuning.tune(run)

    first = dict((step, rest) for step, *rest in reversed(on_disk))
    file_id, job_id = next(iter(stand_in.files)), next(iter(stand_in.jobs))
    assert first["GET /models"] == [RunState.PREPARED, False, False]
    assert first["GET /fine_tuning/model_limits"] == [RunState.PREPARED, False, False]
    assert first["POST /files"] == [RunState.UPLOADING, False, False]
    assert first[f"GET /files/{file_id}"] == [RunState.UPLOADED, True, False]
    assert first[f"POST {JOBS}"] == [RunState.CREATING_JOB, True, False]
    assert first[f"GET {JOBS}/{job_id}"] == [RunState.RUNNING, True, True]


@pytest.mark.parametrize("told", [True, False])
@pytest.mark.parametrize("state", [RunState.UPLOADING, RunState.UPLOADED, RunState.CREATING_JOB, RunState.RUNNING])
def test_goes_on_from_every_state(tuning: TuningOverHttp, stand_in: StandIn, state: RunState, told: bool) -> None:
    stand_in.new_job({"model": "m", "training_file": "f", "metadata": {RUN_ID_KEY: "somebody else's"}})
    ended = tuning.tune(tuning.in_state(state, told=told))

    assert ended.state is RunState.SUCCEEDED
    assert list(stand_in.files) == [ended.file_id]
    assert list(stand_in.jobs)[1:] == [ended.job_id]


def test_an_ended_run_asks_for_nothing(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    ended = tuning.tune(tuning.new_run())
    stand_in.requests.clear()

    assert tuning.tune(ended) == ended
    assert not stand_in.requests


@pytest.mark.parametrize("state", [RunState.UPLOADED, RunState.CREATING_JOB, RunState.RUNNING])
def test_an_incomplete_state_is_told(tuning: TuningOverHttp, state: RunState) -> None:
    run = replace(tuning.new_run(), state=state)
    tuning.store.save(run)
    with pytest.raises(UserError) as caught:
        tuning.tune(run)
    assert caught.value.advice
    assert tuning.saved(run).state is RunState.FAILED


def test_a_lost_training_file_is_told(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    run = tuning.new_run()
    (tuning.store.folder(run.identifier) / run.training_file).unlink()

    with pytest.raises(UserError, match="cannot be read"):
        tuning.tune(run)

    assert tuning.saved(run).state is RunState.FAILED
    assert not stand_in.files


def test_a_base_model_that_is_not_trained_there(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    run = tuning.new_run(replace(CHOICES, base_model="gpt-9"))

    with pytest.raises(UserError, match="does not train this base model"):
        tuning.tune(run)

    assert tuning.saved(run).state is RunState.FAILED
    assert not stand_in.seen("POST", "/files")


def test_without_the_right_to_tune_nothing_leaves(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    stand_in.right = Right.REFUSED
    run = tuning.new_run()

    with pytest.raises(TrainingClosed) as caught:
        tuning.tune(run)

    assert "This computer" in caught.value.advice
    assert tuning.saved(run).state is RunState.FAILED
    assert not stand_in.seen("POST", "/files")


def test_a_service_that_does_not_tell_of_rights_is_tried(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    stand_in.right = Right.NOT_KNOWN_HERE
    assert tuning.tune(tuning.new_run()).state is RunState.SUCCEEDED


def test_cancelling_leaves_the_job_and_the_state(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    run, cancel = tuning.new_run(), CancelFlag()

    def stop_in_training(progress: TuneProgress) -> None:
        if progress.step is TuneStep.TRAINING:
            cancel.cancel()

    with pytest.raises(Cancelled):
        tuning.tune(run, stop_in_training, cancel=cancel)

    left = tuning.saved(run)
    assert left.state is RunState.RUNNING
    assert not stand_in.seen("POST", f"{JOBS}/.*/cancel")
    assert tuning.tune(left).state is RunState.SUCCEEDED
    assert len(stand_in.seen("POST", JOBS)) == 1


def test_cancelling_in_mid_upload(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    run, cancel = tuning.new_run(), CancelFlag()
    (tuning.store.folder(run.identifier) / run.training_file).write_bytes(b"x" * 3_000_000)
    fractions: list[float] = []

    def stop_halfway(progress: TuneProgress) -> None:
        fractions.append(progress.fraction or 0.0)
        if fractions[-1] > 0.5:
            cancel.cancel()

    with pytest.raises(Cancelled):
        tuning.tune(run, stop_halfway, cancel=cancel)

    assert fractions == sorted(fractions)
    assert fractions[-1] < 0.6
    assert not stand_in.files
    left = tuning.saved(run)
    assert left.state is RunState.UPLOADING
    assert tuning.tune(left).state is RunState.SUCCEEDED


def test_a_token_set_before_does_nothing(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    run, cancel = tuning.new_run(), CancelFlag()
    cancel.cancel()
    with pytest.raises(Cancelled):
        tuning.tune(run, cancel=cancel)
    assert not stand_in.requests
    assert tuning.saved(run) == run


def test_a_failed_job_says_why(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    stand_in.life = ("queued", "running", "failed")
    run = tuning.new_run()

    with pytest.raises(UserError) as caught:
        tuning.tune(run)

    assert caught.value.message == "The data ran out of rum."
    assert caught.value.advice
    saved = tuning.saved(run)
    assert (saved.state, saved.error) == (RunState.FAILED, str(caught.value))
    assert saved.valid_loss_before == 4.0


@pytest.mark.parametrize(
    ("error", "words"),
    [
        ({"code": "c", "message": "No code, but a reason.", "param": None}, "No code, but a reason."),
        ({"code": "x", "message": '{"raw": "json"}', "param": None}, "without saying why"),
    ],
)
def test_reasons_of_failed_jobs_are_sentences(
    tuning: TuningOverHttp, stand_in: StandIn, error: dict[str, str | None], words: str
) -> None:
    stand_in.life = ("queued", "failed")
    stand_in.job_error = error

    with pytest.raises(UserError, match=words):
        tuning.tune(tuning.new_run())


def test_a_job_cancelled_at_the_service(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    stand_in.life = ("queued", "cancelled")

    assert tuning.tune(tuning.new_run()).state is RunState.CANCELLED


def test_an_end_without_a_model_is_told(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    stand_in.job_manner = JobManner(names_model=False)

    with pytest.raises(UserError, match="no model to chat with"):
        tuning.tune(tuning.new_run())


def test_empty_errors_and_what_the_sdk_does_not_know(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    stand_in.job_manner = JobManner(empty_error=True)
    stand_in.life = ("queued", "running", "pausing", "paused", "running", "succeeded")
    stand_in.moderation = True
    told: list[TuneProgress] = []

    ended = tuning.tune(tuning.new_run(), told.append, service=tuning.service(strict=False))

    assert (ended.state, ended.error) == (RunState.SUCCEEDED, None)
    assert "Moderation checks passed" in [event.message for event in told[-1].events]
    paused = [progress for progress in told if progress.trouble is Trouble.PAUSED]
    assert len(paused) == 2
    assert {progress.trouble_words for progress in paused} == {"The service has paused the training."}


def test_an_empty_error_of_a_failed_job(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    stand_in.life = ("queued", "failed")
    stand_in.job_error = {}

    with pytest.raises(UserError, match="without saying why"):
        tuning.tune(tuning.new_run(), service=tuning.service(strict=False))


def test_progress_and_time_left(tuning: TuningOverHttp) -> None:
    told: list[TuneProgress] = []
    tuning.tune(tuning.new_run(), told.append)

    training = [progress for progress in told if progress.step is TuneStep.TRAINING]
    assert [progress.fraction for progress in training][:3] == [0.0, pytest.approx(1 / 3), pytest.approx(2 / 3)]
    assert training[0].seconds_left is not None
    assert training[0].seconds_left > 0


def test_losses_of_what_events_tell() -> None:
    def event(step: int | None, train: float | None, valid: float | None) -> JobEvent:
        return JobEvent("e", 0, "", step=step, train_loss=train, valid_loss=valid)

    assert losses_of([]) == (None, None, None)
    assert losses_of([event(None, None, 3.0)]) == (3.0, None, None)
    assert losses_of([event(0, None, 3.0), event(5, 2.0, 2.5), event(9, 1.0, None)]) == (3.0, 2.5, 1.0)
    assert losses_of([event(9, 1.0, 0.5)]) == (None, 0.5, 1.0)


def test_money_is_tokens_times_passes_times_price() -> None:
    # OpenAI's own example of 2026: a million tokens, three passes, gpt-4.1-mini.
    assert training_dollars(1_000_000, 3, 5.0) == 15.0
    assert Price(5.0, date(2026, 9, 30)).of(1_000_000, 3) == 15.0
    assert Price(0.4, date(2026, 9, 24)).of(1_500) == pytest.approx(0.0006)


def test_the_store_of_the_run_stays_apart(tuning: TuningOverHttp, tmp_path: Path) -> None:
    ended = tuning.tune(tuning.new_run())
    assert sorted(path.name for path in tuning.store.folder(ended.identifier).iterdir()) == [
        "run.json",
        "training.jsonl",
    ]
    beside = {path.name for path in (tmp_path / "runs").iterdir()}
    assert beside == {ended.identifier, f"{ended.identifier}.lock"}

    tuning.store.remove(ended.identifier)
    assert not list((tmp_path / "runs").iterdir())
