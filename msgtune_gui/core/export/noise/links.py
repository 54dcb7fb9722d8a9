"""Messages that are nothing but links."""

import re

OPENINGS = ("http://", "https://", "Http://", "Https://", "HTTP://", "HTTPS://", "www.", "Www.", "WWW.")
_LINKS = re.compile(r"(?:(?:https?://|www\.)\S+\s*)+", re.IGNORECASE)


def is_only_links(text: str) -> bool:
    """Whether a text is one or several links and nothing else."""
    text = text.strip()
    return text.startswith(OPENINGS) and _LINKS.fullmatch(text) is not None
