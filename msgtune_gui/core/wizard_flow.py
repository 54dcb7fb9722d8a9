"""Which page of the wizard may follow which, and why not; known here so that it can be tested without Qt."""

from dataclasses import dataclass
from enum import IntEnum

MINIMUM_EXAMPLES = 10
"""Fewest lines a training file may have at OpenAI (fine-tuning guide, read September 2026); held to everywhere."""


class Step(IntEnum):
    """The pages in their order."""

    EXPORT = 0
    PEOPLE = 1
    EXAMPLES = 2
    LAUNCH = 3


class Obstacle(IntEnum):
    """Why the page after this one cannot be shown yet."""

    NO_EXPORT = 1
    READING = 2
    NOTHING_TICKED = 3
    NO_VOICE = 4
    COUNTING = 5
    OVERLAP_TOO_LARGE = 6
    TOO_FEW_EXAMPLES = 7
    NOTHING_LEFT = 8


@dataclass(frozen=True, slots=True)
class Choices:
    """What the person has chosen so far, as far as the order of the pages depends on it.

    Attributes:
        has_export: An export was read.
        reading: An export is being read.
        ticked: Number of conversations ticked.
        voice: Whether the AI's sender was picked.
        nothing_left: The filters leave no message of the ticked conversations.
        counting: The turns are being prepared.
        options_valid: Whether chunk and overlap go together.
        examples: Lines the training file will have.
        at_hand: The last page has a run, or the examples of an earlier one, to show without any export.
    """

    has_export: bool = False
    reading: bool = False
    ticked: int = 0
    voice: bool = False
    nothing_left: bool = False
    counting: bool = False
    options_valid: bool = True
    examples: int = 0
    at_hand: bool = False


def obstacle(step: Step, choices: Choices) -> Obstacle | None:
    """Why the person cannot go on from a page, or None when they can."""
    checks: tuple[tuple[bool, Obstacle], ...]
    match step:
        case Step.EXPORT:
            checks = ((choices.reading, Obstacle.READING), (not choices.has_export, Obstacle.NO_EXPORT))
        case Step.PEOPLE:
            checks = (
                (choices.ticked == 0, Obstacle.NOTHING_TICKED),
                (choices.nothing_left, Obstacle.NOTHING_LEFT),
                (not choices.voice, Obstacle.NO_VOICE),
            )
        case Step.EXAMPLES:
            checks = (
                (not choices.options_valid, Obstacle.OVERLAP_TOO_LARGE),
                (choices.counting, Obstacle.COUNTING),
                (choices.examples < MINIMUM_EXAMPLES, Obstacle.TOO_FEW_EXAMPLES),
            )
        case Step.LAUNCH:
            checks = ()
    return next((reason for stands, reason in checks if stands), None)


def reachable(step: Step, choices: Choices) -> bool:
    """Whether a page can be shown: every page before it lets the person go on, or it has something of its own."""
    if choices.at_hand and step is Step.LAUNCH:
        return True
    return all(obstacle(earlier, choices) is None for earlier in Step if earlier < step)
