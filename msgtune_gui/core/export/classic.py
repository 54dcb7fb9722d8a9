"""Reader of the classic shape: Facebook from 2018 to today, Instagram, LangChain's hogwarts and look-alikes."""

import json
import math
import sys
from collections.abc import Mapping
from typing import Any

import msgspec

from msgtune_gui.core.export.shapes import Checkpoint, NotReadable, ThreadFile
from msgtune_gui.core.export.text import repair
from msgtune_gui.core.messages import Message, MessageKind, Messages

_BATCH = 4096
_LONGEST_SLOW_FILE = 64 * 2**20
"""Bytes up to which the tolerant reader may be tried: it needs ten times as much memory as the file is long."""
_LATEST_MS = 253_402_300_799_000
"""The last second of the year 9999; calendars know no later one, and a redacted public sample has 20 digits."""
_EARLIEST_SECONDS_AS_MS = 100_000_000_000
_SPEECH = MessageKind.SPEECH
"""A name of its own for the kind of nine messages in ten: an enum takes a tenth of a microsecond to look it up."""

DAMAGED = "The file is damaged or was not downloaded completely."
TOO_LARGE = "The file is too large to be one conversation."


class _Anything(msgspec.Struct, gc=False):
    """An object whose fields do not matter."""


_Presence = list[_Anything] | _Anything | str | bool | int | float | None
"""A value of which only matters whether there is something."""


class _Participant(msgspec.Struct, gc=False):
    name: str = ""


class _RawMessage(msgspec.Struct, gc=False):
    """The few fields of a message that decide its text, time and kind (n = 774,818 in one published count)."""

    sender_name: str = ""
    timestamp_ms: int | float | None = None
    timestamp: int | float | None = None
    content: str | None = None
    type: str | None = None
    is_unsent: bool | None = None
    call_duration: int | float | None = None
    missed: bool | None = None
    users: _Presence = None
    share: _Presence = None
    sticker: _Presence = None
    photos: _Presence = None
    videos: _Presence = None
    audio_files: _Presence = None
    gifs: _Presence = None
    files: _Presence = None


class _RawThread(msgspec.Struct, gc=False):
    participants: list[_Participant] | None = None
    messages: list[_RawMessage] | None = None
    title: str = ""
    thread_path: str = ""


_decoder = msgspec.json.Decoder(_RawThread)


