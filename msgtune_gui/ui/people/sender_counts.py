"""How much everybody wrote, counted once for each conversation."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from msgtune_gui.core.model import Conversation, SenderCount
from msgtune_gui.core.people import senders


class SenderCounts:
    """Answers who wrote in any choice of conversations without looking at a message again."""

    def __init__(self, by_conversation: Mapping[str, tuple[SenderCount, ...]]) -> None:
        self._by_conversation = by_conversation

    @classmethod
    def of(
        cls, conversations: Iterable[Conversation], owner: str | None, checkpoint: Callable[[], None]
    ) -> "SenderCounts":
        """Count; a second for some millions of messages, so to be called in a worker.

        Args:
            conversations: All that may be ticked.
            owner: Whose export it is.
            checkpoint: Called before every conversation; may raise Cancelled.
        """
        counts = {}
        for conversation in conversations:
            checkpoint()
            counts[conversation.identifier] = senders([conversation], owner)
        return cls(counts)

    def among(self, conversations: Iterable[Conversation]) -> tuple[SenderCount, ...]:
        """Everyone who wrote in these, by number of messages, the owner first."""
        totals: Counter[str] = Counter()
        owners: set[str] = set()
        for conversation in conversations:
            for person in self._by_conversation.get(conversation.identifier, ()):
                totals[person.name] += person.messages
                if person.is_owner:
                    owners.add(person.name)
        people = [SenderCount(name, messages, name in owners) for name, messages in totals.items()]
        people.sort(key=lambda person: (not person.is_owner, -person.messages, person.name))
        return tuple(people)
