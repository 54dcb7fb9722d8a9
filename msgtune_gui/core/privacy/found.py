"""What every finder of private details gives."""

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


class Span(NamedTuple):
    """A part of a text, from one character up to another."""

    start: int
    end: int


def overlaps(start: int, end: int, taken: list[Span]) -> bool:
    """Whether a part of a text shares a character with one of these."""
    return any(start < span.end and span.start < end for span in taken)
