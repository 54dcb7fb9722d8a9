"""An HTTP client whose waiting request can be ended from another thread."""

import socket
from contextlib import AbstractContextManager, suppress
from typing import TYPE_CHECKING, Any

from msgtune_gui.core.ports import CancelToken

if TYPE_CHECKING:
    import httpx2

CONNECT_TIMEOUT_S = 5.0

_CONNECTED = (".connect_tcp.complete", ".start_tls.complete")


class HttpLine:
    """Owns one client for one request at a time.

    Closing a client does not wake a thread that waits for the service's next byte; shutting the socket down does, at
    once. So the line keeps the stream of its newest connection, told by httpcore2's trace extension, which knows it
    even before the service has answered anything.

    Args:
        base_url: Where requests will go; a proxy of the environment has no business with a service on this computer.
        read_timeout_s: Longest silence of the service, in seconds.

    Attributes:
        timeout: The client's limits.
        client: To be given to an SDK.
    """

    def __init__(self, base_url: str, read_timeout_s: float) -> None:
        import httpx2

        self.timeout = httpx2.Timeout(read_timeout_s, connect=CONNECT_TIMEOUT_S)
        self.client = httpx2.Client(
            timeout=self.timeout,
            trust_env=not base_url.startswith("http://127.0.0.1"),
            event_hooks={"request": [self._on_request]},
        )
        self._cancel: CancelToken | None = None
        self._stream: Any = None

    def ending_with(self, cancel: CancelToken) -> AbstractContextManager[None]:
        """End requests made inside the `with` block as soon as somebody asks to stop; they then raise some error."""
        self._cancel = cancel
        return cancel.on_cancel(self.hang_up)

    def hang_up(self) -> None:
        """Shut the newest connection down; whoever waits for it wakes. May be called from any thread."""
        stream = self._stream
        connection = stream.get_extra_info("socket") if stream is not None else None
        if connection is not None:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)

    def close(self) -> None:
        """Release the connections."""
        self._stream = None
        self.client.close()

    def _on_request(self, request: "httpx2.Request") -> None:
        request.extensions["trace"] = self._on_trace

    def _on_trace(self, event: str, info: dict[str, Any]) -> None:
        if event.endswith(_CONNECTED):
            self._stream = info["return_value"]
            # Asked to stop while the connection was still being made: there was nothing to shut down then.
            if self._cancel is not None and self._cancel.cancelled:
                self.hang_up()
