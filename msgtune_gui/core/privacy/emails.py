"""E-mail addresses in a text."""

import re
from collections.abc import Iterator

from msgtune_gui.core.model import PrivateKind
from msgtune_gui.core.privacy.found import Found

# RFC 5321 allows 64 characters before the sign and 253 behind it; the bounds keep each look short on any input.
_LONGEST_LOCAL = 64
# Latin letters with their signs belong to a name; of other scripts letters can stand right before it.
_LOCAL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0300-\u036f\u1e00-\u1eff-]+\Z"
)
_LOCAL_OF_OTHER_LETTERS = re.compile(r"[\w.+-]+\Z")
_DOMAIN = re.compile(
    r"(?:[^\W_](?:[^\W_]|-){0,62}\.){1,8}"
    r"(?:xn--[A-Za-z0-9-]{2,59}(?![\w-])|[A-Za-z]{2,24}(?![A-Za-z0-9_-])|(?:(?![A-Za-z])[^\W\d_]){2,24})"
)
_NOT_FIRST = ".!#$%&'*+/=?^`{|}~-"


def find_emails(text: str) -> Iterator[Found]:
    """The e-mail addresses of a text, in order; of other alphabets too, but not quoted ones ("a b"@example.org)."""
    sign = text.find("@")
    free_from = 0
    while sign != -1:
        domain = _DOMAIN.match(text, sign + 1)
        before = text[max(free_from, sign - _LONGEST_LOCAL) : sign] if domain else ""
        local = _LOCAL.search(before) or _LOCAL_OF_OTHER_LETTERS.search(before)
        if local and domain:
            name = local[0].lstrip(_NOT_FIRST)
            # What stands before the last such character is a path, a quote or a "mailto:" with no place in an address.
            name = re.split(r"[/=?&]", name)[-1]
            if name:
                start, end = sign - len(name), domain.end()
                yield Found(PrivateKind.EMAIL, start, end, text[start:end].casefold())
                free_from = end
        sign = text.find("@", sign + 1)
