"""The adapter over the SDK, call by call, over the stand-in; whole runs are in test_tuning and its neighbours."""

import time
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.errors import Cancelled, KeyRefused, ServiceStopped, Unreachable, UserError
from msgtune_gui.core.jobs import JobProducts, JobRequest, JobStatus
from msgtune_gui.core.service_profile import BaseModel, TuningRight
from msgtune_gui.services.openai_tuning import RUN_ID_KEY, OpenAITuningService
from msgtune_gui.services.profiles import SERVICES
from tests.support.stand_in import StandIn
from tests.support.stand_in_faults import SLOW_DOWN, TRAINING_CLOSED, Junk, Refuse
from tests.support.stand_in_jobs import Right
from tests.support.stand_in_records import BASE_MODELS, JobManner
from tests.support.tuning_over_http import TuningOverHttp

AT_ONCE_S = 2.0
JOBS = "/fine_tuning/jobs"
OPENAI = SERVICES["openai"]
OTHER = SERVICES["other"]


@pytest.fixture
def service(tuning: TuningOverHttp) -> OpenAITuningService:
    return tuning.service()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "training.jsonl"
    path.write_bytes(b"x" * 1_000_000)
    return path


def _upload(service: OpenAITuningService, path: Path) -> str:
    return service.upload(path, "msgtune-1.jsonl", lambda done, total: None, CancelFlag())


