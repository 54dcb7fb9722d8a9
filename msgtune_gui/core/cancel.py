"""The one cancel token that every room uses."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from msgtune_gui.core.errors import Cancelled


class CancelFlag:
    """A thread-safe request to stop; implements the CancelToken port."""

    def __init__(self) -> None:
        self._event = threading.Event()
        self._lock = threading.Lock()
        self._callbacks: list[Callable[[], None]] = []

    def cancel(self) -> None:
        """Ask the work that holds this token to stop."""
        with self._lock:
            self._event.set()
            callbacks = tuple(self._callbacks)
        for callback in callbacks:
            callback()

    @property
    def cancelled(self) -> bool:
        """Whether somebody asked to stop."""
        return self._event.is_set()

    def raise_if_cancelled(self) -> None:
        """Raise Cancelled when somebody asked to stop."""
        if self._event.is_set():
            raise Cancelled

    def wait(self, seconds: float) -> bool:
        """Pause for at most so many seconds; True at once when somebody asks to stop."""
        return self._event.wait(seconds)

    @contextmanager
    def on_cancel(self, callback: Callable[[], None]) -> Iterator[None]:
        """Call a quick function when somebody asks to stop inside the `with` block, in the asking thread.

        Where somebody has asked before, it is called at once, in this thread.
        """
        with self._lock:
            self._callbacks.append(callback)
            asked_before = self._event.is_set()
        try:
            if asked_before:
                callback()
            yield
        finally:
            with self._lock:
                self._callbacks.remove(callback)
