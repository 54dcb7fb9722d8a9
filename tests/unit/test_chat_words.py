"""What services say of conversations that they do not answer, each as its own documentation or code has it."""

import httpx2
import openai
import pytest

from msgtune_gui.core.errors import KeyRefused, TooLong, Unreachable, UserError
from msgtune_gui.services.chat_words import chat_words_for, refused

_REQUEST = httpx2.Request("POST", "https://ship.example/v1/chat/completions")

TOO_LONG = {
    "OpenAI": (400, {"message": "Your messages resulted in 9001 tokens.", "code": "context_length_exceeded"}),
    "vLLM": (
        400,
        {
            "message": "This model's maximum context length is 4096 tokens. However, you requested 4200 tokens "
            "(3800 in the messages, 400 in the completion).",
            "type": "BadRequestError",
            "code": 400,
        },
    ),
    "llama.cpp": (
        400,
        {
            "message": "the request exceeds the available context size, try increasing it",
            "type": "exceed_context_size_error",
            "code": 400,
        },
    ),
    "Text Generation Inference": (
        422,
        {
            "message": "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 4096. Given: 4000 inputs "
            "tokens and 400 `max_new_tokens`",
            "type": "validation",
        },
    ),
    "Gemini": (400, {"message": "The input token count (40000) exceeds the maximum number of tokens allowed (32768)."}),
    "Anthropic": (400, {"message": "prompt is too long: 210000 tokens > 200000 maximum"}),
    "a detail": (400, "The conversation is too long."),
}
FILTERED = {
    "Azure": (
        400,
        {
            "message": "The response was filtered due to the prompt triggering Azure OpenAI's content management "
            "policy. Please modify your prompt and retry.",
            "param": "prompt",
            "code": "content_filter",
        },
    ),
    "OpenAI": (
        400,
        {
            "message": "Invalid prompt: your prompt was flagged as potentially violating our usage policy.",
            "code": "invalid_prompt",
        },
    ),
    "OpenRouter": (403, {"message": "Your chosen model requires moderation and your input was flagged.", "code": 403}),
}


def _error(status: int, body: object) -> openai.APIStatusError:
    kinds = {400: openai.BadRequestError, 403: openai.PermissionDeniedError, 422: openai.UnprocessableEntityError}
    response = httpx2.Response(status, request=_REQUEST)
    message = str(body["message"]) if isinstance(body, dict) else f"Error code: {status}"
    return kinds[status](message, response=response, body=body)


@pytest.mark.parametrize("service", TOO_LONG)
def test_a_conversation_that_is_too_long(service: str) -> None:
    assert isinstance(chat_words_for(_error(*TOO_LONG[service]), "Tall Ship"), TooLong)


@pytest.mark.parametrize("service", FILTERED)
def test_a_content_filter(service: str) -> None:
    told = chat_words_for(_error(*FILTERED[service]), "Tall Ship")
    assert told.message == "Tall Ship's content filter let no reply through."
    assert "new chat" in told.advice


def test_an_error_inside_a_stream_has_no_status() -> None:
    body = {"message": "Too much.", "code": "context_length_exceeded"}
    assert isinstance(chat_words_for(openai.APIError("Too much.", _REQUEST, body=body), "Tall Ship"), TooLong)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (_error(400, {"message": "Unknown parameter.", "code": "unknown_parameter"}), UserError),
        (_error(403, {"message": "You may not.", "code": None}), UserError),
        (
            openai.AuthenticationError(
                "Your context window is fine.", response=httpx2.Response(401, request=_REQUEST), body=None
            ),
            KeyRefused,
        ),
        (openai.APIConnectionError(message="context length", request=_REQUEST), Unreachable),
    ],
)
def test_everything_else_is_told_as_ever(error: openai.OpenAIError, kind: type[UserError]) -> None:
    assert type(chat_words_for(error, "Tall Ship")) is kind


def test_a_refusal_that_is_no_sentence_is_not_repeated() -> None:
    assert refused("<p>" + "no " * 200).advice == "Say it differently."
