"""Which examples are held out to measure the loss on words that were not learned."""

from collections.abc import Sequence

from msgtune_gui.engine.training.dataset import Messages

_SHARE = 0.1
_FEWEST = 2
_MOST = 100


def hold_out(examples: Sequence[Messages]) -> tuple[list[Messages], list[Messages]]:
    """Split by time into what is learned and what is held out.

    msgtune writes examples in order of time, so the last tenth of the file, the newest, is held out (at least 2
    examples, at most 100). Examples just before it that share turns with it are dropped from learning: windows
    overlap, and a turn that was learned would flatter the held-out loss. They are kept where dropping them would take
    more than half of what is left.

    Returns:
        The examples to learn from and those held out.
    """
    count = min(_MOST, max(_FEWEST, round(len(examples) * _SHARE)))
    learned, held = list(examples[:-count]), list(examples[-count:])
    clean = len(learned)
    while clean > 0 and share_turns(learned[clean - 1], held[0]):
        clean -= 1
    return (learned[:clean] if clean * 2 >= len(learned) else learned), held


def share_turns(earlier: Messages, later: Messages) -> bool:
    """Whether an example ends with turns that a later one begins with, its system message apart."""
    end = _turns(earlier)
    start = _turns(later)
    return any(end[-shared:] == start[:shared] for shared in range(1, min(len(end), len(start)) + 1))


def _turns(messages: Messages) -> list[tuple[str, str]]:
    return [(message.role, message.text) for message in messages if message.role not in {"system", "developer"}]
