"""Single files of the classic shape: what each field means, and what odd or damaged files come to."""

import contextlib
import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msgtune_gui.core.export.classic import ClassicReader
from msgtune_gui.core.export.names import NameTable
from msgtune_gui.core.export.shapes import NotReadable
from msgtune_gui.core.messages import Message, MessageKind
from tests.support.export_builder import mojibake


def _read(thread: object) -> list[Message]:
    data = thread if isinstance(thread, bytes) else json.dumps(thread).encode()
    part = ClassicReader().read(data, lambda: None)
    assert part is not None
    return list(part.messages)


def _one(**fields: object) -> Message:
    """A message read with the fields given, by both decoders."""
    message = {"sender_name": "Ewa", "timestamp_ms": 5, **fields}
    thread = {"participants": [{"name": "Ewa"}], "messages": [message]}
    [strictly] = _read(thread)
    [tolerantly] = _read(thread | {"title": 7})
    assert strictly == tolerantly
    return strictly


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"content": "hello"}, MessageKind.SPEECH),
        ({"content": "hello", "photos": [{"uri": "a.jpg"}]}, MessageKind.SPEECH),
        ({"content": "look", "share": {"link": "https://example.org"}}, MessageKind.SPEECH),
        ({"content": "Ewa sent an attachment."}, MessageKind.SPEECH),
        ({"content": "Ewa sent an attachment.", "share": {"link": "x"}}, MessageKind.ATTACHMENT),
        ({"content": "Ewa lähetti liitteen.", "share": {"link": "x"}}, MessageKind.ATTACHMENT),
        ({"content": "Wysłałeś(aś) załącznik.", "photos": [{"uri": "x"}]}, MessageKind.ATTACHMENT),
        ({"content": "Ewa lähetti liitteen."}, MessageKind.SPEECH),
        ({"content": "se na to podívej.", "share": {"link": "x"}}, MessageKind.SPEECH),
        ({"content": "  \n"}, MessageKind.EMPTY),
        ({"content": ""}, MessageKind.EMPTY),
        ({}, MessageKind.EMPTY),
        ({"photos": []}, MessageKind.EMPTY),
        ({"content": "", "sticker": {"uri": "a", "ai_stickers": []}}, MessageKind.ATTACHMENT),
        ({"sticker": "a.png"}, MessageKind.ATTACHMENT),
        ({"share": {"share_text": "x"}}, MessageKind.ATTACHMENT),
        ({"videos": [{"uri": "a", "thumbnail": {"uri": "b"}}]}, MessageKind.ATTACHMENT),
        ({"audio_files": [{}]}, MessageKind.ATTACHMENT),
        ({"gifs": [{}]}, MessageKind.ATTACHMENT),
        ({"files": [{}]}, MessageKind.ATTACHMENT),
        ({"content": "You called Ewa.", "call_duration": 0}, MessageKind.CALL),
        ({"content": "You missed a call.", "missed": True}, MessageKind.CALL),
        ({"content": "You called Ewa.", "type": "Call"}, MessageKind.CALL),
        ({"content": "Ewa added Dario.", "users": [{"name": "Dario"}]}, MessageKind.SYSTEM),
        ({"content": "Ewa added Dario.", "type": "Subscribe"}, MessageKind.SYSTEM),
        ({"content": "Ewa left the group.", "type": "Unsubscribe", "users": []}, MessageKind.SYSTEM),
        ({"is_unsent": True}, MessageKind.UNSENT),
        ({"content": "This poll is no longer available.", "is_unsent": True}, MessageKind.UNSENT),
        ({"content": "hello", "is_unsent": False, "type": "Generic", "users": [], "missed": False}, MessageKind.SPEECH),
    ],
)
def test_kind_follows_the_structure(fields: dict[str, Any], kind: MessageKind) -> None:
    message = _one(**fields)
    assert message.kind is kind
    assert message.text == fields.get("content")


