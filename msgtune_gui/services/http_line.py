"""An HTTP client whose waiting request can be ended from another thread."""

import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from msgtune_gui.core.ports import CancelToken

if TYPE_CHECKING:
    import httpx2

_CONNECT_TIMEOUT_S = 5.0
_CONNECTED = (".connect_tcp.complete", ".start_tls.complete")
_SPOKEN = ("json", "event-stream", "octet-stream")


class HttpLine:
    """Owns one client for one request at a time.

    Closing a client does not wake a thread that waits for the service's next byte; shutting the socket down does, at
    once. So the line keeps the stream of its newest connection, told by httpcore2's trace extension, which knows it
    even before the service has answered anything.

    Args:
        read_timeout_s: Longest silence of the service, in seconds.
    """

    def __init__(self, read_timeout_s: float) -> None:
        self._read_timeout_s = read_timeout_s
        self._client: httpx2.Client | None = None
        self._cancel: CancelToken | None = None
        self._stream: Any = None

    @property
    def timeout(self) -> "httpx2.Timeout":
        """The limits that an SDK is to use."""
        import httpx2

        return httpx2.Timeout(self._read_timeout_s, connect=_CONNECT_TIMEOUT_S)

    def open(self, base_url: str) -> "httpx2.Client":
        """A client to be given to an SDK; it is closed with the line.

        Args:
            base_url: Where requests will go; a proxy of the environment has no business with one on this computer.
        """
        import httpx2

        on_device = base_url.startswith("http://127.0.0.1")
        self._client = httpx2.Client(
            timeout=self.timeout,
            trust_env=not on_device,
            # Reading all certificate authorities takes 50 ms, and no one is trusted by an empty context.
            verify=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT) if on_device else True,
            event_hooks={"request": [self._on_request], "response": [_refuse_pages]},
        )
        return self._client

    @contextmanager
    def ending_with(self, cancel: CancelToken) -> Iterator[None]:
        """End requests made inside the `with` block as soon as somebody asks to stop; they then raise some error."""
        self._cancel = cancel
        try:
            with cancel.on_cancel(self.hang_up):
                yield
        finally:
            self._cancel = None

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
        if self._client is not None:
            self._client.close()

    def _on_request(self, request: "httpx2.Request") -> None:
        request.extensions["trace"] = self._on_trace

    def _on_trace(self, event: str, info: dict[str, Any]) -> None:
        if event.endswith(_CONNECTED):
            self._stream = info["return_value"]
            # Asked to stop while the connection was still being made: there was nothing to shut down then.
            if self._cancel is not None and self._cancel.cancelled:
                self.hang_up()


def _refuse_pages(response: "httpx2.Response") -> None:
    """Take a web page for what it is: something between here and the service, a log-in page for example."""
    import httpx2

    kind = response.headers.get("content-type", "")
    # What a service has stored may be of any kind; a page is of this one.
    stored = response.request.url.path.endswith("/content")
    expected = "html" not in kind if stored else any(spoken in kind for spoken in _SPOKEN)
    if response.is_success and not expected:
        raise httpx2.RemoteProtocolError("A web page came instead of the service's answer.", request=response.request)
