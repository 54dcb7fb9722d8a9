"""Exports of every shape, made by chance: nothing is lost, nothing doubled, and every message is accounted for."""

from pathlib import Path

import pytest

from tests.fuzz.exports import case

_SEEDS = 300
_BLOCK = 20


@pytest.mark.parametrize("first", range(0, _SEEDS, _BLOCK))
def test_everything_written_is_read_once_and_accounted_for(tmp_path: Path, first: int) -> None:
    """What is read is the truth, and examples cut from it in both ways with any choices account for all of it."""
    wrong = {seed: found for seed in range(first, first + _BLOCK) if (found := case(seed, tmp_path / str(seed)))}

    assert wrong == {}
