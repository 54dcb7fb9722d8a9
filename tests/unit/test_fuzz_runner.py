"""The runner of the long runs finds what it is there to find."""

import os
import sys
from pathlib import Path

import pytest

from tests.fuzz.runner import MEMORY_BYTES, run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits for one process")

_WRONG, _RAISES, _DIES, _SWELLS = 1, 3, 4, 6


def _case(seed: int, folder: Path) -> list[str]:
    match seed:
        case 1:
            return ["not as it has to be"]
        case 3:
            raise RuntimeError(f"{len(list(folder.iterdir()))} files in the folder")
        case 4:
            os._exit(9)
        case 6:
            return [f"{len(bytearray(MEMORY_BYTES))} bytes"]
    return []


def test_every_seed_that_goes_wrong_is_named_and_all_others_run() -> None:
    """Something wrong, an exception, the end of the process, and more memory than there may be."""
    outcome = run(_case, range(8), processes=2)

    assert outcome.passed == 4
    assert outcome.failed[_WRONG] == ["not as it has to be"]
    assert outcome.failed[_RAISES][0] == "RuntimeError: 0 files in the folder"
    assert outcome.failed[_DIES] == ["the process died with 9"]
    assert outcome.failed[_SWELLS][0].startswith("MemoryError")
