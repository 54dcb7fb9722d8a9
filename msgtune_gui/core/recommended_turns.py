"""Turns in the recommended way: chosen messages only, strictly alternating, and an end where the talk paused."""

import re
from array import array
from collections.abc import Sequence
from itertools import compress

from msgtune_gui.core.columns import by_sender, where_zero
from msgtune_gui.core.kept_lines import kept_lines
from msgtune_gui.core.model import Conversation, Export, LeftOutReason, Role, Turn
from msgtune_gui.core.pauses import sessions
from msgtune_gui.core.selection import MessageFilter, tally
from msgtune_gui.core.turns import Checkpoint, Place, Slicing, TurnSummary
from msgtune_gui.core.wording import Wording, invented_names

_AI = 1
_OTHERS = 2
_RUNS = re.compile(b"\x01+|\x02+")
_ENOUGH = 500
"""Lines of a conversation that tell how long a line is on average."""


class RecommendedTurns:
    """A long pause begins a new dialogue, runs of one side are joined by line ends, and each ends on the AI's turn.

    The columns of messages are gone through as a whole wherever they can be, so that a million messages take a
    fraction of a second.
    """

    def __init__(self, export: Export, slicing: Slicing) -> None:
        self._slicing = slicing
        self._filter = MessageFilter(export, slicing.selection)
        self._private = export.private.found if export.private is not None else {}
        self._sides_and_wording: dict[str, tuple[bytes, Wording]] = {}
        self._columns: dict[str, bytes] = {}
        self._invented = invented_names(export, slicing)

    def summary(self, conversation: Conversation, checkpoint: Checkpoint) -> TurnSummary:
        """Count the turns of a conversation. Raises what the checkpoint raises."""
        messages, slicing = conversation.messages, self._slicing
        codes = self._filter.reasons(conversation)
        of_all = by_sender(messages, [_AI if name == slicing.sender else _OTHERS for name in messages.names])
        private = self._private.get(conversation.identifier, {})
        kept = kept_lines(messages, where_zero(of_all, codes), slicing.selection, private, checkpoint)
        wording = Wording(conversation, kept, slicing, self._invented)
        summary = TurnSummary(left_out=tally(codes))
        summary.left_out[LeftOutReason.EMPTY] += kept.blank
        size = (_bytes_of(kept.lines) + wording.size_of_names()) / max(1, len(kept.lines))
        sides = kept.column.translate(None, b"\0")
        for place in sessions(messages.times, kept.column, slicing.pause_ms, checkpoint):
            _add(summary, place, sides, size)
        self._sides_and_wording[conversation.identifier] = sides, wording
        self._columns[conversation.identifier] = kept.column
        return summary

    def turns(self, conversation: Conversation, place: Place) -> list[Turn]:
        """The turns of one dialogue, by its place in the conversation's summary."""
        _, start, stop = place
        sides, wording = self._sides_and_wording[conversation.identifier]
        lines = wording.lines(start, stop)
        role, other = Role.ASSISTANT, Role.USER
        if sides[start] == _OTHERS:
            role, other = other, role
        turns: list[Turn] = []
        first = 0
        for run in _RUNS.findall(sides, start, stop):
            end = first + len(run)
            turns.append(Turn(role, lines[first] if end - first == 1 else "\n".join(lines[first:end])))
            role, other = other, role
            first = end
        return turns

    def spoken(self, conversation: Conversation) -> Sequence[int]:
        """The messages of a conversation that was counted that turns are made of, by their number in it."""
        column = self._columns[conversation.identifier]
        return array("I", compress(range(len(column)), column))


def _add(summary: TurnSummary, place: Place, sides: bytes, size: float) -> None:
    """Count one session, the messages between two pauses, of so many bytes a message."""
    last_ms, start, stop = place
    answered = sides[start:stop].rstrip(b"\2")
    unanswered = stop - start - len(answered)
    if unanswered:
        summary.turns += 1
        summary.left_out[LeftOutReason.NO_REPLY] += unanswered
    if not answered:
        return
    turns = 1 + answered.count(b"\1\2") + answered.count(b"\2\1")
    summary.turns += turns
    if turns == 1:
        summary.left_out[LeftOutReason.TOO_SHORT] += len(answered)
    else:
        oldest = len(answered) - len(answered.lstrip(answered[:1]))
        summary.of_length(turns).add(1, size * len(answered), oldest)
        summary.places.append((last_ms, start, stop - unanswered))


def _bytes_of(lines: list[str]) -> float:
    """Bytes of lines in UTF-8, reckoned from a part of them where there are many."""
    some = lines[:: -(-len(lines) // _ENOUGH) or 1]
    return len("".join(some).encode()) * len(lines) / max(1, len(some))
