"""What is said of an export as a whole: what is missing, how to get it, and nothing where nothing is."""

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.model import Notice, NoticeKind
from tests.support.export_builder import meta_json, plain_message, write_thread, zip_export
from tests.support.reading import read

_LAST_MS = int(datetime(2023, 12, 20, tzinfo=UTC).timestamp() * 1000)
_DAY_MS = 24 * 60 * 60 * 1000


def _export(folder: Path, *, threads: int = 4, box: str = "inbox", apart_days: int = 1) -> Path:
    for number in range(threads):
        time = _LAST_MS - number * apart_days * _DAY_MS
        path = folder / "your_facebook_activity" / "messages" / box / f"friend_{number}00900" / "message_1.json"
        messages = [plain_message(f"Friend {number}", time, "bye"), plain_message("Alma", time - 1000, "hi")]
        write_thread(path, messages, ["Alma", f"Friend {number}"])
    return folder


def _touch(folder: Path, day: datetime) -> None:
    for file in folder.rglob("*.json"):
        os.utime(file, (day.timestamp(), day.timestamp()))


def _notices(*sources: Path) -> dict[NoticeKind, Notice]:
    return {notice.kind: notice for notice in read(*sources).notices}


def _encrypted(folder: Path) -> None:
    folder.mkdir()
    message = {"senderName": "Greta", "text": "hi", "timestamp": _LAST_MS, "type": "text", "isUnsent": False}
    thread = {"participants": ["Alma", "Greta"], "threadName": "Greta_3", "messages": [message]}
    (folder / "Greta_3.json").write_bytes(meta_json(thread))


@pytest.mark.parametrize("name", ["facebook-alma-2025-06-01-aBcDeFgH", "facebook-alma-01_06_2025-aBcDeFgH"])
def test_an_export_much_newer_than_its_messages_lacks_the_encrypted_chats(tmp_path: Path, name: str) -> None:
    folder = _export(tmp_path / name)
    notice = _notices(folder)[NoticeKind.ENCRYPTED_PART_MISSING]
    assert "2023-12-20" in notice.message
    assert "2025-06-01" in notice.message
    assert "messenger.com/secure_storage/dyi" in notice.advice
    assert NoticeKind.ENCRYPTED_PART_MISSING in _notices(zip_export(folder, tmp_path / f"{name}.zip"))
    assert NoticeKind.ENCRYPTED_PART_MISSING in _notices(tmp_path)


def test_nothing_is_missing_once_the_encrypted_chats_are_there(tmp_path: Path) -> None:
    folder = _export(tmp_path / "facebook-alma-2025-06-01-aBcDeFgH")
    _encrypted(tmp_path / "messages")
    assert _notices(folder, tmp_path / "messages") == {}


def test_nothing_is_missing_from_an_export_as_old_as_its_messages(tmp_path: Path) -> None:
    assert _notices(_export(tmp_path / "facebook-alma-2024-02-01-aBcDeFgH")) == {}


def test_chats_that_ended_one_by_one_did_not_become_encrypted(tmp_path: Path) -> None:
    assert _notices(_export(tmp_path / "facebook-alma-2025-06-01-aBcDeFgH", apart_days=40)) == {}


def test_dates_in_a_zip_say_it_only_where_a_chat_went_on_encrypted(tmp_path: Path) -> None:
    plain, cutover = _export(tmp_path / "a"), _export(tmp_path / "b", box="e2ee_cutover")
    for folder in (plain, cutover):
        _touch(folder, datetime(2025, 6, 1, tzinfo=UTC))
    assert _notices(zip_export(plain, tmp_path / "a.zip")) == {}
    notice = _notices(zip_export(cutover, tmp_path / "b.zip"))[NoticeKind.ENCRYPTED_PART_MISSING]
    assert "2025-06-01" in notice.message
    _touch(cutover, datetime(2024, 1, 1, tzinfo=UTC))
    assert _notices(zip_export(cutover, tmp_path / "c.zip")) == {}


def test_dates_of_files_in_a_folder_may_be_those_of_their_copying(tmp_path: Path) -> None:
    assert _notices(_export(tmp_path / "b", box="e2ee_cutover")) == {}


def test_a_name_with_numbers_that_are_no_date(tmp_path: Path) -> None:
    assert _notices(_export(tmp_path / "facebook-2025-13-77")) == {}


def test_conversations_that_are_there_in_html_only(tmp_path: Path) -> None:
    folder = _export(tmp_path / "export")
    inbox = folder / "your_facebook_activity" / "messages" / "inbox"
    (inbox / "friend_000900" / "message_1.html").write_text("<html>")
    assert _notices(folder) == {}
    (inbox / "other_100").mkdir()
    (inbox / "other_100" / "message_1.html").write_text("<html>")
    assert "One conversation is there in HTML only" in _notices(folder)[NoticeKind.HTML_BESIDE].message


@pytest.mark.parametrize(("numbers", "holes"), [((1, 2, 10), True), ((2,), True), ((1, 2, 3), False)])
def test_a_hole_in_the_numbers_of_files_is_a_part_that_is_missing(
    tmp_path: Path, numbers: tuple[int, ...], holes: bool
) -> None:
    for number in numbers:
        path = tmp_path / "inbox" / "ewa_100200" / f"message_{number}.json"
        write_thread(path, [plain_message("Ewa", number, "x")], ["Ewa", "Alma"])
    assert (NoticeKind.SINGLE_PART in _notices(tmp_path)) == holes


@pytest.mark.parametrize("page", ["messages.htm", "html/messages.htm", "messages/17.html"])
def test_pages_from_before_2018(tmp_path: Path, page: str) -> None:
    (tmp_path / page).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / page).write_text("<html>")
    with pytest.raises(UserError, match="HTML") as refusal:
        read(tmp_path)
    assert "Format: JSON" in refusal.value.advice
    assert ("before 2018" in refusal.value.message) == page.endswith("messages.htm")


@pytest.mark.parametrize(
    "language",
    [
        {"language_and_locale_v2": [{"children": [{"entries": [{"data": {"name": "Locale", "value": "cs_CZ"}}]}]}]},
        {"language_and_locale": [{"name": "Preferred language", "value": "cs_CZ"}]},
    ],
)
def test_the_accounts_locale(tmp_path: Path, language: object) -> None:
    folder = _export(tmp_path / "export")
    assert read(folder).locale is None
    preferences = folder / "preferences" / "preferences"
    preferences.mkdir(parents=True)
    (preferences / "language_and_locale.json").write_bytes(meta_json(language))
    assert read(folder).locale == "cs_CZ"


@pytest.mark.parametrize("data", [b"{", b'{"language_and_locale_v2": [{"x": "none", "y": "no_1", "z": 3}]}', b"[]"])
def test_a_file_of_languages_that_says_nothing(tmp_path: Path, data: bytes) -> None:
    folder = _export(tmp_path / "export")
    (folder / "language_and_locale.json").write_bytes(data)
    assert read(folder).locale is None
