"""An HTTP client whose waiting request can be ended from another thread."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from msgtune_gui.core.ports import CancelToken

if TYPE_CHECKING:
    import httpx2

    from msgtune_gui.services.connections import Connections

_CONNECT_TIMEOUT_S = 5.0
_KEPT_ALIVE_S = 5.0
_SPOKEN = ("json", "event-stream", "octet-stream")


class HttpLine:
    """Owns one client for one request at a time.

    Nothing in the person's environment can lead its requests elsewhere: it goes straight to the address it was given,
    past any proxy, and believes the certificates that the system believes and no others.

    Args:
        read_timeout_s: Longest silence of the service, in seconds.
    """

    def __init__(self, read_timeout_s: float) -> None:
        self._read_timeout_s = read_timeout_s
        self._client: httpx2.Client | None = None
        self._connections: Connections | None = None
        self._cancel: CancelToken | None = None

    @property
    def timeout(self) -> "httpx2.Timeout":
        """The limits that an SDK is to use."""
        import httpx2

        return httpx2.Timeout(self._read_timeout_s, connect=_CONNECT_TIMEOUT_S)

    @property
    def no_trust(self) -> ssl.SSLContext:
        """Settings of TLS that believe nobody's certificate."""
        return ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)

    def open(self, base_url: str) -> "httpx2.Client":
        """A client to be given to an SDK; it is closed with the line.

        Args:
            base_url: Where requests will go.
        """
        import httpx2

        from msgtune_gui.services.connections import Connections, Transport

        self._connections = Connections(self._is_unwanted)
        # Reading all certificate authorities takes 50 ms, and nobody needs them without TLS.
        plain = base_url.startswith("http://")
        trusted = self.no_trust if plain else httpx2.create_ssl_context(trust_env=False)
        self._client = httpx2.Client(
            timeout=self.timeout,
            trust_env=False,
            transport=Transport(self._connections, trusted, httpx2.Limits(keepalive_expiry=_KEPT_ALIVE_S)),
            event_hooks={"response": [_refuse_pages]},
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
        """End the newest connection; whoever waits for it wakes. May be called from any thread."""
        if self._connections is not None:
            self._connections.hang_up()

    def close(self) -> None:
        """Release the connections."""
        if self._client is not None:
            self._client.close()
        if self._connections is not None:
            self._connections.close()

    def _is_unwanted(self) -> bool:
        return self._cancel is not None and self._cancel.cancelled


def _refuse_pages(response: "httpx2.Response") -> None:
    """Take a web page for what it is: something between here and the service, a log-in page for example."""
    import httpx2

    kind = response.headers.get("content-type", "")
    # What a service has stored may be of any kind; a page is of this one.
    stored = response.request.url.path.endswith("/content")
    expected = "html" not in kind if stored else any(spoken in kind for spoken in _SPOKEN)
    if response.is_success and not expected:
        raise httpx2.RemoteProtocolError("A web page came instead of the service's answer.", request=response.request)
