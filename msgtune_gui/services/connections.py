"""Connections that can be ended from another thread, also while they are being made; loaded with the first request."""

import socket
import ssl
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from contextlib import suppress

import httpcore2
import httpx2


class Connections(httpcore2.SyncBackend):
    """Makes connections as httpcore2 does, and can end the newest of them at any moment of its life.

    Closing a client does not wake a thread that waits for the service's next byte; shutting the socket down does, at
    once. The socket is kept as a copy of its own, because the handshake of TLS takes the first one apart. Nothing ends
    a look-up of a name or the wait for a computer that does not answer, so these are done in a thread beside, which is
    left alone when nobody wants its connection any more; it ends with the connect timeout at the latest.

    Args:
        unwanted: Whether a connection that is only being made is not wanted any more.
    """

    def __init__(self, unwanted: Callable[[], bool]) -> None:
        self._unwanted = unwanted
        self._changed = threading.Condition()
        self._hang_ups = 0
        self._newest: socket.socket | None = None

    def hang_up(self) -> None:
        """End the newest connection; whoever waits for it wakes. May be called from any thread."""
        with self._changed:
            self._hang_ups += 1
            self._changed.notify_all()
            if self._newest is not None:
                with suppress(OSError):
                    self._newest.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Let go of the copy of the newest connection."""
        self._keep(None)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        made: Future[httpcore2.NetworkStream] = Future()

        def connect() -> None:
            try:
                made.set_result(
                    super(Connections, self).connect_tcp(host, port, timeout, local_address, socket_options)
                )
            except Exception as error:  # noqa: BLE001 - raised again in the thread that waits
                made.set_exception(error)

        made.add_done_callback(self._on_made)
        with self._changed:
            before = self._hang_ups
            threading.Thread(target=connect, name="connecting", daemon=True).start()
            self._changed.wait_for(lambda: made.done() or self._hang_ups != before or self._unwanted())
        if not made.done() or self._unwanted():
            made.add_done_callback(_put_away)
            raise httpcore2.ConnectError("The connection is not wanted any more.")
        stream = made.result()
        self._keep(stream.get_extra_info("socket").dup())
        # Asked to stop since the last look: there was nothing to shut down then.
        if self._unwanted():
            self.hang_up()
        return stream

    def _on_made(self, _made: "Future[httpcore2.NetworkStream]") -> None:
        with self._changed:
            self._changed.notify_all()

    def _keep(self, newest: socket.socket | None) -> None:
        with self._changed:
            before, self._newest = self._newest, newest
        if before is not None:
            before.close()


class Transport(httpx2.HTTPTransport):
    """httpx2's own transport over our connections, straight to the service: it knows no proxy.

    Args:
        connections: Where they come from.
        trusted: Whose certificates are believed.
        limits: How many there may be.
    """

    def __init__(self, connections: Connections, trusted: ssl.SSLContext, limits: httpx2.Limits) -> None:
        super().__init__(verify=trusted, trust_env=False)
        # httpx2 has no parameter for what makes connections; its pool, of httpcore2, has.
        self._pool = httpcore2.ConnectionPool(
            ssl_context=trusted,
            max_connections=limits.max_connections,
            max_keepalive_connections=limits.max_keepalive_connections,
            keepalive_expiry=limits.keepalive_expiry,
            network_backend=connections,
        )


def _put_away(made: "Future[httpcore2.NetworkStream]") -> None:
    """Close a connection that came too late."""
    if made.exception() is None:
        made.result().close()
