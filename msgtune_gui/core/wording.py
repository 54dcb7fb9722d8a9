"""What the messages that are learned from read like in the training file."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import compress

from msgtune_gui.core.messages import KINDS, MessageKind
from msgtune_gui.core.model import Conversation, Export, GroupSpeakers, Selection
from msgtune_gui.core.people import is_deleted_account
from msgtune_gui.core.privacy import InventedNames, masked_text

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
        self, export: Export, conversation: Conversation, selection: Selection, invented: InventedNames | None
    ) -> None:
        self._messages = conversation.messages
        self._selection = selection
        self._invented = invented
        self._only_speech = selection.kinds <= {MessageKind.SPEECH}
        private = export.private.found if export.private is not None and selection.masked else {}
        self._private = private.get(conversation.identifier, {})
        self._private_places = sorted(self._private)
        named = conversation.is_group and selection.group_speakers is GroupSpeakers.NAMED
        self._labels = _labels(conversation, invented) if named else None

    def is_plain(self, start: int, stop: int) -> bool:
        """Whether the lines of these messages are their texts and nothing else."""
        return (
            self._only_speech
            and self._invented is None
            and self._labels is None
            and not self._private_between(start, stop)
        )

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
        return lines if self._invented is None else list(map(self._invented.replaced, lines))

    def speakers(self, start: int, stop: int, kept: bytes) -> list[str] | None:
        """Who is named before each of these lines; None where nobody is."""
        if self._labels is None:
            return None
        return [self._labels[sender] for sender in compress(self._messages.senders[start:stop], kept)]

    def _private_between(self, start: int, stop: int) -> Sequence[int]:
        places = self._private_places
        return places[bisect_left(places, start) : bisect_left(places, stop)] if places else places


def with_speakers(lines: Sequence[str], speakers: Sequence[str]) -> Iterator[str]:
    """Put the speaker's name before the first of each run of one speaker's lines."""
    before = None
    for line, speaker in zip(lines, speakers, strict=True):
        yield line if speaker == before else f"{speaker}: {line}"
        before = speaker


def _labels(conversation: Conversation, invented: InventedNames | None) -> list[str]:
    """For each sender's place the first name, or the full one where two people of the conversation share the first."""
    people = dict.fromkeys((*conversation.participants, *conversation.messages.names))
    shown = {name: _shown(name, invented) for name in people}
    firsts = [name.split()[0] for name in dict.fromkeys(shown.values())]
    labels: list[str] = []
    for name in conversation.messages.names:
        first = shown[name].split()[0]
        labels.append(shown[name] if firsts.count(first) > 1 else first)
    return labels


def _shown(name: str, invented: InventedNames | None) -> str:
    if not name.strip() or is_deleted_account(name):
        return SOMEONE
    return " ".join((name if invented is None else invented.name(name)).split())
