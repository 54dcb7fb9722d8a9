"""The stand-in itself: what it answers is what the SDK accepts in strict mode."""

from collections.abc import Iterator
from typing import Literal

import openai
import pytest

from tests.support.stand_in import KEY, StandIn
from tests.support.stand_in_faults import LoseAnswer, Reset
from tests.support.stand_in_jobs import Right


@pytest.fixture
def client(stand_in: StandIn) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(
        base_url=stand_in.base_url, api_key=KEY, max_retries=0, _strict_response_validation=True
    ) as made:
        yield made


def test_files_are_kept_to_the_byte(client: openai.OpenAI) -> None:
    sent = client.files.create(file=("a.jsonl", "räksmörgås\n".encode()), purpose="fine-tune")

    assert client.files.retrieve(sent.id).filename == "a.jsonl"
    assert client.files.content(sent.id).read() == "räksmörgås\n".encode()
    assert [file.id for file in client.files.list()] == [sent.id]
    assert client.files.delete(sent.id).deleted
    with pytest.raises(openai.NotFoundError):
        client.files.retrieve(sent.id)


def test_files_come_in_pages_by_purpose_and_order(client: openai.OpenAI, stand_in: StandIn) -> None:
    kept = [stand_in.keep(f"{number}.jsonl", b"").identifier for number in range(5)]
    stand_in.keep("b.jsonl", b"", "batch")

    def listed(order: Literal["asc", "desc"]) -> list[str]:
        return [file.id for file in client.files.list(purpose="fine-tune", limit=2, order=order)]

    assert listed("asc") == kept
    assert listed("desc") == kept[::-1]
    assert client.files.list(after=kept[1], limit=1, order="asc").data[0].id == kept[2]
    assert len(list(client.files.list())) == 6


def test_lists_may_lag_behind(client: openai.OpenAI, stand_in: StandIn) -> None:
    stand_in.file_lag = stand_in.job_lag = 1
    sent = client.files.create(file=("a.jsonl", b"{}\n"), purpose="fine-tune")
    client.fine_tuning.jobs.create(model="m", training_file=sent.id)

    assert [len(client.files.list().data) for _ in range(2)] == [0, 1]
    assert [len(client.fine_tuning.jobs.list().data) for _ in range(2)] == [0, 1]


def test_models_tell_of_their_end_and_can_be_deleted(client: openai.OpenAI, stand_in: StandIn) -> None:
    stand_in.shutdown_dates = {"gpt-4.1-mini-2025-04-14": "2027-01-14"}
    stand_in.life = ("succeeded",)
    made = stand_in.new_job({"model": "meta/llama", "training_file": "f"}).model

    ends = {model.id: model.shutdown_date for model in client.models.list()}
    assert ends["gpt-4.1-mini-2025-04-14"] == "2027-01-14"
    assert ends[made] is None
    assert client.models.delete(made).deleted
    assert made not in {model.id for model in client.models.list()}
    with pytest.raises(openai.NotFoundError):
        client.models.delete(made)


def test_the_right_to_tune(client: openai.OpenAI, stand_in: StandIn) -> None:
    path = "/fine_tuning/model_limits"
    assert client.get(path, cast_to=object)
    stand_in.right = Right.REFUSED
    with pytest.raises(openai.PermissionDeniedError) as refused:
        client.get(path, cast_to=object)
    assert refused.value.code == "training_not_available"
    stand_in.right = Right.NOT_KNOWN_HERE
    with pytest.raises(openai.NotFoundError):
        client.get(path, cast_to=object)


def test_checkpoints_conform_and_may_carry_an_adapter(client: openai.OpenAI, stand_in: StandIn) -> None:
    stand_in.adapter = {"adapter_config.json": b"{}"}
    stand_in.life = ("running", "running", "succeeded")
    job = stand_in.new_job({"model": "m", "training_file": "f"})
    assert not list(client.fine_tuning.jobs.checkpoints.list(job.identifier))
    while client.fine_tuning.jobs.retrieve(job.identifier).status != "succeeded":
        pass

    last, earlier = client.fine_tuning.jobs.checkpoints.list(job.identifier, limit=1)
    assert last.fine_tuned_model_checkpoint == job.model
    assert last.step_number > earlier.step_number
    assert not (earlier.model_extra or {}).get("result_files")
    (file_id,) = (last.model_extra or {})["result_files"]
    assert client.files.retrieve(file_id).filename == f"{job.identifier}/adapter_config.json"
    assert client.files.content(file_id).read() == b"{}"


@pytest.mark.parametrize(
    "request_", [{"training_file": "f"}, {"model": "m"}, {"model": "m", "training_file": "file-gone"}]
)
def test_a_job_that_cannot_be_made_is_refused(client: openai.OpenAI, request_: dict[str, str]) -> None:
    with pytest.raises(openai.BadRequestError):
        client.post("/fine_tuning/jobs", body=request_, cast_to=object)


