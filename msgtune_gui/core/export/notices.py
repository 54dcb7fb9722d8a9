"""What there is to say about an export that was read, as a whole."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import PurePosixPath

from msgtune_gui.core.export.download_dates import day_in
from msgtune_gui.core.export.find import Findings
from msgtune_gui.core.export.pieces import Place
from msgtune_gui.core.model import Conversation, Notice, NoticeKind, SkippedFile

_DAY_MS = 24 * 60 * 60 * 1000
_LONG_AGO_MS = 90 * _DAY_MS
_SAME_TIME_MS = 30 * _DAY_MS
_FEWEST_ENDED = 3
_FIRST_ENCRYPTED_MS = 1_659_312_000_000
"""August 2022, when Meta began to test encryption by default."""
_CUTOVER = "e2ee_cutover"
_NUMBER = re.compile(r"message_(\d+)$")


@dataclass(slots=True)
class Traces:
    """What the files of an export say beside their messages, gathered while they are read.

    Attributes:
        findings: What lies below each thing that was chosen.
        unreadable: The things that could not be opened at all, and why.
        numbers: Source's tree and folder of a thread -> numbers of its files.
        folders: Folders that hold a conversation in JSON.
        names: Names of the things that were chosen and of the folders that hold whole exports.
        encrypted: Whether a chat from an export of encrypted chats was read.
        cutover: Whether there is a thread that went on encrypted.
    """

    findings: list[Findings] = field(default_factory=list)
    unreadable: list[SkippedFile] = field(default_factory=list)
    numbers: dict[str, set[int]] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)
    names: set[str] = field(default_factory=set)
    encrypted: bool = False
    cutover: bool = False

    def note_thread(self, place: Place, *, encrypted: bool) -> None:
        """Remember where a file with a conversation lies."""
        folder = place.path.parent
        self.encrypted |= encrypted
        self.cutover |= _CUTOVER in folder.parts
        self.folders.add(folder.name)
        self.names.update((place.source_name, *place.root[1].split("/")))
        number = _NUMBER.search(place.path.stem)
        if number and not encrypted:
            self.numbers.setdefault("/".join(folder.parts[-2:]), set()).add(int(number.group(1)))


def notices(traces: Traces, conversations: Sequence[Conversation]) -> tuple[Notice, ...]:
    """Everything worth saying, the weightiest first."""
    said = (
        _unreadable_parts(traces.unreadable),
        _holes(traces.numbers),
        _encrypted_part_missing(traces, conversations),
        _pages_beside(traces),
    )
    return tuple(notice for notice in said if notice is not None)


def _unreadable_parts(unreadable: Sequence[SkippedFile]) -> Notice | None:
    if not unreadable:
        return None
    if len(unreadable) == 1:
        message = f"“{unreadable[0].path}” could not be read. {unreadable[0].reason}"
    else:
        message = f"{len(unreadable)} of the things you chose could not be read. The first: {unreadable[0].reason}"
    return Notice(
        NoticeKind.PART_UNREADABLE,
        message,
        "Everything else was read. Download that part again from Meta, then add it, or go on without it.",
    )


def _holes(numbers: Mapping[str, set[int]]) -> Notice | None:
    """Meta numbers the files of a conversation from 1; a number that is not there is in another part."""
    broken = sum(1 for found in numbers.values() if len(found) < max(found))
    if not broken:
        return None
    some = "One conversation lacks" if broken == 1 else f"{broken:,} conversations lack"
    return Notice(
        NoticeKind.SINGLE_PART,
        f"{some} some of the files that Meta numbers, so this looks like one part of a larger download.",
        "If Meta gave you several files, add the other parts. If this is all there is, you can go on.",
    )


def _encrypted_part_missing(traces: Traces, conversations: Sequence[Conversation]) -> Notice | None:
    if traces.encrypted:
        return None
    by_name = [day for name in traces.names if (day := day_in(name)) is not None]
    made_ms = max(by_name, default=None) or max((found.newest_ms for found in traces.findings), default=0)
    newest_ms = max((conversation.last_ms or 0 for conversation in conversations), default=0)
    # Somebody may have made the zip later, so without a date in a name the end of many chats proves nothing.
    went_on = traces.cutover or (by_name and newest_ms > _FIRST_ENCRYPTED_MS and _ended_together(conversations))
    if made_ms - newest_ms < _LONG_AGO_MS or not went_on:
        return None
    return Notice(
        NoticeKind.ENCRYPTED_PART_MISSING,
        f"The newest message is of {_day(newest_ms)}, but {'the download' if by_name else 'its newest file'} is of "
        f"{_day(made_ms)}.",
        "Since then your chats may have been encrypted. Meta gives those as a download of their own, at "
        "messenger.com/secure_storage/dyi; add that zip here.",
    )


def _ended_together(conversations: Iterable[Conversation]) -> bool:
    """Whether the newest chats of two people all end within a month, as they do when they become encrypted."""
    ends = sorted((chat.last_ms or 0 for chat in conversations if not chat.is_group), reverse=True)
    return len(ends) >= _FEWEST_ENDED and ends[0] - ends[_FEWEST_ENDED - 1] < _SAME_TIME_MS


def _day(milliseconds: int) -> str:
    return datetime.fromtimestamp(milliseconds / 1000, UTC).date().isoformat()


def _pages_beside(traces: Traces) -> Notice | None:
    """Where a conversation is there in both forms its JSON was read, and there is nothing to say."""
    pages = (PurePosixPath(page) for found in traces.findings for page in found.pages)
    folders = {page.parent.name for page in pages if page.name.lower().startswith("message_")} - traces.folders
    if not folders:
        return None
    some = "One conversation is" if len(folders) == 1 else f"{len(folders):,} conversations are"
    return Notice(
        NoticeKind.HTML_BESIDE,
        f"{some} there in HTML only, which msgtune does not read.",
        "To have all of them, ask Meta for a new download with Format: JSON and Date range: All time.",
    )
