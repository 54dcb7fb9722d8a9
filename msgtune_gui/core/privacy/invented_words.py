"""A supply of names that nobody in an export has, put together from syllables of no one language."""

from collections.abc import Collection, Iterator, Sequence
from itertools import count


def _syllables(block: str) -> tuple[str, ...]:
    return tuple(block.split())


_FIRST_BEGINNINGS = _syllables("Al Bre Cal Dor El Fen Gal Hel Il Jor Kel Lor Mer Nor Or Per Quil Ren Sol Tal")
_FIRST_ENDINGS = _syllables("ando evin iska imar olet uvi enna orin aleth iro ubel avi ettis ilo umar")
_LAST_BEGINNINGS = _syllables(
    "Ash Birk Cald Dun Elm Fairn Grey Hart Iven Kest Lind Marl Nett Ost Penn Quar Rusk Sedg Thorn Ven"
)
_LAST_ENDINGS = _syllables("avel omar eskin uldo ivent orrel antry elmond iskar umber oway enik astor ullin evane")


def first_names(taken: Collection[str]) -> Iterator[str]:
    """Endless different first names, the same each time; 300 of one word, then of two.

    Args:
        taken: Words in small letters that may not be any of them.
    """
    return _names(_FIRST_BEGINNINGS, _FIRST_ENDINGS, taken)


def last_names(taken: Collection[str]) -> Iterator[str]:
    """Endless different surnames, like first_names; none of them is a first name."""
    return _names(_LAST_BEGINNINGS, _LAST_ENDINGS, taken)


def _names(beginnings: Sequence[str], endings: Sequence[str], taken: Collection[str]) -> Iterator[str]:
    # Neighbours differ in both parts, so that no two people of a small export have names that look alike.
    words = [
        beginning + endings[(row + place) % len(endings)]
        for row in range(len(endings))
        for place, beginning in enumerate(beginnings)
    ]
    free = [word for word in words if word.casefold() not in taken] or words
    yield from free
    for turn in count(1):
        ending = "-Vell" * (turn // len(free))
        for place, word in enumerate(free):
            yield f"{word}-{free[(place + turn) % len(free)]}{ending}"
