"""Names of third persons replaced by invented ones."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import cache
from itertools import islice
from typing import NamedTuple

from msgtune_gui.core.model import Conversation
from msgtune_gui.core.people import is_deleted_account
from msgtune_gui.core.privacy.invented_words import first_names, last_names

_SIGNS_BETWEEN, _MOST_SIGNS = " \u00a0.'\u2019-", 3
_SHORTEST_ALONE = 3
_MOST_COUNTED, _BATCH = 200_000, 1000

_Words = tuple[str, ...]


@cache
def _word() -> re.Pattern[str]:
    """One word, made at the first use, because its class of characters takes a while to make.

    Everything but blanks, digits, punctuation, symbols and emoji: letters and the marks that stand on them in one
    class, which is three times as fast as letters or marks.
    """
    return re.compile(
        r"[^\x00-@\[-`{-\xa9\xab-\xb4\xb6-\xb9\xbb-\xbf\xd7\xf7\u02b9-\u02ff\u060c\u061b\u061f\u0660-\u066c\u06d4"
        r"\u06f0-\u06f9\u0964-\u096f\u2000-\u2bff\u3000-\u3004\u3008-\u3030\ufe00-\ufe4f\uff00-\uff20\ufff0-\uffff"
        r"\U0001f000-\U0001faff]+"
    )


@cache
def _unspaced() -> re.Pattern[str]:
    """Chinese, Japanese, Korean and Thai: a name there has no sign of its ends around it."""
    return re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]{2,}")


class _Person(NamedTuple):
    """Somebody's name as words in small letters, the name that stands for it, and whether theirs stays all the same."""

    words: _Words
    invented: str
    kept: bool


class InventedNames:
    """Stable invented names for the third persons of an export.

    A person's full name in a text, in capitals or not, becomes an invented full name. The first name alone and the
    surname alone, of three letters and more and with a capital, become their parts, the same in every text. Equal first
    names get equal invented ones, so that two people of one name are as easily mixed up as before; no two display names
    get the same. A word that the chats have more often in small letters ("rose", "will") is replaced in full names
    alone, and so is one that is also in the name of somebody kept.

    It cannot replace nicknames and short forms ("Kate" for "Katherine"), other cases of a name ("Janě", "Jany"), first
    names in small letters, names of people who are in no conversation, and people's words about somebody.
    """

    def __init__(self, conversations: Sequence[Conversation], keep: Collection[str]) -> None:
        """Make names for everybody in these conversations.

        Args:
            conversations: All of the export; the names depend on these alone and not on who is kept.
            keep: Display names that stay as they are.
        """
        kept = {_plain(name) for name in keep}
        people = _people(conversations)
        self._invented = _invented(people)
        self._kept = kept
        known = {name: _Person(words, self._invented[name], name in kept) for name, words in people.items()}
        self._by_first_word: dict[str, list[_Person]] = defaultdict(list)
        for person in (*known.values(), *_firsts_of_several_words(known)):
            self._by_first_word[person.words[0]].append(person)
        for same_start in self._by_first_word.values():
            same_start.sort(key=lambda person: -len(person.words))
        spellings = _spellings(people)
        self._alone = _alone(known, spellings, conversations)
        begin = self._by_first_word.keys() | self._alone.keys()
        # Every spelling of a word that begins a replacement, for a quick look.
        self._beginnings = frozenset(form for form, word in spellings.items() if word in begin)
        unspaced = {name: self._invented[name] for name in people if name not in kept and _unspaced().fullmatch(name)}
        self._unspaced_names = unspaced
        self._unspaced = (
            re.compile("|".join(map(re.escape, sorted(unspaced, key=len, reverse=True)))) if unspaced else None
        )

    def name(self, display_name: str) -> str:
        """The invented name of a person of these conversations; that of somebody kept or unknown as it is."""
        plain = _plain(display_name)
        return display_name if plain in self._kept else self._invented.get(plain, display_name)

    def replaced(self, text: str) -> str:
        """A text with the names of third persons replaced; everything else stays."""
        if text.isascii() or unicodedata.is_normalized("NFC", text):
            return self._replaced(text)
        composed = unicodedata.normalize("NFC", text)
        replaced = self._replaced(composed)
        return text if replaced == composed else replaced

    def _replaced(self, text: str) -> str:
        if self._unspaced is not None and not text.isascii():
            text = self._unspaced.sub(lambda match: self._unspaced_names[match[0]], text)
        return text if self._beginnings.isdisjoint(_word().findall(text)) else self._with_words_replaced(text)

    def _with_words_replaced(self, text: str) -> str:
        words = list(_word().finditer(text))
        pieces: list[str] = []
        done = place = 0
        while place < len(words):
            length, invented = self._at(text, words, place)
            if invented is not None:
                pieces += (text[done : words[place].start()], invented)
                done = words[place + length - 1].end()
            place += length
        pieces.append(text[done:])
        return "".join(pieces)

    def _at(self, text: str, words: Sequence[re.Match[str]], place: int) -> tuple[int, str | None]:
        """How many words from this place are one name, and what stands for them; None where they stay."""
        written = words[place][0]
        word = written.casefold()
        for person in self._by_first_word.get(word, ()):
            length = len(person.words)
            if length > 1 and _reads(text, words[place : place + length], person.words):
                return length, None if person.kept else person.invented
        invented = self._alone.get(word)
        if invented is None or written[0].islower():
            return 1, None
        return 1, invented.upper() if len(written) > 1 and written.isupper() else invented


