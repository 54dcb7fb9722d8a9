"""What an SDK's error means, in words for people."""

import math
import re
import time
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from msgtune_gui.core.errors import KeyRefused, NotThere, NotUnderstood, TrainingClosed, Unreachable, UserError

if TYPE_CHECKING:
    import httpx2
    import openai

TRAINING_CLOSED = "training_not_available"
"""The code with which OpenAI refuses an account every training (its deprecations page, May 2026)."""
_LONGEST_SENTENCE = 300
_RAW = re.compile(r"[{<]|Traceback")
# A service may repeat a key in what it says of it, and what it says is saved with the run.
_LIKE_A_KEY = re.compile(r"\b(?:sk|pk|key|Bearer)[-_ ][\w\-*.]{6,}|[A-Za-z0-9_\-]{32,}", re.IGNORECASE)
# Refused for now and not for good: a request that took too long, that met another one, or that came too early.
_FOR_NOW = {408, 409, 425}


def words_for(error: "openai.OpenAIError | httpx2.HTTPError", service: str) -> UserError:
    """The error as a UserError; Unreachable when trying again later may help.

    Args:
        error: As raised by the SDK (services table of openai 3.54), or by its HTTP client while an answer is streamed.
        service: The service's title.
    """
    import httpx2
    import openai

    if isinstance(error, openai.APIConnectionError | openai.InternalServerError | httpx2.HTTPError):
        return Unreachable(
            f"{service} could not be reached.",
            "Check the connection; nothing is lost. Then try again.",
            retry_after_s=_asked_to_wait(error) if isinstance(error, openai.APIStatusError) else None,
        )
    if isinstance(error, openai.APIStatusError):
        return _status_words(error, service)
    return NotUnderstood(
        f"{service} gave an answer that msgtune does not understand.", "Nothing is lost. Try again later."
    )


def _status_words(error: "openai.APIStatusError", service: str) -> UserError:
    import openai

    if error.code == TRAINING_CLOSED:
        return TrainingClosed(
            f"{service} no longer lets this account start a training.",
            "Choose This computer instead; all your choices are kept.",
        )
    if error.code == "insufficient_quota":
        return UserError(f"The account at {service} has no credit left.", "Add credit there, then try again.")
    if isinstance(error, openai.RateLimitError) or error.status_code in _FOR_NOW:
        return Unreachable(
            f"{service} asks to wait a little.",
            "Nothing is lost; try again in a minute.",
            retry_after_s=_asked_to_wait(error) or 0.0,
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
    headers = error.response.headers
    asked = headers.get("retry-after", "")
    try:
        seconds = float(asked)
    except ValueError:
        until = _moment(asked)
        if until is None:
            return None
        # Against the service's own clock, because this computer's may be wrong by any amount.
        now = _moment(headers.get("date", ""))
        seconds = until - (time.time() if now is None else now)
    return max(0.0, seconds) if math.isfinite(seconds) else None


def _moment(told: str) -> float | None:
    """Unix time in seconds of a date of HTTP."""
    try:
        return parsedate_to_datetime(told).timestamp()
    except (ValueError, OverflowError):
        return None


def sentence(said: object) -> str | None:
    """What a service said, if it is something for people: neither raw data nor a page of text, and no key in it."""
    text = said.strip() if isinstance(said, str) else ""
    return _LIKE_A_KEY.sub("…", text) if text and len(text) < _LONGEST_SENTENCE and not _RAW.search(text) else None


def _said(error: "openai.APIStatusError") -> str:
    body = error.body if isinstance(error.body, dict) else {}
    said = sentence(body.get("message"))
    return f"It says: {said}" if said else "Nothing was changed there."
