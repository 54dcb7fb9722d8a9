"""Exports of the classic shapes, read whole: nothing lost, nothing doubled, order right, text exact."""

import os
from pathlib import Path

import pytest

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.errors import Cancelled
from msgtune_gui.core.export import read_export
from msgtune_gui.core.model import Export, ReadProgress
from tests.support.export_builder import (
    PEOPLE,
    BuiltExport,
    Layout,
    build_export,
    meta_json,
    mojibake,
    plain_message,
    write_thread,
    zip_export,
)
from tests.support.reading import read, texts


def _assert_is(export: Export, built: BuiltExport) -> None:
    assert {c.identifier: list(c.messages) for c in export.conversations} == built.conversations
    assert export.skipped == ()


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("layout", list(Layout))
def test_a_built_export_is_read_to_the_letter(tmp_path: Path, layout: Layout, seed: int) -> None:
    built = build_export(tmp_path / "export", seed=seed, layout=layout, per_file=60)
    export = read(built.root)
    _assert_is(export, built)
    assert export.owner == built.owner
    lengths = [len(conversation.messages) for conversation in export.conversations]
    assert lengths == sorted(lengths, reverse=True)


@pytest.mark.parametrize("name", ["export.zip", "🎈 výlet 🚲.zip"])
def test_a_zip_gives_what_its_folder_gives(tmp_path: Path, name: str) -> None:
    built = build_export(tmp_path / "export", seed=3, per_file=60)
    export = read(zip_export(built.root, tmp_path / name))
    _assert_is(export, built)


def test_a_folder_with_emoji_in_its_path_is_read(tmp_path: Path) -> None:
    built = build_export(tmp_path / "🎈 výlet 🚲", conversations=2, messages=20)
    _assert_is(read(built.root), built)


@pytest.mark.parametrize("below", ["your_facebook_activity", "your_facebook_activity/messages"])
def test_any_folder_above_the_threads_can_be_chosen(tmp_path: Path, below: str) -> None:
    built = build_export(tmp_path, seed=5)
    _assert_is(read(built.root / below), built)


def test_one_conversation_can_be_chosen_as_its_file(tmp_path: Path) -> None:
    built = build_export(tmp_path, seed=5, conversations=3, messages=60)
    file = next(built.root.rglob("message_1.json"))
    export = read(file)
    [conversation] = export.conversations
    assert list(conversation.messages) == built.conversations[conversation.identifier]


def test_several_choices_are_read_together(tmp_path: Path) -> None:
    first = build_export(tmp_path / "a", seed=1, conversations=2, messages=40)
    second = build_export(tmp_path / "b", seed=2, conversations=2, messages=40)
    export = read(first.root, zip_export(second.root, tmp_path / "b.zip"))
    assert sum(len(c.messages) for c in export.conversations) == 80
    identifiers = [conversation.identifier for conversation in export.conversations]
    assert len(set(identifiers)) == len(identifiers) == 4
    assert export.source == first.root


def test_every_box_is_read_and_not_only_the_inbox(tmp_path: Path) -> None:
    boxes = ["inbox", "archived_threads", "filtered_threads", "message_requests", "e2ee_cutover", "of_a_later_year"]
    for number, box in enumerate(boxes):
        folder = tmp_path / "messages" / box / f"jana_{number}"
        write_thread(folder / "message_1.json", [plain_message("Ewa", 1, box)], ["Ewa"])
    export = read(tmp_path)
    assert {conversation.identifier for conversation in export.conversations} == {
        f"{box}/jana_{number}" for number, box in enumerate(boxes)
    }


def test_numbers_of_files_say_nothing_about_time(tmp_path: Path) -> None:
    for number, time in [(1, 500), (2, 100), (10, 300)]:
        messages = [plain_message("Ewa", time + 1, f"{time + 1}"), plain_message("Ewa", time, f"{time}")]
        write_thread(tmp_path / "t" / f"message_{number}.json", messages, ["Ewa"], thread_path="inbox/t")
    [conversation] = read(tmp_path).conversations
    assert texts(conversation.messages) == ["100", "101", "300", "301", "500", "501"]
    assert (conversation.first_ms, conversation.last_ms) == (100, 501)


