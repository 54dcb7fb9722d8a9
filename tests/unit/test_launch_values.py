"""The values behind the launch page and the chat: curve, expected time, advice, dialogue."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msgtune_gui.core.advice import numbers_that_suffice
from msgtune_gui.core.dialogue import Dialogue
from msgtune_gui.core.examples import plan_examples
from msgtune_gui.core.expected_time import DEFAULT_TOKENS_PER_SECOND, expected_time
from msgtune_gui.core.jobs import JobEvent
from msgtune_gui.core.loss_curve import LossCurve, loss_curve
from msgtune_gui.core.model import ChatTurn, Role, SlicingMode, SlicingOptions
from tests.support.conversations import VOICE, conversations, export_of


def _event(step: int | None, *, train: float | None = None, valid: float | None = None) -> JobEvent:
    return JobEvent(f"e{step}-{train}-{valid}", 0, "", step, 30, train, valid)


def test_a_curve_is_sorted_by_step_whatever_the_order_of_the_events() -> None:
    curve = loss_curve([_event(20, train=1.0), _event(0, valid=5.0), _event(10, train=2.0), _event(None)])
    assert curve == LossCurve(train=((10, 2.0), (20, 1.0)), valid=((0, 5.0),), total_steps=30)
    assert curve.last_step == 20
    assert curve.highest_loss == 5.0


def test_losses_that_are_no_number_are_passed_over() -> None:
    curve = loss_curve([_event(1, train=math.nan), _event(2, train=math.inf), _event(3, train=0.5)])
    assert curve.train == ((3, 0.5),)


def test_a_curve_without_events_is_empty() -> None:
    curve = loss_curve(())
    assert (curve.last_step, curve.highest_loss, curve.total_steps) == (0, 0.0, None)


def test_the_expected_time_is_a_guess_until_it_was_measured() -> None:
    guess = expected_time(1000, 3, None)
    known = expected_time(1000, 3, 10 * DEFAULT_TOKENS_PER_SECOND)
    assert not guess.measured
    assert known.measured
    assert guess.seconds > 3000 / DEFAULT_TOKENS_PER_SECOND
    assert known.seconds < guess.seconds


@pytest.mark.parametrize("mode", list(SlicingMode))
@given(count=st.integers(1, 6), exchanges=st.integers(1, 30), chunk=st.integers(2, 60), shared=st.integers(0, 59))
def test_advised_numbers_give_enough_and_keep_as_much_as_can_be_kept(
    mode: SlicingMode, count: int, exchanges: int, chunk: int, shared: int
) -> None:
    overlap = min(shared, chunk - 1)
    plan = plan_examples(export_of(conversations(count, exchanges)), VOICE, SlicingOptions(mode=mode))
    smaller = range(2, chunk + 1)
    with_overlap_kept = [size for size in smaller if plan.count(size, min(overlap, size - 1)).examples >= 10]
    with_most_overlap = [size for size in smaller if plan.count(size, size - 1).examples >= 10]
    advised = numbers_that_suffice(plan, chunk, overlap, 10)
    if with_overlap_kept:
        assert advised == (max(with_overlap_kept), min(overlap, max(with_overlap_kept) - 1))
    elif with_most_overlap:
        assert advised == (max(with_most_overlap), max(with_most_overlap) - 1)
    else:
        assert advised is None


def test_messages_without_a_reply_between_them_are_one_turn() -> None:
    dialogue = Dialogue()
    dialogue.say("Hello?")
    dialogue.say("Anybody there?")
    dialogue.answer("  Arr  ")
    dialogue.say("Good")
    assert dialogue.turns == (
        ChatTurn(Role.USER, "Hello?\nAnybody there?"),
        ChatTurn(Role.ASSISTANT, "Arr"),
        ChatTurn(Role.USER, "Good"),
    )


def test_a_blank_reply_leaves_no_trace() -> None:
    dialogue = Dialogue()
    dialogue.say("Hello?")
    dialogue.answer(" \n")
    assert dialogue.awaits_reply
    assert len(dialogue.turns) == 1


def test_a_reply_needs_something_to_reply_to() -> None:
    dialogue = Dialogue()
    with pytest.raises(ValueError, match="needs something"):
        dialogue.answer("Arr")


def test_a_cleared_dialogue_is_empty() -> None:
    dialogue = Dialogue()
    dialogue.say("Hello?")
    dialogue.clear()
    assert dialogue.turns == ()
    assert not dialogue.awaits_reply
