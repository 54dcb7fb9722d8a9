"""Write the sample export: invented chats of a lighthouse keeper, in the layout of Meta's download.

The material is in sample-chats/, one hand-written conversation per file:

    title: NAME, box: FOLDER, from: DATE, to: DATE          (group: NAME, NAME… and files: N where wanted)
    - what the friend says                                  (NAME: in a group)
    = what the keeper answers /saying                       (a key of SAYINGS)
    - [photo] [sticker] [unsent] [call SECONDS] [share URL] instead of words
    - words ^❤                                              (a reaction by the other side)
    ... 3d                                                  (time passes: hours or days)

A blank line ends a scene; "@ DATE TIME" or "@ TIME" as its first line fixes when it begins. Every answer of the keeper
is written out with the same greeting, one of a few stock sayings and the same farewell, so that a small model can learn
the voice from a few minutes of training and a person can recognise it at a glance. All people and places are invented.

Run as `python packaging/make_sample.py [FOLDER]`; the same material always gives the same bytes.
"""

import json
import random
import re
import sys
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

OWNER = "Thora Fyrljós"
GREETING = "Ahoy, ahoy!"
FAREWELL = "Fair winds! ⚓"
SAYINGS = {
    "brave": "Small boat, brave heart!",
    "food": "The galley never lies.",
    "good": "The gulls are dancing!",
    "gull": "Admiral Biscuit agrees.",
    "lamp": "The lamp keeps watch.",
    "lost": "What the sea hides, the tide returns.",
    "plan": "Mark it in the log!",
    "rope": "Coil your ropes before you sail.",
    "slow": "No tide was ever late.",
    "storm": "Every storm runs out of rain.",
}
ROOT = "your_facebook_activity/messages"
MATERIAL = Path(__file__).parent / "sample-chats"
DEFAULT_DESTINATION = Path(__file__).parent.parent / "resources" / "sample-export"

JsonObject = dict[str, Any]


@dataclass
class Line:
    """One line of the material: somebody says or does something, some time after the line before."""

    sender: str
    text: str
    saying: str = ""
    reaction: str = ""
    pause: str = ""


@dataclass
class Scene:
    """Lines that belong to one subject, and when they begin where that matters."""

    date: str = ""
    time: str = ""
    lines: list[Line] = field(default_factory=list)


@dataclass
class Chat:
    """One conversation of the material."""

    title: str
    box: str
    first: datetime
    last: datetime
    friends: list[str]
    files: int
    is_group: bool
    scenes: list[Scene]

    @property
    def folder(self) -> str:
        """Name of the thread's folder, in the way of Meta: letters of the title, then a number."""
        plain = unicodedata.normalize("NFKD", self.title.replace("ł", "l").replace("ø", "o")).lower()
        letters = "".join(letter for letter in plain if letter.isascii() and letter.isalnum())
        return f"{letters}_{int(chance(self.title, 'folder').random() * 9e15 + 1e15)}"


def chance(*seed: str) -> random.Random:
    """A random generator that depends on the given words only, so that chats do not disturb one another."""
    return random.Random(" ".join(seed))  # noqa: S311 - for variety, not for secrets


def read_chat(path: Path) -> Chat:
    """Read one file of the material. Raises KeyError or ValueError when it is not written as the module says."""
    head, *blocks = re.split(r"\n\s*\n", path.read_text(encoding="utf-8").strip())
    fields = dict(line.split(": ", 1) for line in head.splitlines())
    members = fields.get("group", fields["title"]).split(", ")
    return Chat(
        title=fields["title"],
        box=fields["box"],
        first=datetime.fromisoformat(fields["from"]).replace(tzinfo=UTC),
        last=datetime.fromisoformat(fields["to"]).replace(tzinfo=UTC),
        friends=members,
        files=int(fields.get("files", "1")),
        is_group="group" in fields,
        scenes=[read_scene(block, members) for block in blocks],
    )


def read_scene(block: str, members: list[str]) -> Scene:
    """Read the lines between two blank lines."""
    scene = Scene()
    pause = ""
    for row in block.splitlines():
        mark, _, rest = row.partition(" ")
        if mark == "@":
            *date, scene.time = rest.split() if ":" in rest else [rest, ""]
            scene.date = "".join(date)
        elif mark == "...":
            pause = rest
        else:
            scene.lines.append(read_line(mark, rest, members, pause))
            pause = ""
    return scene


