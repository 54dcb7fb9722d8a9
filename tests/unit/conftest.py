"""What several unit tests share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.stand_in import StandIn
from tests.support.tuning_over_http import TuningOverHttp


@pytest.fixture
def tuning(stand_in: StandIn, tmp_path: Path) -> Iterator[TuningOverHttp]:
    """Runs over the stand-in."""
    with TuningOverHttp(stand_in, tmp_path / "runs") as made:
        yield made
