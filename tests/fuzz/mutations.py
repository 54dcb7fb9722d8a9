"""Ways in which a JSON file gets damaged, or is odd from the start."""

import json
import random
import re
from collections.abc import Callable
from typing import Any

Mutation = Callable[[random.Random, bytes], bytes]

_DEEP = 10_000
_NUMBER = re.compile(rb"(?<=: )\d+")
_KEY = re.compile(rb'"([a-zA-Z_]+)": ?')
_ODD_NUMBERS = (
    b"18446744073709551616",
    b"99999999999999999999",
    b"-9223372036854775809",
    b"1e999",
    b"-1e999",
    b"1600000000000.5",
    b"1e15",
    b"-5",
    b"0",
    b"NaN",
    b"Infinity",
    b"01",
    b"9" * 5000,
    b"0." + b"3" * 5000,
    b"1e" + b"9" * 30,
)
_ODD_STRINGS = (
    b'"\\ud83d"',
    b'"\\ude02\\ud83d"',
    b'"\\u0000"',
    b'"\\u00ed\\u00a0\\u00bd"',
    b'"\xff\xfe"',
    b'"\xc3"',
    b'"\\x41"',
    b'"\\u12"',
    b"'single'",
    b'"open',
    b'"' + b"a" * 300_000 + b'"',
    b'"' + b"\\ud83d" * 20_000 + b'"',
    b'"' + b"\\u00c3" * 20_000 + b'"',
    b'"' + b"[" * 20_000 + b'"',
)
_ODD_VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 1.5, 2**63, 2**64, 10**25, "", "text", [], {}, [None], [[]], [{}],
    {"name": None}, {"": []},
)  # fmt: skip


def mutated(chance: random.Random, data: bytes) -> bytes:
    """The file with one to three kinds of damage."""
    for _ in range(chance.choice((1, 1, 1, 2, 3))):
        data = chance.choice(MUTATIONS)(chance, data)
    return data


def _flip_bits(chance: random.Random, data: bytes) -> bytes:
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 8, 64))):
        if changed:
            changed[chance.randrange(len(changed))] ^= 1 << chance.randrange(8)
    return bytes(changed)


def _cut_end(chance: random.Random, data: bytes) -> bytes:
    return data[: chance.randrange(len(data) + 1)]


def _cut_start(chance: random.Random, data: bytes) -> bytes:
    return data[chance.randrange(len(data) + 1) :]


def _cut_out(chance: random.Random, data: bytes) -> bytes:
    start, end = _span(chance, data)
    return data[:start] + data[end:]


def _repeat(chance: random.Random, data: bytes) -> bytes:
    start, end = _span(chance, data)
    return data[:end] + data[start:end] + data[end:]


def _splice(chance: random.Random, data: bytes) -> bytes:
    start, end = _span(chance, data)
    return data[:start] + chance.randbytes(chance.choice((1, 4, 64, 4096))) + data[end:]


def _zero(chance: random.Random, data: bytes) -> bytes:
    start, end = _span(chance, data)
    return data[:start] + bytes(end - start) + data[end:]


def _nest(chance: random.Random, data: bytes) -> bytes:
    """A value nested deep, closed or not."""
    opening, closing = chance.choice(((b"[", b"]"), (b'{"a":', b"}"), (b'{"messages":[', b"]}")))
    inner = opening * _DEEP + chance.choice((b"1", b"")) + chance.choice((closing * _DEEP, b""))
    return _replace_value(chance, data, inner)


def _swap_brackets(chance: random.Random, data: bytes) -> bytes:
    places = [place for place, byte in enumerate(data) if byte in b"[]{}"]
    changed = bytearray(data)
    for place in chance.sample(places, min(len(places), chance.choice((1, 1, 2, 5)))):
        changed[place] = chance.choice(b"[]{}")
    return bytes(changed)


def _odd_number(chance: random.Random, data: bytes) -> bytes:
    return _replace(chance, data, _NUMBER, chance.choice(_ODD_NUMBERS))


