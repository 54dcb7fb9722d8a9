"""Phone numbers in a text, by the rules of every country that libphonenumber knows."""

import re
from collections.abc import Iterator, Sequence

from msgtune_gui.core.model import PrivateKind
from msgtune_gui.core.privacy.digit_groups import (
    BETWEEN,
    between_dates,
    digit_groups,
    is_other_number,
    is_signed_as_number,
    may_be_number,
)
from msgtune_gui.core.privacy.found import Found
from msgtune_gui.core.privacy.number_words import WORDS_BEFORE, WORDS_BEHIND, is_named_otherwise

# Two numbers of a list can stand beside each other in one run; longer runs of digits are no phone numbers.
_RUN = re.compile(rf"(?<![0-9])(?:\(?\+[ (]?|\()?[0-9](?:{BETWEEN}{{0,4}}[0-9]){{6,27}}(?![0-9])")
# A number and what stands apart from it: a date without its year, a second number, the end of a range.
_APART = re.compile(r"[ \u00a0]+[/\u2010-\u2013-][ \u00a0]+|\.[ \u00a0]+|[ \u00a0]{2,}|\t")
_BESIDE_BEFORE = re.compile(r"(?:[0-9]{1,2}|(?:19|20)[0-9]{2})[ .\u00a0]{1,2}(?=[0-9]{3})")
_BESIDE_BEHIND = re.compile(r"[ .\u00a0]{1,2}(?:[0-9]{1,2}|(?:19|20)[0-9]{2})\Z")
_SIGN = re.compile(f"{BETWEEN}+")
_ABROAD = re.compile(r"\(?00[ \u00a0]?(?=[1-9])")
_LEAST_DIGITS, _MOST_DIGITS = 7, 14
_MOST_RUNS = 100
_MOST_REMEMBERED = 50_000

_GOES_ON = re.compile(r"[.,:][0-9]|[A-Za-z\u00c0-\u024f_@]")
_FIRST_GROUP, _LAST_GROUP = re.compile(r"[0-9]+[ \u00a0]+"), re.compile(r"[ \u00a0]+[0-9]+\Z")
_BEGAN = re.compile(r"[0-9][.,:]\Z")
_DECIMAL = re.compile(r"(?:0|[1-9][0-9]{0,2})\.[0-9]{4,}\Z")
_ACCOUNT_OR_DECIMAL = re.compile(r"(?:(?:[0-9]{1,6}-)?[0-9]{2,10}/[0-9]{4}|[0-9]{4,6}\.[0-9]{4,})\Z")
_SIGNS_AS_BLANKS = str.maketrans(dict.fromkeys("./-\u2010\u2011\u2012\u2013", " "))


class PhoneNumbers:
    """Finds phone numbers, with their country code or at home in one of some countries.

    At home a number is taken where libphonenumber calls it valid and its digits are written in one piece, in the
    groups usual there, or in others that nothing but a number has. Dates, times, scores, amounts, rows and the
    numbers of bills, parcels and accounts are told by their form and the words before them. Without its country code
    a number of another country is not found.
    """

    def __init__(self, regions: Sequence[str]) -> None:
        """Regions are ISO 3166 codes ("CZ"), the likeliest first."""
        self._regions = regions
        self._national: dict[str, re.Pattern[str] | None] | None = None
        self._known: dict[str, tuple[Found, ...]] = {}

    def find(self, text: str) -> Iterator[Found]:
        """The phone numbers of a text whose digits are 0 to 9; of the first hundred runs of digits in it."""
        for count, run in enumerate(_RUN.finditer(text)):
            if count == _MOST_RUNS:
                return
            start, end = _without_other_words(text, *run.span())
            words = text[start:end]
            found = self._of_run(words)
            before, behind = text[max(0, start - WORDS_BEFORE) : start], text[end : end + WORDS_BEHIND]
            if found and not is_named_otherwise(before, words, behind):
                yield from (Found(kind, start + first, start + last, key) for kind, first, last, key in found)

    def is_number(self, words: str) -> bool:
        """Whether words with nothing beside them are a number."""
        return len(self._of_run(words)) == 1

    def _of_run(self, run: str) -> tuple[Found, ...]:
        """The numbers in a run of digits; the same runs come again and again, so they are remembered."""
        found = self._known.get(run)
        if found is None:
            found = self._looked_up(run)
            if len(self._known) < _MOST_REMEMBERED:
                self._known[run] = found
        return found

    def _looked_up(self, run: str) -> tuple[Found, ...]:
        if run.startswith(("+", "(+")):
            return tuple(_matches(run, None))
        abroad = _ABROAD.match(run)
        if abroad:
            # As many characters, so that every number keeps its place.
            found = _matches(" " * (abroad.end() - 1) + "+" + run[abroad.end() :], None, valid=True)
            if found:
                start = 0 if ")" in run[: found[0].end] else run.index("00")
                return (found[0]._replace(start=start),)
        return tuple(self._in(run, 0))

    def _in(self, words: str, offset: int) -> list[Found]:
        """The numbers at home in words, or else in what stands apart in them."""
        if _count(words) < _LEAST_DIGITS or _DECIMAL.match(words):
            return []
        parts = list(between_dates(words))
        if words.isdigit() and len(parts) > 1:
            return []
        whole = self._number(words, offset, only_usual=len(parts) > 1 or _ACCOUNT_OR_DECIMAL.match(words) is not None)
        if whole:
            return [whole]
        if len(parts) == 1:
            parts = list(_apart(words))
        if len(parts) > 1:
            return [found for start, part in parts for found in self._in(part, offset + start)]
        return self._beside(words, offset)

    def _beside(self, words: str, offset: int) -> list[Found]:
        """A number with a small one or a year before or behind it, or two of equal length."""
        for start, part in _without_beside(words):
            found = _count(part) >= _LEAST_DIGITS and self._number(part, offset + start, only_usual=True)
            if found:
                return [found]
        for sign in _SIGN.finditer(words):
            if 2 * _count(words[: sign.start()]) == _count(words) > _MOST_DIGITS:
                halves = ((words[: sign.start()], offset), (words[sign.end() :], offset + sign.end()))
                return [found for half, start in halves if (found := self._number(half, start, only_usual=True))]
        return []

    def _number(self, words: str, offset: int, *, only_usual: bool) -> Found | None:
        """Words as one number, or None.

        Args:
            words: They may hold a date, which is a number where it is written as is usual for one.
            offset: Where they begin in the run.
            only_usual: Whether the groups have to be those usual in a country.
        """
        written = digit_groups(words)
        if is_other_number(written):
            return None
        usual = is_signed_as_number(written)
        if not usual and (only_usual or not may_be_number(written)):
            return None
        plain = words.translate(_SIGNS_AS_BLANKS)
        for region in self._regions:
            found = _matches(plain, region, valid=True) if self._may_be_at_home(words, region) else []
            if len(found) == 1 and _count(plain[found[0].start : found[0].end]) == _count(plain):
                grouped = len(written.groups) == 1 or (usual and _is_grouped_as_in(region, plain))
                if grouped or (not only_usual and may_be_number(written)):
                    return found[0]._replace(start=found[0].start + offset, end=found[0].end + offset)
        return None

    def _may_be_at_home(self, run: str, region: str) -> bool:
        """A quick look at the form, which spares the slow one for nearly every number that is none."""
        if self._national is None:
            self._national = {region: _national_form(region) for region in self._regions}
        form = self._national[region]
        digits = re.sub("[^0-9]", "", run)
        return form is None or form.fullmatch(digits) is not None


