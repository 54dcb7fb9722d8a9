"""Zips that are damaged, cut short, or lie about what is in them."""

import io
import random
import struct
import warnings
import zipfile
from collections.abc import Callable, Mapping

Files = Mapping[str, bytes]
Make = Callable[[random.Random, Files], bytes]

_LOCAL = b"PK\x03\x04"
_CENTRAL = b"PK\x01\x02"
_END = b"PK\x05\x06"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
_ODD_NAMES = (
    "/etc/message_1.json",
    "../../outside/message_1.json",
    "..\\..\\outside\\message_1.json",
    "C:\\outside\\message_1.json",
    "inbox/x_1/../../../../message_1.json",
    "inbox/" + "long" * 5000 + "/message_1.json",
    "inbox/a\x01b/message_1.json",
    "inbox//message_1.json",
    "message_1.json/",
    ".json",
    "inbox/x_1/message_1.json ",
    "inbox/x_1/\u202egnos.json",
)
_LIES_16 = (0, 1, 0x7FFF, 0xFFFF)
_LIES_32 = (0, 1, 0x7FFFFFFF, 0xFFFFFFFE, 0xFFFFFFFF, 2**30)


def damaged_zip(chance: random.Random, files: Files) -> bytes:
    """A zip of the files, and what chance makes of it."""
    return chance.choice(_MAKES)(chance, files)


def _zipped(chance: random.Random, files: Files) -> bytes:
    buffer = io.BytesIO()
    method = chance.choice(_METHODS)
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in files.items():
            with archive.open(zipfile.ZipInfo(name), "w", force_zip64=chance.random() < 0.2) as entry:
                entry.write(data)
        if chance.random() < 0.1:
            archive.comment = b"a comment"
    return buffer.getvalue()


def _flip(chance: random.Random, files: Files) -> bytes:
    data = bytearray(_zipped(chance, files))
    for _ in range(chance.choice((1, 1, 4, 32))):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def _flip_in_headers(chance: random.Random, files: Files) -> bytes:
    """Bits of the list of entries, where they matter most."""
    data = bytearray(_zipped(chance, files))
    start = data.find(_CENTRAL)
    for _ in range(chance.choice((1, 1, 2, 6))):
        data[chance.randrange(start, len(data))] ^= 1 << chance.randrange(8)
    return bytes(data)


def _cut(chance: random.Random, files: Files) -> bytes:
    data = _zipped(chance, files)
    return data[: chance.randrange(len(data))]


def _cut_start(chance: random.Random, files: Files) -> bytes:
    data = _zipped(chance, files)
    return data[chance.randrange(len(data)) :]


def _hole(chance: random.Random, files: Files) -> bytes:
    data = _zipped(chance, files)
    start = chance.randrange(len(data))
    end = start + chance.choice((1, 100, 5000))
    return data[:start] + (bytes(len(data[start:end])) if chance.random() < 0.5 else b"") + data[end:]


def _junk_around(chance: random.Random, files: Files) -> bytes:
    junk = chance.randbytes(chance.choice((1, 100, 70_000)))
    data = _zipped(chance, files)
    return junk + data if chance.random() < 0.5 else data + junk


def _lie(chance: random.Random, files: Files) -> bytes:
    """A number of a header that is not true: lengths, checksums, methods, flags, places."""
    data = bytearray(_zipped(chance, files))
    signature, fields_16, fields_32 = chance.choice(
        (
            (_LOCAL, (4, 6, 8, 26, 28), (14, 18, 22)),
            (_CENTRAL, (6, 8, 10, 28, 30, 32, 34, 36), (16, 20, 24, 38, 42)),
            (_END, (4, 6, 8, 10, 20), (12, 16)),
        )
    )
    places = _places(data, signature)
    for place in chance.sample(places, chance.randint(1, len(places))):
        if chance.random() < 0.5:
            struct.pack_into("<H", data, place + chance.choice(fields_16), chance.choice(_LIES_16))
        else:
            struct.pack_into("<I", data, place + chance.choice(fields_32), chance.choice(_LIES_32))
    return bytes(data)


