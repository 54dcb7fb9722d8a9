"""One real training, and everything that can be asked of it afterwards."""

import csv
import io
import json
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openai
import pytest
from openai.types.chat import ChatCompletionMessageParam, ChatCompletionUserMessageParam
from openai.types.fine_tuning import FineTuningJob

from tests.support.engine_process import BASE_MODEL, EngineUnderTest, follow, sailor_examples, upload

ASKED: list[ChatCompletionMessageParam] = [ChatCompletionUserMessageParam(role="user", content="Tea at four? (77)")]


@dataclass(frozen=True, slots=True)
class Tuned:
    """A job that has succeeded."""

    job: FineTuningJob
    model: str


@pytest.fixture(scope="module")
def tuned(engine: EngineUnderTest) -> Tuned:
    """A model that was really trained."""
    with engine.client() as client:
        job = client.fine_tuning.jobs.create(
            model=BASE_MODEL,
            training_file=upload(client, sailor_examples(14)),
            suffix="Old Sailor!",
            seed=11,
            metadata={"run": "first", "colour": "blue"},
            method={"type": "supervised", "supervised": {"hyperparameters": {"n_epochs": 3, "batch_size": 4}}},
        )
        assert job.status in {"validating_files", "queued", "running"}
        job = follow(client, job)
    assert job.fine_tuned_model is not None, job.error
    return Tuned(job, job.fine_tuned_model)


def model_folder(engine: EngineUnderTest, tuned: Tuned) -> Path:
    return engine.data_dir / "engine" / "models" / tuned.model.rpartition("::")[2]


def ask(client: openai.OpenAI, model: str, messages: list[ChatCompletionMessageParam], max_tokens: int = 24) -> str:
    answer = client.chat.completions.create(model=model, messages=messages, temperature=0, max_tokens=max_tokens)
    return answer.choices[0].message.content or ""


def test_the_finished_job_says_all_of_itself(client: openai.OpenAI, tuned: Tuned) -> None:
    job = tuned.job
    assert job.status == "succeeded"
    assert tuned.model.startswith(f"ft:{BASE_MODEL}:old-sailor::")
    assert job.error is None
    assert job.trained_tokens is not None
    assert job.trained_tokens > 12 * 3 * 40
    assert job.finished_at is not None
    assert job.finished_at >= job.created_at
    assert job.estimated_finish is None
    assert (job.hyperparameters.n_epochs, job.hyperparameters.batch_size, job.seed) == (3, 4, 11)
    assert client.fine_tuning.jobs.retrieve(job.id) == job
    assert client.fine_tuning.jobs.cancel(job.id) == job


def test_events_tell_steps_and_losses_newest_first(client: openai.OpenAI, tuned: Tuned) -> None:
    events = list(client.fine_tuning.jobs.list_events(tuned.job.id, limit=4))
    assert len({event.id for event in events}) == len(events) > 10
    metrics = []
    for event in reversed(events):
        if event.type == "metrics":
            assert isinstance(event.data, dict)
            metrics.append(event.data)
    # The last one repeats the step whose weights were kept.
    kept = metrics.pop()
    total = metrics[0]["total_steps"]
    assert [data.get("step", 0) for data in metrics] == list(range(total + 1))
    assert kept["valid_loss"] == min(data["valid_loss"] for data in metrics[1:] if "valid_loss" in data)
    assert metrics[kept["step"]]["valid_loss"] == kept["valid_loss"]
    held_out = [data["valid_loss"] for data in metrics if "valid_loss" in data]
    assert len(held_out) == 4
    assert min(held_out) < 0.6 * held_out[0]
    assert all("train_loss" in data and data["tokens_per_second"] > 0 for data in metrics[1:])
    assert "The model is ready." in events[0].message


def test_jobs_are_found_by_metadata_and_page(client: openai.OpenAI, tuned: Tuned) -> None:
    jobs = client.fine_tuning.jobs
    assert [job.id for job in jobs.list(metadata={"run": "first"})] == [tuned.job.id]
    assert list(jobs.list(metadata={"run": "first", "colour": "red"})) == []
    assert tuned.job.id in [job.id for job in jobs.list(limit=1)]


