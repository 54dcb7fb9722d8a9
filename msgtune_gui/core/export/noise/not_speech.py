"""Sorting the lines of a conversation that nobody typed into their kinds."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from msgtune_gui.core.export.noise import links
from msgtune_gui.core.export.noise.book import SentenceBook
from msgtune_gui.core.export.noise.names import KnownNames
from msgtune_gui.core.export.noise.table import SentenceTable
from msgtune_gui.core.export.noise.tables import tables_for
from msgtune_gui.core.messages import KIND_CODES, MessageKind, Messages

_SPEECH = KIND_CODES[MessageKind.SPEECH]
_LINK = KIND_CODES[MessageKind.LINK]
_REACTION = KIND_CODES[MessageKind.REACTION]
_ENOUGH = 8
"""Characters of a sentence's beginning that tell it from nearly all that people type."""
_STRETCH = 64
"""Messages after which nicknames given among them are names: few enough to be gone through again for each."""
_SHORTEST_NICKNAME = 2
_MOST_OPENINGS = 64
"""Openings with one first character up to which a text is compared with each of them."""
_NICKNAMES_UNTIL_MS = 1_609_459_200_000
"""The end of 2020: nicknames in place of names are seen in exports of 2018 and 2020, and not in today's."""


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
        """Take the tables of all languages.

        Args:
            locale: The account's language as the export gives it ("pl_PL"); where two languages have the same
                sentence, this one's counts.
        """
        self._book, self._openings = _book_of(tables_for(locale))
        # The book strips blanks, and some of Meta's sentences end with one.
        self._endings = tuple(ending + blank for ending in self._book.handle_endings for blank in ("", " "))

    def kinds_of(self, messages: Messages, participants: Sequence[str]) -> bytes:
        """The kinds of a conversation's messages; those that were not SPEECH stay as they are.

        Args:
            messages: Oldest first.
            participants: Names of those who may be spoken of.
        """
        known = KnownNames((*participants, *messages.names))
        kinds = bytearray(messages.kinds)
        given: set[tuple[str, str]] = set()
        starts = _with(self._openings, known.openings())
        for begin in range(0, len(messages), _STRETCH):
            texts = messages.texts[begin : begin + _STRETCH]
            new = self._sort(begin, _places_by_start(texts, starts), messages, known, kinds) - given
            if new and messages.times[begin] < _NICKNAMES_UNTIL_MS:
                given |= new
                known.add_nicknames(new)
                nicknames = {nickname for nickname, _whom in new}
                starts = _with(starts, nicknames)
                self._sort(begin, _places_by_start(texts, _with({}, nicknames)), messages, known, kinds)
        if _REACTION in kinds:
            self._sort_by_handle(messages, known, kinds)
        return bytes(kinds)

    def _sort(
        self, begin: int, places: Iterable[int], messages: Messages, known: KnownNames, kinds: bytearray
    ) -> set[tuple[str, str]]:
        """Set the kinds of the messages at some places after the first; gives nicknames and whose they are."""
        given = set()
        for place in places:
            place_of_all = begin + place
            text = messages.texts[place_of_all]
            if kinds[place_of_all] != _SPEECH or text is None:
                continue
            if text[0] in links.FIRST_CHARACTERS and links.is_only_links(text):
                kinds[place_of_all] = _LINK
                continue
            found = self._book.look_up(text, messages.names[messages.senders[place_of_all]], known)
            if found is not None:
                kinds[place_of_all] = KIND_CODES[found.kind]
                if len(found.nickname) >= _SHORTEST_NICKNAME:
                    given.add((found.nickname, found.whom))
        return given

    def _sort_by_handle(self, messages: Messages, known: KnownNames, kinds: bytearray) -> None:
        """Sentences with a user name at their beginning; Instagram has them beside its other reports of reactions."""
        for place, text in enumerate(messages.texts):
            if text and kinds[place] == _SPEECH and text.endswith(self._endings):
                found = self._book.look_up_by_handle(text, known)
                if found is not None:
                    kinds[place] = KIND_CODES[found.kind]


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


def _with(starts: Mapping[str, tuple[str, ...]], openings: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Openings by their first character with further ones; with nothing but that character where they are many."""
    merged = dict(starts)
    for character, more in _by_first_character(openings).items():
        fellows = merged.get(character, ()) + more
        merged[character] = fellows if len(fellows) <= _MOST_OPENINGS else (character,)
    return merged