def _odd_string(chance: random.Random, data: bytes) -> bytes:
    return _replace_value(chance, data, chance.choice(_ODD_STRINGS))


def _double_key(chance: random.Random, data: bytes) -> bytes:
    """A key that is there twice, with values of different types."""
    key = chance.choice(list(_KEY.finditer(data)) or [None])
    if key is None:
        return data
    odd = json.dumps(chance.choice(_ODD_VALUES)).encode()
    return data[: key.start()] + key.group() + odd + b", " + data[key.start() :]


def _odd_types(chance: random.Random, data: bytes) -> bytes:
    """Values of a type that nobody expects, at one to four places."""
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        return data
    for _ in range(chance.choice((1, 1, 2, 4))):
        value = _with_odd_value(chance, value)
    return json.dumps(value, ensure_ascii=chance.random() < 0.5).encode("utf-8", "backslashreplace")


def _with_odd_value(chance: random.Random, value: Any) -> Any:  # noqa: ANN401 - any JSON
    if chance.random() < 0.15:
        return chance.choice(_ODD_VALUES)
    if isinstance(value, dict) and value:
        key = chance.choice(list(value))
        if chance.random() < 0.1:
            return {name: item for name, item in value.items() if name != key}
        return {**value, key: _with_odd_value(chance, value[key])}
    if isinstance(value, list) and value:
        place = chance.randrange(len(value))
        return [*value[:place], _with_odd_value(chance, value[place]), *value[place + 1 :]]
    return chance.choice(_ODD_VALUES)


def _other_encoding(chance: random.Random, data: bytes) -> bytes:
    text = data.decode("utf-8", "replace")
    return text.encode(chance.choice(("utf-16", "utf-16-le", "utf-32", "utf-8-sig", "utf-7")), "surrogatepass")


def _other_file(chance: random.Random, _: bytes) -> bytes:
    return chance.choice(
        (
            b"", b" ", b"\xef\xbb\xbf", b"null", b"[]", b"{}", b"0", b'"messages"', b'{"messages": null}',
            b'{"messages": []}', b'{"participants": []}', b'{"participants": ["a"]}', b'{"participants": [{}]}',
            b'{"messages": [], "participants": []}', b'{"messages": [[]], "participants": [[]]}',
            b'{"threadName": "a_1", "messages": [{}], "participants": [1]}', b"PK\x03\x04messages",
            b"\x1f\x8b\x08messages",
            b"<html>messages</html>", b'{"messages": [' * 50, b'"messages"' * 5000, b'[{"messages": []}]',
        )
    )  # fmt: skip


def _span(chance: random.Random, data: bytes) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.choice((0, 1, 2, 16, 300)))


def _replace(chance: random.Random, data: bytes, pattern: re.Pattern[bytes], by: bytes) -> bytes:
    found = list(pattern.finditer(data))
    if not found:
        return data
    match = chance.choice(found)
    return data[: match.start()] + by + data[match.end() :]


def _replace_value(chance: random.Random, data: bytes, by: bytes) -> bytes:
    """Put something in the place of what follows a key, up to the end of the line or the next comma."""
    keys = list(_KEY.finditer(data))
    if not keys:
        return data
    key = chance.choice(keys)
    end = min(place for place in (data.find(b",", key.end()), data.find(b"\n", key.end()), len(data)) if place >= 0)
    return data[: key.end()] + by + data[end:]


MUTATIONS: tuple[Mutation, ...] = (
    _flip_bits,
    _flip_bits,
    _cut_end,
    _cut_start,
    _cut_out,
    _repeat,
    _splice,
    _zero,
    _nest,
    _swap_brackets,
    _odd_number,
    _odd_number,
    _odd_string,
    _odd_string,
    _double_key,
    _double_key,
    _odd_types,
    _odd_types,
    _odd_types,
    _other_encoding,
    _other_file,
)
