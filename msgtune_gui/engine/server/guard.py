"""Who may speak to the engine: programs on this computer that hold the token, and no web page."""

import hmac
from collections.abc import Iterable
from http import HTTPStatus
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Receive, Scope, Send

from msgtune_gui.engine.errors import RequestRefused
from msgtune_gui.engine.server.answers import refusal

_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})


class Guard:
    """Refuses every request that is not addressed to loopback, comes from a foreign web page or lacks the token.

    The Host check stops DNS rebinding: a page whose own name was made to point at this computer still sends its name.
    """

    def __init__(self, app: ASGIApp, token: str) -> None:
        self._app = app
        self._expected = f"Bearer {token}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on or answer it here."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            return
        refused = self._refused(scope["headers"])
        if refused is None:
            await self._app(scope, receive, send)
        else:
            await refusal(refused)(scope, receive, send)

    def _refused(self, headers: Iterable[tuple[bytes, bytes]]) -> RequestRefused | None:
        hosts = [value for name, value in headers if name == b"host"]
        if len(hosts) != 1 or not _is_loopback(b"//" + hosts[0]):
            return RequestRefused(
                HTTPStatus.FORBIDDEN, "The engine answers on loopback only.", code="host_not_allowed", param="Host"
            )
        if not all(_is_loopback(value) for name, value in headers if name == b"origin"):
            return RequestRefused(
                HTTPStatus.FORBIDDEN, "The engine answers no web page.", code="origin_not_allowed", param="Origin"
            )
        keys = [value for name, value in headers if name == b"authorization"]
        if not keys:
            return RequestRefused(HTTPStatus.UNAUTHORIZED, "The engine's token is missing.", code="missing_api_key")
        if len(keys) != 1 or not hmac.compare_digest(keys[0], self._expected):
            return RequestRefused(HTTPStatus.UNAUTHORIZED, "This is not the engine's token.", code="invalid_api_key")
        return None


def _is_loopback(address: bytes) -> bool:
    try:
        return urlsplit(address.decode("ascii")).hostname in _LOOPBACK
    except ValueError:
        return False