@pytest.mark.parametrize(
    ("fields", "time"),
    [
        ({"timestamp_ms": 1_600_000_000_000}, 1_600_000_000_000),
        ({"timestamp_ms": 1_600_000_000_000.7}, 1_600_000_000_000),
        ({"timestamp_ms": None, "timestamp": 1_500_000_000}, 1_500_000_000_000),
        ({"timestamp_ms": None, "timestamp": 1_600_000_000_000}, 1_600_000_000_000),
        ({"timestamp_ms": 123_456_789_012}, 123_456_789_012),
        ({"timestamp_ms": 12_345_678_901_234_567_890}, 253_402_300_799_000),
        ({"timestamp_ms": -5}, 0),
        ({"timestamp_ms": None}, 0),
    ],
)
def test_times_of_every_unit_become_milliseconds(fields: dict[str, Any], time: int) -> None:
    assert _one(content="x", **fields).sent_at_ms == time


def test_a_message_without_a_time_keeps_its_place() -> None:
    messages = [{"timestamp_ms": 7}, {"content": "x"}, {"timestamp_ms": 9}]
    assert [m.sent_at_ms for m in _read({"participants": [], "messages": messages})] == [7, 7, 9]
    assert [m.sent_at_ms for m in _read(b'{"participants":[],"messages":[{"content":"x","timestamp_ms":NaN}]}')] == [0]


def test_text_and_names_are_repaired_by_both_decoders() -> None:
    message = _one(sender_name=mojibake("Łucja"), content=mojibake("Ahoj 😂"))
    assert (message.sender, message.text) == ("Łucja", "Ahoj 😂")


def test_the_file_names_its_thread_and_people() -> None:
    thread = {
        "participants": [{"name": mojibake("Łucja")}, {"name": ""}, {"name": mojibake("Łucja")}],
        "messages": [],
        "title": mojibake(" Žabí klub "),
        "thread_path": "inbox/zabi_1/",
    }
    part = ClassicReader().read(json.dumps(thread).encode(), lambda: None)
    assert part is not None
    assert (part.thread, part.title, part.participants) == ("inbox/zabi_1", "Žabí klub", ("Łucja",))


def test_what_the_strict_decoder_refuses_is_still_read() -> None:
    half = b'{"participants":[{"name":"Ewa"}],"messages":[{"sender_name":"Ewa","content":"a\\ud83d","timestamp_ms":1}]}'
    assert _read(half) == [Message("Ewa", 1, "a\ufffd")]
    assert _read(b"\xef\xbb\xbf" + half.replace(b"\\ud83d", b"")) == [Message("Ewa", 1, "a")]
    odd = {
        "participants": [{"name": None}, 5],
        "messages": [{"sender_name": 5, "timestamp_ms": "soon", "content": ["x"], "call_duration": "long"}, "x", None],
        "title": ["x"],
        "thread_path": None,
    }
    assert _read(odd) == [Message("", 0, None, MessageKind.EMPTY)]


def test_look_alikes_with_raw_text_and_other_keys_are_read() -> None:
    message = {"sender_name": "Łucja", "timestamp_ms": 1, "content": "žluť", "id": "x", "reply_to_message_id": None}
    data = json.dumps({"participants": [{"name": "Łucja"}], "messages": [message]}, ensure_ascii=False).encode()
    assert _read(data) == [Message("Łucja", 1, "žluť")]


def test_messages_without_a_list_of_people_are_read_where_somebody_wrote_them() -> None:
    assert _read({"messages": [{"sender_name": "Ewa", "timestamp_ms": 1, "content": "x"}]}) == [Message("Ewa", 1, "x")]


@pytest.mark.parametrize(
    "other",
    [
        b"{}",
        b"[]",
        b"not JSON at all",
        b'["messages"]',
        b'{"settings": "messages"}',
        b'{"v": "participants", "w": "messages"}',
        b'{"messages": {"sounds": true}}',
        b'{"messages": []}',
        b'{"messages": [{"subject": "help"}]}',
        b'{"participants": []}',
    ],
)
def test_json_of_another_meaning_is_no_conversation(other: bytes) -> None:
    assert ClassicReader().read(other, lambda: None) is None


