"""Sentences of one or several languages, compiled for looking texts up in them."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from operator import itemgetter
from typing import NamedTuple
from unicodedata import normalize

from msgtune_gui.core.export.noise.names import PLACEHOLDERS, KnownNames, looks_like_names
from msgtune_gui.core.export.noise.table import SentenceTable
from msgtune_gui.core.messages import MessageKind

LONGEST_SENTENCE = 400
"""Characters; nicknames and names of groups inside a sentence are limited by Meta to far less."""
_BEGINNING = 6
"""Characters of an opening by which patterns are told apart at first sight."""
_ALTERNATIVES = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")
_SLOTS = {
    "person": "(.{1,100}?)",
    "people": "(.{1,300}?)",
    "name": "(.{1,300}?)",
    "nickname": "(.{1,300}?)",
    # Neither letters nor blanks, and beginning outside ASCII, so that no punctuation passes for an emoji.
    "emoji": r"([^\w\s\x00-\x7f][^\w\s]{0,15})",
    "number": r"(\d{1,9})",
    "handle": r"([a-z0-9._]{1,30})",
}
# Compiled when first needed, because one export needs a few of the hundreds.
_compiled = cache(re.compile)

_Check = Callable[[str, KnownNames], bool]


class Found(NamedTuple):
    """What was found out about a text.

    Attributes:
        kind: What it is.
        nickname: The nickname that it gives somebody; "" for nearly all.
        whom: Who gets it, as the sentence has it; "" for whoever the sentence is about.
    """

    kind: MessageKind
    nickname: str = ""
    whom: str = ""


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A sentence with slots, or what follows the name at its beginning."""

    kind: MessageKind
    opening: str
    source: str
    slots: tuple[str, ...]
    checks: tuple[_Check | None, ...]
    by_sender: bool = False

    def found_in(self, text: str, known: KnownNames) -> "Found | None":
        """What a text says, or None where it is no such sentence."""
        match = _compiled(self.source).fullmatch(text) if text.startswith(self.opening) else None
        if match is None:
            return None
        fillings: tuple[str, ...] = match.groups()
        if not all(check is None or check(one, known) for check, one in zip(self.checks, fillings, strict=True)):
            return None
        if "nickname" not in self.slots:
            return Found(self.kind)
        filled = dict(zip(self.slots, fillings, strict=True))
        return Found(self.kind, filled["nickname"], filled.get("people", ""))


class _Patterns:
    """Patterns by the beginning of their openings, so that a text is compared with the few that it may fit."""

    def __init__(self) -> None:
        self._count = 0
        self._by_beginning: dict[str, list[tuple[int, _Pattern]]] = {}
        self._lengths: tuple[int, ...] = ()

    def openings(self) -> set[str]:
        """With one of these begins each text that one of them fits."""
        return {pattern.opening for numbered in self._by_beginning.values() for _, pattern in numbered}

    def add(self, pattern: _Pattern) -> None:
        """Add one after the others."""
        beginning = pattern.opening[:_BEGINNING]
        self._by_beginning.setdefault(beginning, []).append((self._count, pattern))
        self._count += 1
        self._lengths = tuple({*self._lengths, len(beginning)})

    def that_may_fit(self, text: str) -> list[_Pattern]:
        """Those with the text's beginning, in the order in which they were added."""
        found = [one for length in self._lengths for one in self._by_beginning.get(text[:length], ())]
        if len(found) > 1:
            found.sort(key=itemgetter(0))
        return [pattern for _, pattern in found]

    def found_in(self, text: str, known: KnownNames) -> Found | None:
        """What the first that fits makes of a text."""
        for pattern in self.that_may_fit(text):
            found = pattern.found_in(text, known)
            if found is not None:
                return found
        return None


