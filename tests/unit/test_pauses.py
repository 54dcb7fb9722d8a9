"""The stretches of talk between pauses, against going through the messages one by one."""

from array import array
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msgtune_gui.core.errors import Cancelled
from msgtune_gui.core.pauses import sessions
from msgtune_gui.core.turns import BATCH, Place

_HOUR = 60 * 60 * 1000
_MOST = 2**40


def _one_by_one(times: list[int], kept: list[int], pause_ms: int) -> list[Place]:
    present = [time for time, side in zip(times, kept, strict=True) if side]
    ends = [place for place, (before, after) in enumerate(pairwise(present), 1) if after - before > pause_ms]
    if present:
        ends.append(len(present))
    return [(present[end - 1], begin, end) for begin, end in zip([0, *ends], ends, strict=False)]


_steps = st.one_of(
    st.integers(0, 2 * _HOUR),
    st.sampled_from([255, 256, 257, 2**24, 8 * _HOUR - 1, 8 * _HOUR, 8 * _HOUR + 1, 2**32, 256 * 2**24, _MOST]),
)


@given(
    st.integers(-_MOST, _MOST),
    st.lists(st.tuples(_steps, st.sampled_from([0, 1, 2])), max_size=60),
    st.sampled_from([0, 1, 255, 256, 1000, 8 * _HOUR, 2**24 - 1, 2**24, 2**33, 2**62, 2**70]),
)
def test_left_out_messages_do_not_shorten_a_pause(first: int, steps: list[tuple[int, int]], pause_ms: int) -> None:
    times: list[int] = []
    for step, _ in steps:
        times.append(times[-1] + step if times else first)
    kept = [side for _, side in steps]
    found = list(sessions(array("q", times), bytes(kept), pause_ms, lambda: None))
    assert found == _one_by_one(times, kept, pause_ms)


@given(st.lists(st.tuples(st.integers(-_MOST, _MOST), st.sampled_from([0, 1])), max_size=20))
def test_times_that_go_back_are_no_pause(rows: list[tuple[int, int]]) -> None:
    times, kept = [time for time, _ in rows], [side for _, side in rows]
    found = list(sessions(array("q", times), bytes(kept), 8 * _HOUR, lambda: None))
    assert found == _one_by_one(times, kept, 8 * _HOUR)


@pytest.mark.parametrize("length", [BATCH - 1, BATCH, BATCH + 1, 2 * BATCH + 1])
def test_a_pause_is_found_wherever_a_batch_ends(length: int) -> None:
    times = [place * 9 * _HOUR for place in range(length)]
    kept = [place % 3 for place in range(length)]
    found = list(sessions(array("q", times), bytes(kept), 8 * _HOUR, lambda: None))
    assert found == _one_by_one(times, kept, 8 * _HOUR)
    assert len(found) == len(kept) - kept.count(0)


def test_it_can_be_stopped() -> None:
    def stop() -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        next(sessions(array("q", [1, 2]), b"\1\1", 0, stop))
