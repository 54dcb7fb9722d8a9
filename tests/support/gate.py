"""A way to a server on this computer that can be shut: nobody gets through then, and new connections are refused."""

import asyncio
import contextlib
import socket
import threading
from types import TracebackType
from typing import Self

from tests.support.loopback import PATIENCE_S

_PIECE_BYTES = 1 << 16


class Gate:
    """Forwards connections from a port of its own; use it as a context manager.

    Args:
        port: Where the server listens on 127.0.0.1.
    """

    def __init__(self, port: int) -> None:
        self._to = port
        self._port = 0
        self._loop = asyncio.new_event_loop()
        self._server: asyncio.Server | None = None
        self._going: dict[asyncio.Task[None], list[asyncio.StreamWriter]] = {}
        self._thread = threading.Thread(target=self._run, name="gate")

    @property
    def base_url(self) -> str:
        """Address for an SDK, ending with "/v1"."""
        return f"http://127.0.0.1:{self._port}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        self.open()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.shut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(PATIENCE_S)
        assert not self._thread.is_alive(), "The gate did not stop."

    def open(self) -> None:
        """Let connections through."""
        asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(PATIENCE_S)

    def shut(self) -> None:
        """Break every connection off and refuse new ones."""
        asyncio.run_coroutine_threadsafe(self._shut(), self._loop).result(PATIENCE_S)

    def shut_for(self, seconds: float) -> None:
        """Shut it now, from any thread and without waiting, and open it again after a while."""
        asyncio.run_coroutine_threadsafe(self._shut_for(seconds), self._loop)

    def _run(self) -> None:
        self._loop.run_forever()
        self._loop.close()

    async def _shut_for(self, seconds: float) -> None:
        await self._shut()
        await asyncio.sleep(seconds)
        await self._open()

    async def _open(self) -> None:
        if self._server is None:
            self._server = await asyncio.start_server(self._let_through, "127.0.0.1", self._port)
            self._port = self._server.sockets[0].getsockname()[1]

    async def _shut(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.close()
        going = dict(self._going)
        for writers in going.values():
            for writer in writers:
                writer.transport.abort()
        await asyncio.gather(*going, return_exceptions=True)

    async def _let_through(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        writers = self._going[task] = [writer]
        try:
            there, back = await asyncio.open_connection("127.0.0.1", self._to)
            writers.append(back)
            for one in writers:
                one.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            await asyncio.gather(_copy(reader, back), _copy(there, writer))
        except OSError:
            # The server is gone, or the connection was broken off here.
            pass
        finally:
            del self._going[task]
            for one in writers:
                one.close()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while piece := await reader.read(_PIECE_BYTES):
            writer.write(piece)
            await writer.drain()
        if writer.can_write_eof():
            writer.write_eof()
