"""The years before and after encryption: one conversation where title and people agree, else two."""

from pathlib import Path
from typing import Any

import pytest

from tests.support.joining import ALMA, CHAT, EWA, JANA, called, classic, encrypted
from tests.support.reading import read, texts

_LATER = [(JANA, 1000, "now encrypted"), (ALMA, 1001, "so it is")]
_ALL = [text for _, _, text in (*CHAT, *_LATER)]


def _by_length(*sources: Path) -> list[int]:
    return [len(conversation.messages) for conversation in read(*sources).conversations]


@pytest.mark.parametrize(
    ("title", "fields"),
    [
        ("Nákup", {}),
        ("Nákup", {"joinable_mode": {"mode": 1, "link": ""}}),
        ("Jana · Bicycle", {}),
        ("", {"thread_type": "RegularGroup"}),
    ],
)
def test_another_thread_of_the_same_two_is_no_reason_to_keep_them_apart(
    tmp_path: Path, title: str, fields: dict[str, Any]
) -> None:
    classic(tmp_path, "e2ee_cutover/jana_100200", CHAT)
    classic(tmp_path, "inbox/other_300400", [(JANA, 3, "milk?"), (ALMA, 4, "two")], title=title, **fields)
    encrypted(tmp_path / "encrypted", f"{JANA}_7", _LATER)
    export = read(tmp_path)
    assert [texts(conversation.messages) for conversation in export.conversations] == [_ALL, ["milk?", "two"]]


@pytest.mark.parametrize(
    ("title", "fields"),
    [
        ("Nákup", {}),
        ("Nákup", {"joinable_mode": {"mode": 1, "link": ""}}),
        (JANA, {"thread_type": "RegularGroup"}),
        ("", {"thread_type": "PendingGroup"}),
    ],
)
def test_a_group_of_two_is_not_their_chat(tmp_path: Path, title: str, fields: dict[str, Any]) -> None:
    classic(tmp_path, "inbox/group_300400", CHAT, title=title, **fields)
    encrypted(tmp_path / "encrypted", f"{JANA}_7", _LATER)
    assert _by_length(tmp_path) == [5, 2]


@pytest.mark.parametrize("fields", [{"thread_type": "Regular"}, {"joinable_mode": None}, {"thread_type": 3}])
def test_what_is_no_sign_of_a_group(tmp_path: Path, fields: dict[str, Any]) -> None:
    classic(tmp_path, "inbox/jana_100200", CHAT, title="", **fields)
    encrypted(tmp_path / "encrypted", f"{JANA}_7", _LATER)
    assert _by_length(tmp_path) == [7]


def test_an_encrypted_group_of_two_is_not_their_chat(tmp_path: Path) -> None:
    classic(tmp_path, "inbox/jana_100200", CHAT)
    encrypted(tmp_path / "encrypted", "Nákup_7", _LATER)
    assert _by_length(tmp_path) == [5, 2]


def test_two_downloads_of_encrypted_chats_below_one_folder(tmp_path: Path) -> None:
    classic(tmp_path / "facebook-alma-2024-05-05-x", "e2ee_cutover/jana_100200", CHAT)
    encrypted(tmp_path / "e2ee-2024", f"{JANA}_7", _LATER)
    encrypted(tmp_path / "e2ee-2025", f"{JANA}_9", [*_LATER, (JANA, 2000, "newer")])
    export = read(tmp_path)
    assert [texts(conversation.messages) for conversation in export.conversations] == [[*_ALL, "newer"]]
    assert export.doubles == 2
    assert read(*tmp_path.iterdir()).conversations == export.conversations


def test_a_second_copy_of_an_encrypted_chat_in_its_folder(tmp_path: Path) -> None:
    classic(tmp_path, "e2ee_cutover/jana_100200", CHAT)
    for file in ("", f"{JANA}_7 (1)"):
        encrypted(tmp_path / "encrypted", f"{JANA}_7", _LATER, file=file)
    export = read(tmp_path)
    assert [texts(conversation.messages) for conversation in export.conversations] == [_ALL]
    assert export.doubles == 2


