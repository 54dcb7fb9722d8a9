"""The chat loaders for LangChain's users: the notebook's lines, and what is better than before."""

import json
import warnings
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from langchain_core.chat_sessions import ChatSession
from langchain_core.messages import AIMessage, BaseMessage, ChatMessage, HumanMessage, SystemMessage, ToolMessage

from msgtune_gui.core.errors import UserError
from msgtune_gui.services.chat_loaders import (
    FolderFacebookMessengerChatLoader,
    FolderMessengerChatLoader,
    SingleFileFacebookMessengerChatLoader,
    SingleFileMessengerChatLoader,
    convert_messages_for_finetuning,
    map_ai_messages,
    merge_chat_runs,
)
from tests.support.export_builder import PEOPLE, Layout, build_export, plain_message, write_thread

with warnings.catch_warnings():
    # langchain-community announces its end on import; nothing else is let through.
    warnings.filterwarnings("ignore", message=".*langchain-community.*", category=DeprecationWarning)
    from langchain_community.adapters.openai import convert_messages_for_finetuning as their_conversion
    from langchain_community.chat_loaders.utils import map_ai_messages as their_mapping
    from langchain_community.chat_loaders.utils import merge_chat_runs as their_merging

OWNER, FRIEND = PEOPLE[0], PEOPLE[2]


def write(path: Path, *texts: tuple[str, int, str | None], people: Sequence[str] = (FRIEND, OWNER)) -> Path:
    """One file of a thread, with mojibake as Meta writes it, newest message first."""
    rows = [plain_message(sender, time, text) for sender, time, text in texts]
    write_thread(path, rows[::-1], people, title=people[0], thread_path=f"inbox/{path.parent.name}")
    return path


def contents(session: ChatSession) -> list[Any]:
    return [message.content for message in session["messages"]]


def test_the_lines_of_the_notebook_run_with_their_imports_changed(tmp_path: Path) -> None:
    built = build_export(tmp_path / "hogwarts", conversations=9, messages=400, layout=Layout.HOGWARTS)
    directory_path = tmp_path / "hogwarts"
    path = next(directory_path.rglob("*.json"))

    loader: Any = SingleFileFacebookMessengerChatLoader(path=path)
    chat_session = loader.load()[0]
    assert all(isinstance(message, HumanMessage) for message in chat_session["messages"][:3])

    loader = FolderFacebookMessengerChatLoader(path=directory_path)
    chat_sessions = loader.load()
    assert len(chat_sessions) == 9

    merged_sessions = merge_chat_runs(chat_sessions)
    alternating_sessions = list(map_ai_messages(merged_sessions, built.owner))
    assert [each.content for each in alternating_sessions[0]["messages"][:3]]

    training_data = convert_messages_for_finetuning(alternating_sessions)
    assert len(training_data) == 9

    chunk_size = 8
    overlap = 2
    training_examples = [
        conversation_messages[i : i + chunk_size]
        for conversation_messages in training_data
        for i in range(0, len(conversation_messages) - chunk_size + 1, chunk_size - overlap)
    ]
    assert training_examples
    assert {turn["role"] for example in training_examples for turn in example} == {"user", "assistant"}
    json.dumps(training_examples)


@pytest.mark.parametrize("below", ["", "your_facebook_activity", "your_facebook_activity/messages"])
def test_any_level_of_an_export_is_a_folder_to_load(tmp_path: Path, below: str) -> None:
    built = build_export(tmp_path, conversations=7, messages=200, per_file=20)
    sessions = FolderMessengerChatLoader(tmp_path / below).load()
    loaded = sorted(
        [(message.additional_kwargs["sender"], message.content) for message in session["messages"]]
        for session in sessions
    )
    speech = (
        [(message.sender, message.text) for message in messages if message.kind == "speech"]
        for messages in built.conversations.values()
    )
    assert loaded == sorted(rows for rows in speech if rows)


def test_text_is_repaired_files_are_joined_and_times_are_kept(tmp_path: Path) -> None:
    thread = tmp_path / "inbox" / "cosima_100200"
    write(thread / "message_2.json", (FRIEND, 1000, "přijdeš? 😂"), (OWNER, 2000, "jo"))
    write(thread / "message_1.json", (FRIEND, 3000, None), (FRIEND, 4000, "dobře"))
    (session,) = FolderMessengerChatLoader(tmp_path).load()
    assert [(message.content, message.additional_kwargs) for message in session["messages"]] == [
        ("přijdeš? 😂", {"sender": FRIEND, "events": [{"message_time": 1000}]}),
        ("jo", {"sender": OWNER, "events": [{"message_time": 2000}]}),
        ("dobře", {"sender": FRIEND, "events": [{"message_time": 4000}]}),
    ]


