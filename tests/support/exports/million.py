"""An export of a million messages with a realistic mix of fields, for measuring."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path

from tests.support.exports.encoding import escaped, meta_json, mojibake
from tests.support.exports.words import (
    DELETED,
    DETAILS,
    LINKS,
    OWNER,
    REACTIONS,
    call_sentence,
    event_sentence,
    group_sentence,
    people,
    sentence,
)

MESSAGES = 1_000_000
THREADS = 500
PER_FILE = 10_000
"""Messages in one file of a thread at most; Meta's own limit."""

_BOXES = ("inbox", "e2ee_cutover", "filtered_threads", "message_requests", "archived_threads")
_BOX_WEIGHTS = (884, 113, 87, 24, 15)
"""Threads per box in one published count of a real export."""
_POOL = 60_000
"""Different sentences; most texts are one of them or two, so that few texts are equal."""
_STRANGERS = 590
_STICKER = (
    ',\n      "sticker": {\n        "uri": "messages/stickers_used/39178562.png",\n'
    '        "ai_stickers": [\n\n        ]\n      }'
)


@dataclass(frozen=True, slots=True)
class BigExport:
    """What was written.

    Attributes:
        root: The export's top folder.
        owner: Whose export it is.
        threads: Conversations.
        files: Files with messages in them.
        messages: Messages in all of them.
        with_content: Those that have the key `content`.
        bytes_written: Size of the files with messages.
    """

    root: Path
    owner: str
    threads: int
    files: int
    messages: int
    with_content: int
    bytes_written: int


def build_million(folder: Path, *, messages: int = MESSAGES, threads: int = THREADS, seed: int = 0) -> BigExport:
    """Write an export of today's shape: conversations of 1/n of the longest one, newest messages first.

    Args:
        folder: Created where it is missing; becomes the export's top folder.
        messages: In all threads together.
        threads: Conversations; every eighth is a group.
        seed: Same seed, same export.
    """
    writer = _Writer(random.Random(seed))
    files = with_content = size = 0
    for number, count in enumerate(_shares(messages, threads), start=1):
        thread = writer.thread(number, count)
        with_content += thread.with_content
        place = folder / "your_facebook_activity" / "messages" / thread.path
        place.mkdir(parents=True, exist_ok=True)
        newest_first = thread.messages[::-1]
        for file, start in enumerate(range(0, count, PER_FILE), start=1):
            body = ",\n".join(newest_first[start : start + PER_FILE])
            data = f"{thread.head}{body}{thread.tail}".encode("ascii")
            size += (place / f"message_{file}.json").write_bytes(data)
            files += 1
    _write_settings(folder)
    return BigExport(folder, OWNER, threads, files, messages, with_content, size)


def _shares(messages: int, threads: int) -> list[int]:
    """Messages of each thread, falling as 1/n: the longest of 500 has 147 thousand of a million in 15 files."""
    unit = messages / sum(1 / number for number in range(1, threads + 1))
    ends = [round(unit * total) for total in accumulate(1 / number for number in range(1, threads + 1))]
    return [end - start for start, end in zip([0, *ends], ends, strict=False)]


@dataclass(frozen=True, slots=True)
class _Thread:
    path: str
    head: str
    tail: str
    messages: list[str]
    with_content: int


