"""How much of a zip is missing whose list of entries, which comes last, is not there."""

import mmap
import struct
from dataclasses import dataclass
from typing import BinaryIO

_ENTRY = b"PK\x03\x04"
_ENTRY_HEADER = struct.Struct("<4s5H3I2H")
_DESCRIPTOR = b"PK\x07\x08"
_LIST_ENTRY = b"PK\x01\x02"
_END = b"PK\x05\x06"
_END_HEADER = struct.Struct("<4s4H2IH")
_SIZE_FOLLOWS_FLAG = 0x8
_SIZE_IN_EXTRA = 0xFFFF_FFFF
_LEAST_LIST_ENTRY = 46
_LOOK_BACK = 2**16 + _END_HEADER.size


@dataclass(frozen=True, slots=True)
class Cut:
    """Where a zip ends too early.

    Attributes:
        missing: Bytes that are not there, at least.
        inside_a_file: Whether it ends in the middle of a file in it.
        may_lack_files: Whether it ends before the list of its files, so that nobody can tell how many there were.
    """

    missing: int
    inside_a_file: bool
    may_lack_files: bool = False


def how_it_was_cut(file: BinaryIO, size: int) -> Cut | None:
    """How a zip was cut, from its own bytes; None where it was not cut, or is no zip.

    The layout is that of the ZIP specification (PKWARE's APPNOTE): for each file a header with its length and its
    bytes, then the list of all files, each with a header of at least 46 bytes, then an end of at least 22 bytes which
    says how long the list is and where it begins.
    """
    if size < len(_ENTRY):
        return None
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        end = data.rfind(_END, max(0, size - _LOOK_BACK))
        if end >= 0 and end + _END_HEADER.size <= size:
            return _by_its_end(data, end)
        return _by_its_entries(data) if data[: len(_ENTRY)] == _ENTRY else None


def begins_at(file: BinaryIO, at: int) -> bool:
    """Whether a file in the zip begins at this byte."""
    if at < 0:
        return False
    file.seek(at)
    return file.read(len(_ENTRY)) == _ENTRY


def _by_its_end(data: mmap.mmap, end: int) -> Cut | None:
    """The end is there, so bytes before it are missing when it is nearer than it says."""
    *_, length, start, _comment = _END_HEADER.unpack_from(data, end)
    missing = start + length - end
    return Cut(missing, inside_a_file=False) if missing > 0 and start != _SIZE_IN_EXTRA else None


def _by_its_entries(data: mmap.mmap) -> Cut | None:
    """Go from file to file until the bytes end."""
    size, at, rest = len(data), 0, _END_HEADER.size
    while data[at : at + 4] == _ENTRY:
        # An entry of the list repeats the name, which this header gives the length of.
        if at + _ENTRY_HEADER.size > size:
            least = at + _ENTRY_HEADER.size - size
            return Cut(least + _LEAST_LIST_ENTRY + rest, inside_a_file=True, may_lack_files=True)
        *_, name, _extra = _ENTRY_HEADER.unpack_from(data, at)
        rest += _LEAST_LIST_ENTRY + name
        after = _after_entry(data, at)
        if after is None or after > size:
            # Of a length that follows the bytes all but the last byte may be there.
            least = 1 if after is None else after - size
            return Cut(least + rest, inside_a_file=True, may_lack_files=True)
        at = after
    if data[at : at + 4] != _LIST_ENTRY and at + 4 <= size:
        return None
    begun = data[at : at + 4] == _LIST_ENTRY
    return Cut(max(1, at + rest - size), inside_a_file=False, may_lack_files=not begun)


def _after_entry(data: mmap.mmap, at: int) -> int | None:
    """Where the next entry begins; None where this one's length is not known and its end is not there."""
    _, _, flags, _, _, _, _, packed, unpacked, name, extra = _ENTRY_HEADER.unpack_from(data, at)
    start: int = at + _ENTRY_HEADER.size + name + extra
    if packed == _SIZE_IN_EXTRA:
        packed = _long_size(data[start - extra : start], both=unpacked == _SIZE_IN_EXTRA)
    if packed or not flags & _SIZE_FOLLOWS_FLAG:
        return start + int(packed)
    return _after_descriptor(data, start)


def _after_descriptor(data: mmap.mmap, start: int) -> int | None:
    """The bytes are followed by their length; a mark that is not followed by it belongs to the bytes."""
    at = data.find(_DESCRIPTOR, start)
    while at >= 0:
        length = at - start
        for layout, size in (("<I", 16), ("<Q", 24)):
            if at + size <= len(data) and struct.unpack_from(layout, data, at + 8)[0] == length:
                return at + size
        at = data.find(_DESCRIPTOR, at + 1)
    return None


def _long_size(extra: bytes, *, both: bool) -> int:
    """The packed length of an entry beyond 4 GB, or 0 where it is not given."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<2H", extra, at)
        place = at + 4 + (8 if both else 0)
        if kind == 1 and place + 8 <= min(len(extra), at + 4 + length):
            return int(struct.unpack_from("<Q", extra, place)[0])
        at += 4 + length
    return 0
