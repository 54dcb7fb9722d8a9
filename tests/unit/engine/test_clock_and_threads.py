"""Speed, time left and the number of threads follow what was measured."""

import pytest

from msgtune_gui.engine.training.clock import TrainingClock
from msgtune_gui.engine.training.threads import ThreadChooser


class Watch:
    """A clock that a test turns forward."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_time_left_comes_from_the_median_step() -> None:
    watch = Watch()
    clock = TrainingClock(10, watch)
    for seconds in (2.0, 3.0, 27.0):
        clock.start_step()
        watch.now += seconds
        assert clock.end_step(tokens=600, loss=50.0, learned=100) == pytest.approx(600 / seconds)
    measured = clock.measured()
    assert measured.step == 3
    assert measured.seconds_left == pytest.approx(3.0 * 7)
    assert measured.tokens_per_second == pytest.approx(200.0)


def test_the_loss_told_is_the_mean_per_token_since_it_was_last_told() -> None:
    clock = TrainingClock(4, Watch())
    clock.end_step(tokens=10, loss=30.0, learned=10)
    clock.end_step(tokens=10, loss=10.0, learned=30)
    assert clock.measured().train_loss == pytest.approx(1.0)
    clock.end_step(tokens=10, loss=2.0, learned=4)
    assert clock.measured().train_loss == pytest.approx(0.5)
    assert clock.end_epoch() == pytest.approx(42.0 / 44)


def test_a_long_training_tells_only_some_of_its_steps() -> None:
    clock = TrainingClock(4000, Watch())
    told = 0
    for _ in range(4000):
        clock.end_step(tokens=1, loss=1.0, learned=1)
        told += clock.worth_telling
    assert told == 400


def test_the_faster_number_of_threads_is_used_and_the_other_looked_at_again() -> None:
    chooser = ThreadChooser((2, 1))
    speeds = {2: 50.0, 1: 90.0}
    used = []
    for _ in range(48):
        used.append(chooser.next())
        chooser.measured(used[-1], speeds[used[-1]])
    assert set(used[:4]) == {1, 2}
    assert used[4:].count(2) == 3
    speeds = {2: 150.0, 1: 90.0}
    for _ in range(36):
        used.append(chooser.next())
        chooser.measured(used[-1], speeds[used[-1]])
    assert used[-12:].count(2) >= 11


def test_one_candidate_is_simply_used() -> None:
    chooser = ThreadChooser((1, 1))
    for _ in range(30):
        assert chooser.next() == 1
        chooser.measured(1, 10.0)