class _Writer:
    """Writes threads as text, message by message from prepared pieces, because a million go through it."""

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._pool = [json.dumps(mojibake(sentence(chance, 7)))[1:-1] for _ in range(_POOL)]
        self._people = people(chance, _STRANGERS)

    def thread(self, number: int, count: int) -> _Thread:
        chance = self._chance
        group = number % 8 == 0
        others = chance.sample(self._people, chance.randint(3, 12) if group else 1)
        if not group and number % 14 == 13:
            others = [DELETED]
        box = chance.choices(_BOXES, _BOX_WEIGHTS)[0] if number > 3 else "inbox"
        slug = "".join(letter for letter in others[0].lower() if letter.isascii() and letter.isalpha())
        path = f"{box}/{slug}_{10**15 + number}"
        head, tail = _around(path, [*others, OWNER], "Shed builders" if group else others[0])
        messages = list(self._messages([OWNER, *others], count, group=group))
        with_content = sum('\n      "content": ' in message for message in messages)
        return _Thread(path, head, tail, messages, with_content)

    def _messages(self, members: Sequence[str], count: int, *, group: bool) -> Iterator[str]:
        chance = self._chance
        random_, choice = chance.random, chance.choice
        time = 1_420_000_000_000 + chance.randrange(10**11)
        names = {name: escaped(mojibake(name)) for name in members}
        sender = members[0]
        for _ in range(count):
            roll = random_()
            if roll > 0.97:
                time += int(roll * 10**8)
            elif roll > 0.02:
                time += int(roll * 120_000)
            if random_() < 0.55:
                sender = choice(members)
            fields = self._fields(random_(), sender, members, time, group=group)
            if random_() < 0.08:
                fields += f',\n      "reactions": {self._reactions(names, members)}'
            if random_() < 0.017 and time < 1_500_000_000_000:
                fields += ',\n      "ip": "192.0.2.44"'
            if random_() < 0.2:
                fields += ',\n      "is_unsent_image_by_messenger_kid_parent": false'
            yield (
                f'    {{\n      "sender_name": {names[sender]},\n      "timestamp_ms": {time}{fields},\n'
                '      "is_geoblocked_for_viewer": false\n    }'
            )

    def _fields(self, roll: float, sender: str, members: Sequence[str], time: int, *, group: bool) -> str:
        """Everything of a message but who and when, at the rates of a real export of 774,818 messages."""
        if roll > 0.1345:
            return self._text()
        if roll > 0.0405:
            return _without_text(roll, time)
        if roll > 0.0195:
            return f',\n      "content": {escaped(mojibake(self._chance.choice(LINKS)))}'
        return self._sentence_of_messenger(roll, sender, [name for name in members if name != sender], group=group)

    def _text(self) -> str:
        pool, random_ = self._pool, self._chance.random
        first = pool[int(random_() * _POOL)]
        if random_() < 0.4:
            return f',\n      "content": "{first}"'
        return f',\n      "content": "{first} {pool[int(random_() * _POOL)]}"'

    def _sentence_of_messenger(self, roll: float, sender: str, others: Sequence[str], *, group: bool) -> str:
        chance = self._chance
        if roll > 0.0115:
            link = escaped(chance.choice(LINKS[:3]))
            content = escaped(mojibake(f"{sender.split(' ', 1)[0]} sent an attachment."))
            return f',\n      "content": {content},\n      "share": {{\n        "link": {link}\n      }}'
        if roll > 0.0095:
            content = escaped(mojibake(call_sentence(chance, sender, others)))
            return f',\n      "content": {content},\n      "call_duration": {chance.randrange(3000)}'
        if roll > 0.0085:
            return f',\n      "content": {escaped(mojibake(chance.choice(DETAILS)))}'
        of = group_sentence if group else event_sentence
        return f',\n      "content": {escaped(mojibake(of(chance, sender, others)))}'

    def _reactions(self, names: dict[str, str], members: Sequence[str]) -> str:
        reaction = escaped(mojibake(self._chance.choice(REACTIONS)))
        actor = names[self._chance.choice(members)]
        return f'[\n        {{\n          "reaction": {reaction},\n          "actor": {actor}\n        }}\n      ]'


def _without_text(roll: float, time: int) -> str:
    if roll > 0.0765:
        return _media("photos", f"{time}_n.jpg", time)
    if roll > 0.0725:
        kind = ("videos", "audio_files", "gifs", "files")[int(roll * 10**6) % 4]
        return _media(kind, f"{time}_n.bin", time)
    if roll > 0.058:
        return _STICKER
    if roll > 0.056:
        return ',\n      "is_unsent": true'
    return ""


def _media(kind: str, name: str, time: int) -> str:
    return (
        f',\n      "{kind}": [\n        {{\n          "uri": "your_facebook_activity/messages/inbox/x/{kind}/{name}",\n'
        f'          "creation_timestamp": {time // 1000}\n        }}\n      ]'
    )


def _around(path: str, names: Sequence[str], title: str) -> tuple[str, str]:
    """What stands before and after the messages of a thread's file."""
    thread = {
        "participants": [{"name": mojibake(name)} for name in names],
        "messages": [0],
        "title": mojibake(title),
        "is_still_participant": True,
        "thread_path": path,
        "magic_words": [],
    }
    head, tail = meta_json(thread).decode("ascii").split("\n    0\n")
    return f"{head}\n", f"\n{tail}"


def _write_settings(folder: Path) -> None:
    profile = folder / "personal_information" / "profile_information" / "profile_information.json"
    profile.parent.mkdir(parents=True, exist_ok=True)
    profile.write_bytes(meta_json({"profile_v2": {"name": {"full_name": mojibake(OWNER)}}}))
