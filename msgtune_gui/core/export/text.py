"""Text as Meta writes it, turned back into the text that people typed."""

import re
from collections.abc import Sequence

_UTF8_RUN = re.compile(
    # A surrogate pair written as two three-byte sequences (CESU-8) comes first: it has to become one character.
    "\xed[\xa0-\xaf][\x80-\xbf]\xed[\xb0-\xbf][\x80-\xbf]"
    "|[\xc2-\xdf][\x80-\xbf]"
    "|\xe0[\xa0-\xbf][\x80-\xbf]"
    "|[\xe1-\xec\xee\xef][\x80-\xbf]{2}"
    "|\xed[\x80-\x9f][\x80-\xbf]"
    "|\xf0[\x90-\xbf][\x80-\xbf]{2}"
    "|[\xf1-\xf3][\x80-\xbf]{3}"
    "|\xf4[\x80-\x8f][\x80-\xbf]{2}"
)
_DOUBTFUL_RUN = "[\xc6-\xdf][\xa0-\xbf](?![\xc6-\xdf][\xa0-\xbf])"
"""A capital letter before a sign, as in CAFÉ» or before a hard space: good text, and well-formed UTF-8 too.

Only from Æ on: the letters before it begin what accented Latin letters look like when doubly encoded (Ã©, Å¡), which
nobody types. And only alone: a word of another script is one such pair after another.
"""
_DOUBTFUL = re.compile(f"[\x00-\x7f]*(?:{_DOUBTFUL_RUN}[\x00-\x7f]*)+")
_DOUBTFUL_RUNS = re.compile(_DOUBTFUL_RUN)
_BROKEN = re.compile(
    "[\x80-\x9f\ud800-\udfff\ufffd]"
    r"|(?:(?<![A-Z\xc0-\xde])[\xc2-\xdf]|[\xe0-\xf4][\xa0-\xbf]|[\xf0-\xf4][\xa0-\xbf]{2})\Z"
)
"""Nothing that anybody types; it stands where text was broken or cut.

Text that was cut inside a character ends with the beginning of one. The beginning of a longer one alone (é) may as
well be a word's last letter, and so may a capital letter behind others (CAFÉ).
"""
_SURROGATE = re.compile("[\ud800-\udfff]")
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")
_CONTROL_CHARACTERS = tuple(map(chr, (*range(9), 11, 12, *range(14, 32), 127)))
_MARK = "\ufeff"


def repair(text: str) -> str:
    """Undo the export's double encoding of one parsed string and drop what is not text; to be called exactly once.

    Meta writes each byte of the UTF-8 form as one character below U+0100. A string that is UTF-8 seen that way is
    turned back as a whole; of any other only the runs that are well-formed UTF-8 are, so that text that was right
    already stays as it is. Runs that may as well be right text (CAFÉ») stay where the rest of the string is right
    already. Surrogates without a partner become U+FFFD. NUL, other control characters and byte order marks are
    dropped; tabs and line ends stay.
    """
    if text.isascii():
        return text if text.isprintable() else _NO_TEXT.sub("", text)
    try:
        repaired = text.encode("latin-1").decode()
    except UnicodeError:
        repaired = _join_surrogates(_repair_by_runs(text))
    return repaired if repaired.isprintable() else _NO_TEXT.sub("", repaired)


def clean(text: str) -> str:
    """The same string without double encoding undone: from exports that are right already, such as of E2EE chats."""
    if text.isprintable():
        return text
    return _NO_TEXT.sub("", _join_surrogates(text))


class FileRepair:
    """Repairs the texts of one file, for which each counts as evidence.

    Meta writes every text of a file in its own way. So where texts of a file are right already, somebody else has
    written the file, and there what can be read both ways (CAFÉ») is right too.

    Attributes:
        has_seen_right: Whether a text looked as if it was right already.
    """

    def __init__(self) -> None:
        self.has_seen_right = False

    def all(self, raws: list[str | None]) -> list[str | None]:
        """Some texts of the file, each repaired by itself."""
        # A search for each of them through all texts at once costs less than a look at each text.
        if any(map("\n".join(filter(None, raws)).__contains__, _CONTROL_CHARACTERS)):
            return [raw and self._one(raw) for raw in raws]
        odd = [place for place, raw in enumerate(raws) if raw is not None and not raw.isascii()]
        broken: list[str] = [raws[place] for place in odd]  # type: ignore[misc]  # None is not among them.
        for place, repaired in zip(odd, self._together(broken) or map(self._one, broken), strict=True):
            raws[place] = repaired
        return raws

    def settled(self, raws: Sequence[str | None], repaired: list[str | None]) -> list[str | None]:
        """All texts of the file, once each was repaired, in view of what they are together.

        A text of Meta's that was cut inside a character can look right. So what is right has to be at least as
        frequent as what cannot be anything but doubly encoded.

        Args:
            raws: The texts as they stand in the file.
            repaired: The same as `all` gave them.
        """
        if not self.has_seen_right:
            return repaired
        pairs = [(raw, text) for raw, text in zip(raws, repaired, strict=True) if raw and text and not raw.isascii()]
        right = sum(len(raw) == len(text) and _BROKEN.search(raw) is None for raw, text in pairs)
        garbled = sum(len(raw) > len(text) and not _is_doubtful(raw, text) for raw, text in pairs)
        if garbled > right:
            return repaired
        return [
            clean(raw) if raw and text and not raw.isascii() and _is_doubtful(raw, text) else text
            for raw, text in zip(raws, repaired, strict=True)
        ]

    def _together(self, broken: list[str]) -> list[str] | None:
        """All of these repaired at once, several times as quick; None where one of them needs a closer look."""
        if not broken:
            return None
        try:
            repaired = "\0".join(broken).encode("latin-1").decode()
        except UnicodeError:
            return None
        return None if _MARK in repaired else repaired.split("\0")

    def _one(self, raw: str) -> str:
        repaired = repair(raw)
        if not self.has_seen_right and len(repaired) == len(raw) and not raw.isascii():
            self.has_seen_right = _BROKEN.search(raw) is None
        return repaired


def _is_doubtful(raw: str, repaired: str) -> bool:
    """Whether a text that was repaired may as well have been right before."""
    return len(raw) - len(repaired) < 4 and _DOUBTFUL.fullmatch(raw) is not None


def _repair_by_runs(text: str) -> str:
    try:
        # Half a surrogate pair in this form is a sign of nothing but double encoding.
        return text.encode("latin-1").decode("utf-8", "surrogatepass")
    except UnicodeError:
        pass
    rest = _DOUBTFUL_RUNS.sub("", text)
    if len(rest) < len(text) and not rest.isascii() and not _BROKEN.search(rest) and not _UTF8_RUN.search(rest):
        return text
    return _UTF8_RUN.sub(_decode_run, text)


def _decode_run(match: re.Match[str]) -> str:
    return match.group().encode("latin-1").decode("utf-8", "surrogatepass")


def _join_surrogates(text: str) -> str:
    if _SURROGATE.search(text) is None:
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
