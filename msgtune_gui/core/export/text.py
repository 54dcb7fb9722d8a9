"""Text as Meta writes it, turned back into the text that people typed."""

import re

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
_SURROGATE = re.compile("[\ud800-\udfff]")
_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufeff]")


def repair(text: str) -> str:
    """Undo the export's double encoding of one parsed string and drop what is not text; to be called exactly once.

    Meta writes each byte of the UTF-8 form as one character below U+0100. A string that is UTF-8 seen that way is
    turned back as a whole; of any other only the runs that are well-formed UTF-8 are, so that text that was right
    already stays as it is. Surrogates without a partner become U+FFFD. NUL, other control characters and byte order
    marks are dropped; tabs and line ends stay.
    """
    if text.isascii():
        return text if text.isprintable() else _NO_TEXT.sub("", text)
    try:
        repaired = text.encode("latin-1").decode()
    except UnicodeError:
        repaired = _join_surrogates(_repair_by_runs(text))
    return repaired if repaired.isprintable() else _NO_TEXT.sub("", repaired)


def _repair_by_runs(text: str) -> str:
    try:
        # Half a surrogate pair in this form is a sign of nothing but double encoding.
        return text.encode("latin-1").decode("utf-8", "surrogatepass")
    except UnicodeError:
        return _UTF8_RUN.sub(_decode_run, text)


def _decode_run(match: re.Match[str]) -> str:
    return match.group().encode("latin-1").decode("utf-8", "surrogatepass")


def _join_surrogates(text: str) -> str:
    if _SURROGATE.search(text) is None:
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
