"""One text, gone through by every finder whose signs are in it."""

import re
from collections.abc import Sequence
from operator import attrgetter

from msgtune_gui.core.model import PrivateKind
from msgtune_gui.core.privacy.addresses import find_ip_addresses, may_be_phone_number
from msgtune_gui.core.privacy.bank import find_cards, find_ibans
from msgtune_gui.core.privacy.candidates import with_plain_digits
from msgtune_gui.core.privacy.emails import find_emails
from msgtune_gui.core.privacy.found import Clue, Found, blanked
from msgtune_gui.core.privacy.links import find_links
from msgtune_gui.core.privacy.phones import PhoneNumbers
from msgtune_gui.core.privacy.postcodes import find_postcodes

# Plain numbers, because asking a set of flags takes ten times as long.
_LINK, _AT_SIGN, _NUMBER_OR_COLONS = int(Clue.LINK), int(Clue.AT_SIGN), int(Clue.NUMBER | Clue.COLONS)
# The least that a phone number, a card or an account has; what stands between digits is no more than that.
_SEVEN_DIGITS = re.compile(r"[0-9](?:[^0-9A-Za-z\n]{0,4}[0-9]){6}")


class CloseLook:
    """Finds the private details of single texts.

    Where two details would share characters, the more telling one is taken: a link that is not for everybody before
    an e-mail address in it, then IP addresses, accounts, cards, phone numbers and postal codes. Digits of a link that
    is for everybody are none of these but the address of its host. Four pairs of digits that are a phone number at
    home are no IP address, unless what stands beside them says so.
    """

    def __init__(self, regions: Sequence[str]) -> None:
        """Regions are those where phone numbers without country code may be at home, see PhoneNumbers."""
        self._phones = PhoneNumbers(regions)

    def details(self, text: str, clues: Clue) -> list[Found]:
        """The private details of a text, in order and without overlap.

        Args:
            text: What somebody wrote.
            clues: What speaks for a detail; finders without their clue are left out.
        """
        signs = int(clues)
        rest = with_plain_digits(text)
        found: list[Found] = []
        open_links: list[tuple[int, int]] = []
        if signs & _LINK:
            links = list(find_links(rest))
            found += (_of_link(text, link.start, link.end) for link in links if link.secret)
            open_links += ((link.start, link.end) for link in links if not link.secret)
            rest = _without(rest, found)
        if signs & _AT_SIGN:
            emails = list(find_emails(rest))
            found += emails
            rest = _without(rest, emails)
        if signs & _NUMBER_OR_COLONS:
            found += self._numbers(rest, open_links)
        found.sort(key=attrgetter("start"))
        return found

    def _numbers(self, rest: str, open_links: Sequence[tuple[int, int]]) -> list[Found]:
        found = [address for address in find_ip_addresses(rest) if not self._is_phone_number(rest, address)]
        rest = _without(blanked(rest, open_links) if open_links else rest, found)
        if _SEVEN_DIGITS.search(rest):
            for find in (find_ibans, find_cards, self._phones.find):
                of_kind = list(find(rest))
                found += of_kind
                rest = _without(rest, of_kind)
        found += find_postcodes(rest)
        return found

    def _is_phone_number(self, text: str, address: Found) -> bool:
        return may_be_phone_number(text, address) and self._phones.is_number(text[address.start : address.end])


def _of_link(text: str, start: int, end: int) -> Found:
    return Found(PrivateKind.SECRET_LINK, start, end, text[start:end])


def _without(text: str, found: Sequence[Found]) -> str:
    return blanked(text, ((one.start, one.end) for one in found)) if found else text
