"""IP addresses in a text."""

import re
from operator import attrgetter

from msgtune_gui.core.model import PrivateKind
from msgtune_gui.core.privacy.found import Found, blanked

_V4 = re.compile(r"(?<![\w.,])(?:[0-9]{1,3}\.){3}[0-9]{1,3}(?!\w)(?![.,][0-9])")
_SIGNS = re.compile(r":[0-9A-Fa-f]{0,4}:|\.[0-9]{1,3}\.[0-9]{1,3}\.[0-9]")
_V6 = re.compile(r"(?<![\w:.%])(?=[0-9A-Fa-f]{1,4}:)[0-9A-Fa-f:.]{3,45}(?![\w:])")
_VERSION_BEFORE = re.compile(
    r"\b(?:v|versi\w*|verze|wersj\w*|ver\.?|build|firmware|driver|release)[ :]*\Z", re.IGNORECASE
)
# Global, unique local and link local addresses; "a::b" is a name in a program more often than any other address.
_V6_STARTS = re.compile(r"[23][0-9a-f]{3}:|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:")
_PAIRS = re.compile(r"[1-9][0-9](?:\.[1-9][0-9]){3}")
_ADDRESS_BEFORE = re.compile(
    r"(?:\b(?:ip\w*|v4|server\w*|host\w*|router\w*|dns|ping\w*|ssh|gateway|proxy)\W*|[/@=])\Z", re.IGNORECASE
)
_ADDRESS_BEHIND = re.compile(r"[:/][0-9]|/")
_WORDS_BEFORE = 16


def find_ip_addresses(text: str) -> list[Found]:
    """The IP addresses of a text, of both versions.

    Left alone are addresses that are the same for everybody (127.0.0.1, 0.0.0.0, masks, multicast), numbers of
    versions, told by the word before them, and four single digits (1.2.3.4 and well-known name servers).
    """
    if _SIGNS.search(text) is None:
        return []
    found = []
    for match in _V6.finditer(text):
        words = match[0].rstrip(".") if match[0].endswith("::") else match[0].rstrip(".:")
        key = _v6_key(words)
        if key:
            found.append(Found(PrivateKind.IP_ADDRESS, match.start(), match.start() + len(words), key))
    rest = blanked(text, ((one.start, one.end) for one in found))
    for match in _V4.finditer(rest):
        if _is_somebodys_v4(match[0]) and not _is_version(text, match.start()):
            found.append(Found(PrivateKind.IP_ADDRESS, *match.span(), match[0]))
    return sorted(found, key=attrgetter("start"))


def may_be_phone_number(text: str, address: Found) -> bool:
    """Whether an address is four pairs of digits, as phone numbers of some countries are, and nothing says address."""
    return (
        _PAIRS.fullmatch(text, address.start, address.end) is not None
        and _ADDRESS_BEFORE.search(text[max(0, address.start - _WORDS_BEFORE) : address.start]) is None
        and _ADDRESS_BEHIND.match(text, address.end) is None
    )


def _is_somebodys_v4(words: str) -> bool:
    from ipaddress import AddressValueError, IPv4Address

    if all(len(part) == 1 for part in words.split(".")):
        return False
    try:
        address = IPv4Address(words)
    except AddressValueError:
        return False
    return not (address.is_loopback or address.is_unspecified or address.is_multicast or address.is_reserved)


def _is_version(text: str, start: int) -> bool:
    return _VERSION_BEFORE.search(text[max(0, start - _WORDS_BEFORE) : start]) is not None


def _v6_key(words: str) -> str | None:
    from ipaddress import AddressValueError, IPv6Address

    if words.count(":") < 2:
        return None
    try:
        address = IPv6Address(words)
    except AddressValueError:
        return None
    full = words.count(":") == 7
    if full or _V6_STARTS.match(address.exploded):
        return address.compressed
    return None
