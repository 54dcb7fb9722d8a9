"""A stateful stand-in for a hosted service: OpenAI's protocol over real HTTP, with faults that can be switched on."""

import asyncio
import re
import threading
from collections.abc import Awaitable, Callable, Sequence
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive

from tests.support.loopback import PATIENCE_S, RESET, Loopback
from tests.support.stand_in_faults import (
    ChatManner,
    Cut,
    CutMidway,
    Fault,
    GarbleAnswer,
    Hang,
    Junk,
    LoseAnswer,
    Refuse,
    Reset,
    Stream,
    refusal,
)
from tests.support.stand_in_files import Answer, Answered, asked_in
from tests.support.stand_in_jobs import Workshop
from tests.support.stand_in_records import EPOCH_S, Recorded, Senseless

KEY = "sk-stand-in"


class StandIn(Workshop):
    """The server and everything it remembers; use it as a context manager.

    Args:
        server: One that runs already, to save the start of another; None for one of its own.

    Attributes:
        key: The only one that is let in; another one makes the old one an expired one.
        requests: Every request, oldest first.
        on_request: Called in the server's thread before a request is answered.
        reply: Pieces of every chat answer.
        manner: How chats are answered.
        longest_chat: How many characters of a conversation its models take in; None for any number.
        hang_ups: How many clients left before their answer was complete.
        streamed: How many chat answers have been sent as far as they will be.
    """

    def __init__(self, server: Loopback | None = None) -> None:
        super().__init__()
        self.key = KEY
        self.requests: list[Recorded] = []
        self.on_request: Callable[[Recorded], None] = lambda request: None
        self.reply: Sequence[str] = ("Ahoy", ", ", "matey!")
        self.manner = ChatManner.ANSWER
        self.longest_chat: int | None = None
        self.hang_ups = 0
        self.streamed = 0
        self._faults: list[tuple[str, re.Pattern[str], Fault, int]] = []
        self._changed = threading.Condition()
        self._closing = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._application = Starlette(
            routes=[
                Route(f"/v1{path}", self._guarded(answer), methods=[method]) for method, path, answer in self.routes()
            ]
        )
        self._own_server = server is None
        self._server = server or Loopback(self._application)

    @property
    def base_url(self) -> str:
        """Address for an SDK, ending with "/v1"."""
        return f"http://127.0.0.1:{self._server.port}/v1"

    def __enter__(self) -> Self:
        if self._own_server:
            self._server.__enter__()
        else:
            self._server.application = self._application
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._closing.set)
        if self._own_server:
            self._server.__exit__(kind, error, at)

    def routes(self) -> Sequence[Answered]:
        """What is answered here."""
        return (*super().routes(), ("POST", "/chat/completions", self._chat))

    def fault(self, method: str, path: str, fault: Fault, times: int = 1) -> None:
        """Answer the next requests that match (the path as a regular expression, without "/v1") with a fault."""
        self._faults.append((method, re.compile(path), fault, times))

    def seen(self, method: str, path: str) -> list[Recorded]:
        """Requests with that method and whose path matches a regular expression wholly."""
        return [made for made in self.requests if made.method == method and re.fullmatch(path, made.path)]

    def wait_until(self, holds: Callable[[], bool]) -> bool:
        """Wait until something that the server's thread brings about holds; False when it did not."""
        with self._changed:
            return self._changed.wait_for(holds, PATIENCE_S)

    async def until_gone(self, receive: Receive) -> None:
        """Wait until the client hangs up or the server stops."""
        gone = asyncio.ensure_future(_disconnected(receive))
        closing = asyncio.ensure_future(self._closing.wait())
        done, pending = await asyncio.wait({gone, closing}, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        if gone in done:
            self.hang_ups += 1
            self._notify()

    def _note_streamed(self) -> None:
        self.streamed += 1
        self._notify()

    def _notify(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _guarded(self, answer: Answer) -> Callable[[Request], Awaitable[Any]]:
        async def endpoint(request: Request) -> ASGIApp:
            self._loop = asyncio.get_running_loop()
            fault = self._take_fault(request.method, request.url.path.removeprefix("/v1"))
            made = Recorded(
                request.method,
                request.url.path.removeprefix("/v1"),
                dict(parse_qsl(request.url.query)),
                dict(request.headers),
                await _begun(request, fault.after_bytes) if isinstance(fault, Reset) else await request.body(),
            )
            self.requests.append(made)
            self.on_request(made)
            self._notify()
            if made.headers.get("authorization") != f"Bearer {self.key}":
                return refusal(401, "invalid_api_key", "The key is not known here.")
            try:
                return await self._faulty(fault, request, answer)
            except Senseless as error:
                return refusal(400, "invalid_request", str(error))

        return endpoint

    def _take_fault(self, asked: str, where: str) -> Fault | None:
        for place, (method, path, fault, times) in enumerate(self._faults):
            if method == asked and path.fullmatch(where):
                if times == 1:
                    del self._faults[place]
                else:
                    self._faults[place] = (method, path, fault, times - 1)
                return fault
        return None

    async def _faulty(self, fault: Fault | None, request: Request, answer: Answer) -> ASGIApp:
        match fault:
            case Refuse():
                return refusal(fault.status, fault.code, fault.message, fault.headers, fault.param)
            case LoseAnswer():
                await answer(request)
                return refusal(500, None, "The answer was lost.", {"retry-after-ms": "1"})
            case GarbleAnswer():
                await answer(request)
                return JSONResponse([])
            case Cut() | Reset() | Hang():
                if isinstance(fault, Reset):
                    request.scope[RESET]()
                elif isinstance(fault, Hang):
                    await self.until_gone(request.receive)
                return CutMidway()
            case Junk():
                return Response(fault.body, fault.status, media_type=fault.media_type)
            case None:
                return await answer(request)

    async def _chat(self, request: Request) -> ASGIApp:
        wanted = await asked_in(request)
        messages = wanted.get("messages")
        if not isinstance(wanted.get("model"), str) or not isinstance(messages, list):
            raise Senseless("The model or the messages are missing.")
        if not all(isinstance(message, dict) for message in messages):
            raise Senseless("A message is no JSON object.")
        length = sum(len(str(message.get("content") or "")) for message in messages)
        if self.longest_chat is not None and length > self.longest_chat:
            words = f"This model's maximum context length is {self.longest_chat} tokens, and this is {length}."
            return refusal(400, "context_length_exceeded", words)
        if wanted.get("stream"):
            return Stream(wanted["model"], self.reply, self.manner, self.until_gone, self._note_streamed)
        choice = {
            "index": 0, "finish_reason": "stop", "logprobs": None,
            "message": {"role": "assistant", "content": "".join(self.reply), "refusal": None},
        }  # fmt: skip
        return JSONResponse(
            {
                "id": "chatcmpl-1", "object": "chat.completion", "created": EPOCH_S, "model": wanted["model"],
                "choices": [choice], "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
            }
        )  # fmt: skip


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _begun(request: Request, least_bytes: int) -> bytes:
    """The first bytes of a body, no more than have come once there are so many."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) >= least_bytes:
            break
    return body
