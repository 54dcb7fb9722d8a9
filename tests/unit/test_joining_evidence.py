"""Ids and messages as evidence that two threads are one, and its lack as evidence that they are two."""

import json
from pathlib import Path

import pytest

from tests.support.joining import ALMA, CHAT, DARIO, EWA, JANA, T, called, classic, encrypted
from tests.support.reading import read, texts


def _by_length(*sources: Path) -> list[int]:
    return [len(conversation.messages) for conversation in read(*sources).conversations]


@pytest.mark.parametrize("path", [False, True])
@pytest.mark.parametrize("below", ["chats", "messages/inbox"])
def test_a_date_behind_two_peoples_names_is_no_id(tmp_path: Path, below: str, path: bool) -> None:
    for name, words in ((JANA, "a secret"), (EWA, "a beer?")):
        thread = f"{name[:3].lower()}_20241102"
        value = {
            "participants": [{"name": name}, {"name": ALMA}],
            "messages": [{"sender_name": name, "timestamp_ms": T + len(words), "content": words}],
            **({"thread_path": f"chats/{thread}"} if path else {}),
        }
        place = tmp_path / below / thread / "messages.json"
        place.parent.mkdir(parents=True)
        place.write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    found = {
        conversation.participants[0]: texts(conversation.messages) for conversation in read(tmp_path).conversations
    }
    assert found == {JANA: ["a secret"], EWA: ["a beer?"]}


def test_folders_of_one_name_are_one_only_with_the_same_people(tmp_path: Path) -> None:
    classic(tmp_path / "a", "inbox/chat_2019", CHAT[:2], path=False)
    classic(tmp_path / "b", "inbox/chat_2019", CHAT[1:], path=False)
    classic(tmp_path / "c", "inbox/chat_2019", called(EWA, CHAT, before=JANA)[:1], (ALMA, EWA), path=False)
    assert _by_length(tmp_path) == [5, 1]


def test_an_id_that_the_export_gives_outlasts_a_name(tmp_path: Path) -> None:
    classic(tmp_path / "2019", "inbox/jana_100200", CHAT[:2])
    classic(tmp_path / "2023", "inbox/janahorska_100200", called("Jana Horská", CHAT[2:]), (ALMA, "Jana Horská"))
    [conversation] = read(tmp_path / "2019", tmp_path / "2023").conversations
    assert set(conversation.participants) == {ALMA, "Jana Horská"}
    assert texts(conversation.messages) == [text for _, _, text in CHAT]


@pytest.mark.parametrize("part", ["", "-part1"])
def test_the_newer_name_stays_whichever_part_of_the_newer_download_is_older(tmp_path: Path, part: str) -> None:
    people = (ALMA, "Jana Horská")
    classic(tmp_path / "facebook-alma-2023-01-15-x", "inbox/jana_100200", [*CHAT[:4], (ALMA, 35, "so")])
    newer = tmp_path / "facebook-alma-2026-10-02-y"
    classic(newer.with_name(newer.name + part), "e2ee_cutover/jana_100200", called(people[1], CHAT[1:4]), people)
    classic(newer, "inbox/jana_100200", [(people[1], 90, "later")], people)
    [conversation] = read(*tmp_path.iterdir()).conversations
    assert set(conversation.participants) == set(people)
    assert {message.sender for message in conversation.messages} == set(people)


def test_two_boxes_of_one_download_show_together_who_has_another_name(tmp_path: Path) -> None:
    people = (ALMA, "Jana Horská")
    classic(tmp_path / "2019", "inbox/jana_100200", CHAT)
    classic(tmp_path / "2023", "inbox/jana_100200", called(people[1], [(JANA, 90, "later"), (JANA, 91, "ok")]), people)
    classic(tmp_path / "2023", "e2ee_cutover/jana_100200", called(people[1], CHAT[2:4]), people)
    [conversation] = read(tmp_path / "2019", tmp_path / "2023").conversations
    assert {message.sender for message in conversation.messages} == set(people)


def test_an_id_of_two_threads_without_anybody_in_common(tmp_path: Path) -> None:
    classic(tmp_path / "a", "inbox/jana_100200", CHAT)
    classic(tmp_path / "b", "inbox/x_100200", [(EWA, 0, "hey"), (DARIO, 1, "yo")], (EWA, DARIO, "Greta"))
    assert _by_length(tmp_path) == [5, 2]


def test_a_group_whose_people_come_and_go_is_one(tmp_path: Path) -> None:
    classic(tmp_path / "a", "inbox/club_100200", CHAT, (ALMA, EWA, JANA), title="Club")
    classic(tmp_path / "b", "inbox/club_100200", [(DARIO, 90, "new here")], (ALMA, JANA, DARIO), title="Club")
    assert _by_length(tmp_path) == [6]


