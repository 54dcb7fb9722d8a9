"""An HTTP server for tests: any ASGI application in a thread of its own, on a free port of this computer."""

import socket
import struct
import threading
from types import TracebackType
from typing import Self

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send

PATIENCE_S = 10.0
RESET = "msgtune.reset"
"""Key of a scope: a function that resets the connection."""


class _Server(uvicorn.Server):
    """Tells when it listens."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.listening = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.listening.set()


class Loopback:
    """Serves an application from `with` to its end; no thread and no socket is left afterwards.

    Attributes:
        port: Where it listens on 127.0.0.1.
        application: What is served; may be changed between requests.
    """

    def __init__(self, application: ASGIApp) -> None:
        self.application = application
        # asyncio turns Nagle's algorithm off only where the protocol is named; else each answer takes 40 ms.
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._socket.bind(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        config = uvicorn.Config(
            self._serve, interface="asgi3", loop="asyncio", http="h11", ws="none", lifespan="off", log_config=None,
            access_log=False, log_level="critical", timeout_graceful_shutdown=2,
        )  # fmt: skip
        self._server = _Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]}, name="loopback")

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._server.listening.wait(PATIENCE_S), "The server did not start."
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._server.should_exit = True
        self._thread.join(PATIENCE_S)
        assert not self._thread.is_alive(), "The server did not stop."

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope[RESET] = lambda: _reset(receive)
        await self.application(scope, receive, send)


def _reset(receive: Receive) -> None:
    """End the connection of a request so that the other side sees it reset."""
    # uvicorn hands out a method of the object that owns the connection.
    transport = receive.__self__.transport  # type: ignore[attr-defined]
    at_once = struct.pack("ii", 1, 0)
    transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
    transport.abort()