@pytest.mark.parametrize(
    ("damaged", "word"),
    [
        (b'{"participants": [{"name": "Ewa"}]}', "damaged"),
        (b'{"participants": [{"name": "Ewa"}], "messages": [{"sender_', "damaged"),
        (b'{"messages": [' + b"[" * 100_000, "damaged"),
        (b'{"participants": [], "messages": ' + b"[" * 100_000 + b"]" * 100_000 + b"}", "damaged"),
        (b'{"participants": [], "x": ' + b"[" * 100_000 + b"]" * 100_000 + b', "messages": []}', "damaged"),
        (b'{"messages": [{"content": "\xff\xfe"}]}', "damaged"),
    ],
)
def test_a_conversation_that_cannot_be_used_says_why(damaged: bytes, word: str) -> None:
    with pytest.raises(NotReadable, match=word):
        ClassicReader().read(damaged, lambda: None)


def test_a_huge_file_is_not_given_to_the_tolerant_decoder() -> None:
    data = b'{"participants": [], "x": NaN, "messages": "' + b" " * 16 * 2**20 + b'"}'
    with pytest.raises(NotReadable, match="damaged"):
        ClassicReader().read(data, lambda: None)


def test_the_checkpoint_is_passed_every_few_thousand_messages() -> None:
    passed: list[int] = []
    data = json.dumps({"participants": [], "messages": [{"timestamp_ms": 1}] * 9000}).encode()
    ClassicReader().read(data, lambda: passed.append(1))
    assert len(passed) == 3


_WHOLE = json.dumps(
    {
        "participants": [{"name": "Ewa"}],
        "messages": [
            {"sender_name": "Ewa", "timestamp_ms": 1_600_000_000_000, "content": mojibake("žluť 😂"), "photos": [{}]},
            {"sender_name": "Alma", "timestamp_ms": 1_600_000_000_001, "call_duration": 3, "share": {"link": "x"}},
        ],
        "title": "Ewa",
    }
).encode()


@given(st.lists(st.tuples(st.integers(0, len(_WHOLE) - 1), st.binary(max_size=3)), max_size=4), st.integers(0, 40))
def test_no_damage_ends_in_anything_but_words(changes: list[tuple[int, bytes]], cut: int) -> None:
    data = bytearray(_WHOLE)
    for at, replacement in changes:
        data[at : at + len(replacement)] = replacement
    part = None
    with contextlib.suppress(NotReadable):
        part = ClassicReader().read(bytes(data[: len(data) - max(0, cut - 20)]), lambda: None)
    assert part is None or all(0 <= message.sent_at_ms < 2**48 for message in part.messages)


_json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=6,
)
_FIELDS = [
    "sender_name",
    "timestamp_ms",
    "timestamp",
    "content",
    "type",
    "is_unsent",
    "call_duration",
    "users",
    "photos",
]


@given(st.lists(st.dictionaries(st.sampled_from(_FIELDS), _json_values), max_size=4), _json_values, _json_values)
def test_keys_of_any_type_are_no_harm(messages: list[dict[str, object]], people: object, title: object) -> None:
    data = json.dumps({"participants": people, "messages": messages, "title": title}).encode()
    part = None
    with contextlib.suppress(NotReadable):
        part = ClassicReader().read(data, lambda: None)
    assert part is None or len(part.messages) == len(messages)


def test_names_that_mean_the_same_are_one_sender_over_all_files() -> None:
    names = NameTable()
    raws = [mojibake("Vr\u00e1na"), mojibake("Vra\u0301na"), "Vr\u00e1na", "Ewa"]
    messages = [{"sender_name": raw, "timestamp_ms": 5, "content": "x"} for raw in raws]
    data = json.dumps({"participants": [{"name": raws[1]}], "messages": messages}).encode()
    first = ClassicReader(names).read(data, lambda: None)
    again = ClassicReader(names).read(data, lambda: None)
    assert first is not None
    assert again is not None
    assert first.participants == (first.messages.names[0],)
    assert len(first.messages.names) == 2
    assert list(first.messages.senders) == [0, 0, 0, 1]
    assert again.messages.names == first.messages.names


