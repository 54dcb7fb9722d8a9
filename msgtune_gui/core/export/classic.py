"""Reader of the classic shape: Facebook from 2018 to today, Instagram, LangChain's hogwarts and look-alikes."""

from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import msgspec

from msgtune_gui.core.export.decoding import (
    DAMAGED,
    MaybeRaw,
    RawThread,
    ThreadDecoder,
    is_something,
    loose_string,
    loose_value,
    moment,
    number,
    string,
)
from msgtune_gui.core.export.names import NameTable, Places, named
from msgtune_gui.core.export.noise import begins_with_own_name, is_attachment_sentence
from msgtune_gui.core.export.reaction_signs import reaction_signs
from msgtune_gui.core.export.shapes import Checkpoint, NotReadable, Sign, ThreadFile
from msgtune_gui.core.export.text import FileRepair, repair
from msgtune_gui.core.export.times import LATEST_MS, in_milliseconds, is_in_seconds, within_calendar
from msgtune_gui.core.messages import KIND_CODES, MessageKind, Messages

_BATCH = 3000
_USUAL_TYPES = frozenset({"Generic", "Share"})
_GROUP_TYPES = frozenset({"Subscribe", "Unsubscribe"})
# Numbers of their own, because looking an enum up for each message would take as long as the rest.
_SPEECH = KIND_CODES[MessageKind.SPEECH]
_SYSTEM = KIND_CODES[MessageKind.SYSTEM]
_CALL = KIND_CODES[MessageKind.CALL]
_ATTACHMENT = KIND_CODES[MessageKind.ATTACHMENT]
_UNSENT = KIND_CODES[MessageKind.UNSENT]
_EMPTY = KIND_CODES[MessageKind.EMPTY]
_CAPTION = 255
"""Speech beside an attachment of which only the whole export tells whether somebody typed it."""
_CAPTIONS, _SPEECHES = bytes([_CAPTION]), bytes([_SPEECH])
_LINKS = ("http://", "https://", "www.")


class _RawMessage(msgspec.Struct, gc=False):
    """The few fields of a message that decide its text, time and kind (n = 774,818 in one published count).

    Fields of which only matters whether there is something in them are left undecoded, which is the quickest way.
    """

    sender_name: str = ""
    timestamp_ms: int | float | None = None
    content: str | None = None
    photos: MaybeRaw = None
    videos: MaybeRaw = None
    audio_files: MaybeRaw = None
    gifs: MaybeRaw = None
    files: MaybeRaw = None
    sticker: MaybeRaw = None
    share: MaybeRaw = None
    call_duration: int | float | None = None
    missed: bool | None = None
    users: MaybeRaw = None
    type: str | None = None
    is_unsent: bool | None = None
    reactions: MaybeRaw = None
    timestamp: int | float | None = None


