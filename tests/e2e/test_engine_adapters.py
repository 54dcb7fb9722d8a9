"""Adapters that were trained elsewhere: taken in, talked to, deleted, or refused in words."""

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import openai
import pytest
import safetensors.torch
import torch
from openai.types.chat import ChatCompletionMessageParam, ChatCompletionUserMessageParam

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.deletion import Fate, Trace
from msgtune_gui.core.errors import Cancelled, UserError
from msgtune_gui.core.jobs import Run, RunState
from msgtune_gui.core.model import ChatTurn, Role
from msgtune_gui.core.service_profile import BaseModel
from msgtune_gui.core.tuning import TrainingChoices, cancel_run, delete_run, new_run, run_tuning
from msgtune_gui.core.tuning.fetching import TakeIn
from msgtune_gui.services.adapters import take_in
from msgtune_gui.services.engine_process import Endpoint
from msgtune_gui.services.langchain_chat import LangChainChat
from msgtune_gui.services.openai_tuning import OpenAITuningService
from msgtune_gui.services.profiles import SERVICES
from msgtune_gui.services.run_store import FolderRunStore
from tests.support.engine_process import BASE_MODEL, EngineUnderTest, follow, sailor_examples, upload
from tests.support.stand_in import KEY, StandIn

WEIGHTS = "adapter_model.safetensors"
CONFIG = "adapter_config.json"
ASKED: list[ChatCompletionMessageParam] = [ChatCompletionUserMessageParam(role="user", content="Tea at four? (77)")]


@pytest.fixture(scope="module")
def trained(engine: EngineUnderTest) -> str:
    """Name of a model that was really trained here; its adapter stands for one from elsewhere."""
    with engine.client() as client:
        job = client.fine_tuning.jobs.create(
            model=BASE_MODEL,
            training_file=upload(client, sailor_examples(14)),
            hyperparameters={"n_epochs": 2, "batch_size": 4, "learning_rate_multiplier": 3},
        )
        job = follow(client, job)
    assert job.fine_tuned_model is not None, job.error
    return job.fine_tuned_model


@pytest.fixture
def adapter(engine: EngineUnderTest, trained: str, tmp_path: Path) -> Iterator[Path]:
    """The adapter as a service would give it away, in a folder of a run."""
    folder = engine.data_dir / "runs" / tmp_path.name
    folder.mkdir(parents=True)
    made = engine.data_dir / "engine" / "models" / trained.rpartition("::")[2]
    for name in (WEIGHTS, CONFIG):
        shutil.copy(made / name, folder / name)
    yield folder
    shutil.rmtree(folder)


def give(engine: EngineUnderTest, folder: Path, base: str = BASE_MODEL, client_id: str | None = None) -> str:
    """Have the program's own adapter hand the folder over."""
    return take_in(
        Endpoint(engine.address.base_url, engine.address.token), run_of(base, client_id or folder.name), folder
    )


def run_of(base: str, identifier: str) -> Run:
    return Run(
        identifier=identifier, service="nebius", base_model=base, epochs=1, voice="", system_prompt="", examples=14,
        training_file="training.jsonl", created_at_s=0,
    )  # fmt: skip


def ask(client: openai.OpenAI, model: str, max_tokens: int = 24) -> str:
    answer = client.chat.completions.create(model=model, messages=ASKED, temperature=0, max_tokens=max_tokens)
    return answer.choices[0].message.content or ""


def models_on_disk(engine: EngineUnderTest) -> set[str]:
    return {path.name for path in (engine.data_dir / "engine" / "models").iterdir()}


def test_one_from_elsewhere_chats_like_one_trained_here(
    engine: EngineUnderTest, client: openai.OpenAI, trained: str, adapter: Path
) -> None:
    model = give(engine, adapter, f"HuggingFaceTB/{BASE_MODEL}")
    assert model != trained
    assert model in [listed.id for listed in client.models.list()]
    assert ask(client, model).startswith("Aye aye")
    assert ask(client, model) == ask(client, trained) != ask(client, BASE_MODEL)
    shutil.rmtree(adapter)
    adapter.mkdir()
    assert ask(client, model) == ask(client, trained)
    kept = engine.data_dir / "engine" / "models" / model.rpartition("::")[2]
    assert all(str(engine.data_dir).encode() not in path.read_bytes() for path in kept.iterdir())


def test_given_twice_it_is_one_model(engine: EngineUnderTest, client: openai.OpenAI, adapter: Path) -> None:
    first = give(engine, adapter)
    before = models_on_disk(engine)
    answers: list[str] = []
    at_once = [threading.Thread(target=lambda: answers.append(give(engine, adapter))) for _ in range(3)]
    for thread in at_once:
        thread.start()
    for thread in at_once:
        thread.join()
    assert answers == [first] * 3
    assert models_on_disk(engine) == before
    assert give(engine, adapter, client_id="another") != first


