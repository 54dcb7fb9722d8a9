"""Turns as langchain-community 0.4.2 and the fine-tuning notebook make them, of everything or of what is chosen."""

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate

from msgtune_gui.core.chosen_texts import ChosenTexts
from msgtune_gui.core.messages import KINDS, MessageKind, Messages
from msgtune_gui.core.model import Conversation, Export, LeftOutReason, Role, Turn
from msgtune_gui.core.turns import BATCH, Checkpoint, Place, Slicing, TurnSummary


class LangChainTurns:
    """One dialogue a conversation, none where the AI never speaks; runs of one sender are joined by a blank line."""

    def __init__(self, export: Export, slicing: Slicing) -> None:
        self._sender = slicing.sender
        self._chosen = None if slicing.exact else ChosenTexts(export, slicing)

    def summary(self, conversation: Conversation, checkpoint: Checkpoint) -> TurnSummary:
        """Count the turns of a conversation. Raises what the checkpoint raises."""
        messages = conversation.messages
        said, left_out = self._texts(conversation)
        summary = TurnSummary(left_out=left_out)
        runs: list[int] = []
        size = 0
        speaks = False
        for sender, texts in _runs(messages, said, checkpoint):
            runs.append(len(texts))
            size += sum(len(text) if text.isascii() else len(text.encode()) for text in texts)
            speaks = speaks or sender == self._sender
        summary.turns = len(runs)
        if speaks:
            newest = array("q", accumulate(reversed(runs)))
            summary.of_length(len(runs)).add(1, size, runs[0], newest)
            summary.places.append((messages.times[-1], 0, sum(runs)))
        elif runs:
            summary.left_out[LeftOutReason.NO_REPLY] = sum(runs)
        return summary

    def turns(self, conversation: Conversation, _place: Place) -> list[Turn]:
        """The turns of a conversation's one dialogue."""
        return [
            Turn(Role.ASSISTANT if sender == self._sender else Role.USER, merged_run(texts))
            for sender, texts in _runs(conversation.messages, self._texts(conversation)[0], _unstoppable)
        ]

    def spoken(self, conversation: Conversation) -> Sequence[int]:
        """The messages of a conversation that turns are made of, by their number in it."""
        return array("I", [number for number, text in enumerate(self._texts(conversation)[0]) if text is not None])

    def _texts(self, conversation: Conversation) -> tuple[Sequence[str | None], Counter[LeftOutReason]]:
        if self._chosen is not None:
            return self._chosen.of(conversation)
        return conversation.messages.texts, _without_text(conversation.messages)


def _unstoppable() -> None:
    """One conversation's turns are made at once."""


def _without_text(messages: Messages) -> Counter[LeftOutReason]:
    """The loader passes over messages without the key `content`, and over no others."""
    kinds = Counter(kind for kind, text in zip(messages.kinds, messages.texts, strict=True) if text is None)
    reasons: Counter[LeftOutReason] = Counter()
    for code, count in kinds.items():
        kind = MessageKind.EMPTY if KINDS[code] is MessageKind.SPEECH else KINDS[code]
        reasons[LeftOutReason(kind.value)] += count
    return reasons


def _runs(messages: Messages, said: Sequence[str | None], checkpoint: Checkpoint) -> Iterator[tuple[str, list[str]]]:
    """Who speaks and the texts, run by run; messages without a text are passed over."""
    texts: list[str] = []
    speaker = -1
    for start in range(0, len(messages), BATCH):
        checkpoint()
        part = slice(start, start + BATCH)
        for sender, text in zip(messages.senders[part], said[part], strict=True):
            if text is None:
                continue
            if sender != speaker:
                if texts:
                    yield messages.names[speaker], texts
                speaker = sender
                texts = []
            texts.append(text)
    if texts:
        yield messages.names[speaker], texts


def merged_run(texts: Sequence[str]) -> str:
    """What merge_chat_runs of langchain-community 0.4.2 makes of a run, in linear time.

    It joins by a blank line and strips after each message: white space stays at both ends of a lone message and at
    the start of a later one, and blank messages after the first leave nothing behind.
    """
    first = texts[0]
    if len(texts) == 1:
        return first
    pieces = [first.lstrip()] if first.strip() else []
    if pieces and not texts[1].strip():
        pieces[0] = pieces[0].rstrip()
    for text in texts[1:]:
        kept = text.rstrip()
        if kept:
            pieces.append(kept if pieces else kept.lstrip())
    return "\n\n".join(pieces)
