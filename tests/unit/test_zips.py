"""Zips as people have them: in parts, half downloaded, odd inside, and never unpacked to the disk."""

import os
import stat
import struct
import zipfile
from pathlib import Path

import pytest

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.export.cut_zips import how_it_was_cut
from msgtune_gui.core.model import NoticeKind
from tests.support.export_builder import build_export, meta_json, plain_message, zip_export
from tests.support.reading import read


def _thread(text: str = "hello") -> bytes:
    return meta_json({"participants": [{"name": "Ewa"}], "messages": [plain_message("Ewa", 1, text)]})


def _zip(path: Path, entries: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return path


def _streamed_zip(path: Path, entries: dict[str, bytes], method: int) -> Path:
    """A zip whose lengths follow the bytes, as a server makes it that does not know them before."""

    class Stream:
        def __init__(self) -> None:
            self.data = bytearray()

        def write(self, data: bytes) -> int:
            self.data += data
            return len(data)

        def flush(self) -> None:
            """Nothing is held back."""

    stream = Stream()
    with zipfile.ZipFile(stream, "w", method) as archive:  # type: ignore[call-overload]  # Any object that can write.
        for name, data in entries.items():
            archive.writestr(name, data)
    path.write_bytes(stream.data)
    return path


def _refusal(*sources: Path) -> UserError:
    with pytest.raises(UserError) as caught:
        read(*sources)
    assert caught.value.advice
    return caught.value


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED])
@pytest.mark.parametrize("streamed", [False, True])
def test_the_missing_bytes_of_a_cut_zip_are_told_and_never_too_many(
    tmp_path: Path, streamed: bool, method: int
) -> None:
    entries = {f"inbox/a_{number}/message_1.json": _thread(os.urandom(40).hex()) for number in range(4)}
    path = (_streamed_zip if streamed else _zip)(tmp_path / "whole.zip", entries, method)
    whole = path.read_bytes()
    with zipfile.ZipFile(path) as archive:
        files_end = archive.start_dir
    cut_path = tmp_path / "cut.zip"
    for size in range(4, len(whole), 7):
        cut_path.write_bytes(whole[:size])
        with cut_path.open("rb") as file:
            cut = how_it_was_cut(file, size)
        assert cut is not None, size
        assert 1 <= cut.missing <= len(whole) - size, size
        assert cut.inside_a_file == (size < files_end) or cut.missing, size


def test_the_missing_bytes_of_a_zip_with_long_lengths(tmp_path: Path) -> None:
    path = tmp_path / "long.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(2):
            with archive.open(f"{number}/message_1.json", "w", force_zip64=True) as entry:
                entry.write(b"x" * 3000)
    path.write_bytes(path.read_bytes()[:4000])
    with path.open("rb") as file:
        cut = how_it_was_cut(file, 4000)
    assert cut is not None
    assert cut.inside_a_file
    assert 2000 < cut.missing < 2500
    assert "at least" in _refusal(path).message


def test_a_half_downloaded_zip_says_what_is_missing(tmp_path: Path) -> None:
    path = _zip(tmp_path / "export.zip", {"inbox/Ewa/message_1.json": _thread("x" * 5000)}, zipfile.ZIP_STORED)
    path.write_bytes(path.read_bytes()[:3000])
    refusal = _refusal(path)
    assert "stops after 3,000 bytes, in the middle of a file in it" in refusal.message
    assert "bytes are missing, and perhaps far more" in refusal.message
    assert "Ewa" not in str(refusal)


def test_how_much_is_missing_is_told_exactly_once_all_files_are_there(tmp_path: Path) -> None:
    path = _zip(
        tmp_path / "export.zip", {f"{n}/message_1.json": _thread("x" * 9000) for n in range(9)}, zipfile.ZIP_STORED
    )
    data = path.read_bytes()
    path.write_bytes(data[:-30])
    message = _refusal(path).message
    assert "it stops after 83 kB, and at least 30 bytes are missing." in message
    path.write_bytes(data[:40_000])
    assert "it stops after 40 kB, in the middle of a file in it" in _refusal(path).message