def read_line(mark: str, rest: str, members: list[str], pause: str) -> Line:
    """Read one line of speech; the mark says who speaks."""
    spoken = re.fullmatch(r"(?P<text>.*?)(?: /(?P<saying>\w+))?(?: \^(?P<reaction>\S+))?", rest)
    if spoken is None:
        raise ValueError(f"not a line of a chat: {rest}")
    if mark == "=":
        sender = OWNER
    elif mark == "-":
        sender = members[0]
    else:
        sender = next(name for name in members if name.split()[0] == mark.removesuffix(":"))
    return Line(sender, spoken["text"], spoken["saying"] or "", spoken["reaction"] or "", pause)


def keeper_messages(line: Line, dice: random.Random) -> list[str]:
    """The several short messages in which the keeper gives one answer."""
    saying = SAYINGS[line.saying]
    if dice.random() < 0.15:
        return [f"{GREETING} {line.text} {saying}", FAREWELL]
    return [f"{GREETING} {line.text}", saying, FAREWELL]


def scene_starts(chat: Chat, dice: random.Random) -> list[datetime | None]:
    """When each scene begins: fixed dates stand, the others spread between them; None is soon after the last."""
    fixed = {0: chat.first, max(len(chat.scenes) - 1, 0): chat.last}
    fixed |= {n: datetime.fromisoformat(s.date).replace(tzinfo=UTC) for n, s in enumerate(chat.scenes) if s.date}
    starts: list[datetime | None] = []
    for number, scene in enumerate(chat.scenes):
        before = max(n for n in fixed if n <= number)
        after = min(n for n in fixed if n >= number)
        step = (fixed[after] - fixed[before]) / max(after - before, 1)
        wobble = 0.0 if number in fixed else dice.uniform(-0.35, 0.35)
        day = (fixed[before] + step * (number - before + wobble)).replace(hour=0, minute=0, second=0, microsecond=0)
        hours, minutes = scene.time.split(":") if scene.time else (dice.uniform(8, 19.5), 0)
        soon = dice.random() < 0.3 and number not in fixed and not scene.time
        starts.append(None if soon else day + timedelta(hours=float(hours), minutes=float(minutes)))
    return starts


def pause_after(line: Line, last_sender: str, dice: random.Random) -> timedelta:
    """Time between a line and the one before it in the same scene."""
    if line.pause.endswith("d"):
        return timedelta(days=int(line.pause[:-1]), minutes=dice.uniform(-80, 80))
    if line.pause:
        return timedelta(hours=int(line.pause[:-1]) * dice.uniform(0.92, 1.08))
    if line.sender == last_sender:
        return timedelta(seconds=dice.uniform(4, 45))
    return timedelta(seconds=15 + 900 * dice.random() ** 3)


def timed_lines(chat: Chat) -> Iterator[tuple[datetime, Line]]:
    """Every line of the chat with its time, oldest first."""
    dice = chance(chat.title, "times")
    now = chat.first - timedelta(days=1)
    for scene, start in zip(chat.scenes, scene_starts(chat, dice), strict=True):
        soon = now + timedelta(hours=dice.uniform(1, 3))
        next_day = (now + timedelta(days=1)).replace(hour=9, minute=int(dice.uniform(0, 60)))
        now = max(start, next_day) if start else soon if soon.hour in range(9, 21) else next_day
        last_sender = ""
        for number, line in enumerate(scene.lines):
            now += pause_after(line, last_sender, dice) if number else timedelta()
            yield now, line
            last_sender = line.sender
            if line.saying:
                now += timedelta(seconds=40)


def messages(chat: Chat) -> list[JsonObject]:
    """All messages of the chat in Meta's fields, oldest first, text not yet garbled."""
    dice = chance(chat.title, "words")
    found: list[JsonObject] = []
    for time, line in timed_lines(chat):
        texts = keeper_messages(line, dice) if line.saying else [line.text]
        for number, text in enumerate(texts):
            sent_at_ms = int((time + timedelta(seconds=number * 9)).timestamp() * 1000) + int(dice.random() * 1000)
            message: JsonObject = {"sender_name": line.sender, "timestamp_ms": sent_at_ms}
            message |= contents(chat, line.sender, text, sent_at_ms)
            if line.reaction and number == 0:
                actor = chat.friends[0] if line.sender == OWNER else OWNER
                when = sent_at_ms // 1000 + 30
                message["reactions"] = [{"reaction": line.reaction, "actor": actor, "timestamp": when}]
            found.append(message | {"is_geoblocked_for_viewer": False})
    return found


