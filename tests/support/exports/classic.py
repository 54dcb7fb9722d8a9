"""Threads as the classic generations of the export have them, and their look-alikes."""

import json
import random
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from tests.support.exports.encoding import meta_json, mojibake
from tests.support.exports.truth import Form, Line, Shape
from tests.support.exports.words import EMOJI

BOXES = ("inbox", "inbox", "inbox", "archived_threads", "filtered_threads", "message_requests", "e2ee_cutover")
INSTAGRAM_BOXES = ("inbox", "inbox", "message_requests", "broadcast")
TOPS = {
    Shape.SPRING_2018: "messages",
    Shape.CLASSIC_2018: "messages",
    Shape.CLASSIC_2022: "messages",
    Shape.CLASSIC_2024: "your_activity_across_facebook/messages",
    Shape.CLASSIC_TODAY: "your_facebook_activity/messages",
    Shape.INSTAGRAM: "your_instagram_activity/messages",
    Shape.HOGWARTS: "hogwarts",
    Shape.LOOK_ALIKE: "exported",
}
_OLDEST_FIRST = {Shape.HOGWARTS, Shape.LOOK_ALIKE}
_WITH_TYPE = {Shape.SPRING_2018, Shape.CLASSIC_2018}
_TYPES = {Form.SHARE: "Share", Form.SHARE_WITH_SENTENCE: "Share", Form.CALL: "Call", Form.MEMBERS: "Subscribe"}
_OTHER_MEDIA = ("videos", "audio_files", "gifs", "files")

Encode = Callable[[str], str]


@dataclass(frozen=True, slots=True)
class Script:
    """How the strings and the JSON of a thread are written.

    Attributes:
        encode: How a string is stored.
        ascii_only: Everything else is escaped.
        indented: As Meta does; otherwise without spaces.
        byte_order_mark: At the start of the file.
        decomposed_names: Names in NFD.
    """

    encode: Encode
    ascii_only: bool = True
    indented: bool = True
    byte_order_mark: bool = False
    decomposed_names: bool = False

    def name(self, name: str) -> str:
        """A name as it is stored."""
        return self.encode(unicodedata.normalize("NFD", name) if self.decomposed_names else name)

    def dump(self, value: object) -> bytes:
        """The file's bytes."""
        if self.ascii_only:
            data = meta_json(value) if self.indented else json.dumps(value, separators=(",", ":")).encode("ascii")
        else:
            text = json.dumps(value, ensure_ascii=False, indent=2 if self.indented else None)
            # A half pair cannot be written in UTF-8; an escape can.
            data = text.encode("utf-8", "backslashreplace")
        return b"\xef\xbb\xbf" + data if self.byte_order_mark else data


def plain(text: str) -> str:
    """The text as everybody but Meta stores it."""
    return text


META = Script(mojibake)
RAW_MOJIBAKE = Script(mojibake, ascii_only=False)
SAVED_AGAIN = Script(plain, ascii_only=False)
ASCII = Script(plain)


@dataclass(frozen=True, slots=True)
class ThreadHead:
    """What a thread's files say besides its messages.

    Attributes:
        path: The export's own name of the thread, "inbox/jana_100".
        title: May be "".
        people: Listed participants.
        is_group: Groups have some keys more.
    """

    path: str
    title: str
    people: Sequence[str]
    is_group: bool


def thread_files(
    chance: random.Random,
    head: ThreadHead,
    lines: Sequence[Line],
    shape: Shape,
    script: Script,
    names: Sequence[str],
) -> dict[str, bytes]:
    """The files of one thread: name of a file -> its bytes.

    Args:
        chance: Where chance comes from.
        head: What is said besides messages.
        lines: Oldest first.
        shape: Generation of the export.
        script: How everything is written.
        names: Of the files, the one with the newest messages first; the messages are shared out evenly.
    """
    ordered = list(lines) if shape in _OLDEST_FIRST else list(reversed(lines))
    runs = _runs(ordered, len(names)) or [[]]
    return {
        name: script.dump(_thread(head, [_raw(chance, line, shape, script) for line in run], shape, script))
        for name, run in zip(names, (_disordered(chance, run, shape) for run in runs), strict=False)
    }


def parts_one_time(lines: Sequence[Line], files: int) -> bool:
    """Whether messages of one time come to stand in two files of so many."""
    runs = _runs(list(reversed(lines)), files)
    return any(newer[-1].sent_at_ms == older[0].sent_at_ms for newer, older in pairwise(runs))


