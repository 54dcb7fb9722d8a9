"""Who wrote in the conversations, and who of them can become the AI."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from unicodedata import normalize

from msgtune_gui.core.columns import by_sender
from msgtune_gui.core.messages import Messages
from msgtune_gui.core.model import Conversation, SenderCount
from msgtune_gui.core.user_words import SERVICE, USER

_FEW = 32
_PAIR = 2

_BETWEEN_WORDS = re.compile(r"[\s'\u2019.\u00b7-]+")
_LONGEST_PARTICLE = 3
DELETED_ACCOUNT = "Facebook user"
"""What exports in English call everybody whose account is gone."""


def is_deleted_account(name: str) -> bool:
    """Whether a sender's name is what the export puts in place of a deleted account's; no two such are one person.

    It is the name of the service and the word for a user, in the account's language. Nobody may be called so there.
    """
    name = normalize("NFC", name).casefold()
    service = SERVICE.search(name)
    if service is None:
        return False
    words = [word for word in _BETWEEN_WORDS.split(f"{name[: service.start()]} {name[service.end() :]}") if word]
    others = [word for word in words if word not in USER]
    return len(others) < len(words) and len(others) <= 1 and all(len(word) <= _LONGEST_PARTICLE for word in others)


def namesakes(conversations: Iterable[Conversation], name: str, owner: str | None) -> tuple[Conversation, ...]:
    """The conversations of two people with somebody of this name who may be somebody else in each; () where no two are.

    A conversation of two has the other one's name for its title; where there are several, and nothing in the export
    has shown that they are one, it can be with two people. Groups of two and what was sold to somebody have titles of
    their own. Whose export it is is one person everywhere.

    Args:
        conversations: Of one export, each of them whole.
        name: Display name.
        owner: The export's owner, where the export says so.
    """
    if name == owner:
        return ()
    wanted = normalize("NFC", name).strip()
    found = tuple(
        conversation
        for conversation in conversations
        if normalize("NFC", conversation.title).strip() == wanted
        and not conversation.is_group
        and len(conversation.participants) == _PAIR
        and name in conversation.messages.names
    )
    return found if len(found) > 1 else ()


def senders(conversations: Iterable[Conversation], owner: str | None = None) -> tuple[SenderCount, ...]:
    """Everyone who wrote, by number of messages of any kind, the export's owner first.

    Deleted accounts and senders without a name are left out.
    """
    counts: Counter[str] = Counter()
    for conversation in conversations:
        for place, messages in _by_place(conversation.messages).items():
            counts[conversation.messages.names[place]] += messages
    people = [
        SenderCount(name, messages, name == owner)
        for name, messages in counts.items()
        if messages and name.strip() and not is_deleted_account(name)
    ]
    people.sort(key=lambda person: (not person.is_owner, -person.messages, person.name))
    return tuple(people)


def _by_place(messages: Messages) -> Mapping[int, int]:
    """How many messages each sender wrote, by the sender's place in `names`."""
    places = range(len(messages.names))
    if len(places) > _FEW:
        return Counter(messages.senders)
    # Counting bytes is so much quicker than counting numbers that going through the column once a sender pays.
    column = by_sender(messages, places)
    return {place: column.count(place) for place in places}
