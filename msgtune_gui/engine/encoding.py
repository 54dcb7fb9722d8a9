"""From conversations to tokens, the same in training and in chat."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msgtune_gui.engine.chat_protocol import ChatMessage

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase


@dataclass(frozen=True, slots=True)
class Encoded:
    """A conversation in tokens.

    Attributes:
        tokens: Token ids.
        learned: For each token, whether the loss counts it: the assistant's words and the end-of-turn token after them.
    """

    tokens: tuple[int, ...]
    learned: tuple[bool, ...]


class ChatEncoder:
    """Turns conversations into tokens with the base model's own chat template.

    Each turn is tokenised by itself, with the opening of an assistant's turn apart from its words. So the border
    between what is given and what is learned in training is exactly where the chat starts to generate, and a prompt
    that goes on from an earlier one begins with the same tokens.
    """

    def __init__(self, tokenizer: "PreTrainedTokenizerBase") -> None:
        self._tokenizer = tokenizer
        self._marks = [mark for mark in tokenizer.all_special_tokens if mark]

    def example(self, messages: Sequence[ChatMessage], context: int) -> Encoded:
        """A training example; one longer than `context` tokens loses its beginning, but not its system message."""
        tokens: list[int] = []
        learned: list[bool] = []
        head = 0
        for position, (text, weight) in enumerate(self._pieces(messages)):
            piece = self._tokenize(text)
            end = _last_index(piece, self._end_of_turn) if weight else -1
            tokens += piece
            learned += [index <= end for index in range(len(piece))]
            if position == 0:
                head = len(piece)
        if len(tokens) > context:
            head = min(head, context // 2)
            start = len(tokens) - (context - head)
            tokens, learned = tokens[:head] + tokens[start:], learned[:head] + learned[start:]
        return Encoded(tuple(tokens), tuple(learned))

    def prompt(self, messages: Sequence[ChatMessage], context: int) -> list[int]:
        """A conversation up to where the assistant speaks next; the oldest turns give way when it exceeds `context`."""
        system, turns = _with_system(messages)
        while True:
            tokens = [token for text, _ in self._pieces([system, *turns]) for token in self._tokenize(text)]
            opening = self._render([system, *turns], opened=True)[len(self._render([system, *turns])) :]
            tokens += self._tokenize(opening)
            if len(tokens) <= context or len(turns) <= 1:
                return tokens[-context:]
            del turns[0]

    @property
    def _end_of_turn(self) -> int:
        return int(self._tokenizer.eos_token_id)

    def _pieces(self, messages: Sequence[ChatMessage]) -> list[tuple[str, float]]:
        system, turns = _with_system(messages)
        conversation = [system, *turns]
        pieces: list[tuple[str, float]] = []
        before = ""
        for count, message in enumerate(conversation, start=1):
            if message.role == "assistant":
                opened = self._render(conversation[: count - 1], opened=True)
                pieces.append((opened[len(before) :], 0.0))
                before = opened
            whole = self._render(conversation[:count])
            pieces.append((whole[len(before) :], message.weight if message.role == "assistant" else 0.0))
            before = whole
        return pieces

    def _render(self, messages: Sequence[ChatMessage], *, opened: bool = False) -> str:
        conversation: list[dict[str, Any]] = [
            {"role": "system" if message.role == "developer" else message.role, "content": self._plain(message.text)}
            for message in messages
        ]
        return str(self._tokenizer.apply_chat_template(conversation, tokenize=False, add_generation_prompt=opened))

    def _plain(self, text: str) -> str:
        # The template's own marks inside a message would end the turn and let it speak for somebody else.
        for mark in self._marks:
            text = text.replace(mark, "")
        return text

    def _tokenize(self, text: str) -> list[int]:
        return list(self._tokenizer.encode(text, add_special_tokens=False)) if text else []


def _with_system(messages: Sequence[ChatMessage]) -> tuple[ChatMessage, list[ChatMessage]]:
    if messages and messages[0].role in {"system", "developer"}:
        return messages[0], list(messages[1:])
    # SmolLM2's template adds a sentence of its own where there is no system message at all.
    return ChatMessage(role="system", content=""), list(messages)


def _last_index(tokens: Sequence[int], wanted: int) -> int:
    return max((index for index, token in enumerate(tokens) if token == wanted), default=len(tokens) - 1)
