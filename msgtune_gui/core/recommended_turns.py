"""Turns in the recommended way: chosen messages only, strictly alternating, and an end where the talk paused."""

import re
from collections.abc import Iterator
from itertools import chain, compress, repeat
from operator import gt, sub

from msgtune_gui.core.messages import KIND_CODES, MessageKind, Messages
from msgtune_gui.core.model import Conversation, Export, LeftOutReason, Role, Turn
from msgtune_gui.core.privacy import InventedNames
from msgtune_gui.core.selection import MessageFilter, by_sender, tally, where_zero
from msgtune_gui.core.turns import BATCH, Checkpoint, Place, Slicing, TurnSummary
from msgtune_gui.core.wording import Wording, with_speakers

_AI = 1
_OTHERS = 2
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
        summary = TurnSummary(left_out=tally(codes))
        if MessageKind.EMPTY not in self._selection.kinds:
            blanks = list(_blank_speech(messages, sides, checkpoint))
            summary.left_out[LeftOutReason.EMPTY] += len(blanks)
            sides = _without(sides, blanks)
        summary.sides = sides
        for place in _sessions(messages, sides, self._slicing.pause_ms, checkpoint):
            self._add(summary, conversation, place)
        return summary

    def turns(self, conversation: Conversation, summary: TurnSummary, place: Place) -> list[Turn]:
        """The turns of one dialogue, by its place in the conversation's summary."""
        _, start, stop = place
        kept = summary.sides[start:stop]
        wording = self._wording(conversation)
        lines = wording.lines(start, stop, kept)
        speakers = wording.speakers(start, stop, kept)
        assistant, user = Role.ASSISTANT, Role.USER
        turns: list[Turn] = []
        first = 0
        for run in _RUNS.findall(kept.translate(None, b"\0")):
            end = first + len(run)
            of_run = lines[first:end]
            if run[0] == _AI:
                turns.append(Turn(assistant, "\n".join(of_run)))
            elif speakers is None:
                turns.append(Turn(user, "\n".join(of_run)))
            else:
                turns.append(Turn(user, "\n".join(with_speakers(of_run, speakers[first:end]))))
            first = end
        if turns[-1].role is user:
            turns.pop()
        return turns

    def _add(self, summary: TurnSummary, conversation: Conversation, place: Place) -> None:
        """Count one session: the messages between two pauses."""
        _, start, stop = place
        kept = summary.sides[start:stop]
        both = kept.translate(None, b"\0")
        runs = list(map(len, _RUNS.findall(both)))
        summary.turns += len(runs)
        if both[-1] == _OTHERS:
            summary.left_out[LeftOutReason.NO_REPLY] += runs.pop()
        if len(runs) == 1:
            summary.left_out[LeftOutReason.TOO_SHORT] += runs[0]
        elif runs:
            size = self._size(conversation, summary, place, sum(runs))
            summary.of_length(len(runs)).add(1, size, runs[0])
            summary.places.append(place)

    def _size(self, conversation: Conversation, summary: TurnSummary, place: Place, messages: int) -> int:
        """Bytes of a dialogue's text in UTF-8, without line ends."""
        _, start, stop = place
        if self._wording(conversation).is_plain(start, stop):
            texts = compress(conversation.messages.texts[start:stop], summary.sides[start:stop])
            text = "".join(list(texts)[:messages])  # type: ignore[arg-type]  # Kept messages have a text.
        else:
            text = "".join(turn.text for turn in self.turns(conversation, summary, place))
        return len(text) if text.isascii() else len(text.encode())

    def _wording(self, conversation: Conversation) -> Wording:
        known = self._wordings.get(conversation.identifier)
        if known is None:
            known = Wording(self._export, conversation, self._selection, self._invented)
            self._wordings[conversation.identifier] = known
        return known


def _blank_speech(messages: Messages, sides: bytes, checkpoint: Checkpoint) -> Iterator[int]:
    """Places of kept speech in which nothing is said; readers give none, yet it would leave empty turns."""
    for start in range(0, len(messages), BATCH):
        checkpoint()
        part = slice(start, start + BATCH)
        kept = list(compress(messages.texts[part], sides[part]))
        if all(kept) and not any(map(str.isspace, kept)):  # type: ignore[arg-type]  # None is not among them here.
            continue
        for place in range(start, min(start + BATCH, len(messages))):
            speech = sides[place] and messages.kinds[place] == _SPEECH
            if speech and not (messages.texts[place] or "").strip():
                yield place


def _without(sides: bytes, places: list[int]) -> bytes:
    if not places:
        return sides
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
