"""Seeded exports with invented people, written as Meta writes them, and the truth about what is in them."""

import json
import random
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Any

from msgtune_gui.core.model import Message, MessageKind

PEOPLE = (
    "Alma Vránová",
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

_PLAIN = (
    "the a that it you me we they so and but or if when then now later never always maybe again cat boat key soup map "
    "rain train film exam door lamp garden letter window ladder teapot umbrella kettle bicycle slept lost found took "
    "brought forgot is was looks sounds went came call ask tell bring meet wait late early seven eight tomorrow today "
    "tonight honestly really quite almost fine odd red small cold warm loud quiet home there here shed market river"
)
_MARKED = "přijdeš můj vlak má zpoždění ¿qué? żółw łódka jól þú Привет потом chưa rồi “quoted” … naïve smörgås"
_PLAIN_WORDS = _PLAIN.split()
_MARKED_WORDS = _MARKED.split()
_EMOJI = ("😂", "❤", "👍", "🏳️‍🌈", "👩‍👩‍👧", "🇨🇿", "😭😭")
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


@lru_cache(maxsize=65536)
def mojibake(text: str) -> str:
    """The text as Meta stores it: each byte of its UTF-8 form as one character."""
    return text.encode().decode("latin-1")


def meta_json(value: object) -> bytes:
    """JSON as Meta writes it: pure ASCII, lower-case escapes; strings have to be in Meta's form already."""
    return json.dumps(value).encode("ascii")


def write_thread(
    path: Path, messages: Iterable[Mapping[str, Any]], people: Sequence[str], *, title: str = "", thread_path: str = ""
) -> int:
    """Write one file of a thread, messages in the order given and strings in Meta's form; returns its bytes."""
    thread = {
        "participants": [{"name": mojibake(name)} for name in people],
        "messages": list(messages),
        "title": mojibake(title),
        "is_still_participant": True,
        "thread_path": mojibake(thread_path),
        "magic_words": [],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    return path.write_bytes(meta_json(thread))


def plain_message(sender: str, sent_at_ms: int, content: str | None = None, **fields: object) -> dict[str, Any]:
    """One message in Meta's form."""
    message: dict[str, Any] = {"sender_name": mojibake(sender), "timestamp_ms": sent_at_ms}
    if content is not None:
        message["content"] = mojibake(content)
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
    sentences = [_sentence(chance) for _ in range(min(messages, _SENTENCES))]
    owner = people[0]
    truth: dict[str, list[Message]] = {}
    size = 0
    for number, count in enumerate(_shares(messages, conversations)):
        box = (
            "inbox"
            if layout is Layout.HOGWARTS
            else chance.choice(("inbox", "inbox", "archived_threads", "e2ee_cutover"))
        )
        identifier = f"{box}/thread_{number}"
        others = chance.sample(people[1:], 3 if number % 6 == 5 else 1)
        raws, expected = _thread(chance, sentences, [owner, *others], count)
        truth[identifier] = expected
        members = [*others, owner]
        if layout is Layout.HOGWARTS:
            path = folder / identifier / f"messages_{number}.json"
            size += write_thread(path, raws, members, title=", ".join(others), thread_path=identifier)
        else:
            place = folder / "your_facebook_activity" / "messages" / identifier
            size += _write_classic(place, raws, members, identifier, per_file)
    if layout is Layout.CLASSIC:
        _write_settings(folder, owner)
    return BuiltExport(folder, owner, truth, size)


def zip_export(folder: Path, path: Path) -> Path:
    """Put a folder's content into a zip."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.rglob("*")):
            if file.is_file():
                archive.write(file, file.relative_to(folder).as_posix())
    return path


def _shares(messages: int, conversations: int) -> list[int]:
    weights = [1 / (number + 1) ** 0.6 for number in range(conversations)]
    shares = [max(1, int(messages * weight / sum(weights))) for weight in weights]
    shares[0] += max(0, messages - sum(shares))
    return shares


def _write_classic(folder: Path, raws: list[dict[str, Any]], members: list[str], identifier: str, per_file: int) -> int:
    size = 0
    newest_first = raws[::-1]
    for number, start in enumerate(range(0, len(newest_first), per_file), start=1):
        path = folder / f"message_{number}.json"
        part = newest_first[start : start + per_file]
        size += write_thread(path, part, members, title=", ".join(members[:-1]), thread_path=identifier)
    return size


def _write_settings(folder: Path, owner: str) -> None:
    profile = folder / "personal_information" / "profile_information" / "profile_information.json"
    profile.parent.mkdir(parents=True, exist_ok=True)
    profile.write_bytes(meta_json({"profile_v2": {"name": {"full_name": mojibake(owner)}}}))
    settings = folder / "your_facebook_activity" / "messages" / "messenger_ui_settings.json"
    settings.write_bytes(meta_json({"messenger_settings": {"sounds": True}}))


def _sentence(chance: random.Random) -> str:
    """A few words, of which a fourth of the sentences has some that are not English and an eighth an emoji."""
    words = chance.choices(_PLAIN_WORDS, k=1 + int(chance.expovariate(1 / 9)))
    if chance.random() < 0.25:
        words += chance.choices(_MARKED_WORDS, k=2)
    if chance.random() < 0.12:
        words.append(chance.choice(_EMOJI))
    if chance.random() < 0.03:
        words.insert(1, "\n")
    return " ".join(words)


def _thread(
    chance: random.Random, sentences: Sequence[str], people: Sequence[str], count: int
) -> tuple[list[dict[str, Any]], list[Message]]:
    """Messages oldest first, in Meta's form and as a reader should give them."""
    raws: list[dict[str, Any]] = []
    expected: list[Message] = []
    time = 1_500_000_000_000 + chance.randrange(10**9)
    sender = people[0]
    for _ in range(count):
        roll = chance.random()
        time += 86_400_000 + int(roll * 10**7) if roll > 0.97 else int(roll * 300_000)
        if chance.random() < 0.6:
            sender = chance.choice(people)
        text, kind, fields = _something(chance, sentences, sender)
        raws.append(plain_message(sender, time, text, **fields))
        expected.append(Message(sender, time, text, kind))
    return raws, expected


def _something(
    chance: random.Random, sentences: Sequence[str], sender: str
) -> tuple[str | None, MessageKind, dict[str, Any]]:
    roll = chance.random()
    if roll < 0.9:
        reactions = [{"reaction": mojibake("❤"), "actor": mojibake(sender)}]
        return chance.choice(sentences), MessageKind.SPEECH, {"reactions": reactions} if roll < 0.05 else {}
    photos = [{"uri": "photos/1.jpg", "creation_timestamp": 1_500_000_000}]
    rest: tuple[tuple[float, str | None, MessageKind, dict[str, Any]], ...] = (
        (0.95, None, MessageKind.ATTACHMENT, {"photos": photos}),
        (0.96, "{} sent an attachment.", MessageKind.ATTACHMENT, {"share": {"link": "https://example.org/a"}}),
        (0.97, "The video call ended.", MessageKind.CALL, {"call_duration": int(roll * 1000)}),
        (0.98, None, MessageKind.UNSENT, {"is_unsent": True}),
        (0.99, "{} left the group.", MessageKind.GROUP_EVENT, {"users": [{"name": mojibake(sender)}]}),
        (1.00, None, MessageKind.EMPTY, {}),
    )
    text, kind, fields = next(entry[1:] for entry in rest if roll < entry[0])
    return text and text.format(sender), kind, fields
