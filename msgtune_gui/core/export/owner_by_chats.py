"""Whose an export may be by the chats in it, where none of its files says so."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from unicodedata import normalize

from msgtune_gui.core.export.pieces import Piece, Root
from msgtune_gui.core.export.renames import is_nobody

_PAIR = 2
_INSTAGRAM = "your_instagram_activity"


def people_in(piece: Piece) -> set[str]:
    """Everybody listed or writing in a thread, in the form that names are compared in."""
    names = (name for file in piece.files for name in (*file.participants, *file.messages.names))
    return {normalize("NFC", name) for name in names}


def pairs_of(pieces: Iterable[Piece]) -> set[frozenset[str]]:
    """The two people of each chat in which exactly two with names of their own take part."""
    found = (people_in(piece) for piece in pieces)
    return {frozenset(people) for people in found if len(people) == _PAIR and not any(map(is_nobody, people))}


def possible_owners(threads: Mapping[Root, Sequence[Piece]]) -> dict[Root, frozenset[str]]:
    """Folder that holds a whole export -> those who are in every chat of two people; without such chats nobody.

    Groups say nothing, because who has left one may not be listed in it any more. On Instagram people have other
    names than elsewhere, so there it is left open beside an export of another kind.
    """
    instagram = {root for root, pieces in threads.items() if any(_INSTAGRAM in p.place.path.parts for p in pieces)}
    if len(instagram) == len(threads):
        instagram = set()
    return {root: _in_every_pair(pieces) for root, pieces in threads.items() if root not in instagram}


def _in_every_pair(pieces: Sequence[Piece]) -> frozenset[str]:
    pairs = pairs_of(pieces)
    counts = Counter(name for pair in pairs for name in pair)
    # A group that the owner left looks like a chat of the two that are still there; a few of them may be.
    return frozenset(name for name, count in counts.items() if 10 * count >= 9 * len(pairs))


def could_be_of_others(root: Root, pieces: Sequence[Piece]) -> bool:
    """Whether a part with one chat alone can be told to be another account's.

    Both people have to write in it, and it has to be a part of its own: where a folder of threads was chosen, each of
    them looks like one.
    """
    pairs = pairs_of(pieces)
    if len(pairs) != 1:
        return False
    written = {normalize("NFC", name) for piece in pieces for file in piece.files for name in file.messages.names}
    is_whole = not root[1] or any(piece.place.path.parent.as_posix() != root[1] for piece in pieces)
    return is_whole and set(*pairs) <= written
