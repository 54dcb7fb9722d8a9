"""The ChatModel port over langchain-openai: prompt | ChatOpenAI | StrOutputParser."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.model import ChatTurn, Role
from msgtune_gui.core.ports import CancelToken
from msgtune_gui.services.engine_process import Endpoint
from msgtune_gui.services.error_words import words_for
from msgtune_gui.services.http_line import HttpLine

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage, BaseMessage

_READ_TIMEOUT_S = 120.0
_LONGEST_REPLY_TOKENS = 400

_TOP_P = 0.9
"""A small model loses the thread with the first unlikely word, so the least likely tenth is never drawn."""


class LangChainChat:
    """Implements the ChatModel port for one model at one temperature; one reply at a time.

    Args:
        title: The service's name in words for people.
        endpoint: Address and key.
        model: The service's name of the model.
        system_prompt: The one used in training; "" for none.
        temperature: From 0.0 to 2.0.
        strict: Refuse every answer that is not as the SDK has it; for tests, since real services differ in details.
    """

    def __init__(
        self,
        title: str,
        endpoint: Endpoint,
        model: str,
        system_prompt: str,
        temperature: float,
        *,
        strict: bool = False,
    ) -> None:
        from langchain_core.output_parsers import StrOutputParser
        from langchain_core.prompts import ChatPromptTemplate, MessagesPlaceholder
        from langchain_core.runnables import RunnableGenerator
        from langchain_openai import ChatOpenAI
        from pydantic import SecretStr

        self._title = title
        self._system_prompt = system_prompt
        self._answered_by: str | None = None
        self._ended_whole = False
        self._leaving = False
        # A client of our own, because ChatOpenAI shares a cached one: closing that would end every other chat.
        self._line = HttpLine(_READ_TIMEOUT_S)
        chat_model = ChatOpenAI(
            model=model,
            base_url=endpoint.base_url,
            api_key=SecretStr(endpoint.key),
            temperature=temperature,
            top_p=_TOP_P,
            max_completion_tokens=_LONGEST_REPLY_TOKENS,
            timeout=self._line.timeout,
            # The SDK sleeps as long as the service asks it to, and no stop would reach it then.
            max_retries=0,
            use_responses_api=False,
            http_client=self._line.open(endpoint.base_url),
        )
        # ChatOpenAI has no parameter for it.
        chat_model.root_client._strict_response_validation = strict
        prompt = ChatPromptTemplate.from_messages([MessagesPlaceholder("conversation")])
        self._chain: Any = prompt | chat_model | RunnableGenerator(self._take_note) | StrOutputParser()

    @property
    def answered_by(self) -> str | None:
        """The model that the service named in its last whole answer."""
        return self._answered_by

    def stream(self, turns: Sequence[ChatTurn], cancel: CancelToken) -> Iterator[str]:
        """Yield the reply in pieces; ends early and quietly when cancelled, even while the service is silent.

        Raises:
            UserError: The service cannot be reached, refuses, says nothing, or breaks off; pieces that were yielded
                before stand.
        """
        self._answered_by = None
        self._ended_whole = False
        self._leaving = False
        if cancel.cancelled:
            return
        with self._line.ending_with(cancel):
            pieces = self._chain.stream({"conversation": self._messages(turns)})
            to_its_end = False
            try:
                yield from self._until_cancelled(pieces, cancel)
                to_its_end = not cancel.cancelled
            finally:
                if not to_its_end:
                    # langchain-core reads a chain that is left early to its end, however long the service is silent.
                    self._leaving = True
                    self._line.hang_up()
                pieces.close()

    def close(self) -> None:
        """Release the connection."""
        self._line.close()

    def _until_cancelled(self, pieces: Iterator[str], cancel: CancelToken) -> Iterator[str]:
        import httpx2
        import openai

        begun = False
        try:
            for piece in pieces:
                if cancel.cancelled:
                    return
                begun = begun or bool(piece)
                yield piece
        except (openai.OpenAIError, httpx2.HTTPError, ValueError) as error:
            if cancel.cancelled:
                return
            if begun:
                raise _broken_off() from error
            if isinstance(error, openai.OpenAIError):
                raise words_for(error, self._title) from error
            # langchain-core raises a ValueError for a stream that ended without one chunk.
            raise _nothing_said() from error
        if cancel.cancelled:
            return
        if not begun:
            raise _nothing_said()
        if not self._ended_whole:
            raise _broken_off()

    def _take_note(self, chunks: "Iterator[AIMessage]") -> "Iterator[AIMessage]":
        import httpx2
        import openai

        try:
            for chunk in chunks:
                # Both come with the last chunk that the model itself sent.
                self._answered_by = chunk.response_metadata.get("model_name") or self._answered_by
                self._ended_whole = self._ended_whole or bool(chunk.response_metadata.get("finish_reason"))
                yield chunk
        except (openai.OpenAIError, httpx2.HTTPError):
            # Nobody reads what comes after leaving, so nobody could catch this.
            if not self._leaving:
                raise

    def _messages(self, turns: Sequence[ChatTurn]) -> "list[BaseMessage]":
        from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

        kinds: dict[Role, type[BaseMessage]] = {
            Role.SYSTEM: SystemMessage,
            Role.USER: HumanMessage,
            Role.ASSISTANT: AIMessage,
        }
        spoken = [kinds[turn.role](content=turn.text) for turn in turns]
        return [SystemMessage(content=self._system_prompt), *spoken] if self._system_prompt else spoken


def _nothing_said() -> UserError:
    return UserError("The model said nothing.", "Your message is kept. Try again.")


def _broken_off() -> UserError:
    return UserError("The reply broke off before its end.", "What has come is kept. Send your message again.")
