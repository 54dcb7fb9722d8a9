"""Threads as the download of end-to-end encrypted chats has them: flat files in clean UTF-8, mostly oldest first."""

import json
import random
from collections.abc import Sequence
from typing import Any

from tests.support.exports.truth import Form, Line
from tests.support.exports.words import EMOJI

_UNSENT = "User unsent a message"
_MEDIA = {Form.PHOTO, Form.PHOTO_WITH_TEXT, Form.OTHER_MEDIA, Form.STICKER, Form.SHARE}


def encrypted_thread(chance: random.Random, name: str, people: Sequence[str], lines: Sequence[Line]) -> bytes:
    """The one file of a thread.

    Args:
        chance: Where chance comes from.
        name: "<Counterpart>_<n>".
        people: The owner first.
        lines: Oldest first.
    """
    one_time = len({line.sent_at_ms for line in lines}) < 2
    if not one_time and chance.random() < 0.1:
        lines = list(reversed(lines))
    thread = {
        "participants": list(people),
        "threadName": name,
        "messages": [_raw(chance, line) for line in lines],
    }
    return json.dumps(thread, ensure_ascii=False, indent=chance.choice((None, 2))).encode("utf-8", "backslashreplace")


def _raw(chance: random.Random, line: Line) -> dict[str, Any]:
    text = (line.text if line.stored is None else line.stored) or ""
    kind, media = "text", []
    if line.form is Form.UNSENT:
        kind, text = "placeholder", _UNSENT
    elif line.form in _MEDIA:
        kind = "media"
        uri = chance.choice((f"./media/{line.sent_at_ms}.jpeg", "Failed to download media"))
        media = [{"uri": uri}]
    elif text.startswith("http"):
        kind = "link"
    reactions = [{"actor": line.sender, "reaction": chance.choice(EMOJI)}] if chance.random() < 0.1 else []
    return {
        "isUnsent": line.form is Form.UNSENT,
        "media": media,
        "reactions": reactions,
        "senderName": line.sender,
        "text": text,
        "timestamp": line.sent_at_ms,
        "type": kind,
    }
