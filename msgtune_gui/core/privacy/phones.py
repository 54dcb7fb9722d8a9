"""Phone numbers in a text, by the rules of every country that libphonenumber knows."""

import re
from collections.abc import Iterator, Sequence

from msgtune_gui.core.model import PrivateKind
from msgtune_gui.core.privacy.found import Found

_BETWEEN = r"[ \t\u00a0\u2009\u202f()./\u2010-\u2013-]"
# Two numbers of a list can stand beside each other in one run; longer runs of digits are no phone numbers.
_RUN = re.compile(rf"(?<![0-9])(?:\(?\+[ (]?|\()?[0-9](?:{_BETWEEN}{{0,4}}[0-9]){{6,27}}(?![0-9])")
_BESIDE_BEFORE = re.compile(r"(?:[0-9]{1,2}|(?:19|20)[0-9]{2})[ .\u00a0]{1,2}(?=[0-9]{3})")
_BESIDE_BEHIND = re.compile(r"[ .\u00a0]{1,2}(?:[0-9]{1,2}|(?:19|20)[0-9]{2})\Z")
_MOST_RUNS = 100
_MOST_DIGITS = 14
_MOST_REMEMBERED = 50_000

_DATE = re.compile(
    r"(?:[0-3]?[0-9](?P<d>[./-]) ?[01]?[0-9](?P=d) ?(?:19|20)?[0-9]{2}|(?:19|20)[0-9]{2}([./-])[01]?[0-9]\2[0-3]?[0-9])"
    r"(?![0-9])"
)
_GOES_ON = re.compile(r"[.,:][0-9]|[A-Za-z\u00c0-\u024f_@]")
_YEARS = re.compile(r"(?:19|20)[0-9]{2}[ /\u2013-]{1,3}(?:19|20)[0-9]{2}\Z")
_DECIMAL = re.compile(r"[0-9]{1,6}\.[0-9]{4,}\Z")
_FOUR_BYTES = re.compile(r"(?:(?:0|[1-9][0-9]{0,2})\.){3}(?:0|[1-9][0-9]{0,2})\Z")
_MONEY_OR_MEASURE = re.compile(
    r"[,.]?[0-9-]{0,2} ?(?:[$\u00a3\u20ac\u00a5\u20ba\u20bd%\u00b0]"
    r"|(?:k[c\u010d]|kr|z[l\u0142]|ft|eur|euros?|usd|gbp|czk|pln|huf|chf|sek|nok|dkk|lei|din|rub|mb|gb|kb|km|kg|kwh|views?|people|korun\w*)\b)",
    re.IGNORECASE,
)
_MONEY_BEFORE = re.compile(r"[$\u00a3\u20ac\u00a5\u20ba\u20bd] ?\Z")
_BANK_CODE = re.compile(r"[0-9]{2,10}/[0-9]{4}\Z")
# What stands right before a number of something else: the name of a file, a tag, a field, another number.
_JOINED_BEFORE = re.compile(r"(?:[A-Za-z\u00c0-\u024f#=_@&*%+]|[0-9][.,:/-])\Z")
_OTHER_NUMBER = re.compile(
    r"\b(?:accounts?|order|invoice|tracking|parcel|ticket|booking|i\.?d|i[c\u010d]o?|di[c\u010d]|vs|\u00fa\u010d(?:et|tu)|faktur\w*|"
    r"objedn[a\u00e1]vk\w*|z[a\u00e1]silk\w*|bestell\w*|rechnung\w*|konto\w*|sendung\w*|zam[o\u00f3]wieni\w*|commande|"
    r"pedido|ordine|isbn|imei)(?: ?(?:no|nr|number|nummer|\u010d\u00edslo|\u010d|numer))?[ .:#\u2116]{1,3}\Z",
    re.IGNORECASE,
)
_WORDS_BEFORE = 30


class PhoneNumbers:
    """Finds phone numbers, with their country code or at home in one of some countries.

    A number is taken where libphonenumber calls it valid; dates, amounts, decimal numbers and the numbers of bills,
    parcels and bank accounts are told by their form and the words around them. Without its country code a number of
    another country is not found.
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
            start, end = run.span()
            before, behind = text[max(0, start - _WORDS_BEFORE) : start], text[end : end + 12]
            found = () if _is_date_or_decimal(run[0], behind) else self._of_run(run[0])
            if found and not _is_something_else(run[0], before, behind):
                yield from (Found(kind, start + first, start + last, key) for kind, first, last, key in found)

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
            return _matches(run, None)
        if run.startswith("00"):
            found = _matches(" +" + run[2:], None)
            if found:
                return tuple(Found(one.kind, max(0, one.start - 1), one.end, one.key) for one in found)
        for start, part in _parts(run):
            for region in self._regions:
                found = _matches(part, region) if self._may_be_at_home(part, region) else ()
                if found:
                    return tuple(Found(one.kind, one.start + start, one.end + start, one.key) for one in found)
        return ()

    def _may_be_at_home(self, run: str, region: str) -> bool:
        """A quick look at the form, which spares the slow one for nearly every number that is none."""
        if self._national is None:
            self._national = {region: _national_form(region) for region in self._regions}
        form = self._national[region]
        digits = re.sub("[^0-9]", "", run)
        return form is None or len(digits) > _MOST_DIGITS or form.fullmatch(digits) is not None


def _parts(run: str) -> Iterator[tuple[int, str]]:
    """A run of digits, and it without a small number or a year that stands beside."""
    yield 0, run
    beside = _BESIDE_BEFORE.match(run)
    if beside:
        yield beside.end(), run[beside.end() :]
    beside = _BESIDE_BEHIND.search(run)
    if beside:
        yield 0, run[: beside.start()]


def _is_something_else(run: str, before: str, behind: str) -> bool:
    return (
        _MONEY_BEFORE.search(before) is not None
        or _MONEY_OR_MEASURE.match(behind) is not None
        or _BANK_CODE.search(run) is not None
        or _JOINED_BEFORE.search(before) is not None
        or _OTHER_NUMBER.search(before) is not None
    )


def _is_date_or_decimal(run: str, behind: str) -> bool:
    date = _DATE.match(run)
    if date is not None:
        return sum(map(str.isdigit, run[date.end() :])) < 7
    return any(pattern.match(run) for pattern in (_YEARS, _DECIMAL, _FOUR_BYTES)) or _GOES_ON.match(behind) is not None


def _matches(run: str, region: str | None) -> tuple[Found, ...]:
    from phonenumbers import Leniency, PhoneNumberFormat, PhoneNumberMatcher, format_number

    # With a country's code a number of the right length is one, even from a range that is too new to be known.
    leniency = Leniency.POSSIBLE if region is None else Leniency.VALID
    return tuple(
        Found(PrivateKind.PHONE, match.start, match.end, format_number(match.number, PhoneNumberFormat.E164))
        for match in PhoneNumberMatcher(run, region, leniency=leniency, max_tries=20)
    )


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
