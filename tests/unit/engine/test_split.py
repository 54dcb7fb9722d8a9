"""What is held out, and that nothing of it was learned."""

from msgtune_gui.engine.chat_protocol import ChatMessage
from msgtune_gui.engine.training.split import hold_out, share_turns


def windows(turns: int, chunk: int, overlap: int) -> list[list[ChatMessage]]:
    """Overlapping windows over one conversation, as the training file holds them."""
    conversation = [
        ChatMessage(role="assistant" if index % 2 else "user", content=f"turn {index}") for index in range(turns)
    ]
    system = ChatMessage(role="system", content="You are a lighthouse.")
    starts = range(0, turns - chunk + 1, chunk - overlap)
    return [[system, *conversation[start : start + chunk]] for start in starts]


def words(examples: list[list[ChatMessage]]) -> set[str]:
    return {message.text for example in examples for message in example if message.role != "system"}


def test_the_last_tenth_is_held_out_and_shares_no_turn_with_what_is_learned() -> None:
    examples = windows(turns=308, chunk=8, overlap=2)
    learned, held_out = hold_out(examples)
    assert len(examples) == 51
    assert held_out == examples[-5:]
    assert words([list(example) for example in learned]).isdisjoint(words([list(example) for example in held_out]))
    assert learned == examples[:-6]


def test_every_example_before_that_overlaps_is_dropped() -> None:
    examples = windows(turns=160, chunk=8, overlap=6)
    learned, held_out = hold_out(examples)
    assert words([list(example) for example in learned]).isdisjoint(words([list(example) for example in held_out]))
    assert len(examples) - len(learned) - len(held_out) == 3


def test_at_least_two_are_held_out_and_at_most_a_hundred() -> None:
    assert len(hold_out(windows(turns=80, chunk=8, overlap=0))[1]) == 2
    assert len(hold_out(windows(turns=2400, chunk=2, overlap=0))[1]) == 100


def test_little_data_with_much_overlap_keeps_at_least_half_to_learn_from() -> None:
    examples = windows(turns=19, chunk=8, overlap=7)
    learned, held_out = hold_out(examples)
    assert len(examples) == 12
    assert held_out == examples[-2:]
    assert len(learned) == 10


def test_a_system_message_that_all_share_is_no_shared_turn() -> None:
    first, second = windows(turns=16, chunk=8, overlap=0)
    assert not share_turns(first, second)