def test_equal_times_keep_the_order_of_writing_in_files_of_either_direction(tmp_path: Path) -> None:
    newest_first = [plain_message("Ewa", time, text) for time, text in [(9, "d"), (5, "c"), (5, "b"), (1, "a")]]
    write_thread(tmp_path / "falling" / "message_1.json", newest_first, ["Ewa"])
    write_thread(tmp_path / "rising" / "message_1.json", newest_first[::-1], ["Ewa"])
    for conversation in read(tmp_path).conversations:
        assert texts(conversation.messages) == ["a", "b", "c", "d"]


def test_a_file_without_a_direction_takes_that_of_its_thread(tmp_path: Path) -> None:
    falling = [plain_message("Ewa", time, text) for time, text in [(9, "d"), (8, "c")]]
    undecided = [plain_message("Ewa", 5, text) for text in ("b", "a")]
    write_thread(tmp_path / "t" / "message_1.json", falling, ["Ewa"])
    write_thread(tmp_path / "t" / "message_2.json", undecided, ["Ewa"])
    [conversation] = read(tmp_path).conversations
    assert texts(conversation.messages) == ["a", "b", "c", "d"]


def test_file_names_do_not_matter_but_apples_doubles_are_left_out(tmp_path: Path) -> None:
    write_thread(tmp_path / "t" / "messa.json", [plain_message("Ewa", 1, "here")], ["Ewa"])
    (tmp_path / "t" / "._message_1.json").write_bytes(b"\0\5\x16\7 not JSON")
    export = read(tmp_path)
    assert texts(export.conversations[0].messages) == ["here"]
    assert export.skipped == ()


def test_different_threads_in_one_folder_stay_apart(tmp_path: Path) -> None:
    for name in ("jana_1", "ewa_2"):
        write_thread(tmp_path / f"{name}.json", [plain_message("Ewa", 1, name)], ["Ewa"], thread_path=f"inbox/{name}")
    assert {c.identifier for c in read(tmp_path).conversations} == {"inbox/jana_1", "inbox/ewa_2"}


def test_titles_are_never_empty(tmp_path: Path) -> None:
    write_thread(tmp_path / "a" / "message_1.json", [plain_message("Ewa", 1, "x")] * 3, ["Ewa", ""], title="Žabí klub")
    write_thread(tmp_path / "b" / "message_1.json", [plain_message("Jonáš", 1, "x")] * 2, ["Ewa", ""], title="")
    write_thread(tmp_path / "c" / "message_1.json", [plain_message("", 1, "x")], [""], title=" ")
    conversations = read(tmp_path).conversations
    assert [conversation.title for conversation in conversations] == ["Žabí klub", "Ewa, Jonáš", "Conversation 3"]
    assert [conversation.participants for conversation in conversations] == [("Ewa",), ("Ewa", "Jonáš"), ()]


def test_people_who_left_count_as_participants_and_make_a_group(tmp_path: Path) -> None:
    messages = [plain_message(name, 1, "x") for name in ("Dario", "Ewa", "Alma")]
    write_thread(tmp_path / "a" / "message_1.json", messages, ["Alma"])
    [conversation] = read(tmp_path).conversations
    assert conversation.participants == ("Alma", "Dario", "Ewa")
    assert conversation.is_group


def test_a_conversation_without_messages_is_left_out(tmp_path: Path) -> None:
    write_thread(tmp_path / "a" / "message_1.json", [], ["Ewa"])
    write_thread(tmp_path / "b" / "message_1.json", [plain_message("Ewa", 1, "x")], ["Ewa"])
    export = read(tmp_path)
    assert len(export.conversations) == 1
    assert export.skipped == ()


def _two_threads(folder: Path) -> None:
    for name in ("Ewa", "Dario"):
        messages = [plain_message(name, 1, "x"), plain_message("Alma", 2, "x")]
        write_thread(folder / name / "message_1.json", messages, [name, "Alma", "Facebook user"])


def test_the_owner_is_named_by_the_profile_first(tmp_path: Path) -> None:
    _two_threads(tmp_path)
    (tmp_path / "profile_information.json").write_bytes(
        meta_json({"profile_v2": {"name": {"full_name": mojibake("Žofie")}}})
    )
    (tmp_path / "autofill_information.json").write_bytes(meta_json({"autofill_information_v2": {"FULL_NAME": ["Q"]}}))
    assert read(tmp_path).owner == "Žofie"


