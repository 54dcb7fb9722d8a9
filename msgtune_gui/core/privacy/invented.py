"""Names of third persons replaced by invented ones."""

from collections.abc import Collection, Sequence

from msgtune_gui.core.model import Conversation


class InventedNames:
    """Stable invented names for the people of an export."""

    def __init__(self, conversations: Sequence[Conversation], keep: Collection[str]) -> None:
        self._conversations = conversations
        self._keep = frozenset(keep)

    def replaced(self, text: str) -> str:
        """A text with the names of third persons replaced."""
        return text

    def name(self, display_name: str) -> str:
        """The invented name of a person, or their own where it is kept."""
        return display_name
