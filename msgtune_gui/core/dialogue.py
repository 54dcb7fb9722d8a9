"""What was said in one chat, in the form a tuned model is used to."""

from msgtune_gui.core.model import ChatTurn, Role


class Dialogue:
    """The turns of one chat, strictly alternating as in training, the person first."""

    def __init__(self) -> None:
        self._turns: list[ChatTurn] = []

    @property
    def turns(self) -> tuple[ChatTurn, ...]:
        """Everything said so far, oldest first; the context of the next reply."""
        return tuple(self._turns)

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

    def clear(self) -> None:
        """Begin anew."""
        self._turns.clear()