def _declared_large(chance: random.Random, files: Files) -> bytes:
    """Entries that say that they are a gigabyte, in both of their headers."""
    data = bytearray(_zipped(chance, files))
    for signature, offset in ((_LOCAL, 22), (_CENTRAL, 24)):
        for place in _places(data, signature):
            struct.pack_into("<I", data, place + offset, 2**30)
    return bytes(data)


def _encrypted(chance: random.Random, files: Files) -> bytes:
    """Entries that are said to need a password."""
    data = bytearray(_zipped(chance, files))
    locals_, centrals = _places(data, _LOCAL), _places(data, _CENTRAL)
    for place in chance.sample(range(len(centrals)), chance.randint(1, len(centrals))):
        data[locals_[place] + 6] |= 1
        data[centrals[place] + 8] |= 1
    return bytes(data)


def _overlapping(chance: random.Random, files: Files) -> bytes:
    """Entries that are all at one place."""
    data = bytearray(_zipped(chance, files))
    for place in _places(data, _CENTRAL):
        struct.pack_into("<I", data, place + 42, chance.choice((0, 0, 1, len(data) // 2)))
    return bytes(data)


def _odd_names(chance: random.Random, files: Files) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in zip(chance.sample(_ODD_NAMES, len(files)), files.values(), strict=True):
            archive.writestr(name, data)
    return buffer.getvalue()


def _name_of_any_bytes(chance: random.Random, files: Files) -> bytes:
    """Names that are no UTF-8, said to be or not."""
    data = bytearray(_zipped(chance, files))
    said = chance.random() < 0.5
    for signature, flags, name in ((_LOCAL, 6, 30), (_CENTRAL, 8, 46)):
        for place in _places(data, signature):
            data[place + name] = 0xFF
            data[place + name + 1] = 0xE1
            if said:
                data[place + flags + 1] |= 0x08
    return bytes(data)


def _name_twice(chance: random.Random, files: Files) -> bytes:
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w") as archive:
        warnings.simplefilter("ignore")
        for name, data in files.items():
            for _ in range(chance.randint(1, 3)):
                archive.writestr(name, data if chance.random() < 0.7 else data[: len(data) // 2])
    return buffer.getvalue()


def _links(chance: random.Random, files: Files) -> bytes:
    """Entries that are symbolic links, or devices."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, data in files.items():
            entry = zipfile.ZipInfo(name)
            entry.create_system = 3
            entry.external_attr = chance.choice((0o120777, 0o010644, 0o020644, 0o100000)) << 16
            archive.writestr(entry, b"/etc/hostname" if chance.random() < 0.5 else data)
    return buffer.getvalue()


def _bomb(chance: random.Random, files: Files) -> bytes:
    """An entry that grows a thousand times, true to its word or not."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
        archive.writestr("inbox/bomb_1/message_1.json", bytes(chance.choices((2**20, 2**24, 2**27), (12, 3, 1))[0]))
    bomb = bytearray(buffer.getvalue())
    if chance.random() < 0.5:
        for signature, offset in ((_LOCAL, 22), (_CENTRAL, 24)):
            struct.pack_into("<I", bomb, _places(bomb, signature)[-1] + offset, 1000)
    return bytes(bomb)


def _zip_in_zip(chance: random.Random, files: Files) -> bytes:
    inner = _zipped(chance, files)
    return _zipped(chance, {"inner.zip": inner, "inbox/x_1/message_1.json": inner})


def _no_zip(chance: random.Random, files: Files) -> bytes:
    return chance.choice(
        (b"", b"PK", _LOCAL, _END + bytes(18), _END + bytes(17), chance.randbytes(3000), *files.values())
    )


def _places(data: bytes | bytearray, signature: bytes) -> list[int]:
    places, place = [], data.find(signature)
    while place >= 0 and place + 46 <= len(data) + 24:
        places.append(place)
        place = data.find(signature, place + 1)
    return places


_MAKES: tuple[Make, ...] = (
    _flip,
    _flip,
    _flip_in_headers,
    _flip_in_headers,
    _cut,
    _cut,
    _cut_start,
    _hole,
    _junk_around,
    _lie,
    _lie,
    _lie,
    _declared_large,
    _encrypted,
    _overlapping,
    _odd_names,
    _name_of_any_bytes,
    _name_twice,
    _links,
    _bomb,
    _zip_in_zip,
    _no_zip,
)
