"""What an SDK's error means, in words for people."""

import re
import time
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from msgtune_gui.core.errors import KeyRefused, NotThere, TrainingClosed, Unreachable, UserError

if TYPE_CHECKING:
    import openai

_TRAINING_CLOSED = "training_not_available"
_LONGEST_SENTENCE = 300
_RAW = re.compile(r"[{<]|Traceback")


def words_for(error: "openai.OpenAIError", service: str) -> UserError:
    """The error as a UserError; Unreachable when trying again later may help.

    Args:
        error: As raised by the SDK (services table of openai 3.54).
        service: The service's title.
    """
    import openai

    if isinstance(error, openai.APIConnectionError | openai.InternalServerError):
        return Unreachable(
            f"{service} could not be reached.",
            "Check the connection; nothing is lost. Then try again.",
            retry_after_s=_asked_to_wait(error) if isinstance(error, openai.APIStatusError) else None,
        )
    if isinstance(error, openai.APIStatusError):
        return _status_words(error, service)
    return UserError(f"{service} gave an answer that msgtune does not understand.", "Nothing is lost. Try again later.")


def _status_words(error: "openai.APIStatusError", service: str) -> UserError:
    import openai

    if error.code == _TRAINING_CLOSED:
        return TrainingClosed(
            f"{service} no longer lets this account start a training.",
            "Choose This computer instead; all your choices are kept.",
        )
    if error.code == "insufficient_quota":
        return UserError(f"The account at {service} has no credit left.", "Add credit there, then try again.")
    if isinstance(error, openai.RateLimitError):
        return Unreachable(
            f"{service} asks to wait a little.",
            "Too many requests at once; try again in a minute.",
            retry_after_s=_asked_to_wait(error),
        )
    if isinstance(error, openai.AuthenticationError):
        return KeyRefused(
            f"{service} does not accept this key.", "Check that the whole key was pasted, then try again."
        )
    if isinstance(error, openai.NotFoundError):
        return NotThere(f"{service} does not know this model, file or job.", _said(error))
    denied = isinstance(error, openai.PermissionDeniedError)
    return UserError(
        f"{service} does not let this key do that." if denied else f"{service} refused the request.", _said(error)
    )


def _asked_to_wait(error: "openai.APIStatusError") -> float | None:
    """Seconds in the answer's Retry-After, as a number or as a date of HTTP; None where there is none."""
    asked = error.response.headers.get("retry-after", "")
    try:
        return max(0.0, float(asked))
    except ValueError:
        pass
    try:
        return max(0.0, parsedate_to_datetime(asked).timestamp() - time.time())
    except ValueError:
        return None


def sentence(said: object) -> str | None:
    """What a service said, if it is something for people: neither raw data nor a page of text."""
    text = said.strip() if isinstance(said, str) else ""
    return text if text and len(text) < _LONGEST_SENTENCE and not _RAW.search(text) else None


def _said(error: "openai.APIStatusError") -> str:
    body = error.body if isinstance(error.body, dict) else {}
    said = sentence(body.get("message"))
    return f"It says: {said}" if said else "Nothing was changed there."
