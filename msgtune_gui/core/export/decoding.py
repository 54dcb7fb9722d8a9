"""From the bytes of a file to raw messages: quickly where they are as expected, one by one where they are not."""

import json
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Generic, TypeVar

import msgspec

from msgtune_gui.core.export.shapes import NotReadable

DAMAGED = "The file is damaged or was not downloaded completely."
if TYPE_CHECKING:
    MaybeRaw = msgspec.Raw | None
else:
    # msgspec takes a Raw in a union for anything but Raw; the default of a field may be None all the same.
    MaybeRaw = msgspec.Raw
"""What stands in the file under a name, undecoded; None where the file does not have it."""

_NOTHING = frozenset({b"[]", b"{}", b'""', b"null", b"false", b"0"})
_LONGEST_NOTHING = 64
_LONGEST_FOR_JSON = 16 * 2**20
"""Bytes up to which the standard library may be tried: its values take up to thirty times the file's length."""
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_ESCAPE = re.compile(
    rb"\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(u[dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.DOTALL
)
"""Any escape of JSON; the group is half a surrogate pair without its other half."""
_UNDECODABLE = (msgspec.DecodeError, UnicodeDecodeError)

RawMessage = TypeVar("RawMessage")


class RawThread(msgspec.Struct, Generic[RawMessage]):
    """What a file with a conversation holds at its top; headings stay undecoded, so that odd ones do no harm."""

    participants: MaybeRaw = None
    messages: list[RawMessage] | None = None
    title: MaybeRaw = None
    thread_path: MaybeRaw = None
    thread_name: MaybeRaw = msgspec.field(default=None, name="threadName")
    thread_type: MaybeRaw = None
    joinable_mode: MaybeRaw = None


class _Heading(msgspec.Struct):
    """A thread whose messages are no list."""

    participants: MaybeRaw = None
    title: MaybeRaw = None
    thread_path: MaybeRaw = None
    thread_name: MaybeRaw = msgspec.field(default=None, name="threadName")


class ThreadDecoder(Generic[RawMessage]):
    """Decodes files of one shape."""

    def __init__(self, message: type[RawMessage], loosely: Callable[[Mapping[str, Any]], RawMessage]) -> None:
        """Set up for one sort of raw message.

        Args:
            message: A msgspec Struct.
            loosely: Makes one of an object with values of any type.
        """
        self._strict = msgspec.json.Decoder(RawThread[message])  # type: ignore[valid-type]  # A type at run time too.
        self._one = msgspec.json.Decoder(message)
        self._pieces = msgspec.json.Decoder(RawThread[msgspec.Raw])
        self._heading = msgspec.json.Decoder(_Heading)
        self._loosely = loosely

    def decode(self, data: bytes) -> RawThread[RawMessage] | None:
        """The thread in a file, or None where it is no JSON object.

        Raises:
            NotReadable: It is no JSON.
        """
        data = data.removeprefix(_BYTE_ORDER_MARK)
        try:
            return self._strict.decode(data)
        except _UNDECODABLE:
            # The strict decoder also refuses half surrogate pairs, numbers that are none, and fields of odd types.
            pass
        except RecursionError:
            raise NotReadable(DAMAGED) from None
        return self._decode_in_pieces(_whole_surrogates(data))

    def _decode_in_pieces(self, data: bytes) -> RawThread[RawMessage] | None:
        try:
            pieces = self._read_pieces(data)
        except _UNDECODABLE:
            pieces = self._read_pieces(_as_strict_json(data))
        except RecursionError:
            raise NotReadable(DAMAGED) from None
        if pieces is None:
            return None
        messages = None
        if pieces.messages is not None:
            messages = [one for piece in pieces.messages if (one := self._message(piece)) is not None]
        return RawThread(
            pieces.participants,
            messages,
            pieces.title,
            pieces.thread_path,
            pieces.thread_name,
            pieces.thread_type,
            pieces.joinable_mode,
        )

    def _read_pieces(self, data: bytes) -> RawThread[msgspec.Raw] | None:
        try:
            return self._pieces.decode(data)
        except msgspec.ValidationError:
            pass
        try:
            heading = self._heading.decode(data)
        except msgspec.ValidationError:
            return None
        return RawThread(heading.participants, None, heading.title, heading.thread_path, heading.thread_name)

    def _message(self, piece: msgspec.Raw) -> RawMessage | None:
        """One message; None for what is no object."""
        if not bytes(piece).startswith(b"{"):
            return None
        try:
            return self._one.decode(piece)
        except _UNDECODABLE:
            pass
        value = loose_value(piece)
        return self._loosely(value) if isinstance(value, dict) else None


def loose_value(piece: msgspec.Raw | None) -> object:
    """Whatever stands in a piece of a file.

    Raises:
        NotReadable: It is not even text.
    """
    if piece is None:
        return None
    try:
        return _loose.decode(bytes(piece).decode())
    except (ValueError, RecursionError):
        raise NotReadable(DAMAGED) from None


def loose_string(piece: msgspec.Raw | None) -> str:
    """The string in a piece of a file; "" for anything else."""
    return string(loose_value(piece)) or ""


def is_something(piece: msgspec.Raw | None) -> bool:
    """Whether a piece of a file is more than null, false or an empty list, object or string."""
    if piece is None:
        return False
    # Even with Meta's indentation nothing is not as long as that.
    if len(piece) > _LONGEST_NOTHING:
        return True
    value = bytes(piece)
    return value not in _NOTHING and not value[1:-1].isspace()


def string(value: object) -> str | None:
    """A string, or None for anything else."""
    return value if isinstance(value, str) else None


def number(value: object) -> int | float | None:
    """A number, or None for anything else."""
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def moment(value: object) -> int | float | None:
    """A time that is a number, or digits in quotation marks as some programs write it; None for anything else."""
    if isinstance(value, str) and value.isascii() and value.isdecimal():
        return _int(value)
    return number(value)


def _int(digits: str) -> int | float:
    """A whole number; one beyond 64 bits as a float, because nothing here needs its last digits."""
    return int(digits) if len(digits) < 19 else float(digits)


_loose = json.JSONDecoder(parse_int=_int)


def _whole_surrogates(data: bytes) -> bytes:
    r"""The same JSON with `\ufffd` for each half of a surrogate pair that stands alone."""
    if b"\\ud" not in data and b"\\uD" not in data:
        return data
    return _ESCAPE.sub(lambda escape: rb"\ufffd" if escape[1] else escape[0], data)


def _as_strict_json(data: bytes) -> bytes:
    """What only the standard library takes (NaN, control characters), written as any decoder takes it."""
    if len(data) > _LONGEST_FOR_JSON:
        raise NotReadable(DAMAGED)
    try:
        return msgspec.json.encode(json.loads(data, strict=False, parse_int=_int))
    except (ValueError, RecursionError, msgspec.MsgspecError):
        raise NotReadable(DAMAGED) from None