class SentenceBook:
    """Finds the kind of a text that is a sentence of a table from its first to its last character.

    Of equal sentences that of the first table counts.

    Attributes:
        openings: With one of these, or with a name, begins each sentence that is not in `handle_endings`.
        handle_endings: So ends each sentence that begins with an Instagram user name.
    """

    def __init__(self, tables: Iterable[SentenceTable]) -> None:
        self._whole: dict[str, MessageKind] = {}
        self._patterns = _Patterns()
        self._after_name: dict[str, tuple[MessageKind, bool]] = {}
        self._patterns_after_name = _Patterns()
        self._patterns_after_handle = _Patterns()
        endings: set[str] = set()
        for table in tables:
            for kind, sentence in _wordings(table):
                if sentence.startswith("{handle}"):
                    self._patterns_after_handle.add(_pattern(kind, sentence, table))
                    endings.add(_SLOT.split(sentence)[-1])
                else:
                    self._add(kind, sentence, table)
        self.openings = frozenset(self._whole) | self._patterns.openings()
        self.handle_endings = tuple(sorted(endings))

    def look_up(self, text: str, sender: str, known: KnownNames) -> Found | None:
        """What a text is, or None for what somebody may have typed.

        Args:
            text: The text of a message.
            sender: Its sender's name.
            known: The names of the people of its conversation.
        """
        if len(text) > LONGEST_SENTENCE:
            return None
        text = _comparable(text)
        kind = self._whole.get(text)
        if kind is not None:
            return Found(kind)
        return self._patterns.found_in(text, known) or self._found_after_name(text, sender, known)

    def look_up_by_handle(self, text: str, known: KnownNames) -> Found | None:
        """What a text is that may begin with an Instagram user name."""
        return self._patterns_after_handle.found_in(_comparable(text), known)

    def _found_after_name(self, text: str, sender: str, known: KnownNames) -> Found | None:
        for form in known.at_start_of(text):
            rest = text[len(form) :]
            # Whoever stands in for a name that is not known any more may be the sender.
            by_sender = form in PLACEHOLDERS or known.is_of(form, sender)
            kind, only_sender = self._after_name.get(rest, (None, False))
            if kind is not None and (by_sender or not only_sender):
                return Found(kind)
            for pattern in self._patterns_after_name.that_may_fit(rest):
                found = pattern.found_in(rest, known) if by_sender or not pattern.by_sender else None
                if found is not None:
                    return found
        return None

    def _add(self, kind: MessageKind, sentence: str, table: SentenceTable) -> None:
        front = next((slot for slot in ("{who}", "{person}") if sentence.startswith(slot)), None)
        if front is None:
            self._add_plain(kind, sentence, table)
            return
        rest = sentence.removeprefix(front)
        by_sender = front == "{who}"
        for you in table.you:
            self._add_plain(kind, you + rest, table)
        if _SLOT.search(rest) is None:
            # What anybody may be the subject of is the wider of two equal sentences.
            first, only_sender = self._after_name.get(rest, (kind, True))
            self._after_name[rest] = (first, by_sender and only_sender)
        else:
            self._patterns_after_name.add(_pattern(kind, rest, table, by_sender=by_sender))

    def _add_plain(self, kind: MessageKind, sentence: str, table: SentenceTable) -> None:
        if _SLOT.search(sentence) is None:
            self._whole.setdefault(sentence, kind)
        else:
            self._patterns.add(_pattern(kind, sentence, table))


def _comparable(text: str) -> str:
    text = text.strip()
    return text if text.isascii() else _of_any_year(normalize("NFC", text))


def _of_any_year(text: str) -> str:
    """The text with the apostrophe and the blank that vary between the years of an export made one."""
    return text.replace("\u2019", "'").replace("\u00a0", " ").replace("\u202f", " ")


def _wordings(table: SentenceTable) -> Iterator[tuple[MessageKind, str]]:
    for kind, sentences in table.sentences.items():
        for sentence in sentences:
            parts = _ALTERNATIVES.split(_of_any_year(sentence))
            choices = [part.split("|") if place % 2 else [part] for place, part in enumerate(parts)]
            for choice in product(*choices):
                yield kind, "".join(choice)


def _pattern(kind: MessageKind, sentence: str, table: SentenceTable, *, by_sender: bool = False) -> _Pattern:
    parts = _SLOT.split(sentence)
    slots = parts[1::2]
    source = "".join(_SLOTS[part] if place % 2 else re.escape(part) for place, part in enumerate(parts))
    checks = tuple(_check(slot, table.you_as_object) for slot in slots)
    return _Pattern(kind, parts[0], source, tuple(slots), checks, by_sender)


def _check(slot: str, you: tuple[str, ...]) -> _Check | None:
    if slot == "person":
        return lambda filling, known: filling in known.forms or filling in you
    if slot == "people":
        return lambda filling, known: filling in known.forms or filling in you or looks_like_names(filling)
    return None
