"""From conversations to tokens, the same in training and in chat."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from msgtune_gui.engine.chat_protocol import ChatMessage

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase


Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Encoded:
    """A conversation in tokens.

    Attributes:
        tokens: Token ids.
        learned: For each token, whether the loss counts it: the assistant's words and the end-of-turn token after them.
    """

    tokens: tuple[int, ...]
    learned: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class _Turn:
    """One turn in tokens: what is given to the assistant, and what it says itself."""

    given: list[int]
    words: list[int]
    weight: float


class _WrittenAnew(Exception):
    """The template writes turns differently once others follow; those of models that think aloud do."""


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
        turns = self._turns(messages)
        tokens = [token for turn in turns for token in (*turn.given, *turn.words)]
        learned = [mark for turn in turns for mark in (*(False for _ in turn.given), *self._learned(turn))]
        head = len(turns[0].given)
        return Encoded(tuple(_shortened(tokens, head, context)), tuple(_shortened(learned, head, context)))

    def prompt(self, messages: Sequence[ChatMessage]) -> list[int]:
        """A whole conversation up to where the assistant speaks next."""
        conversation = _with_system(messages)
        whole = self._render(conversation, opened=True)
        try:
            turns = self._turns(conversation)
        except _WrittenAnew:
            return self._tokenize(whole)
        opening = self._tokenize(whole[len(self._render(conversation)) :])
        return [*(token for turn in turns for token in (*turn.given, *turn.words)), *opening]

    def _learned(self, turn: _Turn) -> list[bool]:
        # What the template writes after the end of a turn is never generated, so it need not be learned.
        end = max((place for place, token in enumerate(turn.words) if token == self._end_of_turn), default=-1)
        return [turn.weight > 0 and (place <= end or end < 0) for place in range(len(turn.words))]

    @property
    def _end_of_turn(self) -> int:
        return int(self._tokenizer.eos_token_id)

    def _turns(self, messages: Sequence[ChatMessage]) -> list[_Turn]:
        """The system message, empty where there is none, and the turns after it.

        Raises:
            _WrittenAnew: They cannot be told apart.
        """
        conversation = _with_system(messages)
        turns: list[_Turn] = []
        before = ""
        for count, message in enumerate(conversation, start=1):
            opened = self._render(conversation[: count - 1], opened=True) if message.role == "assistant" else ""
            whole = self._render(conversation[:count])
            if not (whole.startswith(opened or before) and (opened or before).startswith(before)):
                raise _WrittenAnew
            if opened:
                given, words = opened[len(before) :], whole[len(opened) :]
            else:
                given, words = whole[len(before) :], ""
            turns.append(_Turn(self._tokenize(given), self._tokenize(words), message.weight))
            before = whole
        return turns

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


def _with_system(messages: Sequence[ChatMessage]) -> list[ChatMessage]:
    if messages and messages[0].role in {"system", "developer"}:
        return list(messages)
    # SmolLM2's template adds a sentence of its own where there is no system message at all.
    return [ChatMessage(role="system", content=""), *messages]


def _shortened(items: Sequence[Item], head: int, context: int) -> list[Item]:
    """Without what comes after the head, as far as need be to leave no more than `context`."""
    if len(items) <= context:
        return list(items)
    head = min(head, context // 2)
    return [*items[:head], *items[len(items) - (context - head) :]]
