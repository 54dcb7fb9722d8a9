"""What there is to say about an export that was read, as a whole."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import PurePosixPath

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.export.download_dates import day_in
from msgtune_gui.core.export.find import Findings
from msgtune_gui.core.export.pieces import Place
from msgtune_gui.core.model import Conversation, Notice, NoticeKind

_LONG_AGO_MS = 90 * 24 * 60 * 60 * 1000
_FIRST_CHATS_MS = 1_075_852_800_000
"""February 2004, when Facebook began; an export whose messages are all older has no times that say anything."""
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_CUTOVER = "e2ee_cutover"
_NUMBER = re.compile(r"message_(\d+)$")
_NAMED = 3


@dataclass(slots=True)
class Traces:
    """What the files of an export say beside their messages, gathered while they are read.

    Attributes:
        findings: What lies below each thing that was chosen.
        unreadable: Why parts could not be opened at all.
        empty: Names of the things that were chosen beside others and hold nothing of an export.
        numbers: Source's tree and folder of a thread -> numbers of its files.
        folders: Folders that hold a conversation in JSON.
        names: Names of the things that were chosen and of the folders that hold whole exports.
        encrypted: Whether a chat from an export of encrypted chats was read.
        cutover: Whether there is a thread that went on encrypted.
    """

    findings: list[Findings] = field(default_factory=list)
    unreadable: list[UserError] = field(default_factory=list)
    empty: list[str] = field(default_factory=list)
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
        _empty_parts(traces.empty),
        _holes(traces.numbers),
        _encrypted_part_missing(traces, conversations),
        _pages_beside(traces),
    )
    return tuple(notice for notice in said if notice is not None)


def _unreadable_parts(unreadable: Sequence[UserError]) -> Notice | None:
    if not unreadable:
        return None
    first = unreadable[0]
    message, advice = first.message, first.advice
    if len(unreadable) > 1:
        message = f"{len(unreadable)} of the things you chose could not be read. The first: {first.message}"
    if len({error.advice for error in unreadable}) > 1:
        advice = "Download again what is damaged, unpack what has a password, then add it, or go on without it."
    return Notice(NoticeKind.PART_UNREADABLE, message, f"Everything else was read. {advice}")


def _empty_parts(names: Sequence[str]) -> Notice | None:
    if not names:
        return None
    if len(names) == 1:
        message = f"“{names[0]}” holds no conversation, so nothing was added."
    else:
        listed = ", ".join(f"“{name}”" for name in names[:_NAMED]) + (" …" if len(names) > _NAMED else "")
        message = f"{len(names)} of the things you chose hold no conversation, so nothing of them was added: {listed}"
    return Notice(NoticeKind.EMPTY_PART, message, "Choose the folder or the zip with the messages, or go on without.")


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
    """Chats that became encrypted end in the export long before it was made, and groups may go on."""
    if traces.encrypted:
        return None
    by_name = [day for name in traces.names if (day := day_in(name)) is not None]
    made_ms = max(by_name, default=None) or max((found.newest_ms for found in traces.findings), default=0)
    newest_ms = max((chat.last_ms or 0 for chat in conversations), default=0)
    newest_of_two_ms = max((chat.last_ms or 0 for chat in conversations if not chat.is_group), default=newest_ms)
    if newest_ms < _FIRST_CHATS_MS:
        return None
    if made_ms - newest_ms >= _LONG_AGO_MS:
        ended = f"The newest message was sent on {_day_here(newest_ms)}"
    elif traces.cutover and made_ms - newest_of_two_ms >= _LONG_AGO_MS:
        ended = f"Only groups go on after {_day_here(newest_of_two_ms)}"
    else:
        return None
    made = (
        f"{'the download' if by_name else 'its newest file'} is of {_day(datetime.fromtimestamp(made_ms / 1000, UTC))}"
    )
    return Notice(
        NoticeKind.ENCRYPTED_PART_MISSING,
        f"{ended}, but {made}.",
        "Since then your chats may have been encrypted. Meta gives those as a download of their own, at "
        "messenger.com/secure_storage/dyi; add that zip here.",
    )


def _day_here(milliseconds: int) -> str:
    """The day of a message on this computer's clock, as the window shows it."""
    return _day(datetime.fromtimestamp(milliseconds / 1000, UTC).astimezone())


def _day(time: datetime) -> str:
    return f"{time.day} {_MONTHS[time.month - 1]} {time.year}"


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