def test_a_zip_with_bytes_missing_before_its_end_says_how_many(tmp_path: Path) -> None:
    path = _zip(tmp_path / "export.zip", {"a/message_1.json": _thread("x" * 5000)}, zipfile.ZIP_STORED)
    data = path.read_bytes()
    path.write_bytes(data[750:])
    assert "at least 750 bytes are missing" in _refusal(path).message


def test_what_bytes_are_left_of_a_zip_is_read(tmp_path: Path) -> None:
    entries = {f"{name}/message_1.json": _thread(name * 3000) for name in "ab"}
    path = _zip(tmp_path / "export.zip", entries, zipfile.ZIP_STORED)
    data = path.read_bytes()
    path.write_bytes(data[:1000] + data[1750:])
    export = read(path)
    assert len(export.conversations) == 1
    assert [skipped.path for skipped in export.skipped] == ["a/message_1.json"]


def test_a_download_that_is_still_going_on_is_told_by_its_content(tmp_path: Path) -> None:
    path = _zip(tmp_path / "whole.zip", {"a/message_1.json": _thread("x" * 5000)}, zipfile.ZIP_STORED)
    partial = tmp_path / "facebook-alma.zip.crdownload"
    partial.write_bytes(path.read_bytes()[:2000])
    assert "not downloaded completely" in _refusal(partial).message


def test_a_damaged_list_of_entries(tmp_path: Path) -> None:
    path = _zip(tmp_path / "export.zip", {"a/message_1.json": _thread()})
    data = bytearray(path.read_bytes())
    at = data.find(b"PK\x01\x02")
    data[at : at + 4] = b"XXXX"
    path.write_bytes(data)
    assert "damaged" in _refusal(path).message


def test_several_parts_are_one_export(tmp_path: Path) -> None:
    built = build_export(tmp_path / "export", seed=2, conversations=4, messages=400, per_file=30)
    files = sorted(file for file in built.root.rglob("*") if file.is_file())
    parts = []
    for number in range(3):
        part = {file.relative_to(built.root).as_posix(): file.read_bytes() for file in files[number::3]}
        parts.append(_zip(tmp_path / f"facebook-alma-{number}.zip", part | {f"photos/{number}.jpg": b"x"}))
    export = read(*parts)
    assert {c.identifier: list(c.messages) for c in export.conversations} == built.conversations
    assert (export.doubles, export.skipped, export.owner) == (0, (), built.owner)
    assert NoticeKind.SINGLE_PART not in {notice.kind for notice in export.notices}


def test_the_parts_in_a_chosen_folder_are_read(tmp_path: Path) -> None:
    built = build_export(tmp_path / "export", seed=2, conversations=2, messages=40)
    downloads = tmp_path / "Downloads"
    downloads.mkdir()
    zip_export(built.root, downloads / "facebook-alma.zip")
    _zip(downloads / "holiday.zip", {"holiday/1.jpg": b"x"})
    (downloads / "facebook_100.zip").touch()
    export = read(downloads)
    assert {c.identifier: list(c.messages) for c in export.conversations} == built.conversations
    assert export.skipped == ()
    assert read(downloads, downloads / "facebook-alma.zip").doubles == 0


def test_zips_beside_conversations_are_read_with_them(tmp_path: Path) -> None:
    built = build_export(tmp_path / "export", seed=2, conversations=2, messages=40)
    _zip(built.root / "older.zip", {"inbox/other_999/message_1.json": _thread()})
    zip_export(built.root / "your_facebook_activity", built.root / "again.zip")
    export = read(built.root)
    assert {c.identifier for c in export.conversations} == {*built.conversations, "inbox/other_999"}
    assert export.doubles == 40
    assert read(built.root, built.root / "again.zip").conversations == export.conversations


def test_zips_are_found_two_folders_down_but_not_among_what_people_sent(tmp_path: Path) -> None:
    _zip(tmp_path / "2024" / "october" / "facebook-alma.zip", {"inbox/a_100/message_1.json": _thread()})
    for place in ("messages/inbox/b_200/files", "media", "2024/october/old/older"):
        _zip(tmp_path / place / "sent.zip", {"inbox/sent_300/message_1.json": _thread()})
    assert [c.identifier for c in read(tmp_path).conversations] == ["inbox/a_100"]


