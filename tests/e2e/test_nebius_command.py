"""msgtune tune at a service that gives its adapter away: it is brought to the engine of this computer."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from msgtune_gui.cli.main import main
from msgtune_gui.core.jobs import RunState
from msgtune_gui.services.data_folder import DataFolder
from msgtune_gui.services.profiles import SERVICES
from msgtune_gui.services.run_store import FolderRunStore
from tests.support.stand_in import KEY, StandIn


def test_the_adapter_comes_to_the_engine_which_looks_at_it(
    tmp_path: Path, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stand_in.be_nebius()
    stand_in.life = ("succeeded",)
    monkeypatch.setitem(SERVICES, "nebius", replace(SERVICES["nebius"], base_url=stand_in.base_url))
    monkeypatch.setenv("MSGTUNE_KEY", KEY)
    file, data = tmp_path / "training.jsonl", tmp_path / "data"
    turns = [{"role": "user", "content": "Rum?"}, {"role": "assistant", "content": "Aye!"}]
    file.write_text(f"{json.dumps({'messages': turns})}\n" * 10)

    status = main(["tune", str(file), "--service", "nebius", "--data-dir", str(data)])

    # The real engine was asked, and has not the base model that Nebius has trained on.
    assert status == 2
    assert "The base model Qwen/Qwen3-0.6B is not on this computer." in capsys.readouterr().err
    store = FolderRunStore(DataFolder.open(data).runs)
    [run] = store.all()
    assert run.state is RunState.FETCHING_ADAPTER
    fetched = store.folder(run.identifier) / "adapter"
    assert {path.name: path.read_bytes() for path in fetched.iterdir()} == dict(stand_in.adapter)
