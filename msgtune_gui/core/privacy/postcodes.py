"""Postal codes in a text, where what stands beside them says that they are some."""

import re
from collections.abc import Iterator
from itertools import chain

from msgtune_gui.core.model import PrivateKind
from msgtune_gui.core.privacy.found import Found
from msgtune_gui.core.privacy.place_words import (
    BRITISH_AREAS,
    CITIES,
    KEYWORDS,
    NOT_PLACES,
    STATES,
    STREETS_BEFORE_NUMBER,
    STREETS_OF_TWO_WORDS,
)

_NOT_IN_WORD = r"(?<![\w./:#@-])"
_WORD_ENDS = r"(?![\w/@-])(?![.,:][0-9])"

# Formats that are seldom anything else. The letters of British codes after the blank leave out C, I, K, M, O and V.
_BRITISH = re.compile(
    rf"{_NOT_IN_WORD}(?P<area>[A-Z]{{1,2}})[0-9][0-9A-Z]? ?[0-9](?!ST|ND|RD|TH)[ABD-HJLNP-UW-Z]{{2}}{_WORD_ENDS}",
    re.IGNORECASE,
)
# What all formats with letters have in them; searched first, because those patterns are slow to try everywhere.
_DIGIT_AND_LETTER = re.compile(r"[0-9](?:[ -]?[A-Za-z][0-9]|[A-Za-z]{2}| [A-Z]{2}(?!\w))")
_CANADIAN = re.compile(rf"{_NOT_IN_WORD}[ABCEGHJ-NPRSTVXY][0-9][A-Z][ -]?[0-9][A-Z][0-9]{_WORD_ENDS}", re.IGNORECASE)
_DUTCH = re.compile(rf"{_NOT_IN_WORD}[1-9][0-9]{{3}} ?(?!SA|SD|SS)[A-Z]{{2}}{_WORD_ENDS}")
_AMERICAN = re.compile(rf"\b(?P<state>[A-Z]{{2}}),? (?P<code>[0-9]{{5}}(?:-[0-9]{{4}})?){_WORD_ENDS}")
_LETTERS_AND_FIVE = re.compile("[A-Z],? [0-9]{5}")
_JAPANESE_SIGN = "\u3012"
_JAPANESE = re.compile(r"\u3012 ?(?P<code>[0-9]{3}-?[0-9]{4})(?![0-9])")
_WITH_COUNTRY = re.compile(
    rf"{_NOT_IN_WORD}(?:A|B|CH|CZ|D|DK|E|F|FIN|H|I|L|LT|LV|N|PL|RO|S|SI|SK|UA)-"
    rf"(?P<code>[0-9]{{3}} ?[0-9]{{2}}|[0-9]{{2}}-[0-9]{{3}}|[0-9]{{4}}){_WORD_ENDS}"
)

# Formats that amounts and other numbers have too.
# The first digit stands before the look at what is before it, so that only digits are tried.
_PLAIN = re.compile(
    r"[0-9](?<![\w./:#@-][0-9])(?:[0-9]{2} [0-9]{2}|[0-9]-[0-9]{3}|[0-9]{3,4}-[0-9]{3}|[0-9]{3,5})"
    rf"{_WORD_ENDS}"
)
_GROUPED = re.compile(r"[0-9]{3} [0-9]{2}|[0-9]{2}-[0-9]{3}|[0-9]{4}-[0-9]{3}")
_PLACE_BEHIND = re.compile(r",? {1,2}(?P<place>[^\W\d_]{2,30}(?:[ -][^\W\d_]{2,30})?)")
_PLACE_BEFORE = re.compile(r"(?P<place>[^\W\d_]{2,30}(?:[ -][^\W\d_]{2,30})?),? {1,2}\Z")
_HOUSE_NUMBER = re.compile(r"[^\W\d_]{3,30}\.? [0-9]{1,5}(?:/[0-9]{1,5})?[a-zA-Z]?,? {0,2}(?:\n ?)?\Z")
_STREET = re.compile(rf"\b(?:{STREETS_BEFORE_NUMBER})\b|(?:{STREETS_OF_TWO_WORDS})\b", re.IGNORECASE)
_KEYWORD = re.compile(rf"\b(?:{KEYWORDS})[ .:#]{{1,3}}\Z", re.IGNORECASE)
_AROUND = 60


