"""Deleted accounts under names that no list has, told by how many conversations they have."""

from pathlib import Path

import pytest

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.export.one_by_one import iter_conversations
from msgtune_gui.core.people import senders
from tests.support.export_builder import plain_message, write_thread
from tests.support.reading import read

ALMA, EWA = "Alma Vránová", "Ewa Łąkowska"
GONE = "Facebook user"
START = 1_600_000_000_000


def _thread(folder: Path, name: str, other: str, number: int, *, title: str | None = None) -> None:
    told = [plain_message(ALMA, START + number, f"hello {number}"), plain_message(other, START + 10 + number, "hello")]
    path = f"inbox/{name}"
    write_thread(
        folder / path / "message_1.json",
        told[::-1],
        [other, ALMA],
        title=other if title is None else title,
        thread_path=path,
    )


def _names(folder: Path) -> list[set[str]]:
    found = [set(conversation.messages.names) - {ALMA} for conversation in read(folder).conversations]
    again = [set(one.messages.names) - {ALMA} for one in iter_conversations([folder], CancelFlag(), [])]
    assert sorted(map(sorted, found)) == sorted(map(sorted, again))
    return found


@pytest.mark.parametrize("name", ["Facebookin jäsen", "ფეისბუქის წევრი"])
def test_one_name_in_folders_of_deleted_accounts_is_that_of_nobody(tmp_path: Path, name: str) -> None:
    for number in range(2):
        _thread(tmp_path, f"facebookuser_10000000{number}", name, number)
    _thread(tmp_path, "ewalakowska_100000009", EWA, 9)
    assert _names(tmp_path) == [{EWA}, {GONE}, {GONE}]
    assert [person.name for person in senders(read(tmp_path).conversations)] == [ALMA, EWA]


def test_one_name_with_that_of_the_service_in_several_conversations_is_that_of_nobody(tmp_path: Path) -> None:
    for number in range(2):
        _thread(tmp_path, f"facebookinjasen_10000000{number}", "Facebookin jäsen", number)
    assert _names(tmp_path) == [{GONE}, {GONE}]
    assert [conversation.title for conversation in read(tmp_path).conversations] == ["Facebookin jäsen"] * 2


def test_namesakes_are_people_however_many(tmp_path: Path) -> None:
    """That they are told apart is for the person who trains to say."""
    for number in range(8):
        _thread(tmp_path, f"ewalakowska_10000000{number}", EWA, number)
    assert _names(tmp_path) == [{EWA}] * 8


def test_a_name_of_the_service_alone_is_that_of_somebody(tmp_path: Path) -> None:
    _thread(tmp_path, "facebookads_100000000", "Facebook Ads Team", 0)
    assert _names(tmp_path) == [{"Facebook Ads Team"}]


def test_conversations_with_titles_of_their_own_are_with_one_person(tmp_path: Path) -> None:
    for number in range(7):
        _thread(tmp_path, f"ewakolo_10000000{number}", EWA, number, title=f"Ewa · Kolo {number}")
    assert _names(tmp_path) == [{EWA}] * 7


def test_one_conversation_in_many_downloads_is_with_one_person(tmp_path: Path) -> None:
    for number in range(7):
        _thread(tmp_path / f"facebook-alma-2020-01-0{number + 1}-abc", f"ewalakowska_{number}x0000", EWA, number)
    assert _names(tmp_path) == [{EWA}] * 7