def _plain(name: str) -> str:
    """A display name in the form in which names are compared."""
    return unicodedata.normalize("NFC", name).strip()


def _reads(text: str, matches: Sequence[re.Match[str]], words: _Words) -> bool:
    """Whether these words of a text are the name, with nothing between but what stands between names."""
    return len(matches) == len(words) and all(
        match[0].casefold() == word
        and (not place or _stands_between_names(text[matches[place - 1].end() : match.start()]))
        for place, (match, word) in enumerate(zip(matches, words, strict=True))
    )


def _stands_between_names(signs: str) -> bool:
    return len(signs) <= _MOST_SIGNS and not signs.strip(_SIGNS_BETWEEN)


def _people(conversations: Sequence[Conversation]) -> dict[str, _Words]:
    """Everybody's name in plain form -> its words in small letters, in order of appearance."""
    people: dict[str, _Words] = {}
    for conversation in conversations:
        for name in (*conversation.participants, *conversation.messages.names):
            plain = _plain(name)
            if plain not in people and not is_deleted_account(plain):
                words = tuple(word.casefold() for word in _word().findall(plain))
                if words:
                    people[plain] = words
    return people


def _first_words(name: str) -> int:
    """How many words the first name has ("Ana-Maria" two); what follows after a blank is the surname."""
    return max(1, len(_word().findall(name.split(maxsplit=1)[0])))


def _firsts_of_several_words(people: dict[str, _Person]) -> Iterator[_Person]:
    for name, person in people.items():
        length = _first_words(name)
        if length > 1:
            yield _Person(person.words[:length], person.invented.split(maxsplit=1)[0], person.kept)


def _invented(people: dict[str, _Words]) -> dict[str, str]:
    """Everybody's name -> an invented one, first name by first name and surname by surname."""
    taken = {word for words in people.values() for word in words}
    new_first, new_last = first_names(taken), last_names(taken)
    firsts: dict[_Words, str] = {}
    lasts: dict[_Words, str] = {}
    invented: dict[str, str] = {}
    given: set[str] = set()
    for name, words in people.items():
        first, last = words[: _first_words(name)], words[_first_words(name) :]
        if first not in firsts:
            firsts[first] = next(new_first)
        if last and last not in lasts:
            lasts[last] = next(new_last)
        full = f"{firsts[first]} {lasts[last]}" if last else firsts[first]
        # Names that differ in nothing but their signs ("Ana M.", "Ana M") are two people all the same.
        invented[name] = full if full not in given else f"{full} {next(new_last)}"
        given.add(invented[name])
    return invented


def _spellings(people: Collection[str]) -> dict[str, str]:
    """How the words of names can be written in texts -> the word in small letters."""
    return {
        form: word.casefold()
        for name in people
        for word in _word().findall(name)
        for form in (word, word.lower(), word.casefold(), word.capitalize(), word.upper())
    }


def _alone(
    people: dict[str, _Person], spellings: dict[str, str], conversations: Sequence[Conversation]
) -> dict[str, str]:
    """First names and surnames that are replaced without the rest of the name -> what stands for them."""
    of_kept = {word for person in people.values() if person.kept for word in person.words}
    alone: dict[str, str] = {}
    for part in (0, -1):
        for name, person in people.items():
            word = person.words[part]
            if not part and _first_words(name) > 1:
                continue
            if not person.kept and word not in of_kept and len(word) >= _SHORTEST_ALONE:
                alone.setdefault(word, person.invented.split()[part])
    ordinary = _ordinary_words({form: word for form, word in spellings.items() if word in alone}, conversations)
    return {word: invented for word, invented in alone.items() if word not in ordinary}


def _ordinary_words(spellings: dict[str, str], conversations: Sequence[Conversation]) -> set[str]:
    """The words that texts have in small letters more often than with a capital."""
    written: Counter[str] = Counter()
    texts = _texts_to_count(conversations)
    while batch := list(islice(texts, _BATCH)):
        written.update(filter(spellings.__contains__, _word().findall("\n".join(batch))))
    small: Counter[str] = Counter()
    for form, times in written.items():
        if form != form.lower():
            small[spellings[form]] -= times
        elif form != form.upper():
            small[spellings[form]] += times
    return {word for word, more in small.items() if more > 0}


def _texts_to_count(conversations: Sequence[Conversation]) -> Iterator[str]:
    """Texts from all of the conversations, every so many, at most 200,000."""
    total = sum(len(conversation.messages) for conversation in conversations)
    step = max(1, -(-total // _MOST_COUNTED))
    texts = (text for conversation in conversations for text in conversation.messages.texts[::step])
    return filter(None, texts)
