"""The stand-in itself: what it answers is what the SDK accepts in strict mode."""

from collections.abc import Iterator

import openai
import pytest

from tests.support.stand_in import KEY, StandIn


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
