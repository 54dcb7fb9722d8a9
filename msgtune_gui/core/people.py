"""Who wrote in the conversations, and who of them can become the AI."""

from collections import Counter
from collections.abc import Iterable

from msgtune_gui.core.model import Conversation, SenderCount

_DELETED_ACCOUNTS = frozenset(
    name.casefold()
    for name in (
        "Facebook user",
        "Instagram User",
        "Utilisateur de Facebook",
        "Użytkownik Facebooka",
        "usuario de facebook",
    )
)
"""What exports in English, French, Polish and Spanish call everybody whose account is gone."""


def is_deleted_account(name: str) -> bool:
    """Whether a sender's name is what the export puts in place of a deleted account's; no two such are one person."""
    return name.strip().casefold() in _DELETED_ACCOUNTS


def senders(conversations: Iterable[Conversation], owner: str | None = None) -> tuple[SenderCount, ...]:
    """Everyone who wrote, by number of messages of any kind, the export's owner first.

    Deleted accounts and senders without a name are left out.
    """
    counts: Counter[str] = Counter()
    for conversation in conversations:
        names = conversation.messages.names
        for place, messages in Counter(conversation.messages.senders).items():
            counts[names[place]] += messages
    people = [
        SenderCount(name, messages, name == owner)
        for name, messages in counts.items()
        if name.strip() and not is_deleted_account(name)
    ]
    people.sort(key=lambda person: (not person.is_owner, -person.messages, person.name))
    return tuple(people)
