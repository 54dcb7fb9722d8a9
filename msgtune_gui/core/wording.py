"""What the messages that are learned from read like in the training file."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import chain, compress
from operator import ne

from msgtune_gui.core.messages import KINDS, MessageKind
from msgtune_gui.core.model import Conversation, Export, GroupSpeakers
from msgtune_gui.core.people import is_deleted_account
from msgtune_gui.core.privacy import InventedNames, masked_text
from msgtune_gui.core.turns import Slicing

SOMEONE = "Someone"
"""Stands before lines of people without a name, and of those whose account is gone."""

_PLACEHOLDERS = {
    MessageKind.SPEECH: "[empty message]",
    MessageKind.SYSTEM: "[system message]",
    MessageKind.CALL: "[call]",
    MessageKind.REACTION: "[reaction]",
    MessageKind.ATTACHMENT: "[attachment]",
    MessageKind.UNSENT: "[unsent message]",
    MessageKind.LINK: "[link]",
    MessageKind.EMPTY: "[empty message]",
}


class Wording:
    """The lines of one conversation: private details masked, names invented, speakers of a group named."""

    def __init__(
        self, export: Export, conversation: Conversation, slicing: Slicing, invented: InventedNames | None
    ) -> None:
        selection = slicing.selection
        self._messages = conversation.messages
        self._selection = selection
        self._invented = invented
        self._only_speech = selection.kinds <= {MessageKind.SPEECH}
        private = export.private.found if export.private is not None and selection.masked else {}
        self._private = private.get(conversation.identifier, {})
        self._private_places = sorted(self._private)
        named = conversation.is_group and selection.group_speakers is GroupSpeakers.NAMED
        self._labels = _labels(conversation, slicing.sender, invented) if named else None

    def size_of_names(self, kept: bytes) -> int:
        """Bytes in UTF-8 of the names before lines, of all messages that have no 0 in `kept`."""
        if self._labels is None:
            return 0
        senders = list(compress(self._messages.senders, kept))
        changes = Counter(compress(senders, map(ne, senders, chain((-1,), senders))))
        return sum(len(self._labels[sender].encode()) * times for sender, times in changes.items())

    def lines(self, start: int, stop: int, kept: bytes) -> list[str]:
        """The texts of the messages from `start` to before `stop` that have no 0 in `kept`."""
        texts = self._messages.texts[start:stop]
        for place in self._private_between(start, stop):
            text = self._messages.texts[place]
            if text is not None:
                texts[place - start] = masked_text(text, self._private[place], self._selection.masked)
        if self._only_speech:
            # Speech without a text is never kept.
            lines = list(map(str.strip, compress(texts, kept)))  # type: ignore[arg-type]
        else:
            kinds = compress(self._messages.kinds[start:stop], kept)
            lines = [
                (text or "").strip() or _PLACEHOLDERS[KINDS[kind]]
                for text, kind in zip(compress(texts, kept), kinds, strict=True)
            ]
        if self._invented is not None:
            lines = list(map(self._invented.replaced, lines))
        if self._labels is not None:
            lines = _named(lines, list(compress(self._messages.senders[start:stop], kept)), self._labels)
        return lines

    def _private_between(self, start: int, stop: int) -> Sequence[int]:
        places = self._private_places
        return places[bisect_left(places, start) : bisect_left(places, stop)] if places else places


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
