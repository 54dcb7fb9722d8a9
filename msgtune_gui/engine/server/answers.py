"""Reading bodies and writing answers in OpenAI's shapes."""

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from http import HTTPStatus
from typing import Any, TypeVar

import msgspec
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from msgtune_gui.core.errors import UserError
from msgtune_gui.engine.errors import RequestRefused, invalid
from msgtune_gui.engine.protocol import ErrorAnswer, ErrorDetail, Page

Handler = Callable[[Request], Awaitable[Response]]
Body = TypeVar("Body")
Item = TypeVar("Item")

_BODY_LIMIT = 8 * 1024 * 1024
_PAGE_LIMIT = 100

_log = logging.getLogger(__name__)


def answer(content: object, status: HTTPStatus = HTTPStatus.OK) -> Response:
    """A JSON answer."""
    return Response(msgspec.json.encode(content), status, media_type="application/json")


def refusal(refused: RequestRefused) -> Response:
    """An answer that says no."""
    kind = "invalid_request_error" if refused.status < HTTPStatus.INTERNAL_SERVER_ERROR else "server_error"
    detail = ErrorDetail(message=refused.message, type=kind, param=refused.param, code=refused.code)
    return answer(ErrorAnswer(detail), refused.status)


async def on_refused(_request: Request, error: Exception) -> Response:
    """The answer to a request that was refused in words."""
    if isinstance(error, RequestRefused):
        return refusal(error)
    # A UserError; never above 499, because clients would send the request again and again.
    return refusal(invalid(str(error), code="refused"))


async def on_http_error(request: Request, error: Exception) -> Response:
    """The answer where no route fits."""
    if not isinstance(error, HTTPException):
        return await on_crash(request, error)
    status = HTTPStatus(error.status_code)
    if status == HTTPStatus.NOT_FOUND:
        return refusal(RequestRefused(status, f"Unknown request URL: {request.method} {request.url.path}."))
    return refusal(RequestRefused(status, f"{status.phrase}: {request.method} {request.url.path}."))


async def on_crash(_request: Request, _error: Exception) -> Response:
    """The answer where the engine itself is at fault; the log says where."""
    return refusal(
        RequestRefused(HTTPStatus.INTERNAL_SERVER_ERROR, "The engine met an unexpected problem; its log says where.")
    )


EXCEPTION_HANDLERS: Mapping[Any, Callable[[Request, Exception], Awaitable[Response]]] = {
    RequestRefused: on_refused,
    UserError: on_refused,
    HTTPException: on_http_error,
    Exception: on_crash,
}


async def read_body(request: Request, kind: type[Body]) -> Body:
    """The request's JSON body. Raises RequestRefused (400, 413)."""
    parts = bytearray()
    async for part in request.stream():
        parts += part
        if len(parts) > _BODY_LIMIT:
            raise RequestRefused(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "The body of the request is too large.")
    try:
        return msgspec.json.decode(bytes(parts), type=kind)
    except (msgspec.ValidationError, msgspec.DecodeError, UnicodeDecodeError) as error:
        raise invalid(f"The body of the request is not valid. {_reason(error)}", param=_field(error)) from error


def page(
    request: Request,
    items: Sequence[Item],
    identifier: Callable[[Item], str],
    default: int = 20,
    most: int = _PAGE_LIMIT,
) -> Page[Item]:
    """The part of a list that `after` and `limit` ask for. Raises RequestRefused (400)."""
    try:
        limit = int(request.query_params.get("limit", default))
    except ValueError:
        raise invalid("The limit has to be a whole number.", param="limit") from None
    if limit < 1:
        raise invalid("The limit has to be at least 1.", param="limit")
    start = 0
    after = request.query_params.get("after")
    if after is not None:
        start = next((index + 1 for index, item in enumerate(items) if identifier(item) == after), -1)
        if start < 0:
            raise invalid("There is nothing of the name given in after.", param="after")
    shown = list(items[start : start + min(limit, most)])
    return Page(
        data=shown,
        has_more=start + len(shown) < len(items),
        first_id=identifier(shown[0]) if shown else None,
        last_id=identifier(shown[-1]) if shown else None,
    )


def _reason(error: Exception) -> str:
    # An enum's error quotes the value; the place alone is enough and cannot hold anybody's words.
    said = str(error)
    return f"At {said.rpartition(' - at ')[2]}." if said.startswith("Invalid enum") else f"{said}."


def _field(error: Exception) -> str | None:
    _, found, place = str(error).rpartition("`$.")
    return place.rstrip("`") if found else None
