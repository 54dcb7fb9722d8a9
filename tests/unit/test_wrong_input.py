"""What a person is told who chose something else than an export, and what is still read of a damaged one."""

import warnings
import zipfile
from pathlib import Path

import pytest

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.export import find, refusals, zips
from tests.support.export_builder import build_export, meta_json, plain_message, write_thread, zip_export
from tests.support.reading import as_ordinary_person, open_folder, read


def _refusal(*sources: Path) -> UserError:
    with pytest.raises(UserError) as caught:
        read(*sources)
    assert caught.value.advice
    return caught.value


def _file(path: Path, data: bytes = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def _thread(folder: Path, text: str = "hello") -> None:
    write_thread(folder / "message_1.json", [plain_message("Ewa", 1, text)], ["Ewa"])


def test_an_empty_folder(tmp_path: Path) -> None:
    assert "no conversation here" in _refusal(tmp_path).message


@pytest.mark.parametrize("page", ["inbox/x/message_1.html", "start_here.html", "html/messages.htm"])
def test_an_export_in_html(tmp_path: Path, page: str) -> None:
    _file(tmp_path / page)
    refusal = _refusal(tmp_path)
    assert "HTML" in refusal.message
    assert "Format: JSON" in refusal.advice


def test_one_page_of_html(tmp_path: Path) -> None:
    assert "HTML" in _refusal(_file(tmp_path / "message_1.html")).message


def test_json_is_read_where_html_lies_beside_it(tmp_path: Path) -> None:
    _file(tmp_path / "a" / "message_1.html")
    _thread(tmp_path / "a")
    assert len(read(tmp_path).conversations) == 1


def test_a_part_with_media_only(tmp_path: Path) -> None:
    _file(tmp_path / "your_facebook_activity/messages/inbox/x/photos/1.jpg")
    assert "only pictures" in _refusal(tmp_path).message


def test_a_folder_of_settings(tmp_path: Path) -> None:
    _file(tmp_path / "preferences" / "settings.json", b'{"sounds": true}')
    assert "settings" in _refusal(tmp_path).message


def test_a_folder_that_holds_a_damaged_zip(tmp_path: Path) -> None:
    _file(tmp_path / "facebook.zip")
    assert "“facebook.zip” is damaged" in _refusal(tmp_path).message


def test_a_folder_that_holds_a_zip_of_something_else(tmp_path: Path) -> None:
    _file(tmp_path / "holiday" / "plan.txt")
    zip_export(tmp_path / "holiday", tmp_path / "holiday.zip")
    assert "zip, but no conversation" in _refusal(tmp_path).message


def test_conversations_without_any_message(tmp_path: Path) -> None:
    write_thread(tmp_path / "a" / "message_1.json", [], ["Ewa"])
    assert "no messages" in _refusal(tmp_path).message


def test_something_that_is_not_there(tmp_path: Path) -> None:
    assert "not there any more" in _refusal(tmp_path / "gone").message


def test_a_file_of_another_sort(tmp_path: Path) -> None:
    assert "no conversation" in _refusal(_file(tmp_path / "photo.png")).message


def test_one_damaged_file(tmp_path: Path) -> None:
    refusal = _refusal(_file(tmp_path / "message_1.json", b'{"participants": [], "messages": [{"con'))
    assert "damaged" in refusal.message
    assert "message_1.json" in refusal.message


def test_only_damaged_files(tmp_path: Path) -> None:
    for name in "ab":
        _file(tmp_path / name / "message_1.json", b'{"participants": [], "messages": [{"con')
    assert "None of the 2 files" in _refusal(tmp_path).message


def test_a_damaged_file_stops_no_other(tmp_path: Path) -> None:
    _thread(tmp_path / "a")
    _file(tmp_path / "b" / "message_1.json", b'{"participants": [], "messages": [{"con')
    export = read(tmp_path)
    assert len(export.conversations) == 1
    assert [file.path for file in export.skipped] == ["b/message_1.json"]
    assert "damaged" in export.skipped[0].reason


def test_a_folder_that_may_not_be_read() -> None:
    with open_folder() as folder:
        _thread(folder / "locked" / "inbox")
        (folder / "locked").chmod(0)
        with as_ordinary_person():
            refusal = _refusal(folder / "locked")
        assert "permission" in refusal.message
        assert "locked" in refusal.message


def test_a_folder_below_one_that_may_not_be_entered() -> None:
    with open_folder() as folder:
        _thread(folder / "locked" / "inbox")
        (folder / "locked").chmod(0)
        with as_ordinary_person():
            assert "permission" in _refusal(folder / "locked" / "inbox").message


def test_a_file_that_may_not_be_read() -> None:
    with open_folder() as folder:
        _thread(folder)
        (folder / "message_1.json").chmod(0)
        with as_ordinary_person():
            assert "permission" in _refusal(folder / "message_1.json").message
            assert "permission" in _refusal(folder).message


def test_what_may_not_be_read_stops_nothing_else() -> None:
    with open_folder() as folder:
        for name in ("a", "b", "c"):
            _thread(folder / name)
        (folder / "b").chmod(0)
        (folder / "c" / "message_1.json").chmod(0)
        with as_ordinary_person():
            export = read(folder)
        assert len(export.conversations) == 1
        assert {file.path for file in export.skipped} == {"b", "c/message_1.json"}
        assert {file.reason for file in export.skipped} == {refusals.NO_RIGHTS}


@pytest.mark.parametrize("keep", [0, 100, 3000])
def test_a_zip_that_was_cut_short(tmp_path: Path, keep: int) -> None:
    built = build_export(tmp_path / "export")
    whole = zip_export(built.root, tmp_path / "whole.zip").read_bytes()
    assert "not downloaded completely" in _refusal(_file(tmp_path / "cut.zip", whole[:keep])).message


def test_a_damaged_entry_of_a_zip_stops_no_other(tmp_path: Path) -> None:
    for name in ("a", "b"):
        _thread(tmp_path / "export" / name, "hello " * 500)
    path = zip_export(tmp_path / "export", tmp_path / "export.zip")
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo("b/message_1.json")
    data = bytearray(path.read_bytes())
    start = entry.header_offset + 30 + len(entry.filename)
    data[start : start + 20] = b"\xff" * 20
    path.write_bytes(data)
    export = read(path)
    assert len(export.conversations) == 1
    assert [file.path for file in export.skipped] == ["b/message_1.json"]


def _flag_as_encrypted(path: Path, names: list[str]) -> None:
    """Set the flag that says so, in both places where a zip holds it."""
    data = bytearray(path.read_bytes())
    for name in names:
        for signature, flag_at, name_at in ((b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)):
            at = data.find(signature)
            while data[at + name_at : at + name_at + len(name)] != name.encode():
                at = data.find(signature, at + 1)
            data[at + flag_at] |= 1
    path.write_bytes(data)


def test_a_zip_with_a_password(tmp_path: Path) -> None:
    for name in ("a", "b"):
        _thread(tmp_path / "export" / name)
    path = zip_export(tmp_path / "export", tmp_path / "export.zip")
    _flag_as_encrypted(path, ["a/message_1.json"])
    export = read(path)
    assert [file.path for file in export.skipped] == ["a/message_1.json"]
    assert "password" in export.skipped[0].reason
    _flag_as_encrypted(path, ["b/message_1.json"])
    assert "password" in _refusal(path).message


def test_a_zip_that_would_unpack_to_far_too_much(tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.zip"
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("message_1.json", b" " * (zips.RATIO_FREE_BYTES + 1))
    assert "far more" in _refusal(bomb).message


def test_media_in_a_zip_are_never_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    message = plain_message("Ewa", 1, "hello")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inbox/a/photos/bomb.jpg", b" " * (zips.RATIO_FREE_BYTES + 1))
        archive.writestr("inbox/a/message_1.json", meta_json({"participants": [], "messages": [message]}))
        archive.writestr("__MACOSX/inbox/a/._message_1.json", b"\0")
        archive.writestr("../../message_1.json", b'{"participants": [{"name": "Ewa"}]}')
        archive.mkdir("inbox/empty")
    export = read(path)
    assert [conversation.identifier for conversation in export.conversations] == ["inbox/a"]
    assert [file.path for file in export.skipped] == ["../../message_1.json"]


def test_of_two_entries_with_one_name_only_the_last_is_read(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for text in ("first", "second"):
            with warnings.catch_warnings():
                warnings.filterwarnings("ignore", message="Duplicate name")
                archive.writestr("message_1.json", meta_json({"messages": [plain_message("Ewa", 1, text)]}))
    [conversation] = read(path).conversations
    assert [message.text for message in conversation.messages] == ["second"]


def test_a_link_that_leads_to_itself_is_named(tmp_path: Path) -> None:
    _thread(tmp_path / "a")
    (tmp_path / "loop.json").symlink_to(tmp_path / "loop.json")
    [skipped] = read(tmp_path).skipped
    assert (skipped.path, skipped.reason) == ("loop.json", refusals.LINK_TO_ITSELF)


def test_an_inbox_behind_a_link_is_read(tmp_path: Path) -> None:
    _thread(tmp_path / "elsewhere" / "ewa_100")
    messages = tmp_path / "export" / "messages"
    messages.mkdir(parents=True)
    (messages / "inbox").symlink_to(tmp_path / "elsewhere")
    export = read(tmp_path / "export")
    assert [conversation.identifier for conversation in export.conversations] == ["inbox/ewa_100"]
    assert read(messages / "inbox").conversations


def test_links_in_a_circle_and_to_folders_above_have_an_end(tmp_path: Path) -> None:
    export, other = tmp_path / "export", tmp_path / "other"
    _thread(export / "inbox" / "ewa_100")
    _thread(other / "dario_200", "hi")
    _thread(tmp_path / "greta_300", "not chosen")
    (export / "again").symlink_to(export)
    (export / "above").symlink_to(tmp_path)
    for name in ("one", "two"):
        (export / name).symlink_to(other)
    (other / "back").symlink_to(export)
    (other / "round").symlink_to(other)
    found = read(export)
    assert sorted(conversation.identifier for conversation in found.conversations) == ["inbox/ewa_100", "one/dario_200"]
    assert found.doubles == 0
    assert found.skipped == ()


def test_a_file_too_large_for_a_conversation_is_named(tmp_path: Path) -> None:
    _thread(tmp_path / "a")
    with _file(tmp_path / "b" / "message_1.json").open("wb") as file:
        file.truncate(find.MAX_FILE_BYTES + 1)
    [skipped] = read(tmp_path).skipped
    assert "too large" in skipped.reason


def test_a_zip_entry_too_large_for_a_conversation_is_named(tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(
            "a/message_1.json", meta_json({"participants": [], "messages": [plain_message("Ewa", 1, "x")]})
        )
        archive.writestr("b/message_1.json", b"x")
    data = bytearray(path.read_bytes())
    at = data.rfind(b"PK\x01\x02")
    data[at + 20 : at + 28] = (find.MAX_FILE_BYTES // 4).to_bytes(4, "little") + (find.MAX_FILE_BYTES + 1).to_bytes(
        4, "little"
    )
    path.write_bytes(data)
    [skipped] = read(path).skipped
    assert skipped.path == "b/message_1.json"
    assert "too large" in skipped.reason
