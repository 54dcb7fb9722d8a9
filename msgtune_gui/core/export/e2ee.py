"""Reader of the export of end-to-end encrypted chats ("secure storage"): one flat file a thread, right text."""

import re
from array import array
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from msgtune_gui.core.export.decoding import (
    DAMAGED,
    MaybeRaw,
    ThreadDecoder,
    is_something,
    loose_string,
    loose_value,
    moment,
    string,
)
from msgtune_gui.core.export.names import NameTable, Places, named
from msgtune_gui.core.export.shapes import Checkpoint, NotReadable, ThreadFile
from msgtune_gui.core.export.text import clean
from msgtune_gui.core.export.times import in_milliseconds, within_calendar
from msgtune_gui.core.messages import KIND_CODES, MessageKind, Messages

_BATCH = 4096
_NUMBER = re.compile(r"_\d+$")
"""What keeps two people of one name apart in `threadName`."""
_NOTHING_BUT_A_LINK = re.compile(r"\s*(?:https?://|www\.)\S+\s*", re.IGNORECASE)


class _RawMessage(msgspec.Struct, gc=False):
    sender_name: str = msgspec.field(default="", name="senderName")
    timestamp: int | float | None = None
    text: str | None = None
    type: str | None = None
    is_unsent: bool | None = msgspec.field(default=None, name="isUnsent")
    media: MaybeRaw = None


class EncryptedReader:
    """Turns files of one export of encrypted chats into conversations."""

    def __init__(self, names: NameTable | None = None) -> None:
        """Share a table of names with the other readers of the export."""
        self._names = names or NameTable()
        self._decoder = ThreadDecoder(_RawMessage, _from_object)

    def read(self, data: bytes, checkpoint: Checkpoint) -> ThreadFile | None:
        """One file's conversation, or None where the file holds none.

        Raises:
            NotReadable: The file is meant to hold a conversation and cannot be used.
            Cancelled: From the checkpoint.
        """
        if b'"threadName"' not in data and b'"senderName"' not in data:
            return None
        thread = self._decoder.decode(data)
        if thread is None:
            return None
        title = clean(loose_string(thread.thread_name)).strip()
        people = _people(thread.participants)
        if thread.messages is None:
            if people and title:
                raise NotReadable(DAMAGED)
            return None
        messages = self._messages(thread.messages, checkpoint)
        written = any(messages.names) and any(messages.times)
        if people is None:
            if written or title:
                raise NotReadable(DAMAGED)
            return None
        if not (title or written):
            return None
        names = map(self._names.clean, people)
        return ThreadFile(
            thread=title,
            title=_NUMBER.sub("", title),
            participants=tuple(dict.fromkeys(name for name in names if name.strip())),
            messages=messages,
            encrypted=True,
        )

    def _messages(self, raws: list[_RawMessage], checkpoint: Checkpoint) -> Messages:
        places, senders, times = Places(), array("I"), array("q")
        texts: list[str | None] = []
        kinds = bytearray()
        for start in range(0, len(raws), _BATCH):
            checkpoint()
            batch = raws[start : start + _BATCH]
            senders.extend([places[raw.sender_name] for raw in batch])
            times.extend(_times(batch, times[-1] if times else 0))
            written = [None if raw.text is None else clean(raw.text) for raw in batch]
            kinds.extend(KIND_CODES[_kind(raw, text)] for raw, text in zip(batch, written, strict=True))
            texts += written
        names, senders = named(places, senders, self._names.clean)
        return Messages(names, senders, times, texts, bytes(kinds))


def _people(participants: msgspec.Raw | None) -> list[str] | None:
    """The people listed, as strings in real files, as objects in some programs' copies; None without a list."""
    people = loose_value(participants)
    if not isinstance(people, list):
        return None
    names = (person.get("name") if isinstance(person, dict) else person for person in people)
    return [name for name in names if isinstance(name, str)]


def _times(raws: Sequence[_RawMessage], before: int) -> Iterator[int]:
    for raw in raws:
        before = within_calendar(in_milliseconds(raw.timestamp), before)
        yield before


def _kind(raw: _RawMessage, text: str | None) -> MessageKind:
    """Kind by the message's own type; what it leaves open is decided by what there is in the message."""
    if raw.is_unsent or raw.type == "placeholder":
        return MessageKind.UNSENT
    if text and not text.isspace():
        alone = raw.type == "link" and _NOTHING_BUT_A_LINK.fullmatch(text)
        return MessageKind.LINK if alone else MessageKind.SPEECH
    return MessageKind.ATTACHMENT if raw.type == "media" or is_something(raw.media) else MessageKind.EMPTY


def _from_object(value: Mapping[str, Any]) -> _RawMessage:
    return _RawMessage(
        sender_name=string(value.get("senderName")) or "",
        timestamp=moment(value.get("timestamp")),
        text=string(value.get("text")),
        type=string(value.get("type")),
        is_unsent=bool(value.get("isUnsent")),
        media=msgspec.Raw(b"1") if value.get("media") else None,
    )
