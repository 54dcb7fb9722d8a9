"""The forms in which Meta's sentences give a person's name."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from unicodedata import normalize

PLACEHOLDERS = ("A contact", "Facebook user", "Facebook User", "Instagram user", "Instagram User", "Messenger user")
"""What stands in sentences for people whose name the export does not know any more."""
_SHORTEST_PART = 2


@lru_cache(maxsize=4096)
def forms_of(name: str) -> frozenset[str]:
    """The whole name, and its first and its last words: the given name stands first or last, and may be two words.

    They are in NFC, as texts have to be that are compared with them: a name may be spelled in two ways in one export.
    """
    name = normalize("NFC", name)
    words = name.split()
    parts = [" ".join(words[:count]) for count in range(1, len(words))]
    parts += [" ".join(words[count:]) for count in range(1, len(words))]
    forms = {part for part in parts if len(part) >= _SHORTEST_PART}
    if name.strip():
        forms.add(name.strip())
    return frozenset(forms)


class KnownNames:
    """The names of the people of one conversation, for looking them up at the beginning of a text in NFC.

    Attributes:
        forms: Every form in which somebody may be called.
    """

    def __init__(self, names: Iterable[str]) -> None:
        """Take the names of everybody in the conversation, as they are displayed."""
        self.forms = set(PLACEHOLDERS).union(*map(forms_of, names))
        self._nicknames: dict[str, _Nickname] = {}
        self._lengths = _descending(map(len, self.forms))

    def add_nicknames(self, given: Collection[tuple[str, str]]) -> None:
        """Take nicknames, each with a form of the name of whoever gets it; "" for whom it is not said."""
        self.forms.update(nickname for nickname, _whom in given)
        for nickname, whom in given:
            known = self._nicknames.setdefault(nickname, _Nickname())
            known.people.add(whom)
            known.of_nobody_in_particular |= whom not in self.forms
        self._lengths = _descending([*self._lengths, *(len(nickname) for nickname, _whom in given)])

    def is_of(self, form: str, sender: str) -> bool:
        """Whether a sentence may call a sender so: also by the nicknames of nobody in particular."""
        own = forms_of(sender)
        if form in own:
            return True
        nickname = self._nicknames.get(form)
        return nickname is not None and (nickname.of_nobody_in_particular or not nickname.people.isdisjoint(own))

    def openings(self) -> set[str]:
        """Words with which a text begins that begins with a name, in both normal forms."""
        words = {form.split(None, 1)[0] for form in self.forms}
        return words | {normalize("NFD", word) for word in words}

    def at_start_of(self, text: str) -> Iterator[str]:
        """The forms with which a text begins, the longest first."""
        # Looked up by their lengths, of which there are few, as a conversation may have thousands of names.
        return filter(self.forms.__contains__, [text[:length] for length in self._lengths if length <= len(text)])


def _descending(lengths: Iterable[int]) -> list[int]:
    return sorted(set(lengths), reverse=True)


@dataclass(slots=True)
class _Nickname:
    """Who has had a nickname: forms of their names, and whether it was somebody whom no form tells."""

    people: set[str] = field(default_factory=set)
    of_nobody_in_particular: bool = False


def looks_like_names(text: str) -> bool:
    """Whether words could be the names of people: most of them, and the first, begin with no small letter."""
    words = text.split()
    if not words or words[0][0].islower() or not words[0][0].isalnum():
        return False
    small = sum(word[0].islower() for word in words)
    return 2 * small <= len(words)