def test_files_are_read_when_their_session_is_asked_for(tmp_path: Path) -> None:
    write(tmp_path / "inbox" / "a_100200" / "message_1.json", (FRIEND, 1, "first"))
    later = tmp_path / "inbox" / "b_100300" / "message_1.json"
    write(later, (PEOPLE[3], 1, "old"), people=(PEOPLE[3], OWNER))
    sessions = FolderMessengerChatLoader(tmp_path).lazy_load()
    assert contents(next(sessions)) == ["first"]
    write(later, (PEOPLE[3], 1, "new"), people=(PEOPLE[3], OWNER))
    assert contents(next(sessions)) == ["new"]
    assert next(sessions, None) is None


def test_nothing_is_opened_before_the_first_session_is_asked_for(tmp_path: Path) -> None:
    sessions = SingleFileMessengerChatLoader(tmp_path / "message_1.json").lazy_load()
    write(tmp_path / "message_1.json", (FRIEND, 1, "there now"))
    assert contents(next(sessions)) == ["there now"]


def test_boxes_and_encrypted_chats_of_one_conversation_are_one_session(tmp_path: Path) -> None:
    messages = tmp_path / "messages"
    write(messages / "inbox" / "cosima_100200" / "message_1.json", (FRIEND, 2000, "later"))
    write(messages / "e2ee_cutover" / "cosima_100200" / "message_1.json", (FRIEND, 1000, "before"))
    encrypted = {
        "participants": [OWNER, FRIEND],
        "threadName": f"{FRIEND}_7",
        "messages": [
            {"senderName": FRIEND, "text": "at last", "timestamp": 3000, "type": "text", "isUnsent": False},
            {"senderName": OWNER, "text": "so be it", "timestamp": 4000, "type": "text", "isUnsent": False},
        ],
    }
    (messages / f"{FRIEND}_7.json").write_text(json.dumps(encrypted, ensure_ascii=False), "utf-8")
    (session,) = FolderMessengerChatLoader(tmp_path).load()
    assert contents(session) == ["before", "later", "at last", "so be it"]


def test_a_duplicate_among_the_group_messages_adds_nothing(tmp_path: Path) -> None:
    people = (FRIEND, PEOPLE[3], OWNER)
    rows = [(FRIEND, 1, "hello all"), (PEOPLE[3], 2, "hello"), (OWNER, 3, "hi"), (FRIEND, 4, "so?")]
    write(tmp_path / "messages" / "inbox" / "crew_100200300" / "message_1.json", *rows, people=people)
    copy = tmp_path / "groups" / "your_group_messages" / "100200300.json"
    write_thread(copy, [plain_message(*row) for row in rows[::-1]], people, title="Crew")
    (session,) = FolderMessengerChatLoader(tmp_path).load()
    assert contents(session) == ["hello all", "hello", "hi", "so?"]


def test_lines_nobody_typed_are_left_out_unless_asked_for(tmp_path: Path) -> None:
    given_name = FRIEND.split(maxsplit=1)[0]
    path = write(
        tmp_path / "inbox" / "cosima_100200" / "message_1.json",
        (FRIEND, 1, "hello"),
        (FRIEND, 2, f"{given_name} named the group Lighthouse."),
        (OWNER, 3, "https://example.org"),
    )
    assert contents(SingleFileMessengerChatLoader(path).load()[0]) == ["hello"]
    everything = [["hello", f"{given_name} named the group Lighthouse.", "https://example.org"]]
    assert [
        contents(session) for session in SingleFileMessengerChatLoader(path, only_speech=False).load()
    ] == everything
    assert [
        contents(session) for session in FolderMessengerChatLoader(tmp_path, only_speech=False).load()
    ] == everything


def test_a_damaged_file_is_named_and_stops_nothing(tmp_path: Path) -> None:
    write(tmp_path / "inbox" / "a_100200" / "message_1.json", (FRIEND, 1, "hello"))
    broken = tmp_path / "inbox" / "b_100300" / "message_1.json"
    broken.parent.mkdir()
    broken.write_text('{"participants": [{"name": "Moth"}, {"name": "\\ud', "utf-8")
    loader = FolderMessengerChatLoader(str(tmp_path))
    assert [contents(session) for session in loader.load()] == [["hello"]]
    assert [file.path for file in loader.skipped] == ["inbox/b_100300/message_1.json"]
    assert all(file.reason for file in loader.skipped)