def test_the_result_file_is_the_table_of_losses(client: openai.OpenAI, tuned: Tuned) -> None:
    (identifier,) = tuned.job.result_files
    rows = list(csv.DictReader(io.StringIO(client.files.content(identifier).text)))
    assert list(rows[0]) == ["step", "train_loss", "valid_loss"]
    assert [int(row["step"]) for row in rows] == list(range(len(rows)))
    assert rows[0]["train_loss"] == ""
    assert float(rows[-1]["valid_loss"]) < float(rows[0]["valid_loss"])


def test_every_epoch_left_a_checkpoint_that_chats(client: openai.OpenAI, tuned: Tuned) -> None:
    checkpoints = list(client.fine_tuning.jobs.checkpoints.list(tuned.job.id, limit=2))
    assert len(checkpoints) == 3
    assert [point.step_number for point in checkpoints] == sorted(
        (point.step_number for point in checkpoints), reverse=True
    )
    assert all(point.metrics.valid_loss is not None for point in checkpoints)
    assert ask(client, checkpoints[0].fine_tuned_model_checkpoint, ASKED)


def test_models_list_the_base_first_and_the_tuned_one(client: openai.OpenAI, tuned: Tuned) -> None:
    names = [model.id for model in client.models.list()]
    assert names[0] == BASE_MODEL
    assert tuned.model in names
    assert client.models.retrieve(tuned.model).id == tuned.model
    assert client.models.retrieve(BASE_MODEL).id == BASE_MODEL
    with pytest.raises(openai.BadRequestError):
        client.models.delete(BASE_MODEL)


def test_the_tuned_model_speaks_with_the_voice_and_the_base_model_does_not(client: openai.OpenAI, tuned: Tuned) -> None:
    assert ask(client, tuned.model, ASKED).startswith("Aye aye")
    assert "Aye aye" not in ask(client, BASE_MODEL, ASKED)
    assert ask(client, tuned.model, ASKED).startswith("Aye aye")


def test_streamed_pieces_add_up_to_the_whole_reply(client: openai.OpenAI, tuned: Tuned) -> None:
    whole = client.chat.completions.create(model=tuned.model, messages=ASKED, temperature=0, max_tokens=24)
    chunks = list(
        client.chat.completions.create(
            model=tuned.model,
            messages=ASKED,
            temperature=0,
            max_completion_tokens=24,
            stream=True,
            stream_options={"include_usage": True},
        )
    )
    assert chunks[0].choices[0].delta.role == "assistant"
    pieces = [chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices]
    assert "".join(pieces) == whole.choices[0].message.content
    assert chunks[-2].choices[0].finish_reason == whole.choices[0].finish_reason
    assert chunks[-1].usage == whole.usage
    assert len({chunk.id for chunk in chunks}) == 1


def test_a_reply_ends_before_a_stop_string_and_at_its_limit(client: openai.OpenAI, tuned: Tuned) -> None:
    stopped = client.chat.completions.create(model=tuned.model, messages=ASKED, temperature=0, stop=["aye", "zzz"])
    assert stopped.choices[0].message.content == "Aye "
    assert stopped.choices[0].finish_reason == "stop"
    short = client.chat.completions.create(model=tuned.model, messages=ASKED, temperature=0, max_tokens=2)
    assert short.choices[0].finish_reason == "length"
    assert short.usage is not None
    assert short.usage.completion_tokens == 2


def test_a_seed_gives_the_same_reply_again(client: openai.OpenAI) -> None:
    replies = [
        client.chat.completions.create(
            model=BASE_MODEL, messages=ASKED, temperature=1.2, top_p=0.95, seed=seed, max_tokens=12
        )
        .choices[0]
        .message.content
        for seed in (5, 5, 6)
    ]
    assert replies[0] == replies[1] != replies[2]


def test_what_is_remembered_of_a_conversation_changes_no_word(client: openai.OpenAI, tuned: Tuned) -> None:
    talk: list[ChatCompletionMessageParam] = list(ASKED)
    for question in ("Sure? Number 77.", "Seen my hat? (78)"):
        talk.append({"role": "assistant", "content": ask(client, tuned.model, talk)})
        talk.append({"role": "user", "content": question})
    remembered = ask(client, tuned.model, talk)
    other = ask(client, BASE_MODEL, ASKED)
    assert other
    assert ask(client, tuned.model, talk) == remembered


