"""What is said of an export as a whole: what is missing, how to get it, and nothing where nothing is."""

import os
import time
from datetime import UTC, datetime
from pathlib import Path

import pytest

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.model import Notice, NoticeKind
from tests.support.export_builder import locked_zip, meta_json, plain_message, write_thread, zip_export
from tests.support.reading import read

_LAST = datetime(2023, 12, 20, tzinfo=UTC)
_DAY_MS = 24 * 60 * 60 * 1000


def _export(folder: Path, *, threads: int = 4, box: str = "inbox", apart_days: int = 1, last: datetime = _LAST) -> Path:
    last_ms = int(last.timestamp() * 1000)
    for number in range(threads):
        sent = last_ms - number * apart_days * _DAY_MS
        path = folder / "your_facebook_activity" / "messages" / box / f"friend_{number}00900" / "message_1.json"
        messages = [plain_message(f"Friend {number}", sent, "bye"), plain_message("Alma", sent - 1000, "hi")]
        write_thread(path, messages, ["Alma", f"Friend {number}"])
    return folder


def _touch(folder: Path, day: datetime) -> None:
    for file in folder.rglob("*.json"):
        os.utime(file, (day.timestamp(), day.timestamp()))


def _notices(*sources: Path) -> dict[NoticeKind, Notice]:
    return {notice.kind: notice for notice in read(*sources).notices}


def _encrypted(folder: Path) -> None:
    folder.mkdir()
    message = {
        "senderName": "Greta",
        "text": "hi",
        "timestamp": int(_LAST.timestamp() * 1000),
        "type": "text",
        "isUnsent": False,
    }
    thread = {"participants": ["Alma", "Greta"], "threadName": "Greta_3", "messages": [message]}
    (folder / "Greta_3.json").write_bytes(meta_json(thread))


@pytest.mark.parametrize("name", ["facebook-alma-2025-06-01-aBcDeFgH", "facebook-alma-01_06_2025-aBcDeFgH"])
def test_an_export_much_newer_than_its_messages_lacks_the_encrypted_chats(tmp_path: Path, name: str) -> None:
    folder = _export(tmp_path / name)
    notice = _notices(folder)[NoticeKind.ENCRYPTED_PART_MISSING]
    assert notice.message == "The newest message was sent on 20 December 2023, but the download is of 1 June 2025."
    assert "messenger.com/secure_storage/dyi" in notice.advice
    assert NoticeKind.ENCRYPTED_PART_MISSING in _notices(zip_export(folder, tmp_path / f"{name}.zip"))
    assert NoticeKind.ENCRYPTED_PART_MISSING in _notices(tmp_path)


def test_nothing_is_missing_once_the_encrypted_chats_are_there(tmp_path: Path) -> None:
    folder = _export(tmp_path / "facebook-alma-2025-06-01-aBcDeFgH")
    _encrypted(tmp_path / "messages")
    assert _notices(folder, tmp_path / "messages") == {}


def test_nothing_is_missing_from_an_export_as_old_as_its_messages(tmp_path: Path) -> None:
    assert _notices(_export(tmp_path / "facebook-alma-2024-02-01-aBcDeFgH")) == {}


@pytest.mark.parametrize(("threads", "apart_days"), [(1, 1), (2, 1), (3, 40), (4, 200)])
def test_however_few_chats_there_are_and_whenever_each_ended(tmp_path: Path, threads: int, apart_days: int) -> None:
    folder = _export(tmp_path / "facebook-alma-2025-06-01-aBcDeFgH", threads=threads, apart_days=apart_days)
    assert set(_notices(folder)) == {NoticeKind.ENCRYPTED_PART_MISSING}


def test_chats_that_ended_before_any_were_encrypted(tmp_path: Path) -> None:
    folder = _export(tmp_path / "facebook-alma-2025-06-01-aBcDeFgH", last=datetime(2022, 5, 7, tzinfo=UTC))
    assert "7 May 2022" in _notices(folder)[NoticeKind.ENCRYPTED_PART_MISSING].message


@pytest.mark.parametrize("box", ["inbox", "e2ee_cutover"])
def test_a_zip_without_a_date_in_its_name_has_dates_in_it(tmp_path: Path, box: str) -> None:
    folder = _export(tmp_path / "a", box=box)
    _touch(folder, datetime(2025, 6, 1, tzinfo=UTC))
    notice = _notices(zip_export(folder, tmp_path / "a.zip"))[NoticeKind.ENCRYPTED_PART_MISSING]
    assert notice.message.endswith("but its newest file is of 1 June 2025.")
    _touch(folder, datetime(2024, 1, 1, tzinfo=UTC))
    assert _notices(zip_export(folder, tmp_path / "b.zip")) == {}


