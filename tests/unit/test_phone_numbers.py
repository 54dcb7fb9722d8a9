"""Phone numbers of many countries are found however they are written, and other numbers of chats are not taken."""

import pytest

from msgtune_gui.core.messages import Message, Messages
from msgtune_gui.core.model import Conversation, PrivateKind
from msgtune_gui.core.privacy import find_private_details
from tests.support.numbers_in_chats import OTHER_NUMBERS, REGIONS, other_numbers, written_numbers

_LEAST_FOUND, _MOST_TAKEN = 0.95, 0.01


def _phones(texts: list[str], locale: str | None) -> list[list[str]]:
    looked = _private_details(texts, locale)
    return [[words for kind, words in found if kind is PrivateKind.PHONE] for found in looked]


def _private_details(texts: list[str], locale: str | None) -> list[list[tuple[PrivateKind, str]]]:
    messages = Messages.of(Message("Tilda Quay", place, text) for place, text in enumerate(texts))
    found = find_private_details([Conversation("inbox/a", "a", ("Tilda Quay",), messages)], locale).found
    details = [found.get("inbox/a", {}).get(place, ()) for place in range(len(texts))]
    return [
        [(one.kind, text[one.start : one.end]) for one in in_text] for text, in_text in zip(texts, details, strict=True)
    ]


@pytest.mark.parametrize("region", REGIONS)
def test_numbers_of_a_country_are_found_in_every_spelling(region: str) -> None:
    written = written_numbers(region, 200)
    found = _phones([text for text, _ in written], REGIONS[region])
    missed = [text for (text, number), numbers in zip(written, found, strict=True) if numbers != [number]]
    assert len(missed) <= (1 - _LEAST_FOUND) * len(written), missed


@pytest.mark.parametrize("kind", OTHER_NUMBERS)
def test_other_numbers_are_seldom_taken_for_phone_numbers(kind: str) -> None:
    texts = list(other_numbers(kind, 200))
    looked_at, taken = 0, []
    for place, locale in enumerate([*REGIONS.values(), None]):
        # A quarter of them in each country, which takes a quarter of the time.
        some = texts[place % 4 :: 4]
        looked_at += len(some)
        taken += [(locale, text) for text, found in zip(some, _phones(some, locale), strict=True) if found]
    assert len(taken) <= _MOST_TAKEN * looked_at, taken


@pytest.mark.parametrize(
    ("locale", "text", "number"),
    [
        ("fr_FR", "06.12.34.56.78", "06.12.34.56.78"),
        ("fr_FR", "06/12/34/56/78 ou 01-12-08-19-22", "06/12/34/56/78"),
        ("fr_FR", "le 12.10.19 au 06 12 34 56 78", "06 12 34 56 78"),
        ("da_DK", "25.52.12.17", "25.52.12.17"),
        ("nb_NO", "ring 40.61.23.45!", "40.61.23.45"),
        ("cs_CZ", "12.10.2019 601 234 567", "601 234 567"),
        ("cs_CZ", "601 234 567 12:30", "601 234 567"),
        ("cs_CZ", "12:30 601 234 567", "601 234 567"),
        ("cs_CZ", "601 234 567 / 602 345 678", "602 345 678"),
        ("cs_CZ", "601 234 567 602 345 678", "602 345 678"),
        ("cs_CZ", "WhatsApp+420601234567", "+420601234567"),
        ("cs_CZ", "(601 234 567)", "601 234 567"),
        ("ru_RU", "(8 (473) 127-95-92)", "8 (473) 127-95-92"),
        ("sv_SE", "08-57 43 52", "08-57 43 52"),
        ("hu_HU", "06-20/123-4567", "06-20/123-4567"),
        ("en_US", "(001 212 555 0199)", "001 212 555 0199"),
        ("cs_CZ", "(00420) 601 234 567", "(00420) 601 234 567"),
    ],
)
def test_numbers_beside_and_in_the_form_of_others(locale: str, text: str, number: str) -> None:
    assert (PrivateKind.PHONE, number) in _private_details([text], locale)[0]


@pytest.mark.parametrize(
    "text",
    [
        "7. 9. - 14. 3. 2009",
        "29.8.-8.8.2018",
        "8.1.2025 - 28.3.2017",
        "2026-03-01 - 2026-03-14",
        "sety 5-12 4-11 7-12",
        "cena 3 800 - 71 700",
        "6.338.800",
        "2120-2240",
        "1645-823",
        "30.13.289",
        "číslo objednávky je 587589712",
        "order number is 587589712",
        "777777777",
        "001011010",
        "1 234 567,50",
    ],
)
@pytest.mark.parametrize("locale", REGIONS.values())
def test_dates_scores_amounts_and_orders_stay(text: str, locale: str) -> None:
    assert _private_details([text], locale) == [[]]


@pytest.mark.parametrize("text", ["ip 25.52.12.17", "http://25.52.12.17/", "25.52.12.17:8080", "server: 25.52.12.17"])
def test_pairs_of_digits_that_are_called_an_address_are_one(text: str) -> None:
    assert _private_details([text], "da_DK") == [[(PrivateKind.IP_ADDRESS, "25.52.12.17")]]
