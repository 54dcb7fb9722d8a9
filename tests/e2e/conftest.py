"""What the tests of the running engine share."""

from collections.abc import Iterator
from pathlib import Path

import openai
import pytest

from tests.support.engine_process import EngineUnderTest, base_models_folder


@pytest.fixture(scope="session")
def base_dir() -> Path:
    """A folder with the base model ready to load."""
    return base_models_folder()


@pytest.fixture(scope="module")
def engine(base_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[EngineUnderTest]:
    """One engine for the tests of a module."""
    with EngineUnderTest(tmp_path_factory.mktemp("engine"), base_dir) as running:
        yield running


@pytest.fixture
def client(engine: EngineUnderTest) -> Iterator[openai.OpenAI]:
    """OpenAI's own client in strict mode."""
    with engine.client() as connected:
        yield connected
