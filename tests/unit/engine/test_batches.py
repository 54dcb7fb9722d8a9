"""Which examples are learned together."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from msgtune_gui.engine.training.batches import MICRO_BATCH_TOKENS, Step, plan_steps, validation_batches

LENGTHS = st.lists(st.integers(1, 2048), min_size=1, max_size=120)


def padded(batch: tuple[int, ...], lengths: list[int]) -> int:
    return max(lengths[index] for index in batch) * len(batch)


def seen(steps: list[Step]) -> Counter[int]:
    return Counter(index for step in steps for batch in step.micro_batches for index in batch)


@given(lengths=LENGTHS, epochs=st.integers(1, 4), batch_size=st.none() | st.integers(1, 40), seed=st.integers(0, 99))
def test_every_epoch_shows_every_example_once(
    lengths: list[int], epochs: int, batch_size: int | None, seed: int
) -> None:
    steps = plan_steps(lengths, epochs, batch_size, seed)
    for epoch in range(epochs):
        assert seen([step for step in steps if step.epoch == epoch]) == Counter(range(len(lengths)))
    assert [step.epoch for step in steps] == sorted(step.epoch for step in steps)


@given(lengths=LENGTHS, batch_size=st.none() | st.integers(1, 40))
def test_no_batch_is_larger_than_memory_allows_unless_it_is_a_single_example(
    lengths: list[int], batch_size: int | None
) -> None:
    for step in plan_steps(lengths, 1, batch_size, 0):
        assert all(len(batch) == 1 or padded(batch, lengths) <= MICRO_BATCH_TOKENS for batch in step.micro_batches)
        assert batch_size is None or sum(map(len, step.micro_batches)) <= batch_size


def test_the_same_seed_gives_the_same_order_and_each_epoch_another() -> None:
    lengths = [40 + index for index in range(60)]
    steps = plan_steps(lengths, 2, None, 5)
    assert steps == plan_steps(lengths, 2, None, 5)
    assert steps != plan_steps(lengths, 2, None, 6)
    halves = [[step.micro_batches for step in steps if step.epoch == epoch] for epoch in (0, 1)]
    assert halves[0] != halves[1]


def test_little_of_a_batch_is_padding() -> None:
    lengths = [20 + (index * 37) % 300 for index in range(200)]
    steps = plan_steps(lengths, 1, None, 1)
    computed = sum(padded(batch, lengths) for step in steps for batch in step.micro_batches)
    assert computed <= 1.2 * sum(lengths)


def test_a_bound_on_steps_is_kept() -> None:
    assert len(plan_steps([100] * 50, 3, None, 1, max_steps=4)) == 4


def test_a_batch_size_is_kept_whatever_the_lengths() -> None:
    steps = plan_steps([700] * 10, 1, 4, 1)
    assert [sum(map(len, step.micro_batches)) for step in sorted(steps, key=lambda step: len(step.micro_batches))] == [
        2,
        4,
        4,
    ]


@given(lengths=LENGTHS)
def test_the_held_out_part_is_measured_whole(lengths: list[int]) -> None:
    assert Counter(index for batch in validation_batches(lengths) for index in batch) == Counter(range(len(lengths)))
