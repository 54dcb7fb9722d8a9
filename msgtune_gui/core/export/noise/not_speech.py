"""Sorting the lines of a conversation that nobody typed into their kinds."""

from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from msgtune_gui.core.export.noise import links
from msgtune_gui.core.export.noise.book import SentenceBook
from msgtune_gui.core.export.noise.names import KnownNames
from msgtune_gui.core.export.noise.table import SentenceTable
from msgtune_gui.core.export.noise.tables import tables_for
from msgtune_gui.core.messages import KIND_CODES, MessageKind, Messages

_SPEECH = KIND_CODES[MessageKind.SPEECH]
_SYSTEM = KIND_CODES[MessageKind.SYSTEM]
_LINK = KIND_CODES[MessageKind.LINK]
_REACTION = KIND_CODES[MessageKind.REACTION]
_ENOUGH = 8
"""Characters of a sentence's beginning that tell it from nearly all that people type."""
_SHORTEST_NICKNAME = 2
_NICKNAMES_UNTIL_MS = 1_640_995_200_000
"""The end of 2021: nicknames in place of names are seen in exports of 2018 and 2020, and not in today's."""


@lru_cache(maxsize=8)
def _book_of(tables: tuple[SentenceTable, ...]) -> tuple[SentenceBook, Mapping[str, tuple[str, ...]]]:
    """The sentences of some tables, and the beginnings of all texts that are worth looking up in them."""
    book = SentenceBook(tables)
    openings = {opening[:_ENOUGH] for opening in book.openings}
    openings |= {opening.replace("'", "\u2019") for opening in openings}
    return book, _by_first_character({*openings, *links.OPENINGS, " ", "\n"})


class NotSpeech:
    """Refines kinds that were found by structure: sentences that Meta writes, and messages that are only links.

    Only whole texts count, with the names of the sender and the other people in their slots, so that ordinary talk
    about groups, calls and photos stays speech.
    """

    def __init__(self, locale: str | None) -> None:
        """Take the tables that the sentences of an export may follow.

        Args:
            locale: The account's language as the export gives it ("pl_PL"); English sentences stand in every export.
                None takes every language there is.
        """
        self._book, self._openings = _book_of(tables_for(locale))
        # The book strips blanks, and some of Meta's sentences end with one.
        self._endings = tuple(ending + blank for ending in self._book.handle_endings for blank in ("", " "))

    def kinds_of(self, messages: Messages, participants: Sequence[str]) -> bytes:
        """The kinds of a conversation's messages; those that were not SPEECH stay as they are."""
        names = (*participants, *messages.names)
        known = KnownNames(names)
        kinds = bytearray(messages.kinds)
        places = self._places_by_opening(messages.texts, known)
        self._sort(places, messages, known, kinds)
        # Sentences with a user name at their beginning are Instagram's, which reports all reactions in this way.
        if _REACTION in kinds:
            self._sort(self._places_by_ending(messages.texts), messages, known, kinds)
        end = bisect_left(messages.times, _NICKNAMES_UNTIL_MS)
        first, nicknames = self._nicknames(places, messages, known, kinds)
        if first < end:
            later = _places_by_start(messages.texts[first:end], _by_first_character(nicknames))
            self._sort((first + place for place in later), messages, KnownNames(names, nicknames), kinds)
        return bytes(kinds)

    def _sort(self, places: Iterable[int], messages: Messages, known: KnownNames, kinds: bytearray) -> None:
        for place in places:
            text = messages.texts[place]
            if kinds[place] == _SPEECH and text is not None:
                kinds[place] = self._code_of(text, known.own(messages.names[messages.senders[place]]), known)

    def _code_of(self, text: str, own: frozenset[str], known: KnownNames) -> int:
        kind = self._book.kind_of(text, own, known) or self._book.kind_by_handle(text, known)
        if kind is not None:
            return KIND_CODES[kind]
        return _LINK if links.is_only_links(text) else _SPEECH

    def _nicknames(
        self, places: Iterable[int], messages: Messages, known: KnownNames, kinds: bytearray
    ) -> tuple[int, Mapping[str, frozenset[str]]]:
        """Where the first nickname is given, and all of them."""
        first = len(messages)
        found: dict[str, frozenset[str]] = {}
        for place in places:
            text = messages.texts[place]
            given = self._book.nickname_in(text, known) if kinds[place] == _SYSTEM and text is not None else None
            if given is not None and len(given[1]) >= _SHORTEST_NICKNAME:
                found[given[1]] = found.get(given[1], frozenset()) | {given[0]}
                first = min(first, place)
        return first, found

    def _places_by_opening(self, texts: Sequence[str | None], known: KnownNames) -> list[int]:
        """The few messages that may be something else, found without a look into the tables."""
        starts = dict(self._openings)
        for character, openings in _by_first_character(known.openings()).items():
            starts[character] = starts.get(character, ()) + openings
        return _places_by_start(texts, starts)

    def _places_by_ending(self, texts: Sequence[str | None]) -> list[int]:
        return [place for place, text in enumerate(texts) if text and text.endswith(self._endings)]


def _places_by_start(texts: Sequence[str | None], starts: Mapping[str, tuple[str, ...]]) -> list[int]:
    """Places of the texts that begin in one of some ways, which are given by their first characters."""
    return [
        place for place, text in enumerate(texts) if text and text[0] in starts and text.startswith(starts[text[0]])
    ]


def _by_first_character(openings: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Openings by their first character, without those that begin with another one."""
    found: dict[str, list[str]] = {}
    for opening in sorted(openings):
        fellows = found.setdefault(opening[0], [])
        if not fellows or not opening.startswith(fellows[-1]):
            fellows.append(opening)
    return {character: tuple(fellows) for character, fellows in found.items()}
