"""Runs on disk."""

import json
import logging
from dataclasses import replace
from pathlib import Path

import pytest

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.jobs import Run, RunState
from msgtune_gui.core.tuning import TrainingChoices, new_run
from msgtune_gui.services.run_store import FolderRunStore


@pytest.fixture
def store(tmp_path: Path) -> FolderRunStore:
    return FolderRunStore(tmp_path / "runs")


CHOICES = TrainingChoices(
    service="local",
    base_model="m",
    epochs=1,
    voice="Ömer 🦜",
    system_prompt="",
    examples=10,
    max_steps=2,
    tokens=1_000,
    dollars_per_million=0.4,
)


def _new(store: FolderRunStore, created_at_s: int) -> Run:
    dated = replace(new_run(store, CHOICES), created_at_s=created_at_s)
    store.save(dated)
    return dated


def test_a_run_comes_back_as_it_was(store: FolderRunStore) -> None:
    run = replace(
        _new(store, 5), state=RunState.SUCCEEDED, model="ft:m", valid_loss=0.25, result_files=("a", "b"), taken_in=True
    )
    store.save(run)

    assert store.get(run.identifier) == run
    assert FolderRunStore(store.folder(run.identifier).parent).all() == [run]


def test_newest_first(store: FolderRunStore) -> None:
    runs = [_new(store, moment) for moment in (3, 9, 6)]

    assert [run.created_at_s for run in store.all()] == [9, 6, 3]
    assert set(store.all()) == set(runs)


def test_a_run_of_an_earlier_msgtune_is_read(store: FolderRunStore) -> None:
    run = _new(store, 5)
    path = store.folder(run.identifier) / "run.json"
    kept = json.loads(path.read_bytes())
    added = ("title", "tokens", "dollars_per_million", "result_files", "adopted", "taken_in", "remote_model")
    path.write_text(json.dumps({name: value for name, value in kept.items() if name not in added}))

    assert store.get(run.identifier) == replace(run, tokens=None, dollars_per_million=None)


def test_nothing_there(store: FolderRunStore) -> None:
    assert store.all() == ()
    assert store.get("0" * 32) is None


def test_only_the_owner_can_look(store: FolderRunStore) -> None:
    folder = store.folder(_new(store, 1).identifier)

    assert folder.stat().st_mode & 0o777 == 0o700
    assert (folder / "run.json").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("damage", [b"", b"{", b'{"identifier": 3}', b"\xff\xfe"])
def test_a_damaged_run_is_left_alone(store: FolderRunStore, damage: bytes, caplog: pytest.LogCaptureFixture) -> None:
    good, bad = _new(store, 1), _new(store, 2)
    path = store.folder(bad.identifier) / "run.json"
    path.write_bytes(damage)

    with caplog.at_level(logging.WARNING):
        assert store.all() == [good]
    assert path.read_bytes() == damage
    assert bad.identifier in caplog.text
    assert "Ömer" not in caplog.text


def test_other_folders_are_not_runs(store: FolderRunStore) -> None:
    run = _new(store, 1)
    (store.folder(run.identifier).parent / "holiday pictures").mkdir()

    assert store.all() == [run]


def test_a_removed_run_leaves_nothing(store: FolderRunStore) -> None:
    kept, gone = _new(store, 1), _new(store, 2)
    (store.folder(gone.identifier) / "training.jsonl").write_bytes(b"{}\n")
    (store.folder(gone.identifier) / "adapter").mkdir()

    store.remove(gone.identifier)

    assert store.all() == [kept]
    assert [path.name for path in store.folder(kept.identifier).parent.iterdir()] == [kept.identifier]
    store.remove(gone.identifier)


def test_a_run_that_stands_in_the_way_is_told(store: FolderRunStore) -> None:
    run = _new(store, 1)
    folder = store.folder(run.identifier)
    (folder / "run.json").unlink()
    (folder / "run.json").mkdir()

    with pytest.raises(UserError):
        store.remove(run.identifier)
    assert folder.is_dir()


def test_runs_begun_in_one_second_stand_in_their_order(store: FolderRunStore) -> None:
    begun = [new_run(store, CHOICES).identifier for _ in range(5)]

    assert [run.identifier for run in store.all()] == begun[::-1]


def test_a_run_is_worked_on_by_one_at_a_time(store: FolderRunStore) -> None:
    run = _new(store, 5)
    with store.held(run.identifier), pytest.raises(UserError, match="Another msgtune"), store.held(run.identifier):
        pass
    with store.held(run.identifier):
        store.remove(run.identifier)