class ClassicReader:
    """Turns files of one export into conversations' parts."""

    def __init__(self, names: NameTable | None = None) -> None:
        """Share a table of names with the other readers of the export."""
        self._names = names or NameTable()
        self._decoder = ThreadDecoder(_RawMessage, _from_object)

    def read(self, data: bytes, checkpoint: Checkpoint) -> ThreadFile | None:
        """One file's conversation, or None where the file holds none (settings and the like).

        Raises:
            NotReadable: The file is meant to hold a conversation and cannot be used.
            Cancelled: From the checkpoint.
        """
        if b'"messages"' not in data and b'"participants"' not in data:
            return None
        thread = self._decoder.decode(data)
        if thread is None:
            return None
        listed = _listed(thread.participants)
        if thread.messages is None:
            if listed or _is_half_a_chat(data):
                raise NotReadable(DAMAGED)
            return None
        messages = self._messages(thread.messages, checkpoint)
        if not _is_conversation(listed, messages):
            return None
        names = (self._names.repaired(name) for name in listed or ())
        return ThreadFile(
            thread=repair(loose_string(thread.thread_path)).strip("/"),
            title=repair(loose_string(thread.title)).strip(),
            participants=tuple(dict.fromkeys(name for name in names if name.strip())),
            messages=messages.with_kinds(messages.kinds.replace(_CAPTIONS, _SPEECHES)),
            whole_seconds=_in_whole_seconds(thread.messages),
            marked_group=_is_marked_group(thread),
            signs=(*_signs_of_attachments(thread.messages, messages), *_signs_of_reactions(thread.messages, messages)),
        )

    def _messages(self, raws: list[_RawMessage], checkpoint: Checkpoint) -> Messages:
        places, senders, times = Places(), array("I"), array("q")
        texts: list[str | None] = []
        kinds: list[bytes] = []
        mending = FileRepair()
        for start in range(0, len(raws), _BATCH):
            checkpoint()
            batch = raws[start : start + _BATCH]
            senders.fromlist([places[raw.sender_name] for raw in batch])
            times.extend(_times(batch, times[-1] if times else 0))
            written = mending.all([raw.content for raw in batch])
            kinds.append(_kinds(batch, written, self._names.repaired))
            texts += written
        names, senders = named(places, senders, self._names.repaired)
        if mending.has_seen_right:
            texts = mending.settled([raw.content for raw in raws], texts)
        return Messages(names, senders, times, texts, b"".join(kinds))


def _listed(participants: msgspec.Raw | None) -> list[str] | None:
    """Names of those listed as participants, as they stand in the file; None where there is no such list."""
    people = loose_value(participants)
    if not isinstance(people, list):
        return None
    if people and not any(isinstance(person, dict) and "name" in person for person in people):
        return None
    return [string(person.get("name")) or "" for person in people if isinstance(person, dict)]


def _is_half_a_chat(data: bytes) -> bool:
    """Whether this is an encrypted chat of which nothing is left but who takes part in it."""
    try:
        value = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    people = value.get("participants") if isinstance(value, dict) and len(value) == 1 else None
    return isinstance(people, list) and bool(people) and all(isinstance(name, str) for name in people)


def _is_marked_group(thread: RawThread[_RawMessage]) -> bool:
    """By its type ("RegularGroup", until about 2022) or by how one may join, which only groups have."""
    return loose_string(thread.thread_type).endswith("Group") or is_something(thread.joinable_mode)


def _is_conversation(listed: list[str] | None, messages: Messages) -> bool:
    """Whether people wrote this; other files too have something that is called "messages"."""
    if listed:
        return True
    if listed is None:
        return any(messages.names) and any(messages.times)
    return not messages or any(messages.names) or any(messages.times) or any(messages.texts)


def _times(raws: Sequence[_RawMessage], before: int) -> Iterable[int]:
    """Milliseconds since 1970; a message without a time takes that of its neighbour, so that it keeps its place."""
    stamps: list[Any] = [raw.timestamp_ms for raw in raws]
    try:
        times = array("q", stamps)
        if min(stamps) >= 0 and max(stamps) <= LATEST_MS:
            return times
    except (TypeError, OverflowError):
        pass
    return _odd_times(raws, before)


def _odd_times(raws: Sequence[_RawMessage], before: int) -> Iterable[int]:
    for raw in raws:
        time = raw.timestamp_ms if raw.timestamp_ms is not None else in_milliseconds(raw.timestamp)
        before = within_calendar(time, before)
        yield before


def _in_whole_seconds(raws: Sequence[_RawMessage]) -> bool:
    """Whether the file has its times as spring 2018 had them; told by its first message, as a file has one shape."""
    first = next(iter(raws), None)
    if first is None or first.timestamp_ms is not None or first.timestamp is None:
        return False
    return is_in_seconds(first.timestamp)


