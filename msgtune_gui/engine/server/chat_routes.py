"""Chat completions, whole or streamed."""

import asyncio
import contextlib
from collections.abc import AsyncGenerator, AsyncIterator, Awaitable
from typing import TypeVar

import msgspec
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from msgtune_gui.core.errors import UserError
from msgtune_gui.engine.chat.service import ChatService
from msgtune_gui.engine.chat.wish import Outcome, Wish
from msgtune_gui.engine.chat_protocol import (
    ChatCompletion,
    ChatCompletionChunk,
    ChatRequest,
    Choice,
    ChunkChoice,
    Delta,
    ReplyMessage,
    Usage,
)
from msgtune_gui.engine.errors import invalid
from msgtune_gui.engine.protocol import ErrorAnswer, ErrorDetail
from msgtune_gui.engine.server.answers import answer, read_body
from msgtune_gui.engine.store.records import new_id, now
from msgtune_gui.engine.training.dataset import ROLES

_DEFAULT_MAX_TOKENS = 512
_GONE = 499
"""Nobody reads it; nginx made it usual for a client that has hung up."""

_Reply = AsyncGenerator[str | Outcome, None]
_Done = TypeVar("_Done")


class ChatRoutes:
    """Answers /v1/chat/completions."""

    def __init__(self, chat: ChatService) -> None:
        self._chat = chat

    def routes(self) -> list[Route]:
        """Where this is reached."""
        return [Route("/v1/chat/completions", self.create, methods=["POST"])]

    async def create(self, request: Request) -> Response:
        """Write a reply."""
        wanted = await read_body(request, ChatRequest)
        wish = _wish(wanted)
        adapter = await asyncio.to_thread(self._chat.find, wanted.model)
        reply = self._chat.reply(wanted.model, adapter, wish)
        if not wanted.stream:
            collected = await _unless_gone(request, _collected(reply))
            return Response(status_code=_GONE) if collected is None else _whole(wanted.model, *collected)
        # Whether the conversation fits shows before the first word, while there still is a status to say it with.
        begun = await _unless_gone(request, anext(reply))
        if begun is None:
            await reply.aclose()
            return Response(status_code=_GONE)
        return StreamingResponse(_streamed(wanted, reply), media_type="text/event-stream")


def _whole(model: str, text: str, outcome: Outcome) -> Response:
    return answer(
        ChatCompletion(
            id=new_id("chatcmpl"),
            created=now(),
            model=model,
            choices=[Choice(message=ReplyMessage(content=text), finish_reason=outcome.finish_reason)],
            usage=_usage(outcome),
        )
    )


async def _collected(reply: _Reply) -> tuple[str, Outcome]:
    text = ""
    async with contextlib.aclosing(reply) as pieces:
        async for piece in pieces:
            if isinstance(piece, Outcome):
                return text, piece
            text += piece
    raise UserError("The reply broke off.", "Nothing is lost; send the message again.")


async def _streamed(wanted: ChatRequest, reply: _Reply) -> AsyncIterator[bytes]:
    identifier, created = new_id("chatcmpl"), now()

    def chunk(choices: list[ChunkChoice], usage: Usage | None = None) -> bytes:
        return _event(
            ChatCompletionChunk(id=identifier, created=created, model=wanted.model, choices=choices, usage=usage)
        )

    try:
        async with contextlib.aclosing(reply) as pieces:
            yield chunk([ChunkChoice(delta=Delta(role="assistant", content=""))])
            async for piece in pieces:
                if isinstance(piece, str):
                    if piece:
                        yield chunk([ChunkChoice(delta=Delta(content=piece))])
                    continue
                yield chunk([ChunkChoice(delta=Delta(), finish_reason=piece.finish_reason)])
                if wanted.stream_options is not None and wanted.stream_options.include_usage:
                    yield chunk([], _usage(piece))
    except UserError as error:
        yield _event(ErrorAnswer(ErrorDetail(message=str(error), type="server_error", code="reply_broke_off")))
    yield b"data: [DONE]\n\n"


def _wish(wanted: ChatRequest) -> Wish:
    if wanted.n not in {None, 1}:
        raise invalid("The engine writes one reply at a time; n has to be 1.", param="n")
    if not all(message.role in ROLES for message in wanted.messages):
        raise invalid("The role of a message has to be system, user or assistant.", param="messages")
    stop = wanted.stop or []
    return Wish(
        messages=wanted.messages,
        temperature=1.0 if wanted.temperature is None else wanted.temperature,
        top_p=1.0 if wanted.top_p is None else wanted.top_p,
        max_tokens=wanted.max_completion_tokens or wanted.max_tokens or _DEFAULT_MAX_TOKENS,
        stops=(stop,) if isinstance(stop, str) else tuple(stop),
        seed=wanted.seed,
    )


async def _unless_gone(request: Request, work: Awaitable[_Done]) -> _Done | None:
    """What the work comes to; None when the client hangs up first, which ends the work."""
    done = asyncio.ensure_future(work)
    gone = asyncio.create_task(_disconnected(request))
    await asyncio.wait({done, gone}, return_when=asyncio.FIRST_COMPLETED)
    gone.cancel()
    if not done.done():
        done.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await done
        return None
    return await done


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


def _usage(outcome: Outcome) -> Usage:
    return Usage(
        prompt_tokens=outcome.prompt_tokens,
        completion_tokens=outcome.completion_tokens,
        total_tokens=outcome.prompt_tokens + outcome.completion_tokens,
    )


def _event(content: object) -> bytes:
    return b"data: " + msgspec.json.encode(content) + b"\n\n"
