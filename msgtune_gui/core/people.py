"""Who wrote in the conversations, and who of them can become the AI."""

from collections import Counter
from collections.abc import Iterable, Mapping

from msgtune_gui.core.columns import by_sender
from msgtune_gui.core.messages import Messages
from msgtune_gui.core.model import Conversation, SenderCount

_FEW = 32

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
