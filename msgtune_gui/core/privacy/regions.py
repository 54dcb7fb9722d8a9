"""In which countries the phone numbers of an export may be at home."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from msgtune_gui.core.model import Conversation

_MOST = 4
# The countries with the most users among those whose numbers can be told well; only for exports that say nothing.
_UNKNOWN = ("US", "GB", "DE", "FR")
_INTERNATIONAL = re.compile(r"(?<![0-9+])(?:\+|00)[ (]?([1-9][0-9]{0,2})")
_MOST_LOOKED_AT = 20_000
_SAMPLED_CONVERSATIONS, _SAMPLED_TEXTS = 20, 300

# Letters by which the language of many texts can be told from most others; many people's Facebook speaks English
# whatever they write in themselves.
_LETTERS = {
    "CZ": "řěů",
    "SK": "ľĺŕ",
    "PL": "łżśń",
    "HU": "őűöüó",
    "RO": "țșăţş",
    "TR": "ğışöüç",
    "DE": "äöüß",
    "ES": "ñ¿¡",
    "BR": "ãõ",
    "PT": "ãõ",
    "FR": "œùèêçà",
    "IT": "òìùèà",
    "VN": "ơưđ",
    "GR": "αεο",
    "IL": "אהו",
    "EG": "اليو",
    "UA": "їєі",
    "RU": "ыэъ",
    "BG": "ъщ",
    "JP": "のはい",
    "KR": "이다요",
    "TH": "าน",
    "DK": "øæ",
    "NO": "øæ",
    "SE": "åäö",
    "FI": "äö",
    "HR": "đćž",
    "IN": "के",
}
_LEAST_SHARE = 0.004
# In English a word in a hundred is one of another language's; in that language it is every fourth to tenth.
_LEAST_SHARE_OF_WORDS, _LEAST_WORDS, _AS_LIKELY = 0.06, 5, 0.8
_WORD = re.compile("[a-z]{2,}")


def home_regions(
    conversations: Sequence[Conversation], locale: str | None, numbers_in: Iterable[str]
) -> tuple[str, ...]:
    """ISO 3166 codes, the likeliest first: of the country codes in the texts, the letters or words, the locale.

    Args:
        conversations: All of the export; a sample of their texts is looked at.
        locale: Language and country of the export ("cs_CZ"), where it says.
        numbers_in: Texts that may hold phone numbers.
    """
    regions = [*_of_country_codes(numbers_in), *(_of_letters(conversations) or _of_words(conversations))]
    match = re.fullmatch(r"[A-Za-z]{2,3}[_-](?:[A-Za-z]{4}[_-])?([A-Za-z]{2})", locale or "")
    if match:
        regions.append(match[1].upper())
    return tuple(dict.fromkeys(regions))[:_MOST] or _UNKNOWN


def _of_country_codes(texts: Iterable[str]) -> list[str]:
    counts: Counter[str] = Counter()
    for text in islice(texts, _MOST_LOOKED_AT):
        if "+" in text or "00" in text:
            counts.update(_INTERNATIONAL.findall(text))
    if not counts:
        return []
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    regions: Counter[str] = Counter()
    for digits, count in counts.items():
        # No country code begins like another, so at most one of the three lengths is known.
        for length in (1, 2, 3):
            known = COUNTRY_CODE_TO_REGION_CODE.get(int(digits[:length]))
            if known and len(digits) >= length and known[0] != "001":
                regions[known[0]] += count
                break
    return [region for region, _ in regions.most_common(2)]


def _of_letters(conversations: Sequence[Conversation]) -> list[str]:
    written = Counter("".join(text for text in _sample(conversations) if not text.isascii()).casefold())
    letters = sum(count for letter, count in written.items() if letter.isalpha())
    shares = {region: sum(written[letter] for letter in own) for region, own in _LETTERS.items()}
    likely = [region for region, count in shares.items() if count and count >= letters * _LEAST_SHARE]
    return sorted(likely, key=lambda region: -shares[region])[:2]


def _of_words(conversations: Sequence[Conversation]) -> list[str]:
    """As of letters, for people who leave the signs on letters out."""
    from msgtune_gui.core.privacy.language_words import WORDS

    written = Counter(_WORD.findall(" ".join(_sample(conversations)).lower()))
    counts = {region: sum(written[word] for word in words) for region, words in WORDS.items()}
    most = max(counts.values())
    if most < max(_LEAST_WORDS, written.total() * _LEAST_SHARE_OF_WORDS):
        return []
    likely = [region for region, count in counts.items() if count >= most * _AS_LIKELY]
    return sorted(likely, key=lambda region: -counts[region])[:2]


def _sample(conversations: Sequence[Conversation]) -> Iterator[str]:
    for conversation in conversations[:_SAMPLED_CONVERSATIONS]:
        yield from (text for text in conversation.messages.texts[-_SAMPLED_TEXTS:] if text)
