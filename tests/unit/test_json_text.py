"""Files called .json that are saved in other encodings, or are no JSON at all."""

from pathlib import Path

import pytest

from tests.support.export_builder import plain, plain_message, write_thread
from tests.support.reading import read, texts


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_a_conversation_in_another_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "ewa_1" / "message_1.json"
    write_thread(path, [plain_message("Ewa", 1, "přijdeš? 😂", encode=plain)], ["Ewa"], encode=plain)
    path.write_bytes(path.read_bytes().decode().encode(encoding))

    assert texts(read(tmp_path).conversations[0].messages) == ["přijdeš? 😂"]


@pytest.mark.parametrize(
    "data", [b"", b" ", b"\xef\xbb\xbf", b'{"thr', b"<html></html>", b'": 3}', b"{" * 9, b"\xff\xfe{\x00x"]
)
def test_what_is_no_json_is_named(tmp_path: Path, data: bytes) -> None:
    write_thread(tmp_path / "ewa_1" / "message_1.json", [plain_message("Ewa", 1, "hello")], ["Ewa"])
    (tmp_path / "ewa_1" / "message_2.json").write_bytes(data)

    export = read(tmp_path)

    assert [file.path for file in export.skipped] == ["ewa_1/message_2.json"]
    assert "damaged" in export.skipped[0].reason
    assert len(export.conversations[0].messages) == 1


def test_settings_are_no_conversation_and_nothing_to_speak_of(tmp_path: Path) -> None:
    write_thread(tmp_path / "ewa_1" / "message_1.json", [plain_message("Ewa", 1, "hello")], ["Ewa"])
    (tmp_path / "settings.json").write_bytes(b'{"sounds": true}')

    assert read(tmp_path).skipped == ()
