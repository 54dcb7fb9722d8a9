"""Phone numbers as people of many countries write them, and other numbers as they stand in chats; all of them drawn."""

import re
from collections.abc import Callable, Iterator
from random import Random

from phonenumbers import (
    PhoneNumber,
    PhoneNumberFormat,
    PhoneNumberType,
    country_code_for_region,
    example_number_for_type,
    format_number,
    is_valid_number_for_region,
    national_significant_number,
    number_type,
)

REGIONS = {
    **{"AT": "de_AT", "AU": "en_AU", "BE": "nl_BE", "BG": "bg_BG", "BR": "pt_BR", "CA": "en_CA", "CH": "de_CH"},
    **{"CZ": "cs_CZ", "DE": "de_DE", "DK": "da_DK", "ES": "es_ES", "FI": "fi_FI", "FR": "fr_FR", "GB": "en_GB"},
    **{"GR": "el_GR", "HK": "zh_HK", "HR": "hr_HR", "HU": "hu_HU", "IE": "en_IE", "IN": "en_IN", "IT": "it_IT"},
    **{"JP": "ja_JP", "LV": "lv_LV", "MX": "es_MX", "NL": "nl_NL", "NO": "nb_NO", "PL": "pl_PL", "PT": "pt_PT"},
    **{"RO": "ro_RO", "RU": "ru_RU", "SE": "sv_SE", "SK": "sk_SK", "TR": "tr_TR", "UA": "uk_UA", "US": "en_US"},
}
"""Countries -> the locale of an account there."""

_KINDS = (PhoneNumberType.MOBILE, PhoneNumberType.FIXED_LINE, PhoneNumberType.FIXED_LINE_OR_MOBILE)


def written_numbers(region: str, count: int) -> list[tuple[str, str]]:
    """Texts with one phone number each, and that number as it stands there."""
    draw = Random(f"phones of {region}")
    return [_in_text(draw, _written(draw, _number(draw, region))) for _ in range(count)]


def _number(draw: Random, region: str) -> PhoneNumber:
    """A number of a person at home or on the way, as long as the example of its kind."""
    kind = draw.choice(_KINDS[:2])
    example = example_number_for_type(region, kind)
    assert example is not None
    length = len(national_significant_number(example))
    while True:
        digits = "".join(draw.choice("0123456789") for _ in range(length))
        number = PhoneNumber(country_code_for_region(region), int(digits), italian_leading_zero=digits[0] == "0")
        if number.italian_leading_zero and region != "IT":
            continue
        if is_valid_number_for_region(number, region) and number_type(number) in (kind, _KINDS[2]):
            return number


def _written(draw: Random, number: PhoneNumber) -> str:
    form = draw.choice(("usual", "international", "own", " ", ".", "-", "/", ""))
    if form == "usual":
        return format_number(number, PhoneNumberFormat.NATIONAL)
    if form == "international":
        written = format_number(number, PhoneNumberFormat.INTERNATIONAL)
        return draw.choice((written, written.replace(" ", ""), written.replace("+", "00")))
    if form == "own":
        return _in_own_way(draw, "".join(re.findall("[0-9]+", format_number(number, PhoneNumberFormat.NATIONAL))))
    return form.join(re.findall("[0-9]+", format_number(number, PhoneNumberFormat.NATIONAL)))


def _in_own_way(draw: Random, digits: str) -> str:
    """Digits in pairs or threes from the end, with the first three or four by themselves or not."""
    size, first = draw.choice((2, 3)), draw.choice((0, 3, 4))
    head, tail = digits[:first], digits[first:]
    groups = [tail[max(0, end - size) : end] for end in range(len(tail), 0, -size)][::-1]
    if len(groups[0]) == 1 and len(groups) > 1:
        groups[:2] = [groups[0] + groups[1]]
    return draw.choice((" ", "-")).join([head, *groups] if head else groups)


def _in_text(draw: Random, number: str) -> tuple[str, str]:
    return draw.choice(("{}", "{}", "tel. {}", "{}, ok?", "({})", "call {} :)")).format(number), number


def _day(draw: Random) -> tuple[int, int, int]:
    return draw.randint(1, 28), draw.randint(1, 12), draw.randint(2006, 2027)


def _time(draw: Random, sign: str) -> str:
    return f"{draw.randint(6, 23)}{sign}{draw.randrange(0, 60, 5):02}"


def _dates(form: str) -> Callable[[Random], str]:
    def drawn(draw: Random) -> str:
        (d, m, y), (e, n, z) = _day(draw), _day(draw)
        return form.format(d=d, m=m, y=y, e=e, n=n, z=z, s=y % 100, t=z % 100)

    return drawn


def _times(form: str, sign: str) -> Callable[[Random], str]:
    """Each "T" of a form is a time, later than those before it."""

    def drawn(draw: Random) -> str:
        times = sorted((_time(draw, sign) for _ in range(form.count("T"))), key=lambda time: (len(time), time))
        return re.sub("T", lambda _: times.pop(0), form)

    return drawn


def _amounts(form: str, least: int = 0) -> Callable[[Random], str]:
    """Each "A" of a form is an amount up to some millions, with blanks or dots between its thousands."""

    def drawn(draw: Random) -> str:
        between = draw.choice(" .")
        amount = lambda _: f"{draw.randint(max(10, least), 300_000) * 100:,}".replace(",", between)  # noqa: E731
        return re.sub("A", amount, form)

    return drawn


def _scores(draw: Random) -> str:
    between = draw.choice((" ", ", ", " / "))
    return "sets " + between.join(f"{draw.randint(0, 25)}-{draw.randint(0, 25)}" for _ in range(draw.randint(3, 5)))


