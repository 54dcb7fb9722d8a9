"""What a reply is asked to be like, and how it ended."""

from collections.abc import Sequence
from dataclasses import dataclass

from msgtune_gui.engine.chat_protocol import ChatMessage, FinishReason


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for.

    Attributes:
        messages: The conversation; the assistant speaks next.
        temperature: 0 always takes the likeliest token.
        top_p: Only the likeliest tokens that make up this share are drawn from.
        max_tokens: Longest reply.
        stops: Strings before which the reply ends.
        seed: For the same reply again.
    """

    messages: Sequence[ChatMessage]
    temperature: float = 1.0
    top_p: float = 1.0
    max_tokens: int = 512
    stops: tuple[str, ...] = ()
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a reply ended, and the tokens read and written."""

    finish_reason: FinishReason
    prompt_tokens: int
    completion_tokens: int
