"""What the messages that are learned from read like in the training file."""

from array import array
from collections import Counter
from collections.abc import Sequence
from itertools import chain, compress
from operator import ne

from msgtune_gui.core.kept_lines import KeptLines
from msgtune_gui.core.model import Conversation, Export, GroupSpeakers
from msgtune_gui.core.people import is_deleted_account
from msgtune_gui.core.privacy import InventedNames
from msgtune_gui.core.turns import Slicing

SOMEONE = "Someone"
"""Stands before lines of people without a name, and of those whose account is gone."""


def invented_names(export: Export, slicing: Slicing) -> InventedNames | None:
    """Names for everybody but the AI's sender and the owner of the export; None where names stay."""
    if not slicing.selection.invented_names:
        return None
    return InventedNames(export.conversations, {name for name in (slicing.sender, export.owner) if name})


class Wording:
    """The lines of one conversation with names invented and the speakers of a group named."""

    def __init__(
        self, conversation: Conversation, kept: KeptLines, slicing: Slicing, invented: InventedNames | None
    ) -> None:
        self._lines = kept.lines
        self._invented = invented
        named = conversation.is_group and slicing.selection.group_speakers is GroupSpeakers.NAMED
        self._labels = _labels(conversation, slicing.sender, invented) if named else None
        self._senders = array("I", compress(conversation.messages.senders, kept.column)) if named else array("I")

    def size_of_names(self) -> int:
        """Bytes in UTF-8 of the names before lines, of all lines."""
        if self._labels is None:
            return 0
        changes = Counter(compress(self._senders, map(ne, self._senders, chain((-1,), self._senders))))
        return sum(len(self._labels[sender].encode()) * times for sender, times in changes.items())

    def lines(self, start: int, stop: int) -> list[str]:
        """The lines from `start` to before `stop`, counting the messages that are learned from alone."""
        lines = self._lines[start:stop]
        if self._invented is not None:
            lines = list(map(self._invented.replaced, lines))
        if self._labels is not None:
            lines = _named(lines, self._senders[start:stop], self._labels)
        return lines


def _named(lines: Sequence[str], senders: Sequence[int], labels: Sequence[str]) -> list[str]:
    """Put the name before the first of each run of one person's lines."""
    return [
        line if sender == before else labels[sender] + line
        for line, sender, before in zip(lines, senders, chain((-1,), senders), strict=False)
    ]


def _labels(conversation: Conversation, ai: str, invented: InventedNames | None) -> list[str]:
    """For each sender's place what stands before their lines, nothing before the AI's.

    It is the first name, or the full one where two people of the conversation share the first.
    """
    people = dict.fromkeys((*conversation.participants, *conversation.messages.names))
    shown = {name: _shown(name, invented) for name in people}
    firsts = Counter(name.split()[0] for name in dict.fromkeys(shown.values()))
    labels: list[str] = []
    for name in conversation.messages.names:
        first = shown[name].split()[0]
        labels.append("" if name == ai else f"{shown[name] if firsts[first] > 1 else first}: ")
    return labels


def _shown(name: str, invented: InventedNames | None) -> str:
    if not name.strip() or is_deleted_account(name):
        return SOMEONE
    return " ".join((name if invented is None else invented.name(name)).split())