def _without_other_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Where a run begins and ends without groups at its ends that belong to a time or a word ("12:30", "5x")."""
    if _GOES_ON.match(text, end):
        last = _LAST_GROUP.search(text, start, end)
        end = last.start() if last else start
    if _BEGAN.search(text, max(0, start - 2), start):
        first = _FIRST_GROUP.match(text, start, end)
        start = first.end() if first else end
    return start, end


def _count(words: str) -> int:
    return sum(map(str.isdigit, words))


def _apart(words: str) -> Iterator[tuple[int, str]]:
    done = 0
    for sign in _APART.finditer(words):
        yield done, words[done : sign.start()]
        done = sign.end()
    yield done, words[done:]


def _without_beside(words: str) -> Iterator[tuple[int, str]]:
    beside = _BESIDE_BEFORE.match(words)
    if beside:
        yield beside.end(), words[beside.end() :]
    beside = _BESIDE_BEHIND.search(words)
    if beside:
        yield 0, words[: beside.start()]


def _matches(words: str, region: str | None, *, valid: bool = False) -> list[Found]:
    """The numbers in words.

    Args:
        words: Digits and what stands between them.
        region: Where a number without its country's code is at home.
        valid: Whether numbers have to be of a range that is in use. With a country's code a number of the right
            length is one, even from a range that is too new to be known.
    """
    from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher, format_number

    leniency = Leniency.VALID if valid else Leniency.POSSIBLE
    found = []
    for match in PhoneNumberMatcher(words, region, leniency=leniency, max_tries=20):
        # A bracket before the number that is not closed in it belongs to the sentence.
        start = match.start + (words[match.start] == "(" and match.raw_string.count("(") > match.raw_string.count(")"))
        key = format_number(match.number, PhoneNumberFormat.E164)
        found.append(Found(PrivateKind.PHONE, start, match.end, key))
    return found


def _is_grouped_as_in(region: str, words: str) -> bool:
    from phonenumbers import Leniency, PhoneNumberMatcher

    return any(PhoneNumberMatcher(words, region, leniency=Leniency.EXACT_GROUPING, max_tries=1))


def _national_form(region: str) -> re.Pattern[str] | None:
    """The form of all numbers of a region with what is dialled before them, or None where that changes the number."""
    from phonenumbers import PhoneMetadata

    rules = PhoneMetadata.metadata_for_region(region)
    if rules is None or rules.general_desc is None or rules.national_prefix_transform_rule is not None:
        return None
    pattern = rules.general_desc.national_number_pattern
    prefix = rules.national_prefix_for_parsing
    country = f"(?:{rules.country_code})?"
    return re.compile(f"(?:00)?{country}(?:{prefix or ''})?(?:{pattern})")