def _kinds(raws: Sequence[_RawMessage], texts: Sequence[str | None], name_of: Callable[[str], str]) -> bytes:
    """A column of kinds; nine messages in ten are speech by the mere absence of everything else."""
    kinds = bytearray(len(raws))
    for place in [
        place
        for place, (raw, text) in enumerate(zip(raws, texts, strict=True))
        if not text
        or text.isspace()
        or raw.share is not None
        or raw.photos is not None
        or raw.sticker is not None
        or raw.videos is not None
        or raw.audio_files is not None
        or raw.gifs is not None
        or raw.files is not None
        or raw.users is not None
        or raw.call_duration is not None
        or raw.missed
        or raw.is_unsent
        or (raw.type is not None and raw.type not in _USUAL_TYPES)
    ]:
        kinds[place] = _kind(raws[place], texts[place], name_of)
    return bytes(kinds)


def _kind(raw: _RawMessage, text: str | None, name_of: Callable[[str], str]) -> int:
    """Code of the kind by the fields that are there, in the order of how much they say; words decide one case only.

    A share or media of which all that is said is "X sent an attachment.", in any language, is an attachment: the
    export writes that sentence itself.
    """
    if raw.is_unsent:
        return _UNSENT
    if raw.call_duration is not None or raw.missed or raw.type == "Call":
        return _CALL
    if raw.type in _GROUP_TYPES or is_something(raw.users):
        return _SYSTEM
    if not _has_media(raw):
        return _SPEECH if text and not text.isspace() else _EMPTY
    return _kind_beside_media(raw, text, name_of) if text and not text.isspace() else _ATTACHMENT


def _kind_beside_media(raw: _RawMessage, text: str, name_of: Callable[[str], str]) -> int:
    if text.endswith("sent an attachment."):
        return _ATTACHMENT
    sender, is_share = name_of(raw.sender_name), is_something(raw.share)
    if is_attachment_sentence(text, sender, beside_share=is_share):
        return _ATTACHMENT
    # What somebody writes beside a link holds the link.
    may_be_metas = not any(map(text.__contains__, _LINKS)) if is_share else begins_with_own_name(text, sender)
    return _CAPTION if may_be_metas else _SPEECH


def _signs_of_attachments(raws: Sequence[_RawMessage], messages: Messages) -> Iterator[Sign]:
    place = messages.kinds.find(_CAPTION)
    while place >= 0:
        raw, message = raws[place], messages[place : place + 1]
        pieces = (raw.share, raw.photos, raw.sticker, raw.videos, raw.audio_files, raw.gifs, raw.files)
        beside = next(bytes(piece) for piece in pieces if piece is not None and is_something(piece))
        sender, text = messages.names[message.senders[0]], message.texts[0] or ""
        yield Sign(sender, message.times[0], text, beside, is_share=is_something(raw.share))
        place = messages.kinds.find(_CAPTION, place + 1)


def _signs_of_reactions(raws: Sequence[_RawMessage], messages: Messages) -> Iterator[Sign]:
    for place, reaction in reaction_signs(raws):
        sender, text = messages.names[messages.senders[place]], messages.texts[place]
        if text:
            yield Sign(sender, messages.times[place], text, reaction.encode("utf-8", "replace"), is_reaction=True)


def _has_media(raw: _RawMessage) -> bool:
    for piece in (raw.photos, raw.share, raw.sticker, raw.videos, raw.audio_files, raw.gifs, raw.files):
        if piece is not None and is_something(piece):
            return True
    return False


def _from_object(value: Mapping[str, Any]) -> _RawMessage:
    fields = ("photos", "videos", "audio_files", "gifs", "files", "sticker", "share", "users")
    present = {field: msgspec.Raw(b"1") for field in fields if value.get(field)}
    return _RawMessage(
        sender_name=string(value.get("sender_name")) or "",
        timestamp_ms=moment(value.get("timestamp_ms")),
        timestamp=moment(value.get("timestamp")),
        content=string(value.get("content")),
        type=string(value.get("type")),
        is_unsent=bool(value.get("is_unsent")),
        call_duration=number(value.get("call_duration")),
        missed=bool(value.get("missed")),
        **present,
    )
