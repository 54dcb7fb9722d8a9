"""Sentences of one or several languages, compiled for looking texts up in them."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from itertools import product
from operator import itemgetter
from unicodedata import normalize

from msgtune_gui.core.export.noise.names import KnownNames, looks_like_names
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
_SAME = str.maketrans({"\u2019": "'", "\u00a0": " ", "\u202f": " "})
"""Apostrophes and blanks vary between the years of an export."""

# Compiled when first needed, because one export needs a few of the hundreds.
_compiled = cache(re.compile)

_Check = Callable[[str, KnownNames], bool]


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A sentence with slots, or what follows the name at its beginning."""

    kind: MessageKind
    opening: str
    source: str
    slots: tuple[str, ...]
    checks: tuple[_Check | None, ...]
    by_sender: bool = False

    def fillings(self, text: str, known: KnownNames) -> tuple[str, ...] | None:
        """What stands in the slots, or None for a text that is no such sentence."""
        match = _compiled(self.source).fullmatch(text) if text.startswith(self.opening) else None
        if match is None:
            return None
        fillings: tuple[str, ...] = match.groups()
        fit = all(check is None or check(one, known) for check, one in zip(self.checks, fillings, strict=True))
        return fillings if fit else None

    def fits(self, text: str, known: KnownNames) -> bool:
        """Whether a text is such a sentence."""
        return self.fillings(text, known) is not None


class _Patterns:
    """Patterns by the beginning of their openings, so that a text is compared with the few that it may fit."""

    def __init__(self) -> None:
        self._count = 0
        self._by_beginning: dict[str, list[tuple[int, _Pattern]]] = {}
        self._lengths: tuple[int, ...] = ()

    def __iter__(self) -> Iterator[_Pattern]:
        return (pattern for numbered in self._by_beginning.values() for _, pattern in numbered)

    def add(self, pattern: _Pattern) -> None:
        """Add one after the others."""
        beginning = pattern.opening[:_BEGINNING]
        self._by_beginning.setdefault(beginning, []).append((self._count, pattern))
        self._count += 1
        self._lengths = tuple({*self._lengths, len(beginning)})

    def that_may_fit(self, text: str) -> Iterable[_Pattern]:
        """Those with the text's beginning, in the order in which they were added."""
        found = [one for length in self._lengths for one in self._by_beginning.get(text[:length], ())]
        if len(found) > 1:
            found.sort(key=itemgetter(0))
        return [pattern for _, pattern in found]


class SentenceBook:
    """Finds the kind of a text that is a sentence of a table from its first to its last character.

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
        self._naming = [pattern for pattern in self._patterns if "nickname" in pattern.slots]
        self._naming_after_name = [pattern for pattern in self._patterns_after_name if "nickname" in pattern.slots]
        self._naming_openings = {pattern.opening for pattern in [*self._naming, *self._naming_after_name]}
        self.openings = frozenset(self._whole) | {pattern.opening for pattern in self._patterns}
        self.handle_endings = tuple(sorted(endings))

    def kind_of(self, text: str, own: frozenset[str], known: KnownNames) -> MessageKind | None:
        """What a text is, or None for what somebody may have typed.

        Args:
            text: The text of a message.
            own: The forms of its sender's name.
            known: The names of the people of its conversation.
        """
        if len(text) > LONGEST_SENTENCE:
            return None
        text = _comparable(text)
        kind = self._whole.get(text) or _first_that_fits(self._patterns, text, known)
        return kind or self._kind_by_name(text, own, known)

    def kind_by_handle(self, text: str, known: KnownNames) -> MessageKind | None:
        """What a text is that may begin with an Instagram user name."""
        return _first_that_fits(self._patterns_after_handle, _comparable(text), known)

    def nickname_in(self, text: str, known: KnownNames) -> tuple[str, str] | None:
        """Whom a sentence gives a nickname, and which; "" is whoever the sentence is about. None for all others."""
        if not any(opening in text for opening in self._naming_openings):
            return None
        text = _comparable(text)
        rests = [text[len(form) :] for form in known.at_start_of(text)]
        for pattern, rest in [
            *((pattern, text) for pattern in self._naming),
            *((pattern, rest) for pattern in self._naming_after_name for rest in rests),
        ]:
            fillings = pattern.fillings(rest, known)
            if fillings is not None:
                filled = dict(zip(pattern.slots, fillings, strict=True))
                return filled.get("people", ""), filled["nickname"]
        return None

    def _kind_by_name(self, text: str, own: frozenset[str], known: KnownNames) -> MessageKind | None:
        for form in known.at_start_of(text):
            rest = text[len(form) :]
            by_sender = form in own
            kind, only_sender = self._after_name.get(rest, (None, False))
            if kind is not None and (by_sender or not only_sender):
                return kind
            for pattern in self._patterns_after_name.that_may_fit(rest):
                if (by_sender or not pattern.by_sender) and pattern.fits(rest, known):
                    return pattern.kind
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
            only_sender = by_sender and self._after_name.get(rest, (kind, True))[1]
            self._after_name[rest] = (kind, only_sender)
        else:
            self._patterns_after_name.add(_pattern(kind, rest, table, by_sender=by_sender))

    def _add_plain(self, kind: MessageKind, sentence: str, table: SentenceTable) -> None:
        if _SLOT.search(sentence) is None:
            self._whole[sentence] = kind
        else:
            self._patterns.add(_pattern(kind, sentence, table))


def _comparable(text: str) -> str:
    return normalize("NFC", text.strip()).translate(_SAME)


def _first_that_fits(patterns: _Patterns, text: str, known: KnownNames) -> MessageKind | None:
    return next((pattern.kind for pattern in patterns.that_may_fit(text) if pattern.fits(text, known)), None)


def _wordings(table: SentenceTable) -> Iterator[tuple[MessageKind, str]]:
    for kind, sentences in table.sentences.items():
        for sentence in sentences:
            parts = _ALTERNATIVES.split(sentence.translate(_SAME))
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
