"""The servers under comparison, started once each."""

from collections.abc import Iterator

import pytest

from tests.conformance.services import Engine, Server, StandInServer
from tests.support.engine_process import EngineUnderTest, base_models_folder
from tests.support.stand_in import StandIn


@pytest.fixture(scope="session", params=["engine", "stand-in"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """The real engine in its own process, then the stand-in; both on loopback."""
    if request.param == "engine":
        with EngineUnderTest(tmp_path_factory.mktemp("engine"), base_models_folder()) as running:
            yield Engine(running)
    else:
        with StandIn() as stand_in:
            yield StandInServer(stand_in)