def test_other_programs_zips_in_a_chosen_folder_are_no_parts(tmp_path: Path) -> None:
    built = build_export(tmp_path / "export", seed=2, conversations=2, messages=40)
    for name in ("homework.zip", "facebook-alma-2.zip"):
        (built.root / name).write_bytes(b"PK\x03\x04 and no more")
    export = read(built.root)
    assert [skipped.path for skipped in export.skipped] == ["facebook-alma-2.zip", "homework.zip"]
    [notice] = export.notices
    assert notice.kind is NoticeKind.PART_UNREADABLE
    assert "“facebook-alma-2.zip”" in notice.message


def test_a_damaged_part_among_others_is_named_and_stops_nothing(tmp_path: Path) -> None:
    built = build_export(tmp_path / "export", seed=2, conversations=2, messages=40)
    damaged = tmp_path / "facebook-2.zip"
    damaged.write_bytes(zip_export(built.root, tmp_path / "whole.zip").read_bytes()[:700])
    locked = _zip(tmp_path / "facebook-3.zip", {"a/message_1.json": _thread()}, zipfile.ZIP_STORED)
    data = bytearray(locked.read_bytes())
    for signature, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.find(signature) + flag] |= 1
    locked.write_bytes(data)
    export = read(built.root, damaged, locked, tmp_path / "gone.zip")
    assert {c.identifier: list(c.messages) for c in export.conversations} == built.conversations
    assert [skipped.path for skipped in export.skipped] == ["facebook-2.zip", "facebook-3.zip", "gone.zip"]
    [notice] = (notice for notice in export.notices if notice.kind is NoticeKind.PART_UNREADABLE)
    assert "3 of the things you chose" in notice.message
    [notice] = (n for n in read(built.root, damaged).notices if n.kind is NoticeKind.PART_UNREADABLE)
    assert "“facebook-2.zip”" in notice.message
    assert "not downloaded completely" in _refusal(damaged, tmp_path / "gone.zip").message


def test_one_part_alone_says_that_others_are_missing(tmp_path: Path) -> None:
    export = read(_zip(tmp_path / "part.zip", {"messages/inbox/ewa_100200/message_3.json": _thread()}))
    [notice] = export.notices
    assert notice.kind is NoticeKind.SINGLE_PART
    assert notice.message.startswith("One conversation lacks")


def test_odd_names_in_a_zip_are_names_like_others(tmp_path: Path) -> None:
    names = ["/etc/inbox/a/message_1.json", "../../b/message_1.json", "c\\d\\message_1.json", "C:/e/message_1.json"]
    before = {path.name for path in tmp_path.iterdir()}
    export = read(_zip(tmp_path / "odd.zip", {name: _thread() for name in names}))
    assert len(export.conversations) == 4
    assert {path.name for path in tmp_path.iterdir()} - before == {"odd.zip"}


def test_a_name_that_is_utf_8_without_saying_so_is_shown_right(tmp_path: Path) -> None:
    path = _zip(tmp_path / "odd.zip", {"źluť/message_1.json": b'{"participants": [], "messages": [{"'})
    data = bytearray(path.read_bytes())
    for signature, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature) + flag
        data[at : at + 2] = struct.pack("<H", struct.unpack_from("<H", data, at)[0] & ~0x800)
    path.write_bytes(data)
    assert "źluť/message_1.json" in _refusal(path).message


def test_links_in_a_zip_are_left_out(tmp_path: Path) -> None:
    path = tmp_path / "links.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a/message_1.json", _thread())
        link = zipfile.ZipInfo("b/message_1.json")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    export = read(path)
    assert len(export.conversations) == 1
    assert export.skipped == ()


def test_entries_beyond_four_gigabytes_in_the_list_are_read(tmp_path: Path) -> None:
    path = tmp_path / "long.zip"
    with zipfile.ZipFile(path, "w") as archive, archive.open("a/message_1.json", "w", force_zip64=True) as entry:
        entry.write(_thread())
    assert len(read(path).conversations) == 1


def test_neither_a_file_nor_a_folder(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    assert "neither a file nor a folder" in _refusal(tmp_path / "pipe").message
