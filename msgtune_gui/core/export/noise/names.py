"""The forms in which Meta's sentences give a person's name."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
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
    """The names of the people of one conversation, for looking them up at the beginning of a text in NFC."""

    def __init__(self, names: Iterable[str], nicknames: Mapping[str, frozenset[str]] = MappingProxyType({})) -> None:
        """Take the names of everybody in the conversation.

        Args:
            names: As they are displayed.
            nicknames: Nickname -> forms of the names of those who have had it.
        """
        self._nicknames = nicknames
        self.forms = frozenset(PLACEHOLDERS).union(nicknames, *map(forms_of, names))
        self._longest_first = sorted(self.forms, key=len, reverse=True)

    def own(self, sender: str) -> frozenset[str]:
        """The forms by which a sentence may call a sender: also the nicknames of nobody in particular."""
        own = forms_of(sender)
        if not self._nicknames:
            return own
        return own.union(
            nickname for nickname, people in self._nicknames.items() if people & own or not people <= self.forms
        )

    def openings(self) -> set[str]:
        """Words with which a text begins that begins with a name, in both normal forms."""
        words = {form.split(None, 1)[0] for form in self.forms}
        return words | {normalize("NFD", word) for word in words}

    def at_start_of(self, text: str) -> Iterable[str]:
        """The forms with which a text begins, the longest first."""
        return filter(text.startswith, self._longest_first)


def looks_like_names(text: str) -> bool:
    """Whether words could be the names of people: most of them, and the first, begin with no small letter."""
    words = text.split()
    if not words or words[0][0].islower() or not words[0][0].isalnum():
        return False
    small = sum(word[0].islower() for word in words)
    return 2 * small <= len(words)
