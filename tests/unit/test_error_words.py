"""What errors of the SDK become in words for people."""

import httpx2
import openai
import pytest

from msgtune_gui.core.errors import Unreachable, UserError
from msgtune_gui.services.error_words import sentence, words_for

REQUEST = httpx2.Request("POST", "https://service.example/v1")


def _status_error(
    kind: type[openai.APIStatusError], status: int, code: str | None, message: object
) -> openai.APIStatusError:
    body = {"message": message, "code": code}
    return kind(f"Error code: {status}", response=httpx2.Response(status, request=REQUEST), body=body)


@pytest.mark.parametrize(
    ("error", "kind", "message"),
    [
        (openai.APIConnectionError(request=REQUEST), Unreachable, "Nebula could not be reached."),
        (openai.APITimeoutError(request=REQUEST), Unreachable, "Nebula could not be reached."),
        (_status_error(openai.InternalServerError, 503, None, "x"), Unreachable, "Nebula could not be reached."),
        (_status_error(openai.RateLimitError, 429, None, "x"), Unreachable, "Nebula asks to wait a little."),
        (
            _status_error(openai.RateLimitError, 429, "insufficient_quota", "x"),
            UserError,
            "The account at Nebula has no credit left.",
        ),
        (_status_error(openai.AuthenticationError, 401, None, "x"), UserError, "Nebula does not accept this key."),
        (
            _status_error(openai.PermissionDeniedError, 403, "training_not_available", "x"),
            UserError,
            "Nebula no longer lets this account start a training.",
        ),
        (
            _status_error(openai.PermissionDeniedError, 403, None, "x"),
            UserError,
            "Nebula does not let this key do that.",
        ),
        (
            _status_error(openai.NotFoundError, 404, None, "x"),
            UserError,
            "Nebula does not know this model, file or job.",
        ),
        (_status_error(openai.BadRequestError, 400, None, "x"), UserError, "Nebula refused the request."),
        (openai.OpenAIError("odd"), UserError, "Nebula gave an answer that msgtune does not understand."),
    ],
)
def test_each_error_has_words(error: openai.OpenAIError, kind: type[UserError], message: str) -> None:
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
