"""Models that msgtune did not train, as they are kept."""

from dataclasses import replace
from pathlib import Path

from msgtune_gui.core.adopting import OwnModel, adopt, run_of
from msgtune_gui.core.jobs import RunState
from msgtune_gui.services.run_store import FolderRunStore

POLLY = OwnModel("openai", "ft:gpt-4.1-mini:ship::parrot", "Polly", "You are Polly.")


def test_it_is_a_run_that_has_succeeded_without_any_training() -> None:
    run = run_of(POLLY)
    assert (run.state, run.adopted, run.examples, run.epochs) == (RunState.SUCCEEDED, True, 0, 0)
    assert (run.service, run.model, run.base_model) == ("openai", POLLY.model, POLLY.model)
    assert (run.voice, run.title, run.system_prompt) == ("Polly", "Polly", "You are Polly.")
    assert run_of(replace(POLLY, name="")).voice == POLLY.model


def test_the_same_model_is_kept_once_under_its_newest_name(tmp_path: Path) -> None:
    store = FolderRunStore(tmp_path)
    first = adopt(store, run_of(POLLY))
    again = adopt(store, run_of(replace(POLLY, name="Pollyanna")))
    other = adopt(store, run_of(replace(POLLY, system_prompt="You are silent.")))
    assert again.identifier == first.identifier != other.identifier
    assert {run.voice for run in store.all()} == {"Pollyanna", "Polly"}
    assert len(store.all()) == 2


def test_a_model_that_was_trained_here_is_another_thing(tmp_path: Path) -> None:
    store = FolderRunStore(tmp_path)
    trained = replace(run_of(POLLY), adopted=False)
    store.save(trained)
    adopt(store, run_of(POLLY))
    assert len(store.all()) == 2
    assert store.get(trained.identifier) == trained
