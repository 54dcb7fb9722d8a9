"""What errors of the SDK become in words for people."""

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx2
import openai
import pytest

from msgtune_gui.core.errors import KeyRefused, NotThere, NotUnderstood, TrainingClosed, Unreachable, UserError
from msgtune_gui.services.error_words import sentence, words_for

REQUEST = httpx2.Request("POST", "https://service.example/v1")


def _status_error(
    kind: type[openai.APIStatusError],
    status: int,
    code: str | None,
    message: object,
    headers: dict[str, str] | None = None,
) -> openai.APIStatusError:
    body = {"message": message, "code": code}
    response = httpx2.Response(status, request=REQUEST, headers=headers)
    return kind(f"Error code: {status}", response=response, body=body)


@pytest.mark.parametrize(
    ("error", "kind", "message"),
    [
        (openai.APIConnectionError(request=REQUEST), Unreachable, "Nebula could not be reached."),
        (openai.APITimeoutError(request=REQUEST), Unreachable, "Nebula could not be reached."),
        (_status_error(openai.InternalServerError, 503, None, "x"), Unreachable, "Nebula could not be reached."),
        (httpx2.ReadError("broken off", request=REQUEST), Unreachable, "Nebula could not be reached."),
        (_status_error(openai.RateLimitError, 429, None, "x"), Unreachable, "Nebula asks to wait a little."),
        (_status_error(openai.ConflictError, 409, None, "x"), Unreachable, "Nebula asks to wait a little."),
        (_status_error(openai.APIStatusError, 408, None, "x"), Unreachable, "Nebula asks to wait a little."),
        (_status_error(openai.APIStatusError, 425, None, "x"), Unreachable, "Nebula asks to wait a little."),
        (
            _status_error(openai.RateLimitError, 429, "insufficient_quota", "x"),
            UserError,
            "The account at Nebula has no credit left.",
        ),
        (_status_error(openai.AuthenticationError, 401, None, "x"), KeyRefused, "Nebula does not accept this key."),
        (
            _status_error(openai.PermissionDeniedError, 403, "training_not_available", "x"),
            TrainingClosed,
            "Nebula no longer lets this account start a training.",
        ),
        (
            _status_error(openai.PermissionDeniedError, 403, None, "x"),
            UserError,
            "Nebula does not let this key do that.",
        ),
        (
            _status_error(openai.NotFoundError, 404, None, "x"),
            NotThere,
            "Nebula does not know this model, file or job.",
        ),
        (_status_error(openai.BadRequestError, 400, None, "x"), UserError, "Nebula refused the request."),
        (openai.OpenAIError("odd"), NotUnderstood, "Nebula gave an answer that msgtune does not understand."),
    ],
)
def test_each_error_has_words(
    error: openai.OpenAIError | httpx2.HTTPError, kind: type[UserError], message: str
) -> None:
    told = words_for(error, "Nebula")

    assert type(told) is kind
    assert told.message == message
    assert told.advice


def test_the_services_own_sentence_is_passed_on() -> None:
    told = words_for(_status_error(openai.BadRequestError, 400, None, "The suffix is too long."), "Nebula")

    assert told.advice == "It says: The suffix is too long."


@pytest.mark.parametrize("said", [None, 7, "", "  ", '{"error": 1}', "<html>", "x" * 300, "Traceback (most recent..."])
def test_what_is_no_sentence_is_not(said: object) -> None:
    assert sentence(said) is None
    told = words_for(_status_error(openai.BadRequestError, 400, None, said), "Nebula")
    assert told.advice == "Nothing was changed there."


NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "seconds"),
    [
        ("0", 0.0),
        ("90", 90.0),
        ("1.5", 1.5),
        ("-3", 0.0),
        (format_datetime(NOW + timedelta(minutes=2), usegmt=True), 120.0),
        (format_datetime(NOW - timedelta(minutes=2), usegmt=True), 0.0),
        ("soon", 0.0),
        ("inf", 0.0),
        ("nan", 0.0),
    ],
)
def test_how_long_a_service_asks_to_wait(asked: str, seconds: float) -> None:
    """A date is read against the service's own clock, whatever this computer's says."""
    headers = {"retry-after": asked, "date": format_datetime(NOW, usegmt=True)}
    told = words_for(_status_error(openai.RateLimitError, 429, None, "x", headers), "Nebula")

    assert isinstance(told, Unreachable)
    assert told.retry_after_s == seconds


def test_without_the_services_clock_this_computers_has_to_do() -> None:
    until = format_datetime(datetime.now(UTC) + timedelta(minutes=2), usegmt=True)
    told = words_for(_status_error(openai.RateLimitError, 429, None, "x", {"retry-after": until}), "Nebula")

    assert isinstance(told, Unreachable)
    assert told.retry_after_s == pytest.approx(120, abs=60)


def test_a_broken_service_may_ask_to_wait_too() -> None:
    plain = words_for(_status_error(openai.InternalServerError, 503, None, "x"), "Nebula")
    asking = words_for(_status_error(openai.InternalServerError, 503, None, "x", {"retry-after": "7"}), "Nebula")

    assert isinstance(plain, Unreachable)
    assert isinstance(asking, Unreachable)
    assert (plain.retry_after_s, asking.retry_after_s) == (None, 7.0)


@pytest.mark.parametrize(
    "key",
    [
        "sk-proj-4vXq81Lw2ZkT0aPz", "sk-abc***xyz", "Bearer eyJhbGciOiJIUzI1NiJ9", "key_live_12345678",
        "v1CmMKAXN0YXRpY2tleS1lMDBmNGpoM2Y0", "A" * 40,
    ],
)  # fmt: skip
def test_no_key_is_passed_on(key: str) -> None:
    """What a service says is saved with the run, and some repeat the key in it."""
    refusals = ((openai.BadRequestError, 400), (openai.PermissionDeniedError, 403), (openai.NotFoundError, 404))
    for kind, status in refusals:
        told = words_for(_status_error(kind, status, None, f"The key {key} may not do that."), "Nebula")
        assert key not in str(told)
        assert "may not do that." in told.advice


def test_names_of_models_are_no_keys() -> None:
    said = "The model gpt-4.1-mini-2025-04-14 is not open to you; code training_not_available."
    assert sentence(said) == said
