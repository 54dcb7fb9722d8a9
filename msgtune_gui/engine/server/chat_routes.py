"""Chat completions, whole or streamed."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

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
from msgtune_gui.engine.store.models import Adapter
from msgtune_gui.engine.store.records import new_id, now
from msgtune_gui.engine.training.dataset import ROLES

_DEFAULT_MAX_TOKENS = 512


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
        if wanted.stream:
            return StreamingResponse(self._stream(wanted, adapter, wish), media_type="text/event-stream")
        return await self._whole(request, wanted, adapter, wish)

    async def _whole(self, request: Request, wanted: ChatRequest, adapter: Adapter | None, wish: Wish) -> Response:
        reply = asyncio.create_task(self._collect(wanted.model, adapter, wish))
        gone = asyncio.create_task(_disconnected(request))
        await asyncio.wait({reply, gone}, return_when=asyncio.FIRST_COMPLETED)
        gone.cancel()
        if not reply.done():
            reply.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await reply
            return Response(status_code=499)
        text, outcome = await reply
        return answer(
            ChatCompletion(
                id=new_id("chatcmpl"),
                created=now(),
                model=wanted.model,
                choices=[Choice(message=ReplyMessage(content=text), finish_reason=outcome.finish_reason)],
                usage=_usage(outcome),
            )
        )

    async def _collect(self, model: str, adapter: Adapter | None, wish: Wish) -> tuple[str, Outcome]:
        text = ""
        async with contextlib.aclosing(self._chat.reply(model, adapter, wish)) as pieces:
            async for piece in pieces:
                if isinstance(piece, Outcome):
                    return text, piece
                text += piece
        raise UserError("The reply broke off.", "Nothing is lost; send the message again.")

    async def _stream(self, wanted: ChatRequest, adapter: Adapter | None, wish: Wish) -> AsyncIterator[bytes]:
        identifier, created = new_id("chatcmpl"), now()

        def chunk(choices: list[ChunkChoice], usage: Usage | None = None) -> bytes:
            return _event(
                ChatCompletionChunk(id=identifier, created=created, model=wanted.model, choices=choices, usage=usage)
            )

        yield chunk([ChunkChoice(delta=Delta(role="assistant", content=""))])
        try:
            async with contextlib.aclosing(self._chat.reply(wanted.model, adapter, wish)) as pieces:
                async for piece in pieces:
                    if isinstance(piece, str):
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
