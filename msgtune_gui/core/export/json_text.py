"""Whether a file is JSON at all, and in which encoding."""

import json

import msgspec

from msgtune_gui.core.export.decoding import DAMAGED
from msgtune_gui.core.export.shapes import NotReadable

_UTF_8 = frozenset({"utf-8", "utf-8-sig"})
_any = msgspec.json.Decoder(msgspec.Raw)


def in_utf8(data: bytes) -> bytes:
    """The file in UTF-8; an editor may have saved it in UTF-16 or UTF-32.

    Raises:
        NotReadable: It is in none of them.
    """
    encoding = json.detect_encoding(data)
    if encoding in _UTF_8:
        return data
    try:
        return data.decode(encoding, "surrogatepass").encode("utf-8", "replace")
    except UnicodeDecodeError:
        raise NotReadable(DAMAGED) from None


def check_json(data: bytes) -> None:
    """Raise NotReadable where a file without a conversation is not even JSON: nobody knows what it was to be."""
    try:
        _any.decode(data.removeprefix(b"\xef\xbb\xbf"))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise NotReadable(DAMAGED) from None
