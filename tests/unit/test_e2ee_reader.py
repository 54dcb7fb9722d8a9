"""Single files of the export of end-to-end encrypted chats."""

import json
from typing import Any

import pytest

from msgtune_gui.core.export.e2ee import EncryptedReader
from msgtune_gui.core.export.shapes import NotReadable, ThreadFile
from msgtune_gui.core.messages import Message, MessageKind
from tests.support.export_builder import mojibake

_THREAD = {"participants": ["Alex Vrána", "Jana Nováková"], "threadName": "Jana Nováková_7"}


def _read(thread: object) -> ThreadFile | None:
    data = thread if isinstance(thread, bytes) else json.dumps(thread, ensure_ascii=False).encode("utf-8")
    return EncryptedReader().read(data, lambda: None)


def _messages(thread: object) -> list[Message]:
    part = _read(thread)
    assert part is not None
    return list(part.messages)


def _one(**fields: object) -> Message:
    """A message read with the fields given, by both decoders."""
    message = {"senderName": "Jana Nováková", "timestamp": 1_700_000_000_000, **fields}
    [strictly] = _messages({**_THREAD, "messages": [message]})
    [tolerantly] = _messages({**_THREAD, "messages": [{**message, "isUnsent": message.get("isUnsent", 0)}]})
    assert strictly == tolerantly
    return strictly


def test_a_file_names_its_people_and_keeps_its_number_out_of_the_title() -> None:
    part = _read({**_THREAD, "messages": []})
    assert part is not None
    assert (part.thread, part.title) == ("Jana Nováková_7", "Jana Nováková")
    assert part.participants == ("Alex Vrána", "Jana Nováková")
    assert part.encrypted
    assert not part.whole_seconds


@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"text": "ahoj", "type": "text", "media": [], "isUnsent": False}, MessageKind.SPEECH),
        ({"text": "ahoj", "type": "Generic"}, MessageKind.SPEECH),
        ({"text": "User unsent a message", "type": "placeholder", "isUnsent": True}, MessageKind.UNSENT),
        ({"text": "User unsent a message", "type": "placeholder"}, MessageKind.UNSENT),
        ({"text": "taken back", "type": "text", "isUnsent": True}, MessageKind.UNSENT),
        ({"text": "https://example.org/a?b=c", "type": "link"}, MessageKind.LINK),
        ({"text": " www.example.org\n", "type": "link"}, MessageKind.LINK),
        ({"text": "look https://example.org/a", "type": "link"}, MessageKind.SPEECH),
        ({"text": "", "type": "media", "media": [{"uri": "./media/1.jpeg"}]}, MessageKind.ATTACHMENT),
        ({"type": "media", "media": [{"uri": "Failed to download media"}]}, MessageKind.ATTACHMENT),
        ({"text": "", "type": "media", "media": []}, MessageKind.ATTACHMENT),
        ({"text": "", "type": "text", "media": [{"uri": "./media/1.jpeg"}]}, MessageKind.ATTACHMENT),
        ({"text": "at the lake", "type": "media", "media": [{"uri": "./media/1.jpeg"}]}, MessageKind.SPEECH),
        ({"text": "", "type": "text", "media": []}, MessageKind.EMPTY),
        ({"text": " \n", "type": "text"}, MessageKind.EMPTY),
        ({"text": "", "type": "link"}, MessageKind.EMPTY),
        ({}, MessageKind.EMPTY),
    ],
)
def test_kind_follows_the_type_and_what_is_there(fields: dict[str, Any], kind: MessageKind) -> None:
    message = _one(**fields)
    assert message.kind is kind
    assert message.text == fields.get("text")


def test_text_is_left_as_it_is_but_for_what_is_no_text() -> None:
    assert _one(text="Ã© žluť 😂").text == "Ã© žluť 😂"
    assert _one(text=mojibake("žluť")).text == mojibake("žluť")
    assert _one(text="a\0b\ufeff\tc").text == "ab\tc"
    half = json.dumps({**_THREAD, "messages": [{"senderName": "Jana", "text": "a\ud83d b \ud83d\ude02"}]}).encode()
    assert [message.text for message in _messages(half)] == ["a\ufffd b 😂"]


def test_names_that_are_equal_in_nfc_are_one_sender() -> None:
    names = ["Vr\u00e1na", "Vra\u0301na", "Vr\u00e1na"]
    part = _read({**_THREAD, "messages": [{"senderName": name, "timestamp": 5, "text": "x"} for name in names]})
    assert part is not None
    assert part.messages.names == ("Vr\u00e1na",)
    assert list(part.messages.senders) == [0, 0, 0]


@pytest.mark.parametrize(
    ("time", "milliseconds"),
    [
        (1_700_000_000_000, 1_700_000_000_000),
        (1_700_000_000_000.9, 1_700_000_000_000),
        (1_700_000_000, 1_700_000_000_000),
        (10**30, 253_402_300_799_000),
        ("soon", 0),
        (-1, 0),
    ],
)
def test_times_of_any_kind_become_milliseconds(time: object, milliseconds: int) -> None:
    assert _one(timestamp=time, text="x").sent_at_ms == milliseconds


def test_one_odd_message_loses_no_other() -> None:
    good = {"senderName": "Jana", "timestamp": 1_700_000_000_007, "text": "x", "type": "text"}
    odd = {"senderName": 5, "timestamp": [], "text": {}, "media": 3, "type": None}
    messages = _messages({**_THREAD, "messages": [good, odd, "x", None, good]})
    assert [(message.sender, message.text) for message in messages] == [("Jana", "x"), ("", None), ("Jana", "x")]
    assert messages[1].sent_at_ms == 1_700_000_000_007


def test_people_given_as_objects_are_read_too() -> None:
    part = _read({"participants": [{"name": "Jana"}, 5, ""], "threadName": "Jana_1", "messages": []})
    assert part is not None
    assert part.participants == ("Jana",)


_WRITTEN = [{"senderName": "Jana", "timestamp": 7, "text": "x"}]


@pytest.mark.parametrize(
    "damaged",
    [
        {"participants": ["Jana", "Alex"], "threadName": "Jana_1"},
        {"threadName": "Jana_1", "messages": _WRITTEN},
        {"messages": _WRITTEN},
        {"participants": "Jana", "threadName": "Jana_1", "messages": []},
        b'{"participants": ["Jana"], "threadName": "Jana_1", "messages": [{"sender',
        b'{"threadName": "Jana_1", "messages": ' + b"[" * 10_000 + b"]" * 10_000 + b"}",
    ],
)
def test_half_a_conversation_is_damaged(damaged: object) -> None:
    with pytest.raises(NotReadable, match="damaged"):
        _read(damaged)


def test_times_in_quotation_marks_are_times() -> None:
    assert _one(text="ahoj", timestamp="1700000000000").sent_at_ms == 1_700_000_000_000


@pytest.mark.parametrize(
    "other",
    [
        {"messages": [], "participants": []},
        {"threadName": "x", "settings": {}},
        {"threadName": 5, "messages": [{"id": 1}]},
        {"threadName": "", "participants": ["a"], "messages": [{"id": 1}]},
        [{"threadName": "x", "messages": []}],
        {"participants": ["a"], "note": "threadName"},
    ],
)
def test_other_files_are_no_conversation(other: object) -> None:
    assert _read(other) is None


def test_the_checkpoint_is_passed_every_few_thousand_messages() -> None:
    passed: list[int] = []
    data = json.dumps({**_THREAD, "messages": [{"timestamp": 1}] * 9000}).encode()
    EncryptedReader().read(data, lambda: passed.append(1))
    assert len(passed) == 3
