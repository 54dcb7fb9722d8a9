"""Servers on this computer that keep a client waiting before it has said a word; each tells when it does."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager

import psutil

Silence = AbstractContextManager[tuple[str, Callable[[], bool]]]
"""An address, and whether somebody waits there."""

PATIENCE_S = 10.0
_LOOK_S = 0.002


def until(reached: Callable[[], bool]) -> None:
    """Wait until something is so that nobody can tell. Raises TimeoutError when it never is."""
    pause = threading.Event()
    for _ in range(round(PATIENCE_S / _LOOK_S)):
        if reached():
            return
        pause.wait(_LOOK_S)
    raise TimeoutError


@contextmanager
def nobody_answers_the_door() -> Iterator[tuple[str, Callable[[], bool]]]:
    """An address that a connection is asked for and never given (Linux), and whether somebody waits for it now."""
    with ExitStack() as stack:
        listening = stack.enter_context(socket.socket())
        listening.bind(("127.0.0.1", 0))
        # The queue of connections that nobody accepts is full with the second one.
        listening.listen(0)
        port = listening.getsockname()[1]
        for _ in range(2):
            filler = stack.enter_context(socket.socket())
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.1", port))
        before = len(_asking(port))
        yield f"http://127.0.0.1:{port}/v1", lambda: len(_asking(port)) > before


@contextmanager
def nobody_shakes_hands() -> Iterator[tuple[str, Callable[[], bool]]]:
    """An address at which a handshake of TLS begins and never ends, and whether one has begun since the last look."""
    with ExitStack() as stack:
        listening = stack.enter_context(socket.socket())
        listening.bind(("127.0.0.1", 0))
        listening.listen()
        listening.settimeout(PATIENCE_S)

        def begun() -> bool:
            connection = stack.enter_context(listening.accept()[0])
            connection.settimeout(PATIENCE_S)
            return bool(connection.recv(1))

        yield f"https://127.0.0.1:{listening.getsockname()[1]}/v1", begun


def _asking(port: int) -> list[object]:
    """Connections to a port of ours that were asked for and not given yet."""
    made = psutil.Process().net_connections("tcp4")
    return [one for one in made if one.status == psutil.CONN_SYN_SENT and one.raddr and one.raddr.port == port]
