"""Which page may follow which."""

from dataclasses import replace

import pytest

from msgtune_gui.core.wizard_flow import MINIMUM_EXAMPLES, Choices, Obstacle, Step, obstacle, reachable

READY = Choices(has_export=True, ticked=2, voice=True, examples=MINIMUM_EXAMPLES)


@pytest.mark.parametrize(
    ("step", "choices", "reason"),
    [
        (Step.EXPORT, Choices(), Obstacle.NO_EXPORT),
        (Step.EXPORT, replace(READY, reading=True), Obstacle.READING),
        (Step.EXPORT, READY, None),
        (Step.PEOPLE, replace(READY, ticked=0), Obstacle.NOTHING_TICKED),
        (Step.PEOPLE, replace(READY, voice=False), Obstacle.NO_VOICE),
        (Step.PEOPLE, replace(READY, nothing_left=True), Obstacle.NOTHING_LEFT),
        (Step.PEOPLE, replace(READY, ticked=0, nothing_left=True), Obstacle.NOTHING_TICKED),
        (Step.PEOPLE, READY, None),
        (Step.EXAMPLES, replace(READY, options_valid=False, counting=True), Obstacle.OVERLAP_TOO_LARGE),
        (Step.EXAMPLES, replace(READY, counting=True, examples=0), Obstacle.COUNTING),
        (Step.EXAMPLES, replace(READY, examples=MINIMUM_EXAMPLES - 1), Obstacle.TOO_FEW_EXAMPLES),
        (Step.EXAMPLES, READY, None),
        (Step.LAUNCH, READY, None),
    ],
)
def test_what_stands_in_the_way(step: Step, choices: Choices, reason: Obstacle | None) -> None:
    assert obstacle(step, choices) is reason


def test_pages_open_one_after_the_other() -> None:
    assert [step for step in Step if reachable(step, Choices())] == [Step.EXPORT]
    assert [step for step in Step if reachable(step, replace(READY, voice=False))] == [Step.EXPORT, Step.PEOPLE]
    assert [step for step in Step if reachable(step, READY)] == list(Step)


def test_the_last_page_is_open_without_an_export_while_it_has_something_at_hand() -> None:
    assert [step for step in Step if reachable(step, Choices(at_hand=True))] == [Step.EXPORT, Step.LAUNCH]
