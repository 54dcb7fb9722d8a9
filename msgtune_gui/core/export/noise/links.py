"""Messages that are nothing but links."""

import re

OPENINGS = ("http://", "https://", "Http://", "Https://", "HTTP://", "HTTPS://", "www.", "Www.", "WWW.")
FIRST_CHARACTERS = frozenset({*"hHwW \t\n\r\x0b\x0c\u00a0"})
"""Of texts that may be nothing but links."""
_LINK = r"(?:https?://|www\.)\S+"
# A blank stands between any two, as else there would be endless ways to cut up a link that holds others.
_LINKS = re.compile(rf"{_LINK}(?:\s+{_LINK})*", re.IGNORECASE)


def is_only_links(text: str) -> bool:
    """Whether a text is one or several links and nothing else."""
    text = text.strip()
    return text.startswith(OPENINGS) and _LINKS.fullmatch(text) is not None
