"""The words and signs around a number that say that it is of something else than a phone."""

import re

_MONEY_OR_MEASURE = re.compile(
    r"[,.]?[0-9-]{0,2} ?(?:[$\u00a3\u20ac\u00a5\u20ba\u20bd%\u00b0]"
    r"|(?:k[c\u010d]|kr|z[l\u0142]|ft|eur|euros?|usd|gbp|czk|pln|huf|chf|sek|nok|dkk|lei|din|rub|mb|gb|kb|km|kg|kwh|views?|people|korun\w*)\b)",
    re.IGNORECASE,
)
_MONEY_BEFORE = re.compile(r"[$\u00a3\u20ac\u00a5\u20ba\u20bd] ?\Z")
# What stands right before a number of something else: the name of a file, a tag, a field, another number.
_JOINED_BEFORE = re.compile(r"(?:[#=_@&*%+]|[0-9][.,:/-])\Z")
_LETTER_BEFORE = re.compile(r"[A-Za-z\u00c0-\u024f]\Z")
# Orders, bills, parcels, bookings and accounts in Czech, English, German, French, Spanish, Portuguese, Polish, Danish,
# Norwegian, Swedish and Italian; a word of its own or at the end of a longer one ("Kundenbestellung").
_NAMES = (
    r"objedn[a\u00e1]v\w*|order(?!s?eit)\w*|bestell\w*|best[\u00e4a]llning\w*|bestilling\w*|commandes?|pedidos?|encomendas?|"
    r"ordre\w*|ordin[ei]|zam[o\u00f3]wieni\w*|"
    r"faktur\w*|invoice\w*|rechnung\w*|factur[ae]s?|fatur[ae]s?|fattur[ae]|"
    r"z[a\u00e1]silk\w*|bal[i\u00ed][kc]\w*|track(?:ing)?|shipment|parcel\w*|sendung\w*|paket\w*|pakk\w*|paczk\w*|przesy[l\u0142]k\w*|"
    r"colis|env[i\u00ed]o|paquete|pacco|spedizione|f\u00f6rs\u00e4ndelse\w*|"
    r"ticket\w*|booking\w*|bokning\w*|buchung\w*|r[e\u00e9]servation\w*|reserva|rezervac\w*|rezerwacj\w*|prenotazione|"
    r"kundennummer|kundenr|kundenummer|kundnummer|accounts?|konto|kontonummer|\u00fa\u010d(?:et|tu|tem)|"
    r"i\.?d|i[c\u010d]o?|di[c\u010d]|vs|isbn|imei"
)
# What joins such a word with its number: "the number of my order is", "objednavka ma cislo", "n. dell'ordine:".
_JOINING = (
    r"no|n|nr|num|number|num[e\u00e9]ro|n[u\u00fa]mero|nummer\w*|numret|numer|\u010d|\u010d\u00edslo|c[i\u00ed]slo|code|k[o\u00f3]d|kod|"
    r"is|was|has|je|bylo|m[a\u00e1]|jest|to|ma|ist|war|lautet|hat|est|\u00e9tait|es|era|\u00e9|el|la|le|o|\u00e8|er|har|\u00e4r|var|the"
)
_BETWEEN_WORDS = r"[ .:#\u2116\u00b0\u00ba]{1,3}"
_OTHER_NUMBER = re.compile(
    rf"(?<!\w)(?:{_NAMES})(?:{_BETWEEN_WORDS}(?:{_JOINING})(?!\w)){{0,3}}{_BETWEEN_WORDS}\Z", re.IGNORECASE
)
WORDS_BEFORE, WORDS_BEHIND = 48, 12
"""How many characters before and behind a number are looked at."""


def is_named_otherwise(before: str, number: str, behind: str) -> bool:
    """Whether a number is an amount, a field, or of an order, a bill, a parcel or an account.

    Args:
        before: The text up to the number, at least its last 48 characters.
        number: It as it is written; with a plus it stands apart from a word right before it.
        behind: The text that follows, at least its first 12 characters.
    """
    return (
        _MONEY_BEFORE.search(before) is not None
        or _MONEY_OR_MEASURE.match(behind) is not None
        or _JOINED_BEFORE.search(before) is not None
        or ("+" not in number[:2] and _LETTER_BEFORE.search(before) is not None)
        or _OTHER_NUMBER.search(before) is not None
    )
