"""What was said in one chat, in the form a tuned model is used to, and how much of it the model still hears."""

from collections.abc import Callable, Iterator, Sequence

from msgtune_gui.core.errors import TooLong
from msgtune_gui.core.model import ChatTurn, Role
from msgtune_gui.core.ports import CancelToken, ChatModel

_LEAVING = 0.25
"""Share of the words that leaves at once, so that not every following message meets the model's limit again."""


class Dialogue:
    """The turns of one chat, strictly alternating as in training, the person first."""

    def __init__(self) -> None:
        self._turns: list[ChatTurn] = []
        self._unsent = 0

    @property
    def turns(self) -> tuple[ChatTurn, ...]:
        """Everything said so far, oldest first."""
        return tuple(self._turns)

    @property
    def sent(self) -> tuple[ChatTurn, ...]:
        """What of it the model is sent: the context of the next reply."""
        return tuple(self._turns[self._unsent :])

    @property
    def unsent(self) -> int:
        """How many of the oldest turns are not sent any more."""
        return self._unsent

    @property
    def awaits_reply(self) -> bool:
        """Whether the person spoke last."""
        return bool(self._turns) and self._turns[-1].role is Role.USER

    def say(self, text: str) -> None:
        """Add a message of the person; messages without a reply between them are one turn, as in training."""
        if self.awaits_reply:
            text = f"{self._turns.pop().text}\n{text}"
        self._turns.append(ChatTurn(Role.USER, text))

    def answer(self, text: str) -> None:
        """Add the reply to what the person said last; a blank one leaves no trace.

        Raises:
            ValueError: Nobody waits for a reply.
        """
        if not self.awaits_reply:
            raise ValueError("A reply needs something to reply to.")
        if text.strip():
            self._turns.append(ChatTurn(Role.ASSISTANT, text.strip()))

    def send_only(self, count: int) -> None:
        """Send no more than so many of the newest turns from now on; older ones that have left never come back."""
        self._unsent = max(self._unsent, len(self._turns) - count)

    def clear(self) -> None:
        """Begin anew."""
        self._turns.clear()
        self._unsent = 0


def without_oldest(turns: Sequence[ChatTurn]) -> tuple[ChatTurn, ...]:
    """The newer turns of a conversation that is too long, beginning with the person; () where only one is left."""
    leaving = _LEAVING * sum(len(turn.text) for turn in turns)
    gone = 0
    newest = 0
    for place, turn in enumerate(turns):
        if turn.role is Role.USER and place:
            if gone >= leaving:
                return tuple(turns[place:])
            newest = place
        gone += len(turn.text)
    return tuple(turns[newest:]) if newest else ()


def reply_to(
    turns: Sequence[ChatTurn], model: ChatModel, cancel: CancelToken, on_sent: Callable[[int], None]
) -> Iterator[str]:
    """Yield the reply in pieces; where the conversation is too long for the model, its oldest turns leave first.

    Args:
        turns: The conversation; the person spoke last.
        model: Which is asked.
        cancel: Ends the reply early and quietly.
        on_sent: Told before each question how many of the newest turns are sent.

    Raises:
        TooLong: What the person said last is too long by itself.
        UserError: As of ChatModel.
    """
    sent = tuple(turns)
    while True:
        on_sent(len(sent))
        try:
            yield from model.stream(sent, cancel)
            return
        except TooLong:
            sent = without_oldest(sent)
            if not sent:
                raise
