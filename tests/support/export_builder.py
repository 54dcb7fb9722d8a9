"""Seeded exports with invented people, written as Meta writes them, and the truth about what is in them."""

import json
import random
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from msgtune_gui.core.messages import Message, MessageKind
from tests.support.exports.classic import Encode, plain
from tests.support.exports.encoding import mojibake
from tests.support.exports.words import OWNER, sentence

__all__ = [
    "PEOPLE",
    "BuiltExport",
    "Layout",
    "build_export",
    "locked_zip",
    "meta_json",
    "mojibake",
    "plain",
    "plain_message",
    "write_thread",
    "zip_export",
]

PEOPLE = (
    OWNER,
    "Bertil Okonedo",
    "Cosima Þórsdóttir",
    "Dario Quillfeather",
    "Ewa Łąkowska",
    "Farid al-Nimr",
    "Greta Søby",
    "Hùng Trần",
    "Ines Marrowby",
    "Jonáš Pepřík",
    "Kalinda Rao-Finch",
    "Лев Озеров",
)
"""Invented; the first is the owner of every export built here."""

_PLACEHOLDERS = {
    MessageKind.EMPTY: None,
    MessageKind.ATTACHMENT: "Somebody sent an attachment.",
    MessageKind.CALL: "The video call ended.",
    MessageKind.UNSENT: None,
    MessageKind.SYSTEM: "Somebody left the group.",
}
_OTHER_KINDS = tuple(_PLACEHOLDERS)
_FIELDS: dict[MessageKind, dict[str, Any]] = {
    MessageKind.SPEECH: {},
    MessageKind.EMPTY: {},
    MessageKind.ATTACHMENT: {"share": {"link": "https://example.org/a"}, "photos": [{"uri": "photos/1.jpg"}]},
    MessageKind.CALL: {"call_duration": 61},
    MessageKind.UNSENT: {"is_unsent": True},
    MessageKind.SYSTEM: {"users": [{"name": "Somebody"}]},
}
_SENTENCES = 50_000
"""Most different texts in one export; more would only make it slower to write."""


class Layout(StrEnum):
    """Which tree is written."""

    CLASSIC = "classic"
    HOGWARTS = "hogwarts"


@dataclass(frozen=True, slots=True)
class BuiltExport:
    """What was written.

    Attributes:
        root: The export's top folder.
        owner: Whose export it is.
        conversations: Identifier -> every message, oldest first, as a reader should give them.
        bytes_written: Size of all files with conversations.
    """

    root: Path
    owner: str
    conversations: Mapping[str, Sequence[Message]]
    bytes_written: int


def meta_json(value: object) -> bytes:
    """JSON as Meta writes it: pure ASCII, lower-case escapes; strings have to be in Meta's form already."""
    return json.dumps(value).encode("ascii")


