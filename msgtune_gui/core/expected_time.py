"""How long a training is likely to take on this computer."""

from dataclasses import dataclass

DEFAULT_TOKENS_PER_SECOND = 100.0
"""Tokens per second of a LoRA on SmolLM2-135M on two shared x86-64 cores (82 to 166 measured, November 2026)."""

_FIXED_SECONDS = 20.0
"""Starting the engine, loading the base model and the first look at the held-out part, on the same machine."""


@dataclass(frozen=True, slots=True)
class ExpectedTime:
    """A guess of a training's wall time.

    Attributes:
        seconds: Wall time in seconds.
        measured: Whether it rests on a training seen on this computer; otherwise on a typical one.
    """

    seconds: float
    measured: bool


def expected_time(tokens: int, epochs: int, tokens_per_second: float | None) -> ExpectedTime:
    """Guess from the tokens of the training file and the passes over it.

    Args:
        tokens: Tokens of the file, all examples together.
        epochs: Passes over the file.
        tokens_per_second: Speed of the last training on this computer, or None when there was none.
    """
    speed = tokens_per_second or DEFAULT_TOKENS_PER_SECOND
    return ExpectedTime(_FIXED_SECONDS + tokens * epochs / speed, measured=tokens_per_second is not None)
