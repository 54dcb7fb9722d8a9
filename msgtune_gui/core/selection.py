"""Which messages of an export are learned from, and of every other one the reason why not."""

import sys
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

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
_WHERE_ZERO = bytes([255]) + bytes(255)
_ONE_BYTE_SENDERS = 256


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


def reason_of_conversation(conversation: Conversation, selection: Selection) -> LeftOutReason | None:
    """Why a conversation is left out as a whole, or None."""
    if selection.ticked is not None and conversation.identifier not in selection.ticked:
        return LeftOutReason.NOT_TICKED
    unwanted = {GroupChoice.ALL: None, GroupChoice.WITHOUT_GROUPS: True, GroupChoice.ONLY_GROUPS: False}
    if conversation.is_group is unwanted[selection.groups]:
        return LeftOutReason.GROUPS
    if len(conversation.messages) < selection.least_messages:
        return LeftOutReason.SHORT_CONVERSATION
    return None


def by_sender(messages: Messages, values: Sequence[int]) -> bytes:
    """One byte a message: the value (0 to 255) at its sender's place in `names`."""
    if len(values) > _ONE_BYTE_SENDERS:
        return bytes(map(values.__getitem__, messages.senders))
    width = messages.senders.itemsize
    lowest = 0 if sys.byteorder == "little" else width - 1
    return messages.senders.tobytes()[lowest::width].translate(bytes(values).ljust(256, b"\0"))


def where_zero(column: bytes, conditions: bytes) -> bytes:
    """The column with 0 wherever the other column is not 0."""
    # Whole columns are combined as two large numbers: a hundred times quicker than message by message.
    mask = conditions.translate(_WHERE_ZERO)
    return (int.from_bytes(column, "little") & int.from_bytes(mask, "little")).to_bytes(len(column), "little")


def tally(column: bytes) -> Counter[LeftOutReason]:
    """How often each reason stands in a column of reasons."""
    codes = column.translate(None, b"\0")
    return Counter({REASONS[code - 1]: codes.count(code) for code in set(codes)})


class MessageFilter:
    """Gives the reason for each message of an export's conversations; looks only at what concerns messages."""

    def __init__(self, export: Export, selection: Selection) -> None:
        self._selection = selection
        self._kinds = _reasons_of(frozenset(KINDS) - selection.kinds)
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
        senders = [self._code_of_sender(name) for name in messages.names]
        if any(senders):
            codes = _over(by_sender(messages, senders), codes)
        return self._in_places(conversation, self._between_dates(messages, codes))

    def _code_of_sender(self, name: str) -> int:
        if name in self._selection.without_people:
            return REASON_CODES[LeftOutReason.PERSON]
        if not self._selection.deleted_accounts and is_deleted_account(name):
            return REASON_CODES[LeftOutReason.DELETED_ACCOUNT]
        return 0

    def _between_dates(self, messages: Messages, codes: bytes) -> bytes:
        start, stop = self._selection.from_ms, self._selection.until_ms
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


def left_out_rows(export: Export, selection: Selection) -> tuple[LeftOutRow, ...]:
    """What is left out before the slicing, and what is kept by a switch, in the order of LeftOutReason.

    Quick enough for every press of a switch: about 10 ms for a million messages. Reasons without any message are
    absent.
    """
    counts: Counter[LeftOutReason] = Counter({LeftOutReason.DOUBLE: export.doubles})
    samples: dict[LeftOutReason, list[SamplePlace]] = {reason: [] for reason in REASONS}
    messages = MessageFilter(export, selection)
    for conversation in export.conversations:
        whole = reason_of_conversation(conversation, selection)
        if whole is not None:
            counts[whole] += len(conversation.messages)
            if conversation.messages:
                samples[whole].append(SamplePlace(conversation.identifier, 0))
            continue
        codes = messages.reasons(conversation)
        for column in (codes, *_kept_by_switches(conversation.messages, codes, selection)):
            found = tally(column)
            counts.update(found)
            for reason in found:
                if len(samples[reason]) < _SAMPLES:
                    samples[reason].extend(_places(conversation.identifier, column, REASON_CODES[reason]))
    kept = {_REASONS_OF_KINDS[kind] for kind in selection.kinds if kind in _REASONS_OF_KINDS}
    if selection.deleted_accounts:
        kept.add(LeftOutReason.DELETED_ACCOUNT)
    return tuple(
        LeftOutRow(reason, counts[reason], tuple(samples[reason][:_SAMPLES]), reason not in kept, reason in _SWITCHES)
        for reason in REASONS
        if counts[reason]
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


def _over(upper: bytes, lower: bytes) -> bytes:
    """The upper column wherever it is not 0, else the lower one."""
    merged = int.from_bytes(where_zero(lower, upper), "little") | int.from_bytes(upper, "little")
    return merged.to_bytes(len(lower), "little")
