"""Ends a reply where one of the wanted strings begins, even when it arrives in pieces."""

from collections.abc import Sequence


class StopStrings:
    """Lets text through up to the first stop string.

    Attributes:
        found: A stop string was met; nothing more comes through.
    """

    def __init__(self, stops: Sequence[str]) -> None:
        self._stops = [stop for stop in stops if stop]
        self._held = ""
        self.found = False

    def push(self, text: str) -> str:
        """Add text and return what is certain not to belong to a stop string."""
        if self.found:
            return ""
        self._held += text
        begins = [place for stop in self._stops if (place := self._held.find(stop)) >= 0]
        if begins:
            self.found = True
            passed, self._held = self._held[: min(begins)], ""
            return passed
        keep = max((_overlap(self._held, stop) for stop in self._stops), default=0)
        passed, self._held = self._held[: len(self._held) - keep], self._held[len(self._held) - keep :]
        return passed

    def finish(self) -> str:
        """What was held back when the text is over."""
        passed, self._held = self._held, ""
        return passed


def _overlap(text: str, stop: str) -> int:
    """How many characters at the end of the text could begin the stop string."""
    return next((size for size in range(min(len(text), len(stop) - 1), 0, -1) if text.endswith(stop[:size])), 0)