class ClassicReader:
    """Turns files of one export into conversations' parts; keeps one copy of each name it meets."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}

    def read(self, data: bytes, checkpoint: Checkpoint) -> ThreadFile | None:
        """One file's conversation, or None where the file holds none (settings and the like).

        Raises:
            NotReadable: The file is meant to hold a conversation and cannot be used.
            Cancelled: From the checkpoint.
        """
        if b'"messages"' not in data and b'"participants"' not in data:
            return None
        raw = _decode(data)
        if raw is None:
            return None
        participants = [self._name(participant.name) for participant in raw.participants or () if participant.name]
        if raw.messages is None:
            if participants:
                raise NotReadable(DAMAGED)
            return None
        if raw.participants is None and not _looks_written(raw.messages):
            return None
        return ThreadFile(
            thread=repair(raw.thread_path).strip("/"),
            title=repair(raw.title).strip(),
            participants=tuple(dict.fromkeys(name for name in participants if name.strip())),
            messages=Messages.of(self._messages(raw.messages, checkpoint)),
        )

    def _name(self, raw: str) -> str:
        name = self._names.get(raw)
        if name is None:
            name = self._names[raw] = sys.intern(repair(raw))
        return name

    def _messages(self, raws: list[_RawMessage], checkpoint: Checkpoint) -> list[Message]:
        messages: list[Message] = []
        append = messages.append
        names = self._names
        time = 0
        for start in range(0, len(raws), _BATCH):
            checkpoint()
            for raw in raws[start : start + _BATCH]:
                name = raw.sender_name
                time = _time_ms(raw, time)
                text = raw.content
                if text is not None and not (text.isascii() and text.isprintable()):
                    text = repair(text)
                append(Message(names.get(name) or self._name(name), time, text, _kind(raw, text)))
        return messages


def _looks_written(messages: list[_RawMessage]) -> bool:
    return any(raw.sender_name and _time_ms(raw, 0) for raw in messages)


def _time_ms(raw: _RawMessage, before: int) -> int:
    """Milliseconds since 1970; a message without a time takes that of its neighbour, so that it keeps its place."""
    time = raw.timestamp_ms
    if type(time) is int and 0 <= time <= _LATEST_MS:
        return time
    if time is None and raw.timestamp is not None:
        # Spring 2018 had seconds, later shapes have milliseconds under the same key.
        time = raw.timestamp * 1000 if raw.timestamp < _EARLIEST_SECONDS_AS_MS else raw.timestamp
    if time is None or (isinstance(time, float) and math.isnan(time)):
        return before
    return int(min(max(time, 0), _LATEST_MS))


def _kind(raw: _RawMessage, text: str | None) -> MessageKind:
    """Kind by the fields that are there, in the order of how much they say; words decide one case only.

    A share of which all that is said is "X sent an attachment." is an attachment: the export writes that sentence
    itself. Accounts in other languages have other sentences, which stay speech here.
    """
    if raw.is_unsent:
        return MessageKind.UNSENT
    if raw.call_duration is not None or raw.missed or raw.type == "Call":
        return MessageKind.CALL
    if raw.users or raw.type in {"Subscribe", "Unsubscribe"}:
        return MessageKind.SYSTEM
    if text and not text.isspace():
        placeholder = raw.share and text.endswith("sent an attachment.")
        return MessageKind.ATTACHMENT if placeholder else _SPEECH
    media = raw.photos or raw.share or raw.sticker or raw.videos or raw.audio_files or raw.gifs or raw.files
    return MessageKind.ATTACHMENT if media else MessageKind.EMPTY


def _decode(data: bytes) -> _RawThread | None:
    """The thread in a file, or None for JSON of another meaning."""
    try:
        # The byte order mark is legal in no JSON text, yet editors write it.
        return _thread_or_none(_decoder.decode(data.removeprefix(b"\xef\xbb\xbf")))
    except RecursionError:
        raise NotReadable(DAMAGED) from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        # The strict decoder also refuses what the tolerant one can read: half surrogate pairs, odd types.
        return _decode_tolerantly(data)


def _decode_tolerantly(data: bytes) -> _RawThread | None:
    if len(data) > _LONGEST_SLOW_FILE:
        raise NotReadable(TOO_LARGE)
    try:
        value = json.loads(data)
    except (ValueError, RecursionError):
        raise NotReadable(DAMAGED) from None
    if not isinstance(value, dict):
        return None
    messages = value.get("messages")
    participants = value.get("participants")
    if not isinstance(messages, list) and not isinstance(participants, list):
        return None
    if isinstance(participants, list) and any(isinstance(item, str) for item in participants):
        raise NotReadable("This is an end-to-end encrypted chat, a shape that cannot be read yet.")
    return _RawThread(
        participants=_participants(participants) if isinstance(participants, list) else None,
        messages=[_message(item) for item in messages if isinstance(item, dict)]
        if isinstance(messages, list)
        else None,
        title=_string(value.get("title")) or "",
        thread_path=_string(value.get("thread_path")) or "",
    )


def _thread_or_none(thread: _RawThread) -> _RawThread | None:
    return None if thread.messages is None and thread.participants is None else thread


def _participants(items: list[Any]) -> list[_Participant]:
    return [_Participant(_string(item.get("name")) or "") for item in items if isinstance(item, dict)]


def _message(item: Mapping[str, Any]) -> _RawMessage:
    return _RawMessage(
        sender_name=_string(item.get("sender_name")) or "",
        timestamp_ms=_number(item.get("timestamp_ms")),
        timestamp=_number(item.get("timestamp")),
        content=_string(item.get("content")),
        type=_string(item.get("type")),
        is_unsent=bool(item.get("is_unsent")),
        call_duration=_number(item.get("call_duration")),
        missed=bool(item.get("missed")),
        **{
            name: item.get(name)
            for name in ("users", "share", "sticker", "photos", "videos", "audio_files", "gifs", "files")
        },
    )


def _string(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _number(value: object) -> int | float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None
