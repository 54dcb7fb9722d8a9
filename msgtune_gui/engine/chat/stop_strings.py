"""Ends a reply with the first of the wanted strings that is complete, even when it arrives in pieces."""

from collections.abc import Sequence


class StopStrings:
    """Lets text through up to the stop string that is complete first.

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
        # The one that is complete first ends the reply, however the text was cut into pieces.
        met = [(place + len(stop), place) for stop in self._stops if (place := self._held.find(stop)) >= 0]
        if met:
            self.found = True
            passed, self._held = self._held[: min(met)[1]], ""
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