def _row(draw: Random) -> str:
    numbers = sorted(draw.sample(range(1, 50), draw.randint(5, 7)))
    return draw.choice((" ", "-", " - ", ".")).join(f"{number:02}" for number in numbers)


def _ordered(*words: str) -> Callable[[Random], str]:
    return lambda draw: f"{draw.choice(words)} {draw.randint(10**7, 10**10)}"


OTHER_NUMBERS: dict[str, Callable[[Random], str]] = {
    "d.m.y": _dates("{d}.{m}.{y}"),
    "d. m. y": _dates("{d}. {m}. {y}"),
    "dd/mm/yyyy": _dates("{d:02}/{m:02}/{y}"),
    "dd-mm-yy": _dates("{d:02}-{m:02}-{s:02}"),
    "yyyy-mm-dd": _dates("{y}-{m:02}-{d:02}"),
    "yyyymmdd": _dates("{y}{m:02}{d:02}"),
    "ddmmyyyy": _dates("{d:02}{m:02}{y}"),
    "dd mm yyyy": _dates("{d:02} {m:02} {y}"),
    "m/d/y": _dates("{m}/{d}/{y}"),
    "d.m.y - d.m.y": _dates("{d}.{m}.{y} - {e}.{n}.{z}"),
    "d.m.y-d.m.y": _dates("{d:02}.{m:02}.{y}-{e:02}.{n:02}.{z}"),
    "d.m.-d.m.y": _dates("{d}.{m}.-{e}.{n}.{z}"),
    "d. m. - d. m. y": _dates("{d}. {m}. - {e}. {n}. {z}"),
    "d.-d.m.y": _dates("{d}.-{e}.{m}.{y}"),
    "d/m/y - d/m/y": _dates("{d}/{m}/{y} - {e}/{n}/{z}"),
    "d.m.yy-d.m.yy": _dates("{d:02}.{m:02}.{s:02} - {e:02}.{n:02}.{t:02}"),
    "ISO - ISO": _dates("{y}-{m:02}-{d:02} - {z}-{n:02}-{e:02}"),
    "ISO/ISO": _dates("{y}-{m:02}-{d:02}/{z}-{n:02}-{e:02}"),
    "d.m. d.m. d.m.y": _dates("{d}.{m}. {e}.{n}. {m}.{n}.{y}"),
    "years": _dates("{y}-{z} {z}-{y}"),
    "school years": _dates("{y}/{s:02} {z}/{t:02}"),
    "date and time": lambda draw: f"{_dates('{d}.{m}.{y}')(draw)} {_time(draw, draw.choice('.:'))}",
    "date and times": lambda draw: f"{_dates('{d}.{m}.')(draw)} {_times('T-T', '.')(draw)}",
    "ISO and time": lambda draw: f"{_dates('{y}-{m:02}-{d:02}')(draw)} {_time(draw, ':')}:{draw.randint(10, 59)}",
    "times": _times("T T T T", "."),
    "time range": _times("T-T T-T", "."),
    "time range, colons": _times("T - T, T - T", ":"),
    "time range, no sign": _times("T-T", ""),
    "times, no sign": _times("T T T", ""),
    "scores": _scores,
    "amount": _amounts("A"),
    "amount range": _amounts("A - A"),
    "amount range, close": _amounts("price A-A"),
    "large amount": _amounts("A", 20_000),
    "lottery row": _row,
    "version": lambda draw: ".".join(str(draw.randint(0, 40)) for _ in range(3)) + f".{draw.randint(0, 4000)}",
    "coordinates": lambda draw: f"{draw.uniform(-60, 60):.6f}, {draw.uniform(-180, 180):.6f}",
    "counting": lambda draw: " ".join(str(n) for n in range(draw.randint(0, 9), draw.randint(15, 25))),
    "round numbers": lambda draw: " ".join(str(draw.choice((10, 50, 100)) * n) for n in range(2, draw.randint(5, 9))),
    "sizes": lambda draw: f"{draw.randint(100, 250)}x{draw.randint(100, 250)}x{draw.randint(10, 99)} cm",
    "sum": lambda draw: f"{draw.randint(100, 9999)}+{draw.randint(100, 9999)}={draw.randint(1000, 19999)}",
    "order, cs": _ordered("objednávka", "číslo objednávky je", "moje objednávka má číslo", "zásilka"),
    "order, en": _ordered("order", "order number is", "my order number:", "the tracking number was", "invoice no."),
    "order, de": _ordered(
        "Bestellung", "die Bestellnummer ist", "Nummer der Bestellung:", "Rechnung Nr.", "Sendungsnummer"
    ),
    "order, fr": _ordered("commande", "le numéro de commande est", "commande n°", "facture numéro", "colis"),
    "order, es": _ordered("pedido", "el número de pedido es", "pedido n.º", "mi número de pedido es el", "factura"),
    "order, pl": _ordered("zamówienie", "numer zamówienia to", "zamówienie nr", "numer przesyłki jest", "faktura"),
    "order, da": _ordered("ordre", "ordrenummeret er", "mit ordrenummer er", "bestilling nr.", "faktura nr."),
    "order, sv": _ordered("order", "ordernumret är", "mitt ordernummer är", "beställning nr", "faktura"),
    "order, it": _ordered("ordine", "il numero d'ordine è", "numero ordine:", "fattura n.", "il numero dell'ordine è"),
}
"""Kinds of numbers that are no phone numbers -> what draws one."""


def other_numbers(kind: str, count: int) -> Iterator[str]:
    """Texts with numbers of one kind."""
    draw = Random(f"numbers of {kind}")
    return (OTHER_NUMBERS[kind](draw) for _ in range(count))
