"""From the messages of a conversation to turns: what both ways of making them have in common."""

from array import array
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from operator import add
from typing import Protocol

from msgtune_gui.core.model import Conversation, LeftOutReason, Selection, SlicingMode, Turn

Checkpoint = Callable[[], None]
"""Called every few thousand messages; raises Cancelled when the person asked to stop."""

Place = tuple[int, int, int]
"""Where a dialogue stands: time of its last message (milliseconds), its first message, the message after its last.

Only messages that turns are made of count; TurnMaker.spoken tells which those are.
"""

BATCH = 8192
"""Messages between two checkpoints."""


@dataclass(frozen=True, slots=True)
class Slicing:
    """How the turns of a conversation are made.

    Attributes:
        sender: Display name of the person who becomes the AI.
        mode: Which way of slicing.
        pause_ms: A silence longer than this ends a dialogue (recommended mode only).
        selection: What is learned from; only what it says of messages matters here.
        exact: Exactly as LangChain does it: the selection is not looked at (LangChain's mode only).
    """

    sender: str
    mode: SlicingMode
    pause_ms: int
    selection: Selection
    exact: bool = False


@dataclass(slots=True)
class DialoguesOfLength:
    """Dialogues of one number of turns, added up.

    Attributes:
        number: How many there are.
        size: Estimate of the bytes of their texts in UTF-8.
        oldest: Messages in their first turns.
        newest: Messages in their last turn, in their last two turns, and so on; counted in LangChain's way only.
    """

    number: int = 0
    size: float = 0
    oldest: int = 0
    newest: Sequence[int] = ()

    def add(self, number: int, size: float, oldest: int, newest: Sequence[int] = ()) -> None:
        """Add dialogues of the same number of turns."""
        self.number += number
        self.size += size
        self.oldest += oldest
        if newest:
            self.newest = array("q", map(add, self.newest, newest)) if self.newest else newest


@dataclass(slots=True)
class TurnSummary:
    """The turns of one conversation or of several, counted.

    Attributes:
        turns: All of them.
        left_out: Messages that no choice of chunk and overlap can put into an example, by reason.
        dialogues: Turns in a dialogue -> all dialogues of so many turns.
        places: Where the dialogues stand, oldest first; of a single conversation.
    """

    turns: int = 0
    left_out: Counter[LeftOutReason] = field(default_factory=Counter)
    dialogues: dict[int, DialoguesOfLength] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)

    def of_length(self, turns: int) -> DialoguesOfLength:
        """The dialogues of so many turns, to which more can be added."""
        known = self.dialogues.get(turns)
        if known is None:
            known = self.dialogues[turns] = DialoguesOfLength()
        return known

    def include(self, other: "TurnSummary") -> None:
        """Add the counts of another conversation."""
        self.turns += other.turns
        self.left_out.update(other.left_out)
        for turns, dialogues in other.dialogues.items():
            self.of_length(turns).add(dialogues.number, dialogues.size, dialogues.oldest, dialogues.newest)


class TurnMaker(Protocol):
    """Makes turns of an export's conversations."""

    def summary(self, conversation: Conversation, checkpoint: Checkpoint) -> TurnSummary:
        """Count the turns of a conversation. Raises what the checkpoint raises."""
        ...

    def turns(self, conversation: Conversation, place: Place) -> list[Turn]:
        """The turns of one dialogue of a conversation that was counted, by its place in the summary."""
        ...

    def spoken(self, conversation: Conversation) -> Sequence[int]:
        """The messages of a conversation that was counted that turns are made of, by their number in it."""
        ...