@pytest.mark.parametrize(
    ("message", "whole_seconds"),
    [
        ({"timestamp": 1_500_000_000}, True),
        ({"timestamp": 1_600_000_000_000}, False),
        ({"timestamp_ms": 1_600_000_000_000}, False),
        ({}, False),
    ],
)
def test_files_of_spring_2018_have_whole_seconds(message: dict[str, int], whole_seconds: bool) -> None:
    thread = {"participants": [{"name": "Ewa"}], "messages": [{"sender_name": "Ewa", "content": "x", **message}]}
    part = ClassicReader().read(json.dumps(thread).encode(), lambda: None)
    assert part is not None
    assert part.whole_seconds is whole_seconds


@pytest.mark.parametrize(
    "other",
    [
        {"messages": [{"role": "user", "content": "x"}]},
        {"messages": {"sounds": True}, "participants": 3},
        {"participants": [], "messages": [{"id": 5}]},
        {"participants": ["a", "b"], "messages": [{"id": 5}]},
        {"messages": [5]},
        ["messages"],
        {"autofill": {"messages": []}},
    ],
)
def test_other_files_are_no_conversation(other: object) -> None:
    assert ClassicReader().read(json.dumps(other).encode(), lambda: None) is None


def test_numbers_of_any_length_are_read() -> None:
    digits = b"9" * 5000
    data = b'{"participants":[{"name":"Ewa"}],"messages":[{"sender_name":"Ewa","timestamp_ms":%b,"content":"x"}]}'
    assert _read(data % digits) == [Message("Ewa", 253_402_300_799_000, "x")]
    assert _read(data % b"1e999") == [Message("Ewa", 253_402_300_799_000, "x")]


def test_control_characters_that_are_not_escaped_are_taken() -> None:
    data = b'{"participants":[{"name":"Ewa"}],"messages":[{"sender_name":"Ewa","timestamp_ms":1,"content":"a\x01b"}]}'
    assert _read(data) == [Message("Ewa", 1, "ab")]


def test_a_message_with_a_surrogate_is_read_in_a_file_that_is_too_large_for_the_tolerant_decoder() -> None:
    half = b'{"sender_name":"Ewa","content":"a\\ud83d","timestamp_ms":1}'
    odd = b'{"sender_name":"Ewa","content":7,"timestamp_ms":2}'
    data = b'{"participants":[],"x":"' + b" " * 17 * 2**20 + b'","messages":[' + half + b"," + odd + b"]}"
    assert _read(data) == [Message("Ewa", 1, "a\ufffd"), Message("Ewa", 2, None, MessageKind.EMPTY)]


def test_many_entries_that_are_no_messages_take_no_time() -> None:
    entries = b"1," * 300_000
    message = b'{"sender_name":"Ewa","timestamp_ms":1,"content":"x"}'
    begun = time.process_time()
    assert _read(b'{"participants":[],"messages":[' + entries + message + b"]}") == [Message("Ewa", 1, "x")]
    assert time.process_time() - begun < 1.0


@pytest.mark.parametrize("key", ["timestamp_ms", "timestamp"])
def test_times_in_quotation_marks_are_times(key: str) -> None:
    stamps = ["1600000000000", 1_600_000_001_000, "1600000002000", "soon", "12345678901234567890123"]
    messages = [{"sender_name": "Ewa", key: stamp, "content": str(stamp)} for stamp in stamps]
    read = _read({"participants": [{"name": "Ewa"}], "messages": messages})
    assert [message.sent_at_ms for message in read[:4]] == [1_600_000_000_000 + 1000 * n for n in (0, 1, 2, 2)]
    assert read[4].sent_at_ms > read[3].sent_at_ms


def test_a_list_of_people_alone_is_what_is_left_of_an_encrypted_chat() -> None:
    with pytest.raises(NotReadable, match="damaged"):
        ClassicReader().read(b'{"participants": ["Alma", "Ewa"]}', lambda: None)
    for other in (b'{"participants": []}', b'{"participants": ["a"], "event": 1}', b'["participants"]'):
        assert ClassicReader().read(other, lambda: None) is None
