"""Threads of a few messages, written as the classic export and the one of encrypted chats have them."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.support.export_builder import meta_json, mojibake, plain_message

ALMA, JANA, EWA, DARIO = "Alma Vránová", "Jana Pepříková", "Ewa Łąkowska", "Dario Quillfeather"
T = 1_600_000_000_000
CHAT = [(ALMA, 0, "hello"), (JANA, 10, "hi"), (ALMA, 20, "how are you"), (JANA, 30, "fine"), (ALMA, 40, "good")]

Said = tuple[str, int, str | None]
"""Who, how many seconds after T, and what."""


def classic(
    folder: Path,
    thread: str,
    lines: Sequence[Said],
    people: Sequence[str] = (ALMA, JANA),
    *,
    title: str | None = None,
    path: bool = True,
    **fields: object,
) -> Path:
    """Write one file of a thread, newest message first.

    Args:
        folder: The export's top folder.
        thread: Box and folder.
        lines: Oldest first.
        people: Those listed, the counterpart last.
        title: The counterpart's name where it is not given.
        path: Whether the file says which thread it is of.
        fields: What else is in the file.
    """
    messages = [plain_message(sender, T + 1000 * at, text) for sender, at, text in reversed(lines)]
    value: dict[str, Any] = {
        "participants": [{"name": mojibake(name)} for name in people],
        "messages": messages,
        "title": mojibake(people[-1] if title is None else title),
        **({"thread_path": mojibake(thread)} if path else {}),
        **fields,
    }
    place = folder / "messages" / thread / "message_1.json"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(meta_json(value))
    return folder


def encrypted(
    folder: Path, name: str, lines: Sequence[Said], people: Sequence[str] = (ALMA, JANA), *, file: str = ""
) -> Path:
    """Write one encrypted chat; `name` is the export's own, "<Counterpart>_<n>"."""
    messages = [
        {"isUnsent": False, "senderName": sender, "text": text, "timestamp": T + 1000 * at, "type": "text"}
        for sender, at, text in lines
    ]
    value = {"participants": list(people), "threadName": name, "messages": messages}
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{file or name}.json").write_text(json.dumps(value, ensure_ascii=False), "utf-8")
    return folder


def called(name: str, lines: Sequence[Said], before: str = JANA) -> list[Said]:
    """The same lines with another name for one person."""
    return [(name if sender == before else sender, at, text) for sender, at, text in lines]
