"""What groups of digits say by their form alone: that they are dates, times, amounts or rows, or may be a number."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

BETWEEN = r"[ \t\u00a0\u2009\u202f()./\u2010-\u2013-]"
"""What stands between the groups of a phone number."""

_BLANKS = re.compile("[\t\u00a0\u2009\u202f()]")
_DASHES = re.compile("[\u2010-\u2013]")
_YEAR, _CENTURY = "(?:19|20)[0-9]{2}", "(?:19[4-9]|20[0-4])[0-9]"
_DAY, _MONTH = "(?:0[1-9]|[12][0-9]|3[01])", "(?:0[1-9]|1[0-2])"
_DATES = re.compile(
    rf"(?<![0-9])(?:(?P<a>[0-3]?[0-9])(?P<sign>[./-]) ?(?P<b>[0-3]?[0-9])(?P=sign) ?"
    # A year of two digits ends a date only where no group is before or behind it as in 06.12.34.56.78.
    rf"(?:{_YEAR}(?![0-9])|(?P<short>[0-9]{{2}})(?![0-9])(?!(?P=sign)[0-9]))"
    rf"|(?P<c>[0-3]?[0-9])[ \u00a0](?P<d>[0-3]?[0-9])[ \u00a0]{_YEAR}(?![0-9])"
    rf"|{_YEAR}(?P<other_sign>[./-])(?P<e>[01]?[0-9])(?P=other_sign)(?P<f>[0-3]?[0-9])(?![0-9])"
    rf"|(?:{_CENTURY}{_MONTH}{_DAY}|(?:{_DAY}{_MONTH}|{_MONTH}{_DAY}){_CENTURY})(?![0-9]))"
)
_TIME = re.compile("(?:[1-9]|[01][0-9]|2[0-3])[0-5][05]")
_TIME_TO_A_MINUTE = re.compile("(?:[1-9]|[01][0-9]|2[0-3])[0-5][0-9]")
_SOME_YEAR = re.compile(_YEAR)
_ROUND = re.compile("[1-9][0-9]*0")
# Fewer digits are too often something else, unless their groups are those of a country.
_LEAST_OF_OWN = 8
_HIGHEST_OF_LOTTERY, _LONGEST_STEP = 60, 100


class DigitGroups(NamedTuple):
    """Digits as they are written.

    Attributes:
        groups: The digits between one sign and the next.
        signs: What stands between two groups: "-", "/", "." or " ", or several of them.
    """

    groups: tuple[str, ...]
    signs: tuple[str, ...]


def digit_groups(words: str) -> DigitGroups:
    """The groups of words without letters."""
    inner = _DASHES.sub("-", _BLANKS.sub(" ", words)).strip("+ .-/")
    signs = (sign if sign.strip() else " " for sign in re.findall("[^0-9]+", inner))
    return DigitGroups(tuple(re.findall("[0-9]+", inner)), tuple(signs))


def between_dates(words: str) -> Iterator[tuple[int, str]]:
    """What words have before, between and behind the dates in them, and where each part begins."""
    done = 0
    for match in _DATES.finditer(words):
        if _is_day(match):
            yield done, words[done : match.start()]
            done = match.end()
    yield done, words[done:]


def _is_day(date: re.Match[str]) -> bool:
    if date["short"] and date.string[max(0, date.start() - 1) : date.start()] == date["sign"]:
        return False
    parts = [int(part) for name in "abcdef" if (part := date[name])]
    return not parts or (0 < min(parts) <= 12 and max(parts) <= 31)


def is_other_number(written: DigitGroups) -> bool:
    """Whether groups of digits are years, times, steps, amounts or the row of a lottery, whatever number they give.

    One group is none if it has one digit alone or noughts and ones alone.
    """
    groups = written.groups
    if len(groups) < 2:
        return len(set(groups[0])) == 1 or set(groups[0]) == {"0", "1"}
    numbers = [int(group) for group in groups]
    steps = {after - before for before, after in pairwise(numbers)}
    are_rising = min(steps) > 0
    is_row = len(groups) > 2 and not groups[0].startswith("0")
    return (
        _is_version_or_time_range(written)
        or all(map(_SOME_YEAR.fullmatch, groups))
        or (all(map(_TIME.fullmatch, groups)) and (are_rising or len(groups) == 2))
        or (are_rising and len(groups) > 3 and numbers[-1] <= _HIGHEST_OF_LOTTERY)
        or (is_row and len(steps) == 1 and abs(min(steps)) <= _LONGEST_STEP)
        or (is_row and all(map(_ROUND.fullmatch, groups)))
        or (_has_thousands(written) and len(groups[0]) < 3 and groups[-1].endswith("00"))
    )


def _is_version_or_time_range(written: DigitGroups) -> bool:
    """So are few digits that make no number with what is dialled before it ("30.13.289", "1645-1823")."""
    groups, signs = written
    if sum(map(len, groups)) >= _LEAST_OF_OWN or groups[0].startswith("0"):
        return False
    return set(signs) == {"."} or (signs == ("-",) and all(map(_TIME_TO_A_MINUTE.fullmatch, groups)))


def is_signed_as_number(written: DigitGroups) -> bool:
    """Whether groups as they are usual in a country have signs between them as a number has.

    Two dates, times, scores or amounts can have the groups of a number, but not its signs.
    """
    groups, signs = written
    if any(sign.startswith(".") and sign != "." for sign in signs):
        return False
    if len(set(signs)) < 2:
        return True
    if max(map(len, groups)) > 2:
        return not any(sign.strip() and " " in sign for sign in signs[1:])
    # Pairs of digits are joined by one sign, but what stands before the number of a town may have its own.
    return groups[0].startswith("0") and set(signs[1:]) == {" "}


def may_be_number(written: DigitGroups) -> bool:
    """Whether groups that are not those of a country may be a number as somebody writes it in their own way."""
    groups, signs = written
    first = groups[0]
    if not set(signs) <= {" ", "-", "."} or len(set(signs[1:])) > 1 or sum(map(len, groups)) < _LEAST_OF_OWN:
        return False
    if len(first) < 3 and not first.startswith("0") and ("." in signs or _has_thousands(written)):
        return False
    if len(groups) == 2 and all(map(_TIME_TO_A_MINUTE.fullmatch, groups)):
        return False
    if max(map(len, groups)) == 2:
        in_lottery = not first.startswith("0") and all(int(group) <= _HIGHEST_OF_LOTTERY for group in groups)
        return len(set(signs)) == 1 and min(map(len, groups)) == 2 and not in_lottery
    return min(map(len, groups[1:])) >= 2 and (len(first) > 1 or first in "018")


def _has_thousands(written: DigitGroups) -> bool:
    groups, signs = written
    if not set(signs) <= {" ", "."}:
        return False
    return not groups[0].startswith("0") and len(groups[0]) <= 3 and all(len(group) == 3 for group in groups[1:])
