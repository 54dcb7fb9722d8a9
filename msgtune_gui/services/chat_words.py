"""What a service's refusal to answer a conversation means, in words for people."""

import re
from typing import TYPE_CHECKING

from msgtune_gui.core.errors import NotThere, TooLong, UserError
from msgtune_gui.services.error_words import sentence, words_for

if TYPE_CHECKING:
    import openai

# OpenAI's code, and llama.cpp's type. vLLM, SGLang and Text Generation Inference say it in a sentence only.
_TOO_LONG_NAMES = frozenset({"context_length_exceeded", "exceed_context_size_error"})
_TOO_LONG_WORDS = re.compile(
    r"context[ _](?:length|window|size)|(?:prompt|input|conversation|messages?|request) (?:is|are) too long"
    r"|longer than the model|`?inputs?`? tokens? .{0,60}(?:must be|exceeds?)"
    r"|exceeds? .{0,40}(?:number of tokens|token limit)",
    re.IGNORECASE,
)
# Azure's and OpenAI's codes; OpenRouter and others say it in a sentence only.
_FILTERED_NAMES = frozenset(
    {
        "content_filter",
        "content_policy_violation",
        "invalid_prompt",
        "moderation_blocked",
        "ResponsibleAIPolicyViolation",
    }
)
_FILTERED_WORDS = re.compile(
    r"content (?:management )?(?:policy|filter)|usage polic|flagged|requires? moderation", re.IGNORECASE
)
_BAD_REQUEST, _FORBIDDEN, _TOO_LARGE, _UNPROCESSABLE = 400, 403, 413, 422


def chat_words_for(error: "openai.OpenAIError", service: str) -> UserError:
    """The error as a UserError; TooLong where the same may be asked again without the oldest turns.

    Args:
        error: As raised by the SDK for a request to answer a conversation.
        service: The service's title.
    """
    import openai

    if isinstance(error, openai.APIError) and not isinstance(error, openai.APIConnectionError):
        # An error inside a stream has no status.
        status = error.status_code if isinstance(error, openai.APIStatusError) else None
        names = {str(error.code), str(error.type)}
        said = f"{error.message} {error.body}"
        may_be_length = status in {None, _BAD_REQUEST, _TOO_LARGE, _UNPROCESSABLE}
        if names & _TOO_LONG_NAMES or (may_be_length and _TOO_LONG_WORDS.search(said)):
            return too_long()
        may_be_filter = status in {None, _BAD_REQUEST, _FORBIDDEN, _UNPROCESSABLE}
        if names & _FILTERED_NAMES or (may_be_filter and _FILTERED_WORDS.search(said)):
            return filtered(service)
    if isinstance(error, openai.NotFoundError):
        reason = sentence(error.body.get("message")) if isinstance(error.body, dict) else None
        return NotThere(f"{service} does not know this model.", f"It says: {reason}" if reason else "Check its name.")
    return words_for(error, service)


def too_long() -> TooLong:
    """The model cannot take in what it was sent."""
    return TooLong(
        "This message is longer than the model can take in.",
        "Nothing was lost. Begin a new chat, or say it in fewer words.",
    )


def filtered(service: str, *, begun: bool = False) -> UserError:
    """The service looked at what was said, or at its reply, and does not let it through.

    Args:
        service: The service's title.
        begun: Whether some of the reply has come.
    """
    what = "What has come is kept." if begun else "Your message is kept."
    return UserError(
        f"{service}'s content filter broke the reply off."
        if begun
        else f"{service}'s content filter let no reply through.",
        f"{what} The filter looks at the whole conversation: say it differently, or begin a new chat.",
    )


def refused(reason: str) -> UserError:
    """The model itself said that it will not answer.

    Args:
        reason: In its own words.
    """
    said = sentence(reason)
    return UserError("The model refused to answer.", f"It says: {said}" if said else "Say it differently.")
