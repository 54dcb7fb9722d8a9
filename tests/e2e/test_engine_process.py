"""The engine's process as the program starts and stops it."""

from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from msgtune_gui.core.errors import UserError
from msgtune_gui.services.data_folder import DataFolder
from msgtune_gui.services.engine_process import EngineProcess


@pytest.fixture
def folder(tmp_path: Path) -> DataFolder:
    return DataFolder.open(tmp_path / "data")


@pytest.fixture
def engine(folder: DataFolder) -> Iterator[EngineProcess]:
    engine = EngineProcess(folder)
    yield engine
    engine.stop()


def test_it_starts_when_wanted_and_stops_with_the_program(engine: EngineProcess) -> None:
    assert not engine.running
    endpoint = engine.endpoint()
    assert engine.endpoint() is endpoint
    assert endpoint.base_url.startswith("http://127.0.0.1:")
    process = psutil.Process(engine.process_id)
    assert endpoint.key not in " ".join(process.cmdline())
    engine.stop()
    assert not process.is_running()
    with pytest.raises(UserError):
        engine.endpoint()


def test_one_that_was_killed_is_started_again(engine: EngineProcess) -> None:
    first = engine.endpoint()
    process = psutil.Process(engine.process_id)
    process.kill()
    psutil.wait_procs([process], timeout=10)
    assert engine.endpoint() != first


def test_a_second_one_in_the_same_folder_says_why_it_cannot_start(engine: EngineProcess, folder: DataFolder) -> None:
    engine.endpoint()
    second = EngineProcess(folder)
    with pytest.raises(UserError) as refused:
        second.endpoint()
    assert refused.value.message.startswith("Another msgtune is using this data folder.")
    engine.stop()
    assert second.endpoint()
    second.stop()
