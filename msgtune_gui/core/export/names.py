"""One spelling of each name over a whole export."""

import sys
from array import array
from collections.abc import Callable
from unicodedata import normalize

from msgtune_gui.core.export.text import clean, repair


class NameTable:
    """The names of one export; names that are equal in NFC become one string, the spelling that was met first."""

    def __init__(self) -> None:
        self._by_nfc: dict[str, str] = {}
        self._repaired: dict[str, str] = {}
        self._clean: dict[str, str] = {}

    def repaired(self, raw: str) -> str:
        """The name that a classic export means."""
        name = self._repaired.get(raw)
        if name is None:
            name = self._repaired[raw] = self._one_spelling(repair(raw))
        return name

    def clean(self, raw: str) -> str:
        """The name that an export of encrypted chats means, where nothing is doubly encoded."""
        name = self._clean.get(raw)
        if name is None:
            name = self._clean[raw] = self._one_spelling(clean(raw))
        return name

    def _one_spelling(self, name: str) -> str:
        return self._by_nfc.setdefault(normalize("NFC", name), sys.intern(name))


class Places(dict[str, int]):
    """Numbers its keys in the order in which they are asked for."""

    def __missing__(self, key: str) -> int:
        place = self[key] = len(self)
        return place


def named(places: Places, senders: "array[int]", name_of: Callable[[str], str]) -> tuple[tuple[str, ...], "array[int]"]:
    """The names that are meant, no two equal, and a column of senders by their places in them.

    Args:
        places: The names as they stand in a file.
        senders: For each message the place of its sender in `places`.
        name_of: The name that is meant by what stands in the file.
    """
    meant = [name_of(raw) for raw in places]
    names = tuple(dict.fromkeys(meant))
    if len(names) == len(meant):
        return names, senders
    new_places = [names.index(name) for name in meant]
    return names, array("I", [new_places[place] for place in senders])