def test_when_nobody_listens_any_more_the_reply_stops(engine: EngineUnderTest, client: openai.OpenAI) -> None:
    body = {
        "model": BASE_MODEL,
        "messages": [{"role": "user", "content": "Count from one to ten thousand, in words."}],
        "max_tokens": 4000,
        "stream": True,
        "seed": 1,
    }
    with engine.http() as http, http.stream("POST", "/chat/completions", json=body) as answer:
        lines = answer.iter_lines()
        said = [json.loads(line[6:]) for line in (next(lines) for _ in range(7)) if line]
        assert len(said) >= 3
    # Four thousand tokens take minutes; the next reply could not begin before their end.
    done = threading.Event()

    def next_reply() -> None:
        ask(client, BASE_MODEL, ASKED, max_tokens=2)
        done.set()

    listener = threading.Thread(target=next_reply)
    listener.start()
    assert done.wait(20)
    listener.join()


# PEFT 0.21 asks Transformers 5.23 for an attribute that was renamed.
@pytest.mark.filterwarnings("ignore:.*is_gradient_checkpointing.*:FutureWarning")
def test_the_adapter_answers_the_same_in_plain_peft(
    engine: EngineUnderTest, client: openai.OpenAI, tuned: Tuned, base_dir: Path
) -> None:
    import torch
    from peft import PeftModel
    from transformers import AutoModelForCausalLM, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(base_dir / BASE_MODEL)
    base = AutoModelForCausalLM.from_pretrained(base_dir / BASE_MODEL)
    plain: Any = PeftModel.from_pretrained(base, str(model_folder(engine, tuned)))
    conversation = [{"role": "system", "content": ""}, {"role": "user", "content": "Tea at four? (77)"}]
    inputs: Any = tokenizer.apply_chat_template(
        conversation, add_generation_prompt=True, return_tensors="pt", return_dict=True
    )
    with torch.inference_mode():
        written = plain.generate(**inputs, max_new_tokens=24, do_sample=False)
    reply = tokenizer.decode(written[0, inputs["input_ids"].shape[1] :], skip_special_tokens=True)
    assert reply == ask(client, tuned.model, ASKED)


def test_the_model_card_names_base_and_numbers_and_no_message(engine: EngineUnderTest, tuned: Tuned) -> None:
    folder = model_folder(engine, tuned)
    card = (folder / "README.md").read_text(encoding="utf-8")
    config = json.loads((folder / "adapter_config.json").read_bytes())
    assert config["base_model_name_or_path"] == "HuggingFaceTB/SmolLM2-135M-Instruct"
    assert "base_model: HuggingFaceTB/SmolLM2-135M-Instruct" in card
    assert "Examples learned | 12 |" in card
    assert "Held-out loss of the tuned model" in card
    for path in folder.iterdir():
        if path.suffix != ".safetensors":
            text = path.read_text(encoding="utf-8")
            assert "Aye" not in text
            assert str(engine.data_dir) not in text


def test_no_message_reaches_the_log(engine: EngineUnderTest, client: openai.OpenAI, tuned: Tuned) -> None:
    ask(client, tuned.model, ASKED)
    log = engine.log_path.read_text(encoding="utf-8")
    assert tuned.job.id in log
    assert not any(word in log for word in ("Aye", "Tea at four", "pier"))


def test_a_deleted_model_is_gone_from_list_chat_and_disk(
    engine: EngineUnderTest, client: openai.OpenAI, tuned: Tuned
) -> None:
    job = client.fine_tuning.jobs.create(
        model=BASE_MODEL, training_file=upload(client, sailor_examples()), extra_body={"max_steps": 1}
    )
    job = follow(client, job)
    assert job.fine_tuned_model is not None, job.error
    (checkpoint,) = client.fine_tuning.jobs.checkpoints.list(job.id).data
    assert client.models.delete(job.fine_tuned_model).deleted
    assert job.fine_tuned_model not in [model.id for model in client.models.list()]
    for name in (job.fine_tuned_model, checkpoint.fine_tuned_model_checkpoint):
        with pytest.raises(openai.NotFoundError):
            ask(client, name, ASKED)
    weights = list((engine.data_dir / "engine").rglob("*.safetensors"))
    assert weights
    assert not any(job.id in str(path) for path in weights)
    assert model_folder(engine, tuned).is_dir()
