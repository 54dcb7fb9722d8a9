"""Turns in the recommended way: chosen messages only, strictly alternating, and an end where the talk paused."""

import re
from collections.abc import Iterator, Sequence
from itertools import chain, compress, repeat
from operator import gt, sub

from msgtune_gui.core.messages import KIND_CODES, MessageKind, Messages
from msgtune_gui.core.model import Conversation, Export, LeftOutReason, Role, Turn
from msgtune_gui.core.privacy import InventedNames
from msgtune_gui.core.selection import MessageFilter, by_sender, tally, where_zero
from msgtune_gui.core.turns import BATCH, Checkpoint, Place, Slicing, TurnSummary
from msgtune_gui.core.wording import Wording

_AI = 1
_OTHERS = 2
_MANY = 4096
_RUNS = re.compile(b"\x01+|\x02+")
_SPEECH = KIND_CODES[MessageKind.SPEECH]


class RecommendedTurns:
    """A long pause begins a new dialogue, runs of one side are joined by line ends, and each ends on the AI's turn.

    The columns of messages are gone through as a whole wherever they can be, so that a million messages take a
    fraction of a second.
    """

    def __init__(self, export: Export, slicing: Slicing) -> None:
        self._export = export
        self._slicing = slicing
        self._selection = slicing.selection
        self._filter = MessageFilter(export, slicing.selection)
        self._wordings: dict[str, Wording] = {}
        self._invented: InventedNames | None = None
        if slicing.selection.invented_names:
            kept = {slicing.sender, export.owner} - {None}
            self._invented = InventedNames(export.conversations, {name for name in kept if name})

    def summary(self, conversation: Conversation, checkpoint: Checkpoint) -> TurnSummary:
        """Count the turns of a conversation. Raises what the checkpoint raises."""
        messages = conversation.messages
        codes = self._filter.reasons(conversation)
        sides = where_zero(
            by_sender(messages, [_AI if name == self._slicing.sender else _OTHERS for name in messages.names]), codes
        )
        summary = TurnSummary(left_out=tally(codes), sides=sides)
        size = self._size(conversation, summary, checkpoint)
        for place in _sessions(messages, summary.sides, self._slicing.pause_ms, checkpoint):
            _add(summary, place, size)
        return summary

    def turns(self, conversation: Conversation, summary: TurnSummary, place: Place) -> list[Turn]:
        """The turns of one dialogue, by its place in the conversation's summary."""
        _, start, stop = place
        kept = summary.sides[start:stop]
        lines = self._wording(conversation).lines(start, stop, kept)
        both = kept.translate(None, b"\0")
        role, other = Role.ASSISTANT, Role.USER
        if both[0] == _OTHERS:
            role, other = other, role
        turns: list[Turn] = []
        first = 0
        for run in _RUNS.findall(both):
            end = first + len(run)
            turns.append(Turn(role, lines[first] if end - first == 1 else "\n".join(lines[first:end])))
            role, other = other, role
            first = end
        if turns[-1].role is Role.USER:
            turns.pop()
        return turns

    def _size(self, conversation: Conversation, summary: TurnSummary, checkpoint: Checkpoint) -> float:
        """Bytes in UTF-8 of a message that goes on, on average; takes out speech in which nothing is said."""
        messages = conversation.messages
        size = 0.0
        for start in range(0, len(messages), BATCH):
            checkpoint()
            part = slice(start, start + BATCH)
            kept = list(compress(messages.texts[part], summary.sides[part]))
            if not all(kept) or any(map(str.isspace, kept)):  # type: ignore[arg-type]  # None is not among them there.
                self._take_out_blanks(messages, summary, part)
                kept = [text for text in compress(messages.texts[part], summary.sides[part]) if text]
            size += _bytes_in_all(kept)  # type: ignore[arg-type]
        messages_kept = len(summary.sides) - summary.sides.count(0)
        size += self._wording(conversation).size_of_names(summary.sides)
        return size / messages_kept if messages_kept else 0.0

    def _take_out_blanks(self, messages: Messages, summary: TurnSummary, part: slice) -> None:
        """Readers give such speech another kind; if it came as speech it would leave empty turns."""
        if MessageKind.EMPTY in self._selection.kinds:
            return
        blanks = [
            place
            for place in range(*part.indices(len(messages)))
            if summary.sides[place] and messages.kinds[place] == _SPEECH and not (messages.texts[place] or "").strip()
        ]
        summary.left_out[LeftOutReason.EMPTY] += len(blanks)
        summary.sides = _without(summary.sides, blanks)

    def _wording(self, conversation: Conversation) -> Wording:
        known = self._wordings.get(conversation.identifier)
        if known is None:
            known = Wording(self._export, conversation, self._slicing, self._invented)
            self._wordings[conversation.identifier] = known
        return known


def _add(summary: TurnSummary, place: Place, size: float) -> None:
    """Count one session, the messages between two pauses, of so many bytes a message."""
    _, start, stop = place
    both = summary.sides[start:stop].translate(None, b"\0")
    runs = list(map(len, _RUNS.findall(both)))
    summary.turns += len(runs)
    if both[-1] == _OTHERS:
        summary.left_out[LeftOutReason.NO_REPLY] += runs.pop()
    if len(runs) == 1:
        summary.left_out[LeftOutReason.TOO_SHORT] += runs[0]
    elif runs:
        summary.of_length(len(runs)).add(1, size * sum(runs), runs[0])
        summary.places.append(place)


def _bytes_in_all(texts: Sequence[str]) -> float:
    """Bytes of texts in UTF-8; of many texts every eighth tells how many bytes a character takes."""
    some = "".join(texts[:: 8 if len(texts) >= _MANY else 1])
    return sum(map(len, texts)) * len(some.encode()) / len(some) if some else 0.0


def _without(sides: bytes, places: Sequence[int]) -> bytes:
    column = bytearray(sides)
    for place in places:
        column[place] = 0
    return bytes(column)


def _sessions(messages: Messages, sides: bytes, pause_ms: int, checkpoint: Checkpoint) -> Iterator[Place]:
    """The stretches of kept messages without a long pause in them, oldest first."""
    begin = 0
    last_ms: int | None = None
    for start in range(0, len(messages), BATCH):
        checkpoint()
        kept = sides[start : start + BATCH]
        times = list(compress(messages.times[start : start + BATCH], kept))
        if not times:
            continue
        before = times[0] if last_ms is None else last_ms
        pauses = map(sub, times, chain((before,), times))
        breaks = list(compress(range(len(times)), map(gt, pauses, repeat(pause_ms))))
        if breaks:
            places = list(compress(range(start, start + len(kept)), kept))
            for number in breaks:
                yield times[number - 1] if number else before, begin, places[number]
                begin = places[number]
        last_ms = times[-1]
    if last_ms is not None:
        yield last_ms, begin, len(messages)
