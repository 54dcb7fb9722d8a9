"""The adapter over the SDK, call by call, over the stand-in; whole runs are in test_tuning."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.errors import Cancelled, Unreachable, UserError
from msgtune_gui.core.jobs import JobRequest, JobStatus
from msgtune_gui.core.service_profile import BaseModel
from msgtune_gui.core.tuning import new_run, run_tuning
from msgtune_gui.services.data_folder import DataFolder
from msgtune_gui.services.engine_process import Endpoint
from msgtune_gui.services.openai_tuning import RUN_ID_KEY, OpenAITuningService
from msgtune_gui.services.outside import Services
from msgtune_gui.services.run_store import FolderRunStore
from tests.support.stand_in import KEY, StandIn
from tests.support.stand_in_faults import SLOW_DOWN, Hang, Junk, Refuse
from tests.support.stand_in_records import BASE_MODELS

AT_ONCE_S = 2.0
JOBS = "/fine_tuning/jobs"


def _service(stand_in: StandIn, alive: Callable[[], bool] = lambda: True, key: str = KEY) -> OpenAITuningService:
    return OpenAITuningService(
        "OpenAI", lambda: Endpoint(stand_in.base_url, key), alive=alive, poll_bounds_s=(0.0, 0.01), file_patience_s=0.05
    )


@pytest.fixture
def service(stand_in: StandIn) -> Iterator[OpenAITuningService]:
    with closing(_service(stand_in)) as made:
        yield made


@pytest.fixture
def data(tmp_path: Path) -> Path:
    path = tmp_path / "training.jsonl"
    path.write_bytes(b"x" * 1_000_000)
    return path


def _upload(service: OpenAITuningService, path: Path) -> str:
    return service.upload(path, lambda done, total: None, CancelFlag())


def test_base_models_are_asked_for_or_known(service: OpenAITuningService, stand_in: StandIn) -> None:
    stand_in.life = ("succeeded",)
    stand_in.new_job({"model": "m", "training_file": "f"})
    assert [model.name for model in service.base_models()] == list(BASE_MODELS)
    known = (BaseModel("own"),)
    assert OpenAITuningService("OpenAI", _never, base_models=known).base_models() == known


def test_a_service_without_base_models_says_what_to_do(service: OpenAITuningService, stand_in: StandIn) -> None:
    stand_in.base_models = ()
    with pytest.raises(UserError) as told:
        service.base_models()
    assert "set-up" in told.value.advice


def _never() -> Endpoint:
    raise UserError("Nobody should have asked.")


def test_upload_counts_its_bytes(service: OpenAITuningService, stand_in: StandIn, data: Path) -> None:
    counts: list[tuple[int, int]] = []
    file_id = service.upload(data, lambda done, total: counts.append((done, total)), CancelFlag())

    assert stand_in.files[file_id].content == data.read_bytes()
    assert stand_in.files[file_id].name == "training.jsonl"
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
        service.upload(data, lambda done, total: cancel.cancel(), cancel)
    assert not stand_in.files
    assert _upload(service, data) in stand_in.files


@pytest.mark.parametrize("status", ["uploaded", "processed", None, "pending"])
def test_a_file_is_not_waited_for_for_ever(
    service: OpenAITuningService, stand_in: StandIn, data: Path, status: str | None
) -> None:
    stand_in.file_status = status
    service.wait_for_file(_upload(service, data), CancelFlag())
    asked = len(stand_in.seen("GET", "/files/.*"))
    assert asked > 1 if status == "uploaded" else asked == 1


def test_a_file_that_cannot_be_used(service: OpenAITuningService, stand_in: StandIn, data: Path) -> None:
    stand_in.file_status = "error"
    with pytest.raises(UserError, match="cannot use the examples"):
        service.wait_for_file(_upload(service, data), CancelFlag())


def test_waiting_for_a_file_outlasts_a_hiccup_but_not_an_outage(
    service: OpenAITuningService, stand_in: StandIn, data: Path
) -> None:
    file_id = _upload(service, data)
    stand_in.fault("GET", "/files/.*", Refuse(500))
    service.wait_for_file(file_id, CancelFlag())
    stand_in.fault("GET", "/files/.*", Refuse(500), times=1_000_000)
    with pytest.raises(Unreachable):
        service.wait_for_file(file_id, CancelFlag())


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
    assert service.find_job("run-1") is None
    job = service.create_job(request)
    assert job.status is JobStatus.VALIDATING_FILES
    assert service.find_job("run-1") == job


def test_a_job_is_found_on_a_later_page(service: OpenAITuningService, stand_in: StandIn) -> None:
    ours = stand_in.new_job({"model": "m", "training_file": "f", "metadata": {RUN_ID_KEY: "run-1"}})
    for _ in range(120):
        stand_in.new_job({"model": "m", "training_file": "f"})
    found = service.find_job("run-1")

    assert found is not None
    assert found.identifier == ours.identifier
    assert len(stand_in.seen("GET", JOBS)) == 2


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


def test_json_of_something_else_is_no_job(service: OpenAITuningService, stand_in: StandIn) -> None:
    stand_in.fault("POST", ".*/cancel", Junk('{"welcome": "inn"}', "application/json"))
    with pytest.raises(Unreachable):
        service.cancel_job("ftjob-1")


def test_a_dead_engine_is_told_as_such(stand_in: StandIn) -> None:
    with closing(_service(stand_in, alive=lambda: False)) as service:
        stand_in.fault("GET", "/models", Refuse(500))
        with pytest.raises(UserError, match="stopped unexpectedly") as caught:
            service.base_models()
    assert not isinstance(caught.value, Unreachable)


@pytest.mark.parametrize(
    ("method", "path"), [("POST", "/files"), ("GET", "/files/.*"), ("POST", JOBS), ("GET", ".*/events")]
)
def test_cancelling_ends_a_silent_request(stand_in: StandIn, tmp_path: Path, method: str, path: str) -> None:
    store = FolderRunStore(tmp_path)
    run = new_run(store, service="openai", base_model="m", epochs=1, voice="Tom", system_prompt="", examples=10)
    (store.folder(run.identifier) / run.training_file).write_bytes(b"{}\n")
    stand_in.fault(method, path, Hang())
    cancel = CancelFlag()
    ended: list[tuple[type[BaseException], float]] = []

    def work() -> None:
        with closing(_service(stand_in)) as service:
            try:
                run_tuning(run, service, store, lambda progress: None, cancel)
            except (UserError, Cancelled) as error:
                ended.append((type(error), time.monotonic()))

    worker = threading.Thread(target=work)
    worker.start()
    assert stand_in.wait_until(lambda: bool(stand_in.seen(method, path)))
    asked_at = time.monotonic()
    cancel.cancel()
    worker.join(30)

    assert [kind for kind, _ in ended] == [Cancelled]
    assert ended[0][1] - asked_at < AT_ONCE_S
    left = store.get(run.identifier)
    assert left is not None
    assert not left.state.ended


def test_a_key_that_no_key_can_be(tmp_path: Path) -> None:
    services = Services(DataFolder.open(tmp_path))
    for key in ("sk-“curly”", "sk-1\nsk-2", "sk 1", "   "):
        services.secrets.set("openai", key)
        with pytest.raises(UserError) as caught, closing(services.tuning("openai")) as service:
            service.find_job("run-1")
        assert "key" in caught.value.message
        assert "sk" not in str(caught.value)
    services.close()


def test_a_closed_service_can_be_closed_again(service: OpenAITuningService) -> None:
    service.close()
    service.close()