def write_thread(
    path: Path,
    messages: Iterable[Mapping[str, Any]],
    people: Sequence[str],
    *,
    title: str = "",
    thread_path: str = "",
    encode: Encode = mojibake,
) -> int:
    """Write one file of a thread, messages in the order given and encoded already; returns its bytes."""
    thread = {
        "participants": [{"name": encode(name)} for name in people],
        "messages": list(messages),
        "title": encode(title),
        "is_still_participant": True,
        "thread_path": encode(thread_path),
        "magic_words": [],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.write_bytes(meta_json(thread))


def plain_message(
    sender: str, sent_at_ms: int, content: str | None = None, *, encode: Encode = mojibake, **fields: object
) -> dict[str, Any]:
    """One message with its strings encoded; other fields as they are given."""
    message: dict[str, Any] = {"sender_name": encode(sender), "timestamp_ms": sent_at_ms}
    if content is not None:
        message["content"] = encode(content)
    return {**message, **fields, "is_geoblocked_for_viewer": False}


def build_export(
    folder: Path,
    *,
    conversations: int = 12,
    messages: int = 600,
    seed: int = 0,
    people: Sequence[str] = PEOPLE,
    layout: Layout = Layout.CLASSIC,
    per_file: int = 10_000,
) -> BuiltExport:
    """Write an export.

    Args:
        folder: Created where it is missing; becomes the export's top folder.
        conversations: Threads; every sixth is a group.
        messages: In all threads together, most of them in the first ones.
        seed: Same seed, same export.
        people: The first one owns the export and is in every thread.
        layout: Classic (newest first, several files a thread, several boxes, mojibake) or LangChain's hogwarts
            (oldest first, one file a thread, inbox only, plain).
        per_file: Messages per file of a classic thread; Meta's own limit is 10,000.
    """
    chance = random.Random(seed)
    sentences = [sentence(chance) for _ in range(min(messages, _SENTENCES))]
    owner = people[0]
    hogwarts = layout is Layout.HOGWARTS
    boxes = ("inbox",) if hogwarts else ("inbox", "inbox", "archived_threads", "e2ee_cutover")
    truth: dict[str, list[Message]] = {}
    size = 0
    for number, count in enumerate(_shares(messages, conversations)):
        identifier = f"{chance.choice(boxes)}/thread_{1000 * seed + number}"
        members = [owner, *chance.sample(people[1:], 3 if number % 6 == 5 else 1)]
        truth[identifier] = _messages(chance, sentences, members, count)
        if hogwarts:
            path = folder / identifier / f"messages_{number}.json"
            raws = [_raw(message, plain) for message in truth[identifier]]
            size += write_thread(path, raws, members, title=members[1], thread_path=identifier, encode=plain)
        else:
            place = folder / "your_facebook_activity" / "messages" / identifier
            size += _write_classic(place, truth[identifier], members, identifier, per_file)
    if not hogwarts:
        _write_settings(folder, owner)
    return BuiltExport(folder, owner, truth, size)


def zip_export(folder: Path, path: Path) -> Path:
    """Put a folder's content into a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, file.relative_to(folder).as_posix())
    return path


def locked_zip(path: Path) -> Path:
    """Flag every entry of a zip as encrypted, in both places where a zip says so."""
    data = bytearray(path.read_bytes())
    for signature, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            data[at + flag] |= 1
            at = data.find(signature, at + 1)
    path.write_bytes(data)
    return path


def _shares(messages: int, conversations: int) -> list[int]:
    weights = [1 / (number + 1) ** 0.6 for number in range(conversations)]
    shares = [max(1, int(messages * weight / sum(weights))) for weight in weights]
    shares[0] += max(0, messages - sum(shares))
    return shares


def _write_classic(
    folder: Path, messages: Sequence[Message], members: Sequence[str], identifier: str, per_file: int
) -> int:
    size = 0
    newest_first = messages[::-1]
    for number, start in enumerate(range(0, len(messages), per_file), start=1):
        raws = [_raw(message, mojibake) for message in newest_first[start : start + per_file]]
        path = folder / f"message_{number}.json"
        size += write_thread(path, raws, members, title=members[1], thread_path=identifier)
    return size


def _write_settings(folder: Path, owner: str) -> None:
    profile = folder / "personal_information" / "profile_information" / "profile_information.json"
    profile.parent.mkdir(parents=True, exist_ok=True)
    profile.write_bytes(meta_json({"profile_v2": {"name": {"full_name": mojibake(owner)}}}))
    settings = folder / "your_facebook_activity" / "messages" / "messenger_ui_settings.json"
    settings.write_bytes(meta_json({"messenger_settings": {"sounds": True}}))


def _messages(chance: random.Random, sentences: Sequence[str], people: Sequence[str], count: int) -> list[Message]:
    messages: list[Message] = []
    time = 1_500_000_000_000 + chance.randrange(10**9)
    sender = people[0]
    for _ in range(count):
        roll = chance.random()
        if roll > 0.97:
            time += 86_400_000 + int(roll * 10**7)
        elif roll > 0.05:
            time += int(roll * 300_000)
        if chance.random() < 0.6:
            sender = chance.choice(people)
        kind = MessageKind.SPEECH
        text: str | None = chance.choice(sentences)
        if chance.random() > 0.9:
            kind = chance.choice(_OTHER_KINDS)
            text = _PLACEHOLDERS[kind]
        messages.append(Message(sender, time, text, kind))
    return messages


def _raw(message: Message, encode: Encode) -> dict[str, Any]:
    fields = _FIELDS[message.kind]
    if message.kind is MessageKind.SPEECH and message.sent_at_ms % 20 == 0:
        fields = {"reactions": [{"reaction": encode("❤"), "actor": encode(message.sender)}]}
    return plain_message(message.sender, message.sent_at_ms, message.text, encode=encode, **fields)
