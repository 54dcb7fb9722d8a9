"""One spelling of each name over a whole export."""

import sys
from array import array
from collections.abc import Callable, Iterable
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


class _Places(dict[str, int]):
    """Numbers its keys in the order in which they are asked for."""

    def __missing__(self, key: str) -> int:
        place = self[key] = len(self)
        return place


class SenderColumn:
    """The column of senders of one file, being filled."""

    def __init__(self) -> None:
        self._places = _Places()
        self._column = array("I")

    def extend(self, raws: Iterable[str]) -> None:
        """Add the senders of some messages, as they stand in the file."""
        places = self._places
        self._column.extend([places[raw] for raw in raws])

    def finished(self, name_of: Callable[[str], str]) -> tuple[tuple[str, ...], "array[int]"]:
        """The names that are meant, no two equal, and each message's place in them."""
        meant = [name_of(raw) for raw in self._places]
        names = tuple(dict.fromkeys(meant))
        if len(names) == len(meant):
            return names, self._column
        places = [names.index(name) for name in meant]
        return names, array("I", [places[place] for place in self._column])
