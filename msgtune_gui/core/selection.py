"""Which messages of an export are learned from, and of every other one the reason why not."""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from msgtune_gui.core.columns import by_sender, over, where_zero
from msgtune_gui.core.messages import KIND_CODES, KINDS, MessageKind, Messages
from msgtune_gui.core.model import Conversation, Export, GroupChoice, LeftOutReason, Selection
from msgtune_gui.core.people import is_deleted_account

REASONS = tuple(LeftOutReason)
REASON_CODES = {reason: code for code, reason in enumerate(REASONS, start=1)}
"""The code of each reason in a column of reasons; a message that goes on has code 0."""

_REASONS_OF_KINDS: dict[MessageKind, LeftOutReason] = {
    kind: LeftOutReason(kind.value) for kind in KINDS if kind is not MessageKind.SPEECH
}
_SWITCHES = frozenset(_REASONS_OF_KINDS.values()) | {LeftOutReason.DELETED_ACCOUNT}
_SAMPLES = 6
_SAMPLES_OF_CONVERSATION = 3


@dataclass(frozen=True, slots=True)
class SamplePlace:
    """Where a message stands: identifier of its conversation, and its place in the conversation."""

    conversation: str
    place: int


@dataclass(frozen=True, slots=True)
class LeftOutRow:
    """What there is to say about one reason before the slicing.

    Attributes:
        reason: Why messages are left out.
        count: Messages for which it is the first reason; where they are kept, those for which it would be.
        samples: Where a few of them stand.
        left_out: Whether they are left out at present.
        can_be_switched: Whether a switch of its own in the selection keeps them (`kinds`, `deleted_accounts`).
    """

    reason: LeftOutReason
    count: int
    samples: tuple[SamplePlace, ...]
    left_out: bool
    can_be_switched: bool


def _no_checkpoint() -> None:
    """Nobody cancels."""


def reason_of_conversation(conversation: Conversation, selection: Selection) -> LeftOutReason | None:
    """Why a conversation is left out as a whole, or None."""
    if selection.ticked is not None and conversation.identifier not in selection.ticked:
        return LeftOutReason.NOT_TICKED
    unwanted = selection.groups is GroupChoice.WITHOUT_GROUPS
    if selection.groups is not GroupChoice.ALL and conversation.is_group is unwanted:
        return LeftOutReason.GROUPS
    if selection.least_messages and len(conversation.messages) < selection.least_messages:
        return LeftOutReason.SHORT_CONVERSATION
    return None


def filtered_conversations(
    conversations: Iterable[Conversation], selection: Selection, checkpoint: Callable[[], None]
) -> dict[str, LeftOutReason]:
    """Which conversations the filters leave out as a whole, ticked or not: identifier -> the first reason.

    Args:
        conversations: All of the export.
        selection: The filters; its ticks are not looked at.
        checkpoint: Called before every conversation; may raise Cancelled.
    """
    selection = replace(selection, ticked=None)
    reasons: dict[str, LeftOutReason] = {}
    for conversation in conversations:
        checkpoint()
        reason = reason_of_conversation(conversation, selection)
        if reason is None and _is_outside(conversation.messages.times, selection):
            reason = LeftOutReason.OUTSIDE_DATES
        if reason is not None:
            reasons[conversation.identifier] = reason
    return reasons


def _is_outside(times: Sequence[int], selection: Selection) -> bool:
    if not times:
        return False
    too_early = selection.from_ms is not None and times[-1] < selection.from_ms
    return too_early or (selection.until_ms is not None and times[0] >= selection.until_ms)


def tally(column: bytes) -> Counter[LeftOutReason]:
    """How often each reason stands in a column of reasons."""
    return Counter({REASONS[code - 1]: count for code, count in _tally(column)})


def _tally(column: bytes) -> list[tuple[int, int]]:
    codes = column.translate(None, b"\0")
    return [(code, codes.count(code)) for code in set(codes)]


