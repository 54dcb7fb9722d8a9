"""One conversation from all its copies: what belongs together is joined, what does not stays apart."""

import itertools
import time
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.export import read_export
from msgtune_gui.core.messages import MessageKind
from msgtune_gui.core.model import Conversation, Export
from tests.support.export_builder import build_export, meta_json, plain_message, write_thread
from tests.support.reading import ignore, read, texts

ALMA, JANA, EWA = "Alma Vránová", "Jana Pepříková", "Ewa Łąkowska"
T = 1_600_000_000_000


def _said(*lines: tuple[str, int, str | None]) -> list[dict[str, Any]]:
    """Messages as Meta writes them, newest first; times in seconds after T."""
    return [plain_message(sender, T + 1000 * at, text) for sender, at, text in reversed(lines)]


def _classic(
    folder: Path,
    thread: str,
    messages: Sequence[dict[str, Any]],
    people: Sequence[str] = (ALMA, JANA),
    file: str = "message_1.json",
) -> None:
    write_thread(folder / "messages" / thread / file, messages, people, thread_path=thread, title=people[-1])


def _encrypted(folder: Path, name: str, lines: Sequence[tuple[str, int, str]], people: Sequence[str]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    messages = [
        {
            "isUnsent": False,
            "media": [],
            "reactions": [],
            "senderName": sender,
            "text": text,
            "timestamp": T + 1000 * at,
            "type": "text",
        }
        for sender, at, text in lines
    ]
    thread = {"participants": list(people), "threadName": name, "messages": messages}
    (folder / f"{name}.json").write_bytes(meta_json(thread))


def _only(export: Export) -> Conversation:
    [conversation] = export.conversations
    return conversation


_CHAT = [(ALMA, 0, "hello"), (JANA, 10, "hi"), (ALMA, 20, "how are you"), (JANA, 30, "fine"), (ALMA, 40, "good")]


def test_two_downloads_give_each_message_once(tmp_path: Path) -> None:
    _classic(tmp_path / "2020", "inbox/jana_100200", _said(*_CHAT[:4]))
    _classic(tmp_path / "2021", "inbox/jana_100200", _said(*_CHAT[1:]))
    export = read(tmp_path / "2020", tmp_path / "2021")
    assert texts(_only(export).messages) == [text for _, _, text in _CHAT]
    assert export.doubles == 3


def test_the_order_of_choosing_changes_nothing(tmp_path: Path) -> None:
    for year, part in (("a", _CHAT[:3]), ("b", _CHAT[2:]), ("c", _CHAT[1:4])):
        _classic(tmp_path / year, f"{year}_box/jana_100200", _said(*part))
        _classic(tmp_path / year, f"inbox/ewa_{ord(year)}0000", _said((EWA, 5, year)), (ALMA, EWA))
    exports = [read(*(tmp_path / name for name in names)) for names in itertools.permutations("abc")]
    for export in exports:
        assert export.conversations == exports[0].conversations
        assert export.doubles == exports[0].doubles == 4


def test_a_thread_is_known_by_its_id_whatever_its_box_and_name(tmp_path: Path) -> None:
    _classic(tmp_path, "inbox/jana_100200", _said(*_CHAT[:2]))
    _classic(tmp_path, "archived_threads/janapeprikova_100200", _said(*_CHAT[2:]))
    _classic(tmp_path, "e2ee_cutover/100200", _said(*_CHAT[:3]))
    export = read(tmp_path)
    assert texts(_only(export).messages) == [text for _, _, text in _CHAT]
    assert _only(export).identifier == "archived_threads/janapeprikova_100200"


def test_group_messages_by_id_are_the_thread_of_the_inbox(tmp_path: Path) -> None:
    people = (ALMA, JANA, EWA)
    _classic(tmp_path, "inbox/club_123456789", _said(*_CHAT, (EWA, 50, "me too")), people)
    groups = tmp_path / "your_facebook_activity" / "groups" / "your_group_messages"
    write_thread(groups / "123456789.json", _said(*_CHAT), people, title="Club")
    write_thread(groups / "987654321.json", _said((EWA, 1, "other")), people, title="Club")
    export = read(tmp_path)
    assert [len(conversation.messages) for conversation in export.conversations] == [6, 1]
    assert export.doubles == 5


def test_equal_messages_of_one_copy_all_stay(tmp_path: Path) -> None:
    twice = [(JANA, 5, "ok"), (JANA, 5, "ok"), (JANA, 5, None), (JANA, 5, None), (ALMA, 6, "what")]
    _classic(tmp_path / "a", "inbox/jana_100200", _said(*twice))
    _classic(tmp_path / "b", "inbox/jana_100200", _said(*twice[1:]))
    export = read(tmp_path / "a", tmp_path / "b")
    assert texts(_only(export).messages) == ["ok", "ok", None, None, "what"]
    assert export.doubles == 4


def test_a_second_copy_of_a_file_in_its_folder_counts_once(tmp_path: Path) -> None:
    _classic(tmp_path, "inbox/jana_100200", _said(*_CHAT))
    _classic(tmp_path, "inbox/jana_100200", _said(*_CHAT), file="copied.json")
    _classic(tmp_path, "inbox/jana_100200", _said(*_CHAT[2:], (JANA, 60, "new")), file="message_1 (1).json")
    export = read(tmp_path)
    assert texts(_only(export).messages) == [*(text for _, _, text in _CHAT), "new"]
    assert export.doubles == 8


def test_times_in_whole_seconds_are_the_same_messages(tmp_path: Path) -> None:
    fine = [plain_message(sender, T + 1000 * at + 417, text) for sender, at, text in reversed(_CHAT)]
    _classic(tmp_path / "2021", "inbox/jana_100200", fine)
    coarse = [
        {"sender_name": message["sender_name"], "timestamp": message["timestamp_ms"] // 1000, "content": "more"}
        if number == 0
        else {
            "sender_name": message["sender_name"],
            "timestamp": message["timestamp_ms"] // 1000,
            "content": message["content"],
        }
        for number, message in enumerate(fine)
    ]
    write_thread(
        tmp_path / "2018/messages/jana_100200/message.json", coarse, (ALMA, JANA), thread_path="inbox/jana_100200"
    )
    export = read(tmp_path / "2018", tmp_path / "2021")
    assert texts(_only(export).messages) == ["hello", "hi", "how are you", "fine", "more", "good"]
    assert [time % 1000 for time in _only(export).messages.times] == [417, 417, 417, 417, 0, 417]
    assert export.doubles == 4


@pytest.mark.parametrize("taken_back", ["a", "b"])
def test_a_message_that_was_taken_back_in_one_copy_is_taken_back(tmp_path: Path, taken_back: str) -> None:
    for year in "ab":
        lines = _said(*_CHAT)
        if year == taken_back:
            lines[2] = plain_message(ALMA, T + 20_000, is_unsent=True)
        _classic(tmp_path / year, "inbox/jana_100200", lines)
    export = read(tmp_path / "a", tmp_path / "b")
    messages = _only(export).messages
    assert texts(messages) == ["hello", "hi", None, "fine", "good"]
    assert messages[2].kind is MessageKind.UNSENT
    assert export.doubles == 5


@pytest.mark.parametrize(("before", "after"), [(JANA, "Jana Quillfeather"), (JANA, "Facebook user"), ("", JANA)])
def test_a_person_under_two_names_is_one(tmp_path: Path, before: str, after: str) -> None:
    for year, name, part in (("a", before, _CHAT[:4]), ("b", after, _CHAT[1:])):
        lines = [(name if sender == JANA else sender, at, text) for sender, at, text in part]
        _classic(tmp_path / year, "inbox/jana_100200", _said(*lines), (ALMA, name))
    export = read(tmp_path / "a", tmp_path / "b")
    conversation = _only(export)
    stays = JANA if after == "Facebook user" else after
    assert texts(conversation.messages) == [text for _, _, text in _CHAT]
    assert {message.sender for message in conversation.messages} == {ALMA, stays}
    assert set(conversation.participants) == {ALMA, stays}
    assert conversation.title == stays
    assert not conversation.is_group
    assert export.doubles == 3


@pytest.mark.parametrize("order", [1, -1])
def test_of_two_names_that_of_the_newer_download_stays(tmp_path: Path, order: int) -> None:
    for day, name in (("01_02_2023", "Jana Quillfeather"), ("01_03_2022", JANA)):
        lines = [(name if sender == JANA else sender, at, text) for sender, at, text in _CHAT]
        _classic(tmp_path / f"facebook-alma-{day}-x", "inbox/jana_100200", _said(*lines), (ALMA, name))
    export = read(*sorted(tmp_path.iterdir())[::order])
    assert set(_only(export).participants) == {ALMA, "Jana Quillfeather"}


def test_of_several_deleted_accounts_in_a_group_each_keeps_its_own_name(tmp_path: Path) -> None:
    lines = [(ALMA, 0, "hello"), (JANA, 1, "hi"), (EWA, 2, "hey"), ("Dario", 3, "yo")]
    gone = [(sender if sender == ALMA else "Facebook user", at, text) for sender, at, text in lines]
    _classic(tmp_path / "a", "inbox/club_100200", _said(*lines), (ALMA, JANA, EWA, "Dario"))
    _classic(tmp_path / "b", "inbox/club_100200", _said(*gone, ("Facebook user", 9, "late")), (ALMA, "Facebook user"))
    export = read(tmp_path / "a", tmp_path / "b")
    conversation = _only(export)
    assert [message.sender for message in conversation.messages] == [ALMA, JANA, EWA, "Dario", "Facebook user"]
    assert conversation.is_group
    assert export.doubles == 4


def test_names_are_compared_in_one_form_and_shown_as_they_are(tmp_path: Path) -> None:
    other = unicodedata.normalize("NFD", JANA)
    _classic(tmp_path / "a", "inbox/jana_100200", _said(*_CHAT))
    lines = [(other if sender == JANA else sender, at, text) for sender, at, text in _CHAT]
    _encrypted(tmp_path / "b", f"{other}_7", [*lines[-1:], (other, 90, "now encrypted")], (ALMA, other))
    conversation = _only(read(tmp_path / "a", tmp_path / "b"))
    assert {message.sender for message in conversation.messages} == {ALMA, JANA}
    assert texts(conversation.messages) == [*(text for _, _, text in _CHAT), "now encrypted"]


def test_the_years_after_encryption_go_on_in_the_same_conversation(tmp_path: Path) -> None:
    _classic(tmp_path / "a", "e2ee_cutover/jana_100200", _said(*_CHAT))
    _encrypted(tmp_path / "b", f"{JANA}_7", [(JANA, 90, "x"), (ALMA, 91, "y")], (ALMA, JANA))
    _encrypted(tmp_path / "b", f"{EWA}_8", [(EWA, 92, "z")], (ALMA, EWA))
    export = read(tmp_path / "a", tmp_path / "b")
    assert [conversation.identifier for conversation in export.conversations] == [
        "e2ee_cutover/jana_100200",
        f"{EWA}_8",
    ]
    assert len(export.conversations[0].messages) == 7
    assert export.owner == ALMA


def test_two_people_of_one_name_stay_two(tmp_path: Path) -> None:
    _classic(tmp_path / "a", "inbox/jana_100200", _said(*_CHAT))
    _classic(tmp_path / "a", "inbox/jana_300400", _said((JANA, 3, "who is this"), (ALMA, 4, "me")))
    _encrypted(tmp_path / "b", f"{JANA}_7", [(JANA, 90, "x")], (ALMA, JANA))
    export = read(tmp_path / "a", tmp_path / "b")
    assert sorted(len(conversation.messages) for conversation in export.conversations) == [1, 2, 5]


def test_two_encrypted_chats_with_people_of_one_name_stay_two(tmp_path: Path) -> None:
    _classic(tmp_path / "a", "inbox/jana_100200", _said(*_CHAT))
    _encrypted(tmp_path / "b", f"{JANA}_7", [(JANA, 90, "x")], (ALMA, JANA))
    _encrypted(tmp_path / "b", f"{JANA}_8", [(JANA, 91, "y")], (ALMA, JANA))
    assert len(read(tmp_path / "a", tmp_path / "b").conversations) == 3


def test_threads_with_different_ids_are_one_when_they_hold_the_same(tmp_path: Path) -> None:
    _classic(tmp_path / "a", "inbox/jana_0ydvlqxuow", _said(*_CHAT[:4]))
    _classic(tmp_path / "b", "inbox/jana_100200", _said(*_CHAT[1:]))
    export = read(tmp_path / "a", tmp_path / "b")
    assert len(_only(export).messages) == 5
    assert export.doubles == 3


def test_one_text_sent_to_two_people_of_one_name_joins_nothing(tmp_path: Path) -> None:
    for number in (1, 2):
        _classic(tmp_path, f"inbox/jana_{number}00200", _said((ALMA, 0, "happy new year"), (ALMA, 1, "to you")))
    assert len(read(tmp_path).conversations) == 2


def test_thousands_of_nameless_threads_are_joined_in_no_time(tmp_path: Path) -> None:
    """Each with each would be millions of comparisons."""
    for number in range(600):
        lines = [("", number % 7, f"hi {number}"), (ALMA, 9, f"hello {number}")]
        _classic(tmp_path, f"inbox/{number + 100_000}", _said(*lines), (ALMA, ""))
    begin = time.process_time()
    assert len(read(tmp_path).conversations) == 600
    assert time.process_time() - begin < 5


def test_deleted_people_and_people_without_a_name_are_never_one(tmp_path: Path) -> None:
    for number in (1, 2):
        for name in ("Facebook user", ""):
            thread = f"inbox/{'facebookuser_' if name else ''}{number}{len(name):02}900"
            _classic(tmp_path / "a", thread, _said((name, number, "hi"), (ALMA, 9, "hello")), (ALMA, name))
        _encrypted(
            tmp_path / "b", f"Facebook user_{number}", [("Facebook user", 50 + number, "x")], (ALMA, "Facebook user")
        )
    assert len(read(tmp_path / "a", tmp_path / "b").conversations) == 6


def test_parts_extracted_side_by_side_are_one_export(tmp_path: Path) -> None:
    for number, part in ((1, _CHAT[3:]), (2, _CHAT[:3])):
        folder = tmp_path / f"facebook-alma-part{number}" / "your_facebook_activity"
        _classic(folder, "inbox/jana_100200", _said(*part), file=f"message_{number}.json")
    for export in (read(tmp_path), read(*sorted(tmp_path.iterdir()))):
        assert texts(_only(export).messages) == [text for _, _, text in _CHAT]
        assert export.doubles == 0
        assert export.notices == ()


def test_what_was_chosen_twice_is_read_once(tmp_path: Path) -> None:
    built = build_export(tmp_path / "export", conversations=3, messages=60)
    export = read(built.root, built.root, built.root / "your_facebook_activity")
    assert export.doubles == 0
    assert sum(len(conversation.messages) for conversation in export.conversations) == 60


def test_messages_of_one_millisecond_keep_their_order_beside_a_copy(tmp_path: Path) -> None:
    whole = [(ALMA, 5, "a"), (JANA, 5, "b"), (ALMA, 5, "c"), (JANA, 5, "d"), (ALMA, 6, "e")]
    _classic(tmp_path / "a", "inbox/jana_100200", _said((JANA, 1, "0"), *(whole[place] for place in (0, 2, 3, 4))))
    _classic(tmp_path / "b", "inbox/jana_100200", _said(*whole))
    assert texts(_only(read(tmp_path / "a", tmp_path / "b")).messages) == ["0", "a", "b", "c", "d", "e"]


def test_files_read_one_by_one_are_left_as_they_are(tmp_path: Path) -> None:
    messages = [plain_message(JANA, time, text) for time, text in [(9, "d"), (5, "c"), (5, "b"), (1, "a")]]
    for number in (1, 2):
        _classic(tmp_path, "inbox/jana_100200", messages, file=f"message_{number}.json")
    export = read_export([tmp_path], ignore, CancelFlag(), as_files=True)
    assert [texts(conversation.messages) for conversation in export.conversations] == [["a", "c", "b", "d"]] * 2
    assert len({conversation.identifier for conversation in export.conversations}) == 2
    assert export.doubles == 0