def test_base_models_come_from_the_service(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    stand_in.life = ("succeeded",)
    stand_in.new_job({"model": "m", "training_file": "f"})
    assert [model.name for model in tuning.service(hosted=OTHER).base_models()] == list(BASE_MODELS)
    # What OpenAI lists and nobody can tune there is not offered, nor is what it does not list.
    names = [model.name for model in tuning.service().base_models()]
    assert names == ["gpt-4.1-mini-2025-04-14", "gpt-4.1-2025-04-14"]


def test_what_is_known_of_base_models_comes_first_and_with_it(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    known = BaseModel("WideHull-360M", "Slower.")
    hosted = replace(OTHER, about_models=(known, BaseModel("gone")))

    models = tuning.service(hosted=hosted).base_models()

    assert models[0] == known
    assert sorted(model.name for model in models) == sorted(BASE_MODELS)


def test_the_day_of_the_end_comes_from_the_service(service: OpenAITuningService, stand_in: StandIn) -> None:
    assert {model.shut_on for model in service.base_models()} == {date(2027, 1, 14)}
    stand_in.shutdown_dates = {"gpt-4.1-mini-2025-04-14": "2031-02-03", "gpt-4.1-2025-04-14": "soon"}
    shut_on = {model.name: model.shut_on for model in service.base_models()}
    assert shut_on == {"gpt-4.1-mini-2025-04-14": date(2031, 2, 3), "gpt-4.1-2025-04-14": date(2027, 1, 14)}


def test_what_is_shut_is_not_offered(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    today = datetime.now(UTC).date()
    stand_in.shutdown_dates = {
        name: (today + timedelta(days=days)).isoformat() for days, name in enumerate(BASE_MODELS, -1)
    }
    assert [model.name for model in tuning.service(hosted=OTHER).base_models()] == list(BASE_MODELS[2:])


@pytest.mark.parametrize(("hosted", "advice"), [("local", "set-up"), ("openai", "This computer")])
def test_a_service_without_base_models_says_what_to_do(
    tuning: TuningOverHttp, stand_in: StandIn, hosted: str, advice: str
) -> None:
    stand_in.base_models = ()
    with pytest.raises(UserError, match="no base model") as told:
        tuning.service(hosted=SERVICES[hosted]).base_models()
    assert advice in told.value.advice


def test_a_wrong_key_shows_before_anything_is_sent(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    for hosted in SERVICES.values():
        with pytest.raises(KeyRefused):
            tuning.service(hosted=hosted, key="sk-wrong").base_models()
    assert {request.method for request in stand_in.requests} == {"GET"}


@pytest.mark.parametrize(
    ("answer", "right"),
    [
        (Right.GRANTED, TuningRight.GRANTED),
        (Right.REFUSED, TuningRight.REFUSED),
        (Right.NOT_KNOWN_HERE, TuningRight.NOT_TOLD),
    ],
)
def test_the_right_to_tune_as_far_as_told(
    service: OpenAITuningService, stand_in: StandIn, answer: Right, right: TuningRight
) -> None:
    stand_in.right = answer
    assert service.tuning_right() is right


@pytest.mark.parametrize("body", ['{"object": "list", "data": []}', "{}", "[]"])
def test_no_limits_at_all_say_nothing(service: OpenAITuningService, stand_in: StandIn, body: str) -> None:
    stand_in.fault("GET", ".*/model_limits", Junk(body, "application/json"))
    assert service.tuning_right() is TuningRight.NOT_TOLD


@pytest.mark.parametrize("fault", [Refuse(403), Refuse(500), Refuse(429)])
def test_another_refusal_is_no_answer_about_the_right(
    service: OpenAITuningService, stand_in: StandIn, fault: Refuse
) -> None:
    stand_in.fault("GET", ".*/model_limits", fault)
    assert service.tuning_right() is TuningRight.NOT_TOLD


def test_only_some_services_can_be_asked_for_the_right(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    rights = {key: tuning.service(hosted=hosted).tuning_right() for key, hosted in SERVICES.items()}
    assert rights == {
        "local": TuningRight.GRANTED,
        "openai": TuningRight.GRANTED,
        "nebius": TuningRight.NOT_TOLD,
        "other": TuningRight.NOT_TOLD,
    }
    assert len(stand_in.requests) == 1


def test_upload_counts_its_bytes(service: OpenAITuningService, stand_in: StandIn, data: Path) -> None:
    counts: list[tuple[int, int]] = []
    file_id = service.upload(data, "a.jsonl", lambda done, total: counts.append((done, total)), CancelFlag())

    assert stand_in.files[file_id].content == data.read_bytes()
    assert stand_in.files[file_id].name == "a.jsonl"
    assert stand_in.files[file_id].purpose == "fine-tune"
    assert counts == sorted(counts)
    assert len(counts) > 10
    assert counts[-1] == (1_000_000, 1_000_000)


def test_upload_of_what_is_not_there(service: OpenAITuningService, tmp_path: Path, stand_in: StandIn) -> None:
    for path in (tmp_path / "gone.jsonl", tmp_path):
        with pytest.raises(UserError, match="cannot be read"):
            _upload(service, path)
    assert not stand_in.requests


def test_upload_cancelled_by_the_reader(service: OpenAITuningService, stand_in: StandIn, data: Path) -> None:
    cancel = CancelFlag()
    with pytest.raises(Cancelled):
        service.upload(data, "a.jsonl", lambda done, total: cancel.cancel(), cancel)
    assert not stand_in.files
    assert _upload(service, data) in stand_in.files


@pytest.mark.parametrize("status", ["uploaded", "processed", None, "pending"])
def test_a_file_is_not_waited_for_for_ever(
    tuning: TuningOverHttp, stand_in: StandIn, data: Path, status: str | None
) -> None:
    stand_in.file_status = status
    service = tuning.service(strict=False)
    service.wait_for_file(_upload(service, data), CancelFlag())
    asked = len(stand_in.seen("GET", "/files/.*"))
    assert asked > 1 if status == "uploaded" else asked == 1


def test_a_file_that_cannot_be_used(service: OpenAITuningService, stand_in: StandIn, data: Path) -> None:
    stand_in.file_status = "error"
    with pytest.raises(UserError, match="cannot use the examples"):
        service.wait_for_file(_upload(service, data), CancelFlag())


def test_a_service_that_never_tells_of_files_is_not_asked(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    tuning.service(hosted=SERVICES["nebius"]).wait_for_file("file-1", CancelFlag())
    assert not stand_in.requests


def test_files_are_found_by_their_name(service: OpenAITuningService, stand_in: StandIn) -> None:
    ours = [stand_in.keep("a.jsonl", b"").identifier for _ in range(2)]
    for number in range(120):
        stand_in.keep(f"b-{number}.jsonl", b"")
    stand_in.keep("a.jsonl", b"", "batch")

    assert service.files_called("a.jsonl") == ours[::-1]
    assert len(stand_in.seen("GET", "/files")) == 2


def test_a_list_that_knows_no_pages_ends(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    stand_in.pages_of_files = False
    kept = [stand_in.keep("a.jsonl", b"").identifier for _ in range(2)]

    assert tuning.service().files_called("a.jsonl") == kept[::-1]


def test_waiting_for_a_file_can_be_cancelled(service: OpenAITuningService, stand_in: StandIn, data: Path) -> None:
    stand_in.file_status = "uploaded"
    cancel = CancelFlag()
    cancel.cancel()
    with pytest.raises(Cancelled):
        service.wait_for_file(_upload(service, data), cancel)


def test_only_new_events_are_fetched(service: OpenAITuningService, stand_in: StandIn) -> None:
    stand_in.life = ("queued", *["running"] * 150, "succeeded")
    job = stand_in.new_job({"model": "m", "training_file": "f"})
    for _ in range(145):
        job.advance()
    first = service.events(job.identifier)
    pages = len(stand_in.seen("GET", ".*/events"))
    job.advance()
    second = service.events(job.identifier)

    assert pages == 2
    assert len(stand_in.seen("GET", ".*/events")) == pages + 1
    assert second[: len(first)] == first
    assert [event.identifier for event in second] == [event["id"] for event in job.events]


def test_creating_is_tried_once(service: OpenAITuningService, stand_in: StandIn, data: Path) -> None:
    request = JobRequest(_upload(service, data), "m", 1, "msgtune", "run-1")
    stand_in.fault("POST", JOBS, Refuse(500))
    with pytest.raises(Unreachable):
        service.create_job(request)
    assert len(stand_in.seen("POST", JOBS)) == 1
    assert service.jobs_of("run-1") == []
    job = service.create_job(request)
    assert job.status is JobStatus.VALIDATING_FILES
    assert service.jobs_of("run-1") == [job]


def test_jobs_are_found_on_a_later_page(service: OpenAITuningService, stand_in: StandIn) -> None:
    ours = [
        stand_in.new_job({"model": "m", "training_file": "f", "metadata": {RUN_ID_KEY: "run-1"}}) for _ in range(120)
    ]
    found = service.jobs_of("run-1")

    assert [job.identifier for job in found] == [job.identifier for job in reversed(ours)]
    assert len(stand_in.seen("GET", JOBS)) == 2


def test_jobs_without_metadata_are_known_by_their_file(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    stand_in.be_nebius()
    ours = stand_in.new_job({"model": "m", "training_file": "file-a"})
    stand_in.new_job({"model": "m", "training_file": "file-b"})
    service = tuning.service(strict=False)

    assert [job.identifier for job in service.jobs_of("run-1", ["file-a"])] == [ours.identifier]
    assert service.jobs_of("run-1") == []


def test_a_list_that_cannot_be_filtered_is_looked_through(service: OpenAITuningService, stand_in: StandIn) -> None:
    stand_in.job_manner = JobManner(filters=False)
    ours = stand_in.new_job({"model": "m", "training_file": "file-a", "metadata": {RUN_ID_KEY: "run-1"}})
    # Of another attempt, though it was made from the same file.
    stand_in.new_job({"model": "m", "training_file": "file-a", "metadata": {RUN_ID_KEY: "run-2"}})

    assert [job.identifier for job in service.jobs_of("run-1", ["file-a"])] == [ours.identifier]


def test_what_a_job_has_made(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    job = stand_in.new_job({"model": "m", "training_file": "f"})
    for _ in stand_in.life:
        job.advance()

    made = tuning.service().products_of(job.identifier)

    assert made == JobProducts(job.model, (f"{job.model}:ckpt-step-15",), ())
    assert tuning.service().products_of("ftjob-gone") == JobProducts()
    stand_in.fault("GET", ".*/checkpoints", Refuse(404))
    assert tuning.service().products_of(job.identifier) == JobProducts(job.model)


def test_deleting_what_is_gone_is_no_error(service: OpenAITuningService, stand_in: StandIn) -> None:
    service.delete_file("file-gone")
    assert len(stand_in.seen("DELETE", "/files/file-gone")) == 1


def test_deleting_is_tried_twice(service: OpenAITuningService, stand_in: StandIn, data: Path) -> None:
    file_id = _upload(service, data)
    stand_in.fault("DELETE", ".*", Refuse(500))
    service.delete_file(file_id)
    assert not stand_in.files


def test_a_long_pause_asked_for_is_not_slept_through(service: OpenAITuningService, stand_in: StandIn) -> None:
    job = stand_in.new_job({"model": "m", "training_file": "f"})
    stand_in.fault("GET", f"{JOBS}/.*", SLOW_DOWN)
    began = time.monotonic()
    with pytest.raises(Unreachable, match="wait a little"):
        service.job(job.identifier)
    assert time.monotonic() - began < AT_ONCE_S


def test_models_are_deleted_once(service: OpenAITuningService, stand_in: StandIn) -> None:
    stand_in.life = ("succeeded",)
    job = stand_in.new_job({"model": "meta/llama", "training_file": "f"})
    service.delete_model(job.model)
    assert not stand_in.models
    service.delete_model(job.model)


def test_json_of_something_else_is_no_job(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    stand_in.fault("POST", ".*/cancel", Junk('{"welcome": "inn"}', "application/json"))
    with pytest.raises(Unreachable):
        tuning.service(strict=False).cancel_job("ftjob-1")


def test_a_dead_engine_is_told_as_such(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    stand_in.fault("GET", "/models", Refuse(500))
    with pytest.raises(ServiceStopped, match="stopped unexpectedly"):
        tuning.service(alive=lambda: False).base_models()


def test_a_refusal_of_a_dead_engine_stays_a_refusal(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    stand_in.fault("GET", "/models", TRAINING_CLOSED)
    with pytest.raises(UserError, match="no longer lets this account"):
        tuning.service(alive=lambda: False).base_models()


def test_strict_refuses_what_the_sdk_does_not_know(tuning: TuningOverHttp, stand_in: StandIn) -> None:
    stand_in.file_status = None
    stored = stand_in.keep("a.jsonl", b"")
    with pytest.raises(UserError, match="does not understand"):
        tuning.service().wait_for_file(stored.identifier, CancelFlag())
    tuning.service(strict=False).wait_for_file(stored.identifier, CancelFlag())


def test_a_closed_service_can_be_closed_again(service: OpenAITuningService) -> None:
    service.close()
    service.close()
