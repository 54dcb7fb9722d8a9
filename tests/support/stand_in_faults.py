"""What can go wrong at the stand-in, as values, and the answers that do it."""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any

from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send


@dataclass(frozen=True)
class Refuse:
    """Nothing is done and an error is answered; SDKs that try again do so at once."""

    status: int
    code: str | None = None
    message: str = "No."
    headers: Mapping[str, str] = field(default_factory=lambda: {"retry-after-ms": "1"}, hash=False)
    param: str | None = None


@dataclass(frozen=True)
class LoseAnswer:
    """The work is done and a 500 is answered."""


@dataclass(frozen=True)
class GarbleAnswer:
    """The work is done and something is answered that is no answer to it."""


@dataclass(frozen=True)
class Cut:
    """The connection ends before the answer does."""


@dataclass(frozen=True)
class Reset:
    """The connection is reset while the request still comes in, after so many bytes of its body."""

    after_bytes: int = 0


@dataclass(frozen=True)
class Hang:
    """No answer ever comes."""


@dataclass(frozen=True)
class Junk:
    """An answer from something that is no such service, a hotel's log-in page for example."""

    body: str = "<html>Welcome to the inn</html>"
    media_type: str = "text/html"
    status: int = 200


Fault = Refuse | LoseAnswer | GarbleAnswer | Cut | Reset | Hang | Junk

TRAINING_CLOSED = Refuse(403, "training_not_available", "This organisation cannot start trainings any more.")
NO_CREDIT = Refuse(429, "insufficient_quota", "The purse is empty.")


def slow_down(retry_after: str) -> Refuse:
    """Asks to wait, in seconds or until a date of HTTP."""
    return Refuse(429, "rate_limit_exceeded", "Slower, please.", {"retry-after": retry_after})


SLOW_DOWN = slow_down("60")


class ChatManner(Enum):
    """How a streamed chat is answered."""

    ANSWER = auto()
    EMPTY = auto()
    HANG_MIDWAY = auto()
    TRUNCATED = auto()
    CUT = auto()
    ERROR_MIDWAY = auto()
    FILTERED = auto()
    REFUSED = auto()


def refusal(
    status: int,
    code: str | None,
    message: str,
    headers: Mapping[str, str] | None = None,
    param: str | None = None,
) -> JSONResponse:
    """An error in the protocol's shape."""
    error = {"message": message, "type": "invalid_request_error", "param": param, "code": code}
    return JSONResponse({"error": error}, status, headers)


def unknown() -> JSONResponse:
    """Nothing of that name is here."""
    return refusal(404, "not_found", "There is no such thing here.")


class CutMidway:
    """Promises a body and ends the connection inside it."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"application/json"), (b"content-length", b"100")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"{", "more_body": True})


class Stream:
    """A chat answer as server-sent events."""

    def __init__(
        self,
        model: str,
        pieces: Sequence[str],
        manner: ChatManner,
        until_gone: Callable[[Receive], Awaitable[None]],
        notify: Callable[[], None],
    ) -> None:
        self._model = model
        self._pieces = pieces
        self._manner = manner
        self._until_gone = until_gone
        self._notify = notify

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        lines = self._lines()
        for line in lines:
            await send({"type": "http.response.body", "body": line, "more_body": True})
        self._notify()
        if self._manner is ChatManner.HANG_MIDWAY:
            await self._until_gone(receive)
        elif self._manner is not ChatManner.CUT:
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    def _lines(self) -> list[bytes]:
        done = b"data: [DONE]\n\n"
        first = self._chunk({"role": "assistant", "content": ""})
        spoken = [first, *(self._chunk({"content": piece}) for piece in self._pieces)]
        refused = [self._chunk({"refusal": piece}) for piece in ("I would ", "rather not.")]
        cut = b'data: {"id": "chatcmpl-1", "cho'
        error = {"error": {"message": "The parrot flew away.", "type": "server_error", "code": None}}
        return {
            ChatManner.EMPTY: [done],
            ChatManner.HANG_MIDWAY: spoken,
            ChatManner.TRUNCATED: [*spoken, cut],
            ChatManner.CUT: [*spoken, cut],
            ChatManner.ERROR_MIDWAY: [*spoken, b"data: " + json.dumps(error).encode() + b"\n\n"],
            ChatManner.FILTERED: [*spoken, self._chunk({}, "content_filter"), done],
            ChatManner.REFUSED: [first, *refused, self._chunk({}, "stop"), done],
            ChatManner.ANSWER: [*spoken, self._chunk({}, "stop"), done],
        }[self._manner]

    def _chunk(self, delta: dict[str, Any], finish_reason: str | None = None) -> bytes:
        choice = {"index": 0, "delta": delta, "finish_reason": finish_reason, "logprobs": None}
        chunk = {
            "id": "chatcmpl-1", "object": "chat.completion.chunk", "created": 1_790_000_000, "model": self._model,
            "choices": [choice],
        }  # fmt: skip
        return b"data: " + json.dumps(chunk).encode() + b"\n\n"
