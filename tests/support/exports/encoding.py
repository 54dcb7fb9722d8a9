"""Strings and JSON as Meta writes them."""

import json
import re
from functools import lru_cache

_EMPTY_LIST = re.compile(r'^( *)("[^"\\]*": )\[\](,?)$', re.MULTILINE)


@lru_cache(maxsize=65536)
def mojibake(text: str) -> str:
    """The text as Meta stores it: each byte of its UTF-8 form as one character."""
    return text.encode("utf-8", "surrogatepass").decode("latin-1")


@lru_cache(maxsize=65536)
def escaped(text: str) -> str:
    """The text as a JSON string in pure ASCII, in quotation marks."""
    return json.dumps(text)


def meta_json(value: object) -> bytes:
    """JSON as Meta writes it: pure ASCII, indented by two spaces, an empty list as two brackets and a blank line."""
    return _EMPTY_LIST.sub(_empty_list, json.dumps(value, indent=2)).encode("ascii")


def _empty_list(match: re.Match[str]) -> str:
    indent, key, comma = match.groups()
    return f"{indent}{key}[\n\n{indent}]{comma}"
