"""The texts of the messages that are learned from, one line of the talk each."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import compress

from msgtune_gui.core.messages import KIND_CODES, MessageKind, Messages
from msgtune_gui.core.model import PrivateDetail, Selection
from msgtune_gui.core.privacy import masked_text
from msgtune_gui.core.turns import BATCH, Checkpoint

_WORDS_OF_KINDS = {
    MessageKind.SPEECH: "[empty message]",
    MessageKind.SYSTEM: "[system message]",
    MessageKind.CALL: "[call]",
    MessageKind.REACTION: "[reaction]",
    MessageKind.ATTACHMENT: "[attachment]",
    MessageKind.UNSENT: "[unsent message]",
    MessageKind.LINK: "[link]",
    MessageKind.EMPTY: "[empty message]",
}


@dataclass(frozen=True, slots=True)
class KeptLines:
    """The messages of one conversation that are learned from.

    Attributes:
        column: One byte a message of the conversation, 0 where it is left out.
        lines: Of each message that is not left out its text, private details masked, without white space around it;
            never empty.
        blank: Messages left out here because nothing is said in them.
    """

    column: bytes
    lines: list[str]
    blank: int


def kept_lines(
    messages: Messages,
    column: bytes,
    selection: Selection,
    private: Mapping[int, Sequence[PrivateDetail]],
    checkpoint: Checkpoint,
) -> KeptLines:
    """The lines of messages; one without a text becomes its kind in brackets.

    Readers give speech in which nothing is said a kind of its own. If it comes as speech all the same, it is left out
    unless that kind is learned from, because it would leave empty turns.

    Args:
        messages: Of one conversation.
        column: One byte a message, 0 where it is left out.
        selection: Says what is learned from and what is masked.
        private: Private details by the place of the message.
        checkpoint: Called every few thousand messages.
    """
    words = placeholders(selection)
    lines: list[str] = []
    blanks: list[int] = []
    for start in range(0, len(messages), BATCH):
        checkpoint()
        part = slice(start, start + BATCH)
        kept = column[part]
        some = _stripped(messages.texts[part], kept)
        if not all(some):
            kinds = compress(messages.kinds[part], kept)
            some = [line or words.get(kind, "") for line, kind in zip(some, kinds, strict=True)]
            places = compress(range(start, len(messages)), kept)
            blanks += [place for place, line in zip(places, some, strict=True) if not line]
            some = list(filter(None, some))
        lines += some
    if blanks:
        column = _without(column, blanks)
    if selection.masked:
        for number, place in _numbered(sorted(private), column):
            lines[number] = masked_text(messages.texts[place] or "", private[place], selection.masked).strip()
    return KeptLines(column, lines, len(blanks))


def placeholders(selection: Selection) -> dict[int, str]:
    """Codes of kinds -> what stands for a message in which nothing is said; absent where it is left out instead."""
    return {
        KIND_CODES[kind]: words
        for kind, words in _WORDS_OF_KINDS.items()
        if kind is not MessageKind.SPEECH or MessageKind.EMPTY in selection.kinds
    }


def _stripped(texts: Sequence[str | None], kept: bytes) -> list[str]:
    try:
        return list(map(str.strip, compress(texts, kept)))  # type: ignore[arg-type]  # Whether there is a None shows.
    except TypeError:
        return [(text or "").strip() for text in compress(texts, kept)]


def _without(column: bytes, places: Sequence[int]) -> bytes:
    changed = bytearray(column)
    for place in places:
        changed[place] = 0
    return bytes(changed)


def _numbered(places: Sequence[int], column: bytes) -> Iterator[tuple[int, int]]:
    """Of ascending places those that are kept, and which of all kept ones they are."""
    number = before = 0
    for place in places:
        number += place - before - column.count(0, before, place)
        before = place
        if column[place]:
            yield number, place
