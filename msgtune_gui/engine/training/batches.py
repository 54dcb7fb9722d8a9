"""Which examples are learned together: batches of like length, in an order that differs with every epoch."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

MICRO_BATCH_TOKENS = 1200
"""Padded tokens computed at once; about 4 GB with the smallest base model, and no faster when larger."""

_STEPS_PER_EPOCH = 24
_SMALLEST_STEP_TOKENS = 400


@dataclass(frozen=True, slots=True)
class Step:
    """One optimiser step.

    Attributes:
        epoch: From 0.
        micro_batches: Indices of the examples that are computed together; their gradients add up.
    """

    epoch: int
    micro_batches: tuple[tuple[int, ...], ...]


def plan_steps(
    lengths: Sequence[int], epochs: int, batch_size: int | None, seed: int, max_steps: int | None = None
) -> list[Step]:
    """Every step of a training, in order.

    Without a batch size, a step holds about a 24th of the data, between 400 and 1,200 tokens: small data still gets
    enough steps to be learned from, and large data is computed at full speed.

    Args:
        lengths: Tokens of each example.
        epochs: Passes over the data.
        batch_size: Examples per step, or None to go by tokens.
        seed: Of the order.
        max_steps: Stop after so many steps.
    """
    order = random.Random(seed)  # noqa: S311 - an order to learn in, not a secret
    budget = min(MICRO_BATCH_TOKENS, max(_SMALLEST_STEP_TOKENS, sum(lengths) // _STEPS_PER_EPOCH))
    steps: list[Step] = []
    for epoch in range(epochs):
        # Lengths are blurred a little, so that the same examples do not meet in every epoch.
        by_length = sorted(range(len(lengths)), key=lambda index: lengths[index] * order.uniform(0.9, 1.1))
        if batch_size is None:
            groups: list[tuple[tuple[int, ...], ...]] = [(group,) for group in _by_tokens(by_length, lengths, budget)]
        else:
            chunks = [by_length[start : start + batch_size] for start in range(0, len(by_length), batch_size)]
            groups = [tuple(_by_tokens(chunk, lengths, MICRO_BATCH_TOKENS)) for chunk in chunks]
        order.shuffle(groups)
        steps += [Step(epoch, group) for group in groups]
    return steps[:max_steps]


def validation_batches(lengths: Sequence[int]) -> list[tuple[int, ...]]:
    """Batches that cover every example once."""
    return _by_tokens(sorted(range(len(lengths)), key=lambda index: lengths[index]), lengths, MICRO_BATCH_TOKENS)


def _by_tokens(indices: Sequence[int], lengths: Sequence[int], budget: int) -> list[tuple[int, ...]]:
    batches: list[tuple[int, ...]] = []
    batch: list[int] = []
    longest = 0
    for index in indices:
        longest = max(longest, lengths[index])
        if batch and longest * (len(batch) + 1) > budget:
            batches.append(tuple(batch))
            batch, longest = [], lengths[index]
        batch.append(index)
    return [*batches, tuple(batch)] if batch else batches