@pytest.mark.parametrize("name", ["Alma", {"full_name": "Alma"}])
def test_the_owner_is_named_by_older_profiles_too(tmp_path: Path, name: object) -> None:
    _two_threads(tmp_path)
    (tmp_path / "profile_information.json").write_bytes(meta_json({"profile": {"name": name}}))
    (tmp_path / "autofill_information.json").write_bytes(meta_json({"autofill_information_v2": {"FULL_NAME": ["Q"]}}))
    assert read(tmp_path).owner == "Alma"


def test_the_owner_is_named_by_the_autofill_data_next(tmp_path: Path) -> None:
    _two_threads(tmp_path)
    (tmp_path / "profile_information.json").write_bytes(b'{"profile_v2": 7}')
    (tmp_path / "autofill_information.json").write_bytes(
        meta_json({"autofill_information_v2": {"FULL_NAME": [mojibake("Žofie")]}})
    )
    assert read(tmp_path).owner == "Žofie"


@pytest.mark.parametrize("autofill", [b"{", b'{"autofill_information_v2": {"FULL_NAME": []}}'])
def test_the_owner_is_else_the_one_person_in_every_conversation(tmp_path: Path, autofill: bytes) -> None:
    _two_threads(tmp_path)
    (tmp_path / "autofill_information.json").write_bytes(autofill)
    assert read(tmp_path).owner == "Alma"


def test_the_owner_is_unknown_where_two_people_are_in_every_conversation(tmp_path: Path) -> None:
    messages = [plain_message(name, 1, "x") for name in PEOPLE[:2]]
    write_thread(tmp_path / "a" / "message_1.json", messages, [])
    assert read(tmp_path).owner is None


def test_progress_comes_after_every_file_and_ends_complete(tmp_path: Path) -> None:
    built = build_export(tmp_path, seed=1, conversations=4, messages=200, per_file=30)
    reports: list[ReadProgress] = []
    read_export([built.root], reports.append, CancelFlag())
    assert [report.files for report in reports] == list(range(1, len(reports) + 1))
    last = reports[-1]
    assert last.files == last.total_files == len(list(built.root.rglob("*.json")))
    assert last.messages == 200
    assert last.bytes_read == last.total_bytes > built.bytes_written


def test_reading_stops_when_asked_to(tmp_path: Path) -> None:
    built = build_export(tmp_path, seed=1, conversations=4, messages=200, per_file=30)
    cancel = CancelFlag()
    reports: list[ReadProgress] = []

    def stop_after_two(report: ReadProgress) -> None:
        reports.append(report)
        if report.files == 2:
            cancel.cancel()

    with pytest.raises(Cancelled):
        read_export([built.root], stop_after_two, cancel)
    assert len(reports) == 2


def test_a_file_that_vanishes_meanwhile_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    _two_threads(tmp_path)

    def delete_the_other(report: ReadProgress) -> None:
        if report.files == 1:
            (tmp_path / "Ewa" / "message_1.json").unlink()

    export = read_export([tmp_path], delete_the_other, CancelFlag())
    assert [conversation.participants[0] for conversation in export.conversations] == ["Dario"]
    [skipped] = export.skipped
    assert skipped.path == "Ewa/message_1.json"
    assert "moved or deleted" in skipped.reason


def test_loops_of_links_have_an_end(tmp_path: Path) -> None:
    _two_threads(tmp_path)
    (tmp_path / "Ewa" / "again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "nowhere.json").symlink_to(tmp_path / "not there.json")
    os.mkfifo(tmp_path / "pipe.json")
    assert len(read(tmp_path).conversations) == 2


def test_names_that_are_not_utf_8_can_be_shown(tmp_path: Path) -> None:
    _two_threads(tmp_path)
    for name, data in ((b"caf\xe9", b'{"participants": [], "messages": [{"'), (b"na\xefve", None)):
        folder = tmp_path / os.fsdecode(name)
        if data is None:
            write_thread(folder / "message_1.json", [plain_message("Ewa", 1, "x")], ["Ewa"])
        else:
            folder.mkdir()
            (folder / "message_1.json").write_bytes(data)
    export = read(tmp_path)
    assert [file.path for file in export.skipped] == ["caf\ufffd/message_1.json"]
    assert f"{tmp_path.name}/na\ufffdve" in {conversation.identifier for conversation in export.conversations}
