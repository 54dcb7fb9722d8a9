"""How much everybody wrote, counted once for each conversation."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping

from msgtune_gui.core.model import Conversation, SenderCount
from msgtune_gui.core.people import is_deleted_account

_COUNTED_AT_ONCE = 50_000


class SenderCounts:
    """Answers who wrote in any choice of conversations without looking at a message again."""

    def __init__(self, by_conversation: Mapping[str, Mapping[str, int]], owner: str | None) -> None:
        self._by_conversation = by_conversation
        self._owner = owner

    @classmethod
    def of(
        cls,
        conversations: Iterable[Conversation],
        owner: str | None,
        checkpoint: Callable[[], None],
        from_ms: int | None = None,
        until_ms: int | None = None,
    ) -> "SenderCounts":
        """Count; some tens of milliseconds for a million messages, so to be called in a worker.

        Args:
            conversations: All that may be ticked.
            owner: Whose export it is.
            checkpoint: Called before every conversation and within long ones; may raise Cancelled.
            from_ms: Messages before this time are not counted; None for no limit.
            until_ms: Messages at or after this time are not counted; None for no limit.
        """
        deleted: dict[str, bool] = {}
        counts = {}
        for conversation in conversations:
            checkpoint()
            messages = conversation.messages
            start = 0 if from_ms is None else bisect_left(messages.times, from_ms)
            stop = len(messages) if until_ms is None else bisect_left(messages.times, until_ms)
            places: Counter[int] = Counter()
            for first in range(start, stop, _COUNTED_AT_ONCE):
                # One count holds the interpreter to itself, and the window waits for as long.
                checkpoint()
                places.update(messages.senders[first : min(stop, first + _COUNTED_AT_ONCE)])
            names = {messages.names[place]: count for place, count in places.items()}
            counts[conversation.identifier] = {
                name: count for name, count in names.items() if not _is_nobody(name, deleted)
            }
        return cls(counts, owner)

    def among(
        self, conversations: Iterable[str], checkpoint: Callable[[], None], without: Collection[str] = frozenset()
    ) -> tuple[SenderCount, ...]:
        """Everyone who wrote in these but for some, by number of messages, the owner first.

        Args:
            conversations: Identifiers.
            checkpoint: Called before every conversation; may raise Cancelled.
            without: Display names of people who are not wanted.
        """
        totals: dict[str, int] = {}
        for identifier in conversations:
            checkpoint()
            for name, messages in self._by_conversation.get(identifier, {}).items():
                totals[name] = totals.get(name, 0) + messages
        people = [SenderCount(name, messages, name == self._owner) for name, messages in totals.items()]
        people = [person for person in people if person.name not in without]
        people.sort(key=lambda person: (not person.is_owner, -person.messages, person.name))
        return tuple(people)


def _is_nobody(name: str, known: dict[str, bool]) -> bool:
    """Whether nobody can be named by this: it is empty or stands for a deleted account."""
    if name not in known:
        known[name] = not name.strip() or is_deleted_account(name)
    return known[name]