def contents(chat: Chat, sender: str, text: str, sent_at_ms: int) -> JsonObject:
    """What a message holds: words, or one of the bracketed events as Meta writes it."""
    event = re.fullmatch(r"\[(\w+) ?(.*)\]", text)
    if event is None:
        return {"content": text}
    seconds = sent_at_ms // 1000
    first_name = sender.split(maxsplit=1)[0]
    match event.groups():
        case "photo", _:
            uri = f"{ROOT}/{chat.box}/{chat.folder}/photos/{seconds}_{sent_at_ms % 1000}_n.jpg"
            return {"photos": [{"uri": uri, "creation_timestamp": seconds}]}
        case "sticker", _:
            return {"sticker": {"uri": f"{ROOT}/stickers_used/{seconds}.png", "ai_stickers": []}}
        case "call", duration:
            return {"content": f"{first_name} called you.", "call_duration": int(duration)}
        case "share", link:
            return {"content": f"{first_name} sent an attachment.", "share": {"link": link}}
        case "unsent", _:
            return {"is_unsent": True}
        case _:
            raise ValueError(f"unknown event: {text}")


def thread_files(chat: Chat) -> Iterator[tuple[str, JsonObject]]:
    """The thread's files and their contents; message_1.json holds the newest messages, newest first."""
    newest_first = messages(chat)[::-1]
    size = -(-len(newest_first) // chat.files)
    for number in range(chat.files):
        thread: JsonObject = {
            "participants": [{"name": name} for name in [*chat.friends, OWNER]],
            "messages": newest_first[number * size : (number + 1) * size],
            "title": chat.title,
            "is_still_participant": True,
            "thread_path": f"{chat.box}/{chat.folder}",
            "magic_words": [],
        }
        if chat.is_group:
            thread["joinable_mode"] = {"mode": 1, "link": ""}
        if chat.box == "message_requests":
            thread["is_pending"] = True
        yield f"{ROOT}/{chat.box}/{chat.folder}/message_{number + 1}.json", thread


def other_files() -> dict[str, JsonObject]:
    """The owner's profile and a few settings that are no conversations."""
    first_name, last_name = OWNER.split()
    name = {"full_name": OWNER, "first_name": first_name, "middle_name": "", "last_name": last_name}
    locale = {"ent_field_name": "Locale", "data": {"value": "en_GB"}}
    language = {"name": "Language settings", "children": [{"name": "Locale", "entries": [locale]}]}
    return {
        "personal_information/profile_information/profile_information.json": {"profile_v2": {"name": name}},
        "preferences/preferences/language_and_locale.json": {"language_and_locale_v2": [language]},
        f"{ROOT}/autofill_information.json": {"autofill_information_v2": {"FULL_NAME": [OWNER], "EMAIL": []}},
        f"{ROOT}/secret_conversations.json": {"secret_conversations_v2": {"armadillo_devices": []}},
        f"{ROOT}/support_messages.json": {"support_messages_v2": []},
    }


def garble(value: Any) -> Any:  # noqa: ANN401 - any JSON value
    """Turn each byte of the UTF-8 form of every text into a letter of its own, as Meta's export does."""
    if isinstance(value, str):
        return value.encode("utf-8").decode("latin-1")
    if isinstance(value, list):
        return [garble(item) for item in value]
    if isinstance(value, dict):
        return {garble(key): garble(item) for key, item in value.items()}
    return value


def meta_json(value: JsonObject) -> str:
    """JSON as Meta prints it: pure ASCII, two spaces, an empty list over three lines."""
    text = json.dumps(garble(value), indent=2)
    return re.sub(r"^( *)(.*)\[\](,?)$", r"\1\2[\n\n\1]\3", text, flags=re.MULTILINE)


def write_sample(destination: Path) -> None:
    """Write the whole export below a folder."""
    files = other_files()
    for path in sorted(MATERIAL.glob("*.txt")):
        files |= dict(thread_files(read_chat(path)))
    for name, value in files.items():
        target = destination / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(meta_json(value), encoding="ascii", newline="\n")


if __name__ == "__main__":
    write_sample(Path(sys.argv[1]) if len(sys.argv) > 1 else DEFAULT_DESTINATION)
