"""How long a run waits, whatever the clocks do."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext

import pytest

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.errors import Cancelled
from msgtune_gui.core.tuning.waiting import LONGEST_ASKED_S, Waiting


class Clocks:
    """Two clocks that only waiting moves; implements the CancelToken port.

    Attributes:
        waited: Seconds that were waited, piece by piece.
    """

    def __init__(self, leaps: Iterator[tuple[float, float]]) -> None:
        self._leaps = leaps
        self._elapsed = 1_000.0
        self._wall = 1_790_000_000.0
        self.waited: list[float] = []

    @property
    def cancelled(self) -> bool:
        """Never."""
        return False

    def raise_if_cancelled(self) -> None:
        """Nobody asks to stop."""

    def wait(self, seconds: float) -> bool:
        """Both clocks go on, and then make the next leap."""
        elapsed, wall = next(self._leaps, (0.0, 0.0))
        self._elapsed += seconds + elapsed
        self._wall += seconds + wall
        self.waited.append(seconds)
        return False

    def on_cancel(self, callback: Callable[[], None]) -> AbstractContextManager[None]:
        """Nobody asks to stop."""
        return nullcontext()

    def waiting(self) -> Waiting:
        """Pauses by these clocks."""
        return Waiting((2.0, 30.0), self, elapsed=lambda: self._elapsed, wall=lambda: self._wall)


def test_pauses_grow_to_the_longest_and_start_over() -> None:
    waiting = Waiting((2.0, 30.0), CancelFlag())
    pauses = [waiting.take() for _ in range(20)]

    assert pauses[:2] == [2.0, pytest.approx(2.6)]
    assert pauses == sorted(pauses)
    assert pauses[-1] == 30.0
    waiting.start_over()
    assert waiting.take() == 2.0


@pytest.mark.parametrize(
    ("asked_s", "pause_s"),
    [(None, 2.0), (0.0, 2.0), (1.0, 2.0), (60.0, 60.0), (1e9, LONGEST_ASKED_S)],
)
def test_as_long_as_the_service_asks(asked_s: float | None, pause_s: float) -> None:
    assert Waiting((2.0, 30.0), CancelFlag()).take(asked_s) == pause_s


def test_a_pause_is_waited_whole() -> None:
    clocks = Clocks(iter(()))

    assert not clocks.waiting().pause(17.0)
    assert sum(clocks.waited) == 17.0


@pytest.mark.parametrize(
    "leap",
    [
        pytest.param((0.0, 3_600.0), id="slept where the clock that nobody sets stands still in sleep, or set forward"),
        pytest.param((3_600.0, 3_600.0), id="slept where it goes on"),
    ],
)
def test_sleep_ends_a_pause(leap: tuple[float, float]) -> None:
    clocks = Clocks(iter([(0.0, 0.0), leap]))
    waiting = clocks.waiting()
    waiting.take()

    assert waiting.pause(900.0)
    assert len(clocks.waited) == 2
    assert waiting.take() == 2.0


@pytest.mark.parametrize("back_s", [1.0, 3_600.0, 1e9])
def test_a_clock_set_back_makes_no_pause_longer(back_s: float) -> None:
    clocks = Clocks(iter([(0.0, 0.0), (0.0, -back_s)]))

    assert not clocks.waiting().pause(30.0)
    assert sum(clocks.waited) == 30.0


def test_a_slow_computer_is_not_taken_for_one_that_slept() -> None:
    clocks = Clocks(iter([(3.0, 3.0)] * 10))

    assert not clocks.waiting().pause(30.0)


def test_a_pause_can_be_left() -> None:
    cancel = CancelFlag()
    cancel.cancel()
    with pytest.raises(Cancelled):
        Waiting((2.0, 30.0), cancel).pause(3_600.0)