@pytest.mark.parametrize("after", ["Jana Horská", "Facebook user"])
def test_a_thread_whose_id_and_a_name_changed_is_known_by_its_messages(tmp_path: Path, after: str) -> None:
    classic(tmp_path / "2019", "inbox/jana_ab12cd34ef", CHAT[:4])
    classic(tmp_path / "2023", "inbox/other_100200300", called(after, CHAT[1:]), (ALMA, after))
    classic(tmp_path / "2023", "inbox/ewa_100200400", [(EWA, 0, "hello"), (ALMA, 9, "hi")], (ALMA, EWA))
    for sources in ((tmp_path,), (tmp_path / "2023", tmp_path / "2019")):
        export = read(*sources)
        first, second = export.conversations
        assert texts(first.messages) == [text for _, _, text in CHAT]
        assert set(first.participants) == {ALMA, JANA if after == "Facebook user" else after}
        assert len(second.messages) == 2
        assert export.doubles == 3


def test_a_group_whose_id_and_a_name_changed(tmp_path: Path) -> None:
    lines = [*CHAT, (EWA, 50, "me too")]
    classic(tmp_path / "a", "inbox/club_ab12cd34ef", lines, (ALMA, EWA, JANA), title="Club")
    after = called("Jana Horská", [*lines, (EWA, 60, "bye")])
    classic(tmp_path / "b", "inbox/club_100200300", after, (ALMA, EWA, "Jana Horská"), title="Club")
    assert _by_length(tmp_path) == [7]


def test_the_same_words_at_one_time_to_two_people_are_two_conversations(tmp_path: Path) -> None:
    wishes = [(ALMA, 0, "happy new year"), (ALMA, 1, "to you"), (ALMA, 2, "and yours")]
    classic(tmp_path / "a", "inbox/jana_ab12cd34ef", [*wishes, (JANA, 9, "thanks")])
    classic(tmp_path / "b", "inbox/ewa_100200300", [*wishes, (EWA, 8, "thank you")], (ALMA, EWA))
    assert _by_length(tmp_path) == [4, 4]


def test_two_deleted_accounts_are_not_one_because_both_said_so(tmp_path: Path) -> None:
    gone = "Facebook user"
    classic(tmp_path / "a", "inbox/facebookuser_100", [(ALMA, 0, "hello"), (gone, 1, "ok")], (ALMA, gone))
    classic(tmp_path / "b", "inbox/jana_200", [(ALMA, 5, "hello"), (JANA, 1, "ok")])
    assert _by_length(tmp_path) == [2, 2]


def test_the_same_words_with_two_deleted_accounts_are_two_conversations(tmp_path: Path) -> None:
    gone = "Facebook user"
    lines = [(ALMA, 0, "merry"), (ALMA, 1, "christmas"), (gone, 2, "ok"), (ALMA, 3, "to all")]
    for number in (1, 2):
        classic(tmp_path / "a", f"inbox/facebookuser_{number}00900", lines, (ALMA, gone))
        classic(tmp_path / "b", f"archived_threads/facebookuser_{number}00900", lines[:3], (ALMA, gone))
        encrypted(tmp_path / "encrypted", f"{gone}_{number}", lines, (ALMA, gone))
    assert _by_length(tmp_path / "a", tmp_path / "b") == [4, 4]
    assert _by_length(tmp_path / "encrypted") == [4, 4]


def test_the_messages_of_a_group_under_another_id_count_once(tmp_path: Path) -> None:
    people = (ALMA, EWA, JANA)
    classic(tmp_path, "inbox/club_100200300", CHAT, people, title="Club")
    groups = tmp_path / "groups" / "your_group_messages"
    groups.mkdir(parents=True)
    source = tmp_path / "messages" / "inbox" / "club_100200300" / "message_1.json"
    value = json.loads(source.read_text()) | {"thread_path": ""}
    (groups / "900800700.json").write_text(json.dumps(value))
    export = read(tmp_path)
    assert [len(conversation.messages) for conversation in export.conversations] == [5]
    assert export.doubles == 5


def test_groups_known_by_their_files_alone_keep_their_identifiers(tmp_path: Path) -> None:
    groups = tmp_path / "groups" / "your_group_messages"
    groups.mkdir(parents=True)
    people = [{"name": name} for name in ("Alma", "Ewa", "Dario")]

    def write(number: int, count: int) -> None:
        lines = [
            {"sender_name": "Ewa", "timestamp_ms": T + at + number, "content": f"{number} {at}"} for at in range(count)
        ]
        value = {"participants": people, "messages": lines, "title": "Club"}
        (groups / f"{number}.json").write_text(json.dumps(value))

    write(1234567, 3)
    write(7654321, 2)
    before = {c.identifier: c.messages[0].text for c in read(tmp_path).conversations}
    write(7654321, 9)
    assert {c.identifier: c.messages[0].text for c in read(tmp_path).conversations} == before
    assert set(before) == {"your_group_messages/1234567", "your_group_messages/7654321"}


def test_several_conversations_of_one_folder_keep_their_identifiers(tmp_path: Path) -> None:
    for name in (JANA, EWA):
        encrypted(tmp_path / "a", f"{name}_1", [(name, 0, "x")], (ALMA, name))
        value = {
            "participants": [{"name": name}, {"name": ALMA}],
            "messages": [{"sender_name": name, "timestamp_ms": T, "content": "x"}],
            "title": name,
        }
        (tmp_path / f"{name[:3]}.json").write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    identifiers = {conversation.identifier for conversation in read(tmp_path).conversations}
    assert not any("#" in identifier for identifier in identifiers)
