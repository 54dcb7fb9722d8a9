"""Numbers of payment cards and of bank accounts in a text."""

import re
from collections.abc import Iterator
from itertools import islice

from msgtune_gui.core.model import PrivateKind
from msgtune_gui.core.privacy.found import Found

# ISO/IEC 7812 allows 19 digits; fewer than 13 are of no card in use.
_SHORTEST_CARD, _LONGEST_CARD = 13, 19
_GROUPS = re.compile(r"(?<![0-9A-Za-z])[0-9]{2,19}(?:[ \u00a0-][0-9]{2,19}){0,40}(?![0-9A-Za-z])")
_GROUP = re.compile(r"[0-9]+")

# First digits of the issuers and how long their numbers are, from the issuers' published ranges.
_ISSUERS = re.compile(
    r"4(?:[0-9]{12}|[0-9]{15}|[0-9]{18})"  # Visa
    r"|(?:5[1-5]|222[1-9]|22[3-9][0-9]|2[3-6][0-9]{2}|27[01][0-9]|2720)[0-9]{12,14}"  # Mastercard
    r"|3[47][0-9]{13}"  # American Express
    r"|(?:6011|64[4-9][0-9]|65[0-9]{2})[0-9]{12,15}"  # Discover
    r"|(?:30[0-5][0-9]|3095|36[0-9]{2}|3[89][0-9]{2})[0-9]{10,15}"  # Diners Club
    r"|35(?:2[89]|[3-8][0-9])[0-9]{12,15}"  # JCB
    r"|62[0-9]{14,17}"  # UnionPay
    r"|(?:50|5[6-8]|63|67)[0-9]{11,17}"  # Maestro
    r"|220[0-4][0-9]{12,15}"  # Mir
    r"|(?:60|8[12])[0-9]{14}"  # RuPay
    r"|9792[0-9]{12}"  # Troy
)

# The longest IBAN in the registry has 33 characters; groups are of four when written for people.
_IBAN_START = re.compile(r"(?<![0-9A-Za-z])[A-Za-z]{2}[ \u00a0]?[0-9]{2}(?=[ \u00a0-]?[0-9A-Za-z])")
_IBAN_REST = re.compile(r"(?:[ \u00a0-]?[0-9A-Za-z]){8,32}")
_SHORTEST_IBAN = 15
_MOST_STARTS = 500


def find_cards(text: str) -> Iterator[Found]:
    """The card numbers of a text: 13 to 19 digits of a known issuer, in groups or not, that pass the check digit."""
    for run in _GROUPS.finditer(text):
        if run.end() - run.start() >= _SHORTEST_CARD:
            yield from _cards_of_run(run[0], run.start())


def _cards_of_run(run: str, offset: int) -> Iterator[Found]:
    """The cards in a run of groups of digits; beside the number there can be a date or the code of the back."""
    groups = list(_GROUP.finditer(run))
    first = 0
    while first < len(groups):
        digits, best = "", 0
        for last in range(first, len(groups)):
            digits += groups[last][0]
            if len(digits) > _LONGEST_CARD:
                break
            if len(digits) >= _SHORTEST_CARD and _is_card(digits):
                best = last + 1
        if best:
            start, end = groups[first].start(), groups[best - 1].end()
            key = "".join(group[0] for group in groups[first:best])
            yield Found(PrivateKind.CARD, offset + start, offset + end, key)
        first = best or first + 1


def _is_card(digits: str) -> bool:
    if not _ISSUERS.fullmatch(digits):
        return False
    from stdnum import luhn

    return luhn.is_valid(digits)


def find_ibans(text: str) -> Iterator[Found]:
    """The IBANs of a text, with blanks or dashes or not, in capitals or not; of countries in the registry alone.

    Only the first 500 words that begin like one are looked at.
    """
    free_from = 0
    for head in islice(_IBAN_START.finditer(text), _MOST_STARTS):
        rest = _IBAN_REST.match(text, head.end())
        if head.start() < free_from or rest is None:
            continue
        for end in _ends_of_words(text, head.start(), rest.end()):
            key = re.sub(r"[^0-9A-Za-z]", "", text[head.start() : end]).upper()
            if len(key) < _SHORTEST_IBAN:
                break
            if _is_iban(key):
                yield Found(PrivateKind.IBAN, head.start(), end, key)
                free_from = end
                break


def _ends_of_words(text: str, start: int, end: int) -> Iterator[int]:
    """Where a word of this part ends, the last one first: behind the account other words can follow."""
    for place in range(end, start, -1):
        if text[place - 1].isalnum() and (place == len(text) or not (text[place].isascii() and text[place].isalnum())):
            yield place


def _is_iban(key: str) -> bool:
    # The check digits first (ISO 7064), because whether the form is one of its country's takes thirty times as long.
    if int("".join(str(int(character, 36)) for character in key[4:] + key[:4])) % 97 != 1:
        return False
    from stdnum import iban

    return bool(iban.is_valid(key, check_country=False))
