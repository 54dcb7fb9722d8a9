"""The objects of OpenAI's chat completions that the engine speaks."""

from typing import Annotated, Literal

from msgspec import Meta, Struct

FinishReason = Literal["stop", "length"]


class ContentPart(Struct, kw_only=True):
    """A piece of a message; the engine reads text only."""

    type: str
    text: str = ""


class ChatMessage(Struct, kw_only=True):
    """One turn of a conversation, in a request or a training example.

    Attributes:
        weight: 0 keeps an assistant's turn of a training example from being learned.
    """

    role: str
    content: str | list[ContentPart] | None = None
    weight: float = 1.0

    @property
    def text(self) -> str:
        """The message's words."""
        if isinstance(self.content, list):
            return "".join(part.text for part in self.content)
        return self.content or ""


class StreamOptions(Struct, kw_only=True):
    """What a stream carries besides the reply."""

    include_usage: bool = False


class ChatRequest(Struct, kw_only=True):
    """The body that asks for a reply."""

    model: str
    messages: Annotated[list[ChatMessage], Meta(min_length=1)]
    stream: bool | None = None
    stream_options: StreamOptions | None = None
    temperature: Annotated[float, Meta(ge=0, le=2)] | None = None
    top_p: Annotated[float, Meta(gt=0, le=1)] | None = None
    max_tokens: Annotated[int, Meta(ge=1)] | None = None
    max_completion_tokens: Annotated[int, Meta(ge=1)] | None = None
    stop: Annotated[str, Meta(min_length=1)] | Annotated[list[str], Meta(max_length=4)] | None = None
    seed: int | None = None
    n: int | None = None


class Usage(Struct, kw_only=True):
    """Tokens read and written."""

    prompt_tokens: int
    completion_tokens: int
    total_tokens: int


class ReplyMessage(Struct, kw_only=True):
    """The reply."""

    content: str
    role: Literal["assistant"] = "assistant"
    refusal: str | None = None


class Choice(Struct, kw_only=True):
    """The one reply of an answer."""

    message: ReplyMessage
    finish_reason: FinishReason
    index: int = 0
    logprobs: None = None


class ChatCompletion(Struct, kw_only=True):
    """A whole reply."""

    id: str
    created: int
    model: str
    choices: list[Choice]
    usage: Usage
    object: Literal["chat.completion"] = "chat.completion"


class Delta(Struct, kw_only=True, omit_defaults=True):
    """What a piece of a streamed reply adds."""

    role: Literal["assistant"] | None = None
    content: str | None = None


class ChunkChoice(Struct, kw_only=True):
    """The one reply of a streamed answer."""

    delta: Delta
    finish_reason: FinishReason | None = None
    index: int = 0
    logprobs: None = None


class ChatCompletionChunk(Struct, kw_only=True):
    """A piece of a streamed reply."""

    id: str
    created: int
    model: str
    choices: list[ChunkChoice]
    usage: Usage | None = None
    object: Literal["chat.completion.chunk"] = "chat.completion.chunk"