def test_an_ended_job_cannot_be_cancelled(client: openai.OpenAI, stand_in: StandIn) -> None:
    stand_in.life = ("succeeded",)
    job = stand_in.new_job({"model": "m", "training_file": "f"})
    with pytest.raises(openai.BadRequestError):
        client.fine_tuning.jobs.cancel(job.identifier)


def test_a_reset_comes_in_the_middle_of_an_upload(client: openai.OpenAI, stand_in: StandIn) -> None:
    stand_in.fault("POST", "/files", Reset(after_bytes=100_000))
    with pytest.raises(openai.APIConnectionError):
        client.files.create(file=("a.jsonl", b"x" * 8_000_000), purpose="fine-tune")
    (begun,) = stand_in.requests
    assert 100_000 <= len(begun.body) < 8_000_000
    assert not stand_in.files


def test_work_is_done_though_its_answer_is_lost(client: openai.OpenAI, stand_in: StandIn) -> None:
    stand_in.fault("POST", "/files", LoseAnswer())
    with pytest.raises(openai.InternalServerError):
        client.files.create(file=("a.jsonl", b"{}\n"), purpose="fine-tune")
    assert [file.name for file in stand_in.files.values()] == ["a.jsonl"]


def test_a_key_expires(client: openai.OpenAI, stand_in: StandIn) -> None:
    client.models.list()
    stand_in.key = "sk-another"
    with pytest.raises(openai.AuthenticationError):
        client.models.list()


def test_what_nebius_answers_is_none_of_the_sdks_shapes(client: openai.OpenAI, stand_in: StandIn) -> None:
    stand_in.be_nebius()
    stored = stand_in.keep("a.jsonl", b"")
    with pytest.raises(openai.APIResponseValidationError):
        client.files.retrieve(stored.identifier)


def test_a_paused_job_is_none_of_the_sdks_shapes(client: openai.OpenAI, stand_in: StandIn) -> None:
    stand_in.life = ("pausing", "paused")
    job = stand_in.new_job({"model": "m", "training_file": "f"})
    with pytest.raises(openai.APIResponseValidationError):
        client.fine_tuning.jobs.retrieve(job.identifier)


def test_a_job_lives_its_life(client: openai.OpenAI) -> None:
    sent = client.files.create(file=("a.jsonl", b"{}\n"), purpose="fine-tune")
    job = client.fine_tuning.jobs.create(
        model="gpt-4.1-mini-2025-04-14",
        training_file=sent.id,
        metadata={"mine": "1"},
        method={"type": "supervised", "supervised": {"hyperparameters": {"n_epochs": 3}}},
    )
    seen = [job.status]
    while job.status not in {"succeeded", "failed", "cancelled"}:
        job = client.fine_tuning.jobs.retrieve(job.id)
        seen.append(job.status)

    assert seen == ["validating_files", "queued", "running", "running", "running", "succeeded"]
    assert job.fine_tuned_model in {model.id for model in client.models.list()}
    assert [found.id for found in client.fine_tuning.jobs.list(metadata={"mine": "1"})] == [job.id]
    assert not list(client.fine_tuning.jobs.list(metadata={"mine": "2"}))


def test_events_come_newest_first_in_pages(client: openai.OpenAI, stand_in: StandIn) -> None:
    job = stand_in.new_job({"model": "m", "training_file": "f"})
    for _ in stand_in.life:
        job.advance()

    told = [event.id for event in client.fine_tuning.jobs.list_events(job.identifier, limit=2)]

    assert told == [event["id"] for event in reversed(job.events)]
    assert len(stand_in.seen("GET", ".*/events")) == (len(told) + 1) // 2


def test_cancelled_and_failed_jobs_conform(client: openai.OpenAI, stand_in: StandIn) -> None:
    cancelled = stand_in.new_job({"model": "m", "training_file": "f"})
    stand_in.life = ("failed",)
    failed = stand_in.new_job({"model": "m", "training_file": "f"})

    assert client.fine_tuning.jobs.cancel(cancelled.identifier).status == "cancelled"
    error = client.fine_tuning.jobs.retrieve(failed.identifier).error
    assert error is not None
    assert error.message == "The data ran out of rum."


def test_chat_conforms_plain_and_streamed(client: openai.OpenAI) -> None:
    plain = client.chat.completions.create(model="m", messages=[{"role": "user", "content": "Hail"}])
    with client.chat.completions.create(
        model="m", messages=[{"role": "user", "content": "Hail"}], stream=True
    ) as stream:
        chunks = list(stream)

    assert plain.choices[0].message.content == "Ahoy, matey!"
    assert "".join(chunk.choices[0].delta.content or "" for chunk in chunks) == "Ahoy, matey!"
    assert chunks[-1].choices[0].finish_reason == "stop"


def test_a_stranger_is_refused(stand_in: StandIn) -> None:
    with (
        openai.OpenAI(base_url=stand_in.base_url, api_key="sk-wrong", max_retries=0) as stranger,
        pytest.raises(openai.AuthenticationError),
    ):
        stranger.models.list()
