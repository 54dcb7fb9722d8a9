"""The one cancel token that every room uses."""

import threading

from msgtune_gui.core.errors import Cancelled


class CancelFlag:
    """A thread-safe request to stop; implements the CancelToken port."""

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the work that holds this token to stop."""
        self._event.set()

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