def _runs(lines: Sequence[Line], files: int) -> list[Sequence[Line]]:
    size = -(-len(lines) // files) or 1
    return [lines[start : start + size] for start in range(0, len(lines), size)]


def _disordered(chance: random.Random, lines: Sequence[Line], shape: Shape) -> Sequence[Line]:
    """The same with two neighbours in the wrong order now and then, where the times still tell the right one."""
    if len(lines) < 6 or chance.random() > (0.3 if shape is Shape.HOGWARTS else 0.05):
        return lines
    place = chance.randrange(1, len(lines) - 2)
    if len({line.sent_at_ms // 1000 for line in lines[place - 1 : place + 3]}) < 4:
        return lines
    return [*lines[:place], lines[place + 1], lines[place], *lines[place + 2 :]]


def _thread(head: ThreadHead, messages: list[dict[str, Any]], shape: Shape, script: Script) -> Mapping[str, Any]:
    encode = script.encode
    thread: dict[str, Any] = {
        "participants": [{"name": script.name(name)} for name in head.people],
        "messages": messages,
        "title": encode(head.title),
        "is_still_participant": True,
    }
    if shape in _WITH_TYPE:
        thread["thread_type"] = "RegularGroup" if head.is_group else "Regular"
    if shape is not Shape.LOOK_ALIKE:
        thread["thread_path"] = encode(head.path)
    if shape not in _WITH_TYPE:
        thread["magic_words"] = []
    if head.is_group and shape is Shape.CLASSIC_TODAY:
        thread["joinable_mode"] = {"mode": 1, "link": ""}
        thread["image"] = {"uri": "photos/group.jpg", "creation_timestamp": 1_600_000_000}
    return thread


def _raw(chance: random.Random, line: Line, shape: Shape, script: Script) -> dict[str, Any]:
    encode = script.encode
    raw: dict[str, Any] = {"sender_name": script.name(line.sender)}
    if shape is Shape.SPRING_2018:
        raw["timestamp"] = line.sent_at_ms // 1000
    else:
        raw["timestamp_ms"] = line.sent_at_ms
    text = line.text if line.stored is None else line.stored
    if text is not None:
        raw["content"] = encode(text)
    raw.update(_fields(chance, line, encode))
    if shape is Shape.HOGWARTS:
        return raw
    if chance.random() < 0.1:
        actor = "reactor" if shape is Shape.LOOK_ALIKE else "actor"
        raw["reactions"] = [{"reaction": encode(chance.choice(EMOJI)), actor: script.name(line.sender)}]
    raw.update(_flags(chance, line, shape, raw))
    return raw


def _flags(chance: random.Random, line: Line, shape: Shape, raw: Mapping[str, Any]) -> dict[str, Any]:
    if shape is Shape.LOOK_ALIKE:
        return {"id": f"m{line.sent_at_ms}", "reply_to_message_id": None}
    flags: dict[str, Any] = {}
    if shape in _WITH_TYPE:
        flags["type"] = _TYPES.get(line.form, "Generic")
        if chance.random() < 0.1:
            flags["ip"] = "192.0.2.44"
        if chance.random() < 0.1:
            flags["bumped_message_metadata"] = {"bumped_message": raw.get("content", ""), "is_bumped": False}
        return flags
    if shape is Shape.CLASSIC_2022:
        flags["is_unsent_image_by_messenger_kid_parent"] = False
    return {"is_geoblocked_for_viewer": False, **flags}


def _fields(chance: random.Random, line: Line, encode: Encode) -> dict[str, Any]:
    seconds = line.sent_at_ms // 1000
    fields: dict[str, Any] = {}
    match line.form:
        case Form.PHOTO | Form.PHOTO_WITH_TEXT:
            fields["photos"] = [{"uri": f"messages/photos/{seconds}.jpg", "creation_timestamp": seconds}]
        case Form.OTHER_MEDIA:
            fields[chance.choice(_OTHER_MEDIA)] = [{"uri": f"{seconds}.bin", "creation_timestamp": seconds}]
        case Form.STICKER:
            fields["sticker"] = {"uri": "messages/stickers_used/1.png", "ai_stickers": []}
        case Form.SHARE | Form.SHARE_WITH_SENTENCE | Form.SHARE_WITH_TEXT:
            fields["share"] = {"link": "https://example.org/a", "share_text": encode("žlutý")}
        case Form.CALL:
            fields["call_duration"] = chance.choice((0, 61, 754))
            if chance.random() < 0.2:
                fields["missed"] = True
        case Form.MEMBERS:
            fields["users"] = [{"name": encode("Nový Quay")}]
        case Form.UNSENT:
            fields["is_unsent"] = True
    return fields
