"""Trainings that are killed with the program, and trainings and chats through bad times at a service."""

import sys

import pytest

from tests.fuzz import kills, outages
from tests.fuzz.runner import run

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits for one process")


def test_killed_at_each_saving_and_at_moments_of_chance_one_job_leads_to_one_model() -> None:
    """Both sides of every saving, and some moments between them; a seed that fails is named with what is wrong."""
    seeds = range(kills.SYSTEMATIC + 12)
    outcome = run(kills.case, seeds, processes=2)

    assert outcome.failed == {}
    assert outcome.passed == len(seeds)


def test_bad_times_end_with_one_job_one_file_and_one_model() -> None:
    """Refused, reset, hanging and lost answers, waiting and nonsense, with clocks that jump."""
    seeds = range(24)
    outcome = run(outages.case, seeds, processes=2)

    assert outcome.failed == {}
    assert outcome.passed == len(seeds)