class MessageFilter:
    """Gives the reason for each message of an export's conversations; looks only at what concerns messages."""

    def __init__(self, export: Export, selection: Selection) -> None:
        self._selection = selection
        self._kinds = _reasons_of(frozenset(KINDS) - selection.kinds)
        self._codes_of_senders: dict[str, int] = {}
        self._automatic: dict[str, array[int]] = {}
        for frame in export.frames or ():
            if frame.words in selection.dropped_frames:
                for identifier, places in frame.places.items():
                    self._automatic.setdefault(identifier, array("q")).extend(places)
        self._private = export.private.found if export.private is not None and selection.dropped else {}

    def reasons(self, conversation: Conversation) -> bytes:
        """A column of reasons: for each message the code of the first reason, 0 where it goes on.

        Speech without any text is not looked for here; readers give it another kind.
        """
        messages = conversation.messages
        codes = messages.kinds.translate(self._kinds)
        senders = list(map(self._code_of_sender, messages.names))
        if any(senders):
            codes = over(by_sender(messages, senders), codes)
        return self._in_places(conversation, self._between_dates(messages, codes))

    def _code_of_sender(self, name: str) -> int:
        code = self._codes_of_senders.get(name)
        if code is None:
            code = 0
            if name in self._selection.without_people:
                code = REASON_CODES[LeftOutReason.PERSON]
            elif not self._selection.deleted_accounts and is_deleted_account(name):
                code = REASON_CODES[LeftOutReason.DELETED_ACCOUNT]
            self._codes_of_senders[name] = code
        return code

    def _between_dates(self, messages: Messages, codes: bytes) -> bytes:
        start, stop = self._selection.from_ms, self._selection.until_ms
        if start is None and stop is None:
            return codes
        first = 0 if start is None else bisect_left(messages.times, start)
        end = len(codes) if stop is None else max(first, bisect_left(messages.times, stop))
        outside = bytes([REASON_CODES[LeftOutReason.OUTSIDE_DATES]])
        return outside * first + codes[first:end] + outside * (len(codes) - end)

    def _in_places(self, conversation: Conversation, codes: bytes) -> bytes:
        automatic = self._automatic.get(conversation.identifier, ())
        private = self._private.get(conversation.identifier, {})
        if not automatic and not private:
            return codes
        column = bytearray(codes)
        for place in automatic:
            column[place] = column[place] or REASON_CODES[LeftOutReason.AUTOMATIC]
        dropped = self._selection.dropped
        for place, details in private.items():
            if not column[place] and any(detail.kind in dropped for detail in details):
                column[place] = REASON_CODES[LeftOutReason.PRIVATE]
        return bytes(column)


def left_out_rows(
    export: Export, selection: Selection, checkpoint: Callable[[], None] = _no_checkpoint
) -> tuple[LeftOutRow, ...]:
    """What is left out before the slicing, and what is kept by a switch, in the order of LeftOutReason.

    Quick enough for every press of a switch: about 10 ms for a million messages, 50 ms for 10,000 conversations.
    Reasons without any message are absent.

    Args:
        export: What was read.
        selection: The ticks, filters and switches.
        checkpoint: Called before every conversation; may raise Cancelled.
    """
    # By code, because looking a reason up takes several times as long as a number.
    counts = [0] * (len(REASONS) + 1)
    counts[REASON_CODES[LeftOutReason.DOUBLE]] = export.doubles
    samples: list[list[SamplePlace]] = [[] for _ in counts]
    messages = MessageFilter(export, selection)
    for conversation in export.conversations:
        checkpoint()
        whole = reason_of_conversation(conversation, selection)
        if whole is not None:
            code, length = REASON_CODES[whole], len(conversation.messages)
            counts[code] += length
            if length and len(samples[code]) < _SAMPLES:
                samples[code].append(SamplePlace(conversation.identifier, 0))
            continue
        codes = messages.reasons(conversation)
        for column in (codes, *_kept_by_switches(conversation.messages, codes, selection)):
            for code, count in _tally(column):
                counts[code] += count
                if len(samples[code]) < _SAMPLES:
                    samples[code].extend(_places(conversation.identifier, column, code))
    kept = {_REASONS_OF_KINDS[kind] for kind in selection.kinds if kind in _REASONS_OF_KINDS}
    if selection.deleted_accounts:
        kept.add(LeftOutReason.DELETED_ACCOUNT)
    return tuple(
        LeftOutRow(reason, counts[code], tuple(samples[code][:_SAMPLES]), reason not in kept, reason in _SWITCHES)
        for code, reason in enumerate(REASONS, start=1)
        if counts[code]
    )


def _kept_by_switches(messages: Messages, codes: bytes, selection: Selection) -> Iterator[bytes]:
    """Columns of the reasons that would be the first ones if their switches were not on "keep"."""
    if len(selection.kinds) > 1:
        kept = messages.kinds.translate(_reasons_of(selection.kinds))
        yield where_zero(kept, codes.translate(_before(LeftOutReason.AUTOMATIC)))
    if selection.deleted_accounts and any(map(is_deleted_account, messages.names)):
        code = REASON_CODES[LeftOutReason.DELETED_ACCOUNT]
        gone = by_sender(messages, [code if is_deleted_account(name) else 0 for name in messages.names])
        yield where_zero(gone, codes.translate(_before(LeftOutReason.SYSTEM)))


@lru_cache(maxsize=8)
def _before(reason: LeftOutReason) -> bytes:
    """For bytes.translate of a column of reasons: 0 in place of this one and those after it."""
    first = REASON_CODES[reason]
    return bytes(code if code < first else 0 for code in range(256))


@lru_cache(maxsize=64)
def _reasons_of(kinds: frozenset[MessageKind]) -> bytes:
    """For bytes.translate of a column of kinds: the reasons that are named after these kinds, 0 elsewhere."""
    table = bytearray(256)
    for kind in kinds & _REASONS_OF_KINDS.keys():
        table[KIND_CODES[kind]] = REASON_CODES[_REASONS_OF_KINDS[kind]]
    return bytes(table)


def _places(identifier: str, column: bytes, code: int) -> Iterator[SamplePlace]:
    place = -1
    for _ in range(_SAMPLES_OF_CONVERSATION):
        place = column.find(code, place + 1)
        if place < 0:
            return
        yield SamplePlace(identifier, place)
