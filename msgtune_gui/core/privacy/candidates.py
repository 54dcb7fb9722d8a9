"""Which messages of a conversation are worth a close look, told at C speed for many messages at once."""

import re
from collections.abc import Iterator, Sequence
from itertools import compress

from msgtune_gui.core.privacy.found import Clue

_BATCH = 2048
_PLACES = tuple(range(_BATCH))
_BETWEEN = "\0"

# The digits of other scripts that people type numbers in, by the code of their 0.
_OTHER_DIGITS = {
    zero + digit: ord("0") + digit for zero in (0x0660, 0x06F0, 0x0966, 0x09E6, 0x0E50, 0xFF10) for digit in range(10)
}
# By leading byte, because a search for one byte is ten times as quick as one for a pattern.
_OTHER_DIGITS_IN_UTF8 = {
    lead: re.compile(lead + rest)
    for lead, rest in (
        (b"\xd9", rb"[\xa0-\xa9]"),
        (b"\xdb", rb"[\xb0-\xb9]"),
        (b"\xe0", rb"(?:\xa5[\xa6-\xaf]|\xa7[\xa6-\xaf]|\xb9[\x90-\x99])"),
        (b"\xef", rb"\xbc[\x90-\x99]"),
    )
}


def with_plain_digits(text: str) -> str:
    """A text with the digits of other scripts as 0 to 9; every character keeps its place."""
    return text if text.isascii() else text.translate(_OTHER_DIGITS)


def _shapes() -> bytes:
    """For each byte its shape: digits as 0, letters as A or a, what stands between the groups of a number as blank."""
    shapes = bytearray(range(256))
    for byte in range(256):
        character = chr(byte)
        if byte >= 0x80:
            shapes[byte] = ord("x")
        elif character.isdigit():
            shapes[byte] = ord("0")
        elif character.isupper():
            shapes[byte] = ord("A")
        elif character.islower():
            shapes[byte] = ord("a")
        elif character in "\t ()-/":
            shapes[byte] = ord(" ")
    # Of the hard and thin blanks and the long dashes in UTF-8; in other characters a leading byte stays beside them.
    for byte in (0xC2, 0xA0, 0xE2, 0x80, 0x89, 0xAF, 0x90, 0x91, 0x92, 0x93):
        shapes[byte] = ord(" ")
    return bytes(shapes)


_SHAPES = _shapes()
_NUMBERS = re.compile(
    rb"0(?:"
    rb"(?:[ .]{0,12}0){6}"  # Seven digits: phone numbers, cards and accounts.
    rb"|0{4}|00 {1,3}00|0 {1,3}000|000,? {1,2}[Ax]"  # Five, or four before a capital: postal codes.
    rb"|000 ?AA|[0Aa]? {1,3}0(?:AA|aa)|A?0AA|A ?0A0|a ?0a0"  # Those with letters: Dutch, British, Canadian.
    rb"|0{0,2}\.0{1,3}\.0{1,3}\.0"  # IP addresses.
    rb")"
)
_COLONS = re.compile(rb":[0-9A-Fa-f]{0,4}:")
_LINKS = re.compile(rb"\.[A-Za-z]{2,12}(?::[0-9]{1,5})?[/?#]")
_SCHEME = re.compile(rb":(?=//)")


def candidates(texts: Sequence[str | None], chosen: bytes) -> Iterator[dict[int, Clue]]:
    """For some thousand messages at a time: the place of each that may hold a private detail -> what speaks for it.

    One join and a few searches look at a whole batch; messages without a clue, nearly all, are never touched alone.

    Args:
        texts: Those of a conversation.
        chosen: For each text 1 to look at it or 0 to pass it over.
    """
    for first in range(0, len(texts), _BATCH):
        chosen_here = chosen[first : first + _BATCH]
        clues = _clues(list(compress(texts[first : first + _BATCH], chosen_here)))
        places = list(compress(_PLACES, chosen_here)) if clues else []
        yield {first + places[number]: clues[number] for number in sorted(clues)}


def _clues(texts: Sequence[str | None]) -> dict[int, Clue]:
    """The number of each text that may hold a private detail -> what speaks for it."""
    data = _in_ascii_digits(_joined(texts).encode("utf-8", "surrogatepass"))
    found: dict[int, Clue] = {}
    _mark(found, data, _positions(data, b"@"), Clue.AT_SIGN)
    if b":" in data:
        _mark(found, data, _starts(_SCHEME, data), Clue.LINK)
        _mark(found, data, _starts(_COLONS, data), Clue.COLONS)
    if b"." in data:
        _mark(found, data, _starts(_LINKS, data), Clue.LINK)
    _mark(found, data, _starts(_NUMBERS, data.translate(_SHAPES)), Clue.NUMBER)
    if found and data.count(b"\0") >= len(texts):
        return _clues([(text or "").replace(_BETWEEN, " ") for text in texts])
    return found


def _joined(texts: Sequence[str | None]) -> str:
    try:
        return _BETWEEN.join(texts)  # type: ignore[arg-type]
    except TypeError:
        # Some message has no text; to ask each one of every batch would take as long as joining them.
        return _BETWEEN.join([text or "" for text in texts])


def _in_ascii_digits(data: bytes) -> bytes:
    for lead, digits in _OTHER_DIGITS_IN_UTF8.items():
        if lead in data:
            data = digits.sub(b"0", data)
    return data


def _positions(data: bytes, sign: bytes) -> Iterator[int]:
    position = data.find(sign)
    while position != -1:
        yield position
        position = data.find(sign, position + 1)


def _starts(pattern: re.Pattern[bytes], data: bytes) -> Iterator[int]:
    return (match.start() for match in pattern.finditer(data))


def _mark(found: dict[int, Clue], data: bytes, positions: Iterator[int], clue: Clue) -> None:
    """Note a clue for the messages in which these rising positions lie."""
    place, counted_to = 0, 0
    end_of_marked = -1
    for position in positions:
        if position < end_of_marked:
            continue
        place += data.count(b"\0", counted_to, position)
        counted_to = position
        known = found.get(place)
        found[place] = clue if known is None else known | clue
        end_of_marked = data.find(b"\0", position)
        if end_of_marked == -1:
            return
