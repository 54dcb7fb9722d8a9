"""What the finders of private details pass between them."""

from collections.abc import Iterable
from enum import IntFlag
from typing import NamedTuple

from msgtune_gui.core.model import PrivateKind


class Found(NamedTuple):
    """One private detail in a text, before it has a number.

    Attributes:
        kind: What it is.
        start: Where it begins in the text, in characters.
        end: The character after its last.
        key: Equal for two spellings of one detail ("+420 601…" and "00420 601…").
    """

    kind: PrivateKind
    start: int
    end: int
    key: str


class Clue(IntFlag):
    """What makes a message worth a close look."""

    AT_SIGN = 1
    LINK = 2
    NUMBER = 4
    COLONS = 8


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """A text with parts that are known already taken out for other finders; every character keeps its place.

    Line ends stand in for them, because nothing that is looked for goes over one.

    Args:
        text: Any text.
        spans: From one character up to another, in order and without overlap.
    """
    pieces: list[str] = []
    done = 0
    for start, end in spans:
        pieces += (text[done:start], "\n" * (end - start))
        done = end
    pieces.append(text[done:])
    return "".join(pieces)