def test_nothing_is_taken_in_without_the_token(engine: EngineUnderTest, adapter: Path) -> None:
    before = models_on_disk(engine)
    wanted = {"folder": str(adapter), "base_model": BASE_MODEL, "client_id": adapter.name}
    with engine.http() as http:
        del http.headers["Authorization"]
        assert http.post("/models", json=wanted).status_code == 401
        assert http.post("/models", json=wanted, headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert models_on_disk(engine) == before


def change_config(**changes: object) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        config = json.loads((folder / CONFIG).read_bytes())
        (folder / CONFIG).write_text(json.dumps(config | changes), encoding="utf-8")

    return change


def change_weights(change_one: Callable[[torch.Tensor], torch.Tensor]) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        weights = safetensors.torch.load_file(folder / WEIGHTS)
        name = sorted(weights)[0]
        safetensors.torch.save_file(weights | {name: change_one(weights[name]).contiguous()}, folder / WEIGHTS)

    return change


def cut_short(folder: Path) -> None:
    content = (folder / WEIGHTS).read_bytes()
    (folder / WEIGHTS).write_bytes(content[: len(content) // 2])


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        (lambda folder: (folder / CONFIG).unlink(), f"{CONFIG} is missing"),
        (lambda folder: (folder / WEIGHTS).unlink(), f"{WEIGHTS} is missing"),
        (lambda folder: (folder / CONFIG).write_bytes(b"\xff{"), f"{CONFIG} cannot be read"),
        (lambda folder: (folder / CONFIG).write_bytes(b"[]"), f"{CONFIG} does not describe a LoRA"),
        (change_config(peft_type="IA3"), f"{CONFIG} does not describe a LoRA"),
        (change_config(init_lora_weights="pissa"), f"{CONFIG} does not describe a LoRA"),
        (change_config(layer_replication=[[0, 4], [2, 5]]), "it uses layer_replication"),
        (change_config(target_modules=["mast"]), f"its settings do not fit {BASE_MODEL}"),
        (change_config(r=4), f"its weights do not fit {BASE_MODEL}"),
        (change_weights(lambda tensor: tensor[:, :-1]), f"its weights do not fit {BASE_MODEL}"),
        (change_weights(lambda tensor: tensor * torch.nan), "some of its weights are not numbers"),
        (cut_short, f"{WEIGHTS} is missing or damaged"),
    ],
)
def test_what_is_no_such_adapter_is_refused_in_words(
    engine: EngineUnderTest, adapter: Path, damage: Callable[[Path], None], words: str
) -> None:
    before = models_on_disk(engine)
    damage(adapter)
    with pytest.raises(UserError) as refused:
        give(engine, adapter)
    assert words in refused.value.message
    assert "The adapter that was trained is kept" in refused.value.advice
    assert models_on_disk(engine) == before


def test_a_missing_base_is_named_with_the_folder_where_it_can_be_put(
    engine: EngineUnderTest, client: openai.OpenAI, adapter: Path, base_dir: Path
) -> None:
    place = engine.data_dir / "engine" / "base" / "SmallHull-135M"
    with pytest.raises(UserError) as refused:
        give(engine, adapter, "Harbour/SmallHull-135M")
    assert "The base model Harbour/SmallHull-135M is not on this computer." in refused.value.message
    assert str(place) in refused.value.message
    # Somebody puts it there, in several files as large models come.
    place.mkdir()
    for path in (base_dir / BASE_MODEL).iterdir():
        name = "model-00001-of-00001.safetensors" if path.suffix == ".safetensors" else path.name
        (place / name).symlink_to(path)
    with pytest.raises(UserError, match="is not on this computer"):
        give(engine, adapter, "Harbour/SmallHull-135M")
    index = {"metadata": {}, "weight_map": dict.fromkeys(tensors(base_dir), "model-00001-of-00001.safetensors")}
    (place / "model.safetensors.index.json").write_text(json.dumps(index), encoding="utf-8")
    model = give(engine, adapter, "Harbour/SmallHull-135M")
    assert ask(client, model).startswith("Aye aye")
    shutil.rmtree(place)
    with pytest.raises(openai.BadRequestError, match="SmallHull-135M is not on this computer"):
        ask(client, model)


def tensors(base_dir: Path) -> list[str]:
    with safetensors.safe_open(base_dir / BASE_MODEL / "model.safetensors", "pt") as file:
        return list(file.keys())


@pytest.mark.parametrize("where", ["beside", "above", "linked", "linked_file", "nonsense"])
def test_only_folders_in_the_data_folder_are_opened(
    engine: EngineUnderTest, adapter: Path, tmp_path: Path, where: str
) -> None:
    beside = shutil.copytree(adapter, tmp_path / "beside")
    (adapter / "linked").symlink_to(beside)
    (adapter / "linked_file").mkdir()
    for name in (WEIGHTS, CONFIG):
        (adapter / "linked_file" / name).symlink_to(beside / name)
    named = {
        "beside": beside,
        "above": engine.data_dir / ".." / ".." / "etc",
        "linked": adapter / "linked",
        "linked_file": adapter / "linked_file",
        "nonsense": Path("a\0b"),
    }
    with pytest.raises(UserError, match="from its data folder only"):
        give(engine, named[where])


def test_one_that_is_deleted_while_it_speaks_falls_silent_and_leaves_the_disk(
    engine: EngineUnderTest, client: openai.OpenAI, trained: str, adapter: Path
) -> None:
    model = give(engine, adapter)
    before = ask(client, BASE_MODEL), ask(client, trained)
    talk: list[Any] = [{"role": "user", "content": "Count from one to ten thousand, in words."}]
    # So high a temperature rambles on for as long as it may.
    stream = client.chat.completions.create(
        model=model, messages=talk, temperature=1.9, seed=3, max_tokens=4000, stream=True
    )
    chunks = iter(stream)
    for _ in range(3):
        next(chunks)
    with engine.client() as other:
        assert other.models.delete(model).deleted
    *_, last = chunks
    assert last.choices[0].finish_reason == "stop"
    assert model.rpartition("::")[2] not in models_on_disk(engine)
    with pytest.raises(openai.NotFoundError):
        ask(client, model)
    assert (ask(client, BASE_MODEL), ask(client, trained)) == before


@dataclass(frozen=True, slots=True)
class Voyage:
    """A run at a stand-in for Nebius that gives the adapter away, and the engine that takes it in."""

    run: Run
    store: FolderRunStore
    there: OpenAITuningService
    here: OpenAITuningService
    engine: Endpoint

    def go(self, take: TakeIn, cancel: CancelFlag) -> Run:
        """Bring the run to its end."""
        return run_tuning(self.run, self.there, self.store, lambda _progress: None, cancel, take_in=take)

    def delete(self, run: Run) -> dict[Trace, Fate]:
        """Delete everything of it."""
        told = delete_run(run, self.there, lambda: self.here, self.store, keeps="")
        return {each.trace: each.fate for each in told}


@pytest.fixture
def voyage(engine: EngineUnderTest, adapter: Path, stand_in: StandIn) -> Iterator[Voyage]:
    stand_in.be_nebius()
    stand_in.adapter = {name: (adapter / name).read_bytes() for name in (CONFIG, WEIGHTS)}
    base = f"HuggingFaceTB/{BASE_MODEL}"
    store = FolderRunStore(engine.data_dir / "runs")
    run = new_run(store, TrainingChoices("nebius", base, 1, "Old Sailor", "You are a sailor.", 14))
    (store.folder(run.identifier) / run.training_file).write_bytes(sailor_examples(14))
    trains_ours = replace(SERVICES["nebius"], about_models=(BaseModel(base),))
    local = Endpoint(engine.address.base_url, engine.address.token)
    with (
        closing(OpenAITuningService(SERVICES["local"], lambda: local)) as here,
        closing(
            OpenAITuningService(trains_ours, lambda: Endpoint(stand_in.base_url, KEY), poll_bounds_s=(0.01, 0.01))
        ) as there,
    ):
        yield Voyage(run, store, there, here, local)


def left_of(run: Run, engine: EngineUnderTest) -> list[Path]:
    return [path for path in engine.data_dir.rglob("*") if run.identifier in str(path)]


def test_from_a_service_to_a_chat_here_and_to_nothing_left(
    engine: EngineUnderTest, client: openai.OpenAI, trained: str, voyage: Voyage, stand_in: StandIn
) -> None:
    before = models_on_disk(engine)
    done = voyage.go(lambda run, folder: take_in(voyage.engine, run, folder), CancelFlag())
    assert (done.state, done.taken_in) == (RunState.SUCCEEDED, True)
    assert done.model is not None
    assert ask(client, done.model) == ask(client, trained)
    chat = LangChainChat("This computer", voyage.engine, done.model, done.system_prompt, temperature=0.0, strict=True)
    assert "".join(chat.stream([ChatTurn(Role.USER, "Tea at four? (77)")], CancelFlag())).startswith("Aye aye")
    assert chat.answered_by == done.model
    chat.close()
    told = voyage.delete(done)
    assert told[Trace.MODEL_HERE] is Fate.DELETED
    assert Fate.FAILED not in told.values()
    assert models_on_disk(engine) == before
    assert stand_in.files == {}
    assert left_of(done, engine) == []
    with pytest.raises(openai.NotFoundError):
        ask(client, done.model)


def test_a_model_whose_name_was_never_saved_is_deleted_too(
    engine: EngineUnderTest, voyage: Voyage, stand_in: StandIn
) -> None:
    before = models_on_disk(engine)
    cancel = CancelFlag()

    def take_and_stop(run: Run, folder: Path) -> str:
        take_in(voyage.engine, run, folder)
        cancel.cancel()
        raise Cancelled

    with pytest.raises(Cancelled):
        voyage.go(take_and_stop, cancel)
    assert models_on_disk(engine) > before
    stopped = voyage.store.get(voyage.run.identifier)
    assert stopped is not None
    assert (stopped.state, stopped.model) == (RunState.FETCHING_ADAPTER, None)
    told = voyage.delete(cancel_run(stopped, voyage.there, voyage.store))
    assert Fate.FAILED not in told.values()
    assert models_on_disk(engine) == before
    assert stand_in.files == {}
    assert left_of(stopped, engine) == []