def find_postcodes(text: str) -> Iterator[Found]:
    """The postal codes of a text.

    British, Canadian, Dutch and American codes, Japanese ones with their sign and those with the letter of a country
    before them are told by their format. Other digits are taken for a code beside the name of a place alone: after
    words such as "postcode"; before or after a large city; before a capital where a street and house number stand
    near, or where the digits are in groups as in "110 00" and "00-950". Villages without their street are missed, and
    so is everything written in small letters but British and Canadian codes and large cities.
    """
    found = [*_by_format(text), *_by_words(text)]
    found.sort()
    free_from = 0
    for start, end in found:
        if start >= free_from:
            yield Found(PrivateKind.POSTAL_CODE, start, end, re.sub(r"[^0-9A-Z]", "", text[start:end].upper()))
            free_from = end


def _by_format(text: str) -> Iterator[tuple[int, int]]:
    if _DIGIT_AND_LETTER.search(text):
        yield from _with_letters(text)
    american = _AMERICAN.finditer(text) if _LETTERS_AND_FIVE.search(text) else ()
    for match in american:
        if match["state"] in STATES:
            yield match.span("code")
    with_country = _WITH_COUNTRY.finditer(text) if "-" in text else ()
    japanese = _JAPANESE.finditer(text) if _JAPANESE_SIGN in text else ()
    for match in chain(japanese, with_country):
        if len(match["code"]) > 4 or _is_before_capital(text[match.end() : match.end() + _AROUND]):
            yield match.span("code")


def _with_letters(text: str) -> Iterator[tuple[int, int]]:
    for match in _BRITISH.finditer(text):
        if match["area"].upper() in BRITISH_AREAS and _is_one_case(match[0]):
            yield match.span()
    for match in _CANADIAN.finditer(text):
        if _is_one_case(match[0]):
            yield match.span()
    for match in _DUTCH.finditer(text):
        if match[0][-2:] not in NOT_PLACES:
            yield match.span()


def _is_one_case(code: str) -> bool:
    """Whether a code is in capitals, or in small letters in two parts."""
    return code.isupper() or (" " in code and code.islower())


def _by_words(text: str) -> Iterator[tuple[int, int]]:
    for match in _PLAIN.finditer(text):
        before = text[max(0, match.start() - _AROUND) : match.start()]
        behind = text[match.end() : match.end() + _AROUND]
        named = _KEYWORD.search(before) is not None and (len(match[0]) > 4 or _is_before_capital(behind))
        if named or _is_beside_place(match[0], before, behind):
            yield match.span()


def _is_before_capital(behind: str) -> bool:
    place = _PLACE_BEHIND.match(behind)
    return place is not None and not place["place"][0].islower()


def _is_beside_place(code: str, before: str, behind: str) -> bool:
    place = _PLACE_BEHIND.match(behind)
    if place is not None:
        if _is_city(place["place"]):
            return len(code) > 4 or _has_street(before, behind)
        capital = place["place"][0].isupper() and place["place"].split()[0].casefold() not in NOT_PLACES
        return capital and (_GROUPED.fullmatch(code) is not None or _has_street(before, behind))
    place = _PLACE_BEFORE.search(before)
    return place is not None and len(code) > 4 and any(map(_is_city, (place["place"], place["place"].split()[-1])))


def _is_city(words: str) -> bool:
    words = words.casefold()
    return words in CITIES or words.split()[0] in CITIES or words.split("-")[0] in CITIES


def _has_street(before: str, behind: str) -> bool:
    """Whether a house number stands right before the code, or the word for a street near it."""
    return (
        _HOUSE_NUMBER.search(before) is not None
        or _STREET.search(before) is not None
        or _STREET.search(behind) is not None
    )