@pytest.mark.parametrize(("box", "missing"), [("e2ee_cutover", True), ("inbox", False)])
def test_a_group_that_goes_on_hides_nothing(tmp_path: Path, box: str, missing: bool) -> None:
    folder = _export(tmp_path / "facebook-alma-2025-06-01-aBcDeFgH", box=box)
    path = folder / "your_facebook_activity" / "messages" / "inbox" / "club_77900" / "message_1.json"
    people = ["Alma", "Friend 1", "Friend 2"]
    later = int(datetime(2025, 5, 30, tzinfo=UTC).timestamp() * 1000)
    write_thread(path, [plain_message(name, later, "hi") for name in people], people)
    found = _notices(folder)
    assert set(found) == ({NoticeKind.ENCRYPTED_PART_MISSING} if missing else set())
    if missing:
        assert "Only groups go on after 20 December 2023" in found[NoticeKind.ENCRYPTED_PART_MISSING].message


def test_a_day_is_that_of_this_computers_clock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "America/Los_Angeles")
    time.tzset()
    try:
        notice = _notices(_export(tmp_path / "facebook-alma-2025-06-01-x"))[NoticeKind.ENCRYPTED_PART_MISSING]
        assert notice.message == "The newest message was sent on 19 December 2023, but the download is of 1 June 2025."
    finally:
        monkeypatch.undo()
        time.tzset()


def test_parts_that_hold_nothing_are_named(tmp_path: Path) -> None:
    folder, empty, settings, media = (tmp_path / name for name in ("export", "empty", "settings", "media"))
    _export(folder)
    for path in (empty / "note.txt", settings / "sounds.json", media / "1.jpg"):
        path.parent.mkdir()
        path.write_text("{}")
    notice = _notices(folder, empty)[NoticeKind.EMPTY_PART]
    assert notice.message == "“empty” holds no conversation, so nothing was added."
    notice = _notices(folder, empty, settings)[NoticeKind.EMPTY_PART]
    assert notice.message.startswith("2 of the things you chose hold no conversation")
    assert "“empty”, “settings”" in notice.message
    assert _notices(folder, media) == {}


def test_what_to_do_about_a_part_that_cannot_be_read_fits_its_reason(tmp_path: Path) -> None:
    folder = _export(tmp_path / "export")
    locked = locked_zip(zip_export(folder, tmp_path / "locked.zip"))
    cut = tmp_path / "cut.zip"
    cut.write_bytes(zip_export(folder, tmp_path / "whole.zip").read_bytes()[:400])
    notice = _notices(folder, locked)[NoticeKind.PART_UNREADABLE]
    assert notice.message == "“locked.zip” is protected by a password."
    assert notice.advice.startswith("Everything else was read. Unpack it")
    notice = _notices(folder, cut)[NoticeKind.PART_UNREADABLE]
    assert notice.message.count("cut.zip") == 1
    assert "download it again" in notice.advice
    notice = _notices(folder, cut, locked)[NoticeKind.PART_UNREADABLE]
    assert "damaged" in notice.advice
    assert "password" in notice.advice


def test_the_empty_zip_that_meta_puts_into_each_part_is_nothing(tmp_path: Path) -> None:
    folder = _export(tmp_path / "export")
    stub = tmp_path / "facebook_100023.zip"
    stub.touch()
    assert read(folder, stub).skipped == ()
    assert _notices(folder, stub) == {}
    with pytest.raises(UserError, match="is empty"):
        read(stub)
    other = tmp_path / "facebook-part2.zip"
    other.touch()
    assert "“facebook-part2.zip” is empty" in _notices(folder, other)[NoticeKind.PART_UNREADABLE].message


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


@pytest.mark.parametrize("page", ["messages.htm", "html/messages.htm", "messages/0.html", "messages/17.html"])
def test_pages_from_before_2018(tmp_path: Path, page: str) -> None:
    (tmp_path / page).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / page).write_text("<html>")
    with pytest.raises(UserError, match="HTML") as refusal:
        read(tmp_path)
    assert "Format: JSON" in refusal.value.advice
    assert "before 2018" in refusal.value.message


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