def test_of_several_files_the_damaged_one_is_named(tmp_path: Path) -> None:
    thread = write(tmp_path / "inbox" / "a_100200" / "message_1.json", (FRIEND, 1, "hello")).parent
    (thread / "message_2.json").write_text('{"messages": [', "utf-8")
    loader = FolderMessengerChatLoader(tmp_path)
    assert [contents(session) for session in loader.load()] == [["hello"]]
    assert [file.path for file in loader.skipped] == ["inbox/a_100200/message_2.json"]


def test_a_name_that_cannot_be_read_and_a_link_to_nowhere_stop_nothing(tmp_path: Path) -> None:
    write(tmp_path / "inbox" / "a_100200" / "message_1.json", (FRIEND, 1, "hello"))
    odd = tmp_path / "inbox" / "b_100300" / "message_1.json"
    odd.parent.mkdir()
    odd.write_text('{"participants": [{"name": "\\q"}], "messages": []}', "utf-8")
    (odd.parent / "message_2.json").symlink_to(tmp_path / "nowhere.json")
    loader = FolderMessengerChatLoader(tmp_path)
    assert [contents(session) for session in loader.load()] == [["hello"]]
    assert [file.path for file in loader.skipped] == ["inbox/b_100300/message_1.json"]


def test_conversations_in_one_folder_and_below_it_are_there_once(tmp_path: Path) -> None:
    write(tmp_path / "messages_a.json", (FRIEND, 1, "flat"))
    write(tmp_path / "inbox" / "b_100300" / "message_1.json", (PEOPLE[3], 1, "deep"), people=(PEOPLE[3], OWNER))
    (tmp_path / "._messages_a.json").write_bytes(b'"messages"')
    (tmp_path / "settings.json").write_text("{}")
    assert sorted(contents(session) for session in FolderMessengerChatLoader(tmp_path).load()) == [["deep"], ["flat"]]


def test_a_folder_without_conversations_says_what_it_is(tmp_path: Path) -> None:
    with pytest.raises(UserError):
        FolderMessengerChatLoader(tmp_path).load()
    with pytest.raises(UserError):
        FolderMessengerChatLoader(tmp_path / "gone").load()
    with pytest.raises(UserError):
        SingleFileMessengerChatLoader(tmp_path / "gone.json").load()


def test_the_voice_is_found_however_its_name_is_spelled() -> None:
    session = ChatSession(messages=[HumanMessage("hi", additional_kwargs={"sender": "Alma Vra\u0301nova\u0301"})])
    (mapped,) = map_ai_messages([session], "Alma Vr\u00e1nov\u00e1")
    assert isinstance(mapped["messages"][0], AIMessage)


def test_sessions_given_stay_as_they_are() -> None:
    first = HumanMessage("one", additional_kwargs={"sender": OWNER, "events": [{"message_time": 1}]})
    second = HumanMessage("two", additional_kwargs={"sender": OWNER, "events": [{"message_time": 2}]})
    (merged,) = merge_chat_runs([ChatSession(messages=[first, second])])
    assert merged["messages"][0].additional_kwargs["events"] == [{"message_time": 1}, {"message_time": 2}]
    assert (first.content, first.additional_kwargs["events"]) == ("one", [{"message_time": 1}])


def test_other_roles_are_kept_and_others_refused() -> None:
    messages: list[BaseMessage] = [
        SystemMessage("s"),
        ChatMessage(content="c", role="critic"),
        AIMessage("a"),
        HumanMessage("h"),
    ]
    assert convert_messages_for_finetuning([ChatSession(messages=messages)]) == [
        [
            {"role": "system", "content": "s"},
            {"role": "critic", "content": "c"},
            {"role": "assistant", "content": "a"},
            {"role": "user", "content": "h"},
        ]
    ]
    with pytest.raises(TypeError, match="tool"):
        convert_messages_for_finetuning([ChatSession(messages=[AIMessage("a"), ToolMessage("t", tool_call_id="1")])])


_TEXTS = st.sampled_from(["", " ", "\n", "  x ", "ok", "\tso\n\n", "haha\n"]) | st.text(max_size=8)
_SAID = st.lists(st.tuples(st.sampled_from([OWNER, FRIEND, ""]), _TEXTS), max_size=12)


def _session(said: Sequence[tuple[str, str]]) -> ChatSession:
    return ChatSession(messages=[HumanMessage(text, additional_kwargs={"sender": sender}) for sender, text in said])


@given(st.lists(_SAID, max_size=4))
def test_the_steps_do_what_those_of_langchain_do(drawn: list[list[tuple[str, str]]]) -> None:
    def sessions() -> Iterator[ChatSession]:
        return map(_session, drawn)

    theirs = their_conversion(their_mapping(their_merging(sessions()), OWNER))
    assert convert_messages_for_finetuning(map_ai_messages(merge_chat_runs(sessions()), OWNER)) == theirs
