"""Damaged files and zips, made by chance: no crash, no hang, bounded memory, and everything else is read."""

import sys

import pytest

from tests.fuzz import files, zips
from tests.fuzz.runner import Case, run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits for one process")


@pytest.mark.parametrize(("case", "seeds"), [(files.case, range(8)), (zips.case, range(200))])
def test_damage_stays_where_it_is(case: Case, seeds: range) -> None:
    """Each case has healthy conversations beside the damage; a seed that fails is named with what is wrong."""
    outcome = run(case, seeds)

    assert outcome.failed == {}
    assert outcome.passed == len(seeds)