def test_a_chat_of_one_name_in_two_downloads_goes_on(tmp_path: Path) -> None:
    encrypted(tmp_path / "a", f"{JANA}_7", _LATER)
    encrypted(tmp_path / "b", f"{JANA}_7", [(JANA, 2000, "newer")])
    assert _by_length(tmp_path) == [3]


def test_a_chat_of_one_name_that_says_something_else_at_that_time_is_another(tmp_path: Path) -> None:
    encrypted(tmp_path / "a", f"{JANA}_7", _LATER)
    encrypted(tmp_path / "b", f"{JANA}_7", [(JANA, 1000, "who are you"), (ALMA, 1001, "nobody")])
    classic(tmp_path, "e2ee_cutover/jana_100200", CHAT)
    assert _by_length(tmp_path) == [5, 2, 2]


def test_chats_with_different_numbers_and_nothing_in_common_stay_two(tmp_path: Path) -> None:
    encrypted(tmp_path / "a", f"{JANA}_7", _LATER)
    encrypted(tmp_path / "b", f"{JANA}_9", [(JANA, 2000, "newer")])
    classic(tmp_path, "e2ee_cutover/jana_100200", CHAT)
    assert _by_length(tmp_path) == [5, 2, 1]


def test_a_thread_of_2018_in_which_only_the_other_is_named(tmp_path: Path) -> None:
    classic(tmp_path, "inbox/jana_100200", [(JANA, 0, "hello?")], [JANA])
    encrypted(tmp_path / "encrypted", f"{JANA}_7", _LATER)
    assert _by_length(tmp_path) == [3]
    classic(tmp_path, "inbox/jana_300400", CHAT)
    assert _by_length(tmp_path) == [5, 2, 1]


def test_another_name_without_a_message_in_common_proves_nothing(tmp_path: Path) -> None:
    classic(tmp_path, "e2ee_cutover/jana_100200", CHAT)
    encrypted(tmp_path / "encrypted", "Jana Horská_7", called("Jana Horská", _LATER), (ALMA, "Jana Horská"))
    assert _by_length(tmp_path) == [5, 2]


def test_another_name_with_messages_in_common_is_the_same_person(tmp_path: Path) -> None:
    classic(tmp_path, "e2ee_cutover/jana_100200", CHAT)
    lines = called("Jana Horská", [*CHAT[1:], *_LATER])
    encrypted(tmp_path / "encrypted", "Jana Horská_7", lines, (ALMA, "Jana Horská"))
    [conversation] = read(tmp_path).conversations
    assert texts(conversation.messages) == _ALL
    assert set(conversation.participants) == {ALMA, "Jana Horská"}


def test_who_changed_their_name_between_two_downloads_goes_on_under_the_new_one(tmp_path: Path) -> None:
    classic(tmp_path / "2019", "inbox/jana_100200", CHAT)
    later = called("Jana Horská", CHAT)
    classic(tmp_path / "2023", "e2ee_cutover/jana_100200", later, (ALMA, "Jana Horská"))
    encrypted(tmp_path / "encrypted", "Jana Horská_7", called("Jana Horská", _LATER), (ALMA, "Jana Horská"))
    assert _by_length(tmp_path) == [7]


def test_groups_are_the_same_only_by_their_messages(tmp_path: Path) -> None:
    people = (ALMA, EWA, JANA)
    classic(tmp_path, "inbox/club_100200", CHAT, people, title="Club")
    encrypted(tmp_path / "encrypted", "Club_7", _LATER, people)
    assert _by_length(tmp_path) == [5, 2]
    encrypted(tmp_path / "encrypted", "Club_7", [*CHAT, *_LATER], people)
    assert _by_length(tmp_path) == [7]
