"""The ChatModel port over langchain-openai: prompt | ChatOpenAI | StrOutputParser."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.model import ChatTurn, Role
from msgtune_gui.core.ports import CancelToken
from msgtune_gui.services.chat_words import chat_words_for, filtered, refused
from msgtune_gui.services.engine_process import Endpoint
from msgtune_gui.services.http_line import HttpLine

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage, BaseMessage

_READ_TIMEOUT_S = 120.0
_LONGEST_REPLY_TOKENS = 400
_FILTERED = "content_filter"

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
        import httpx2
        from langchain_core.output_parsers import StrOutputParser
        from langchain_core.prompts import ChatPromptTemplate, MessagesPlaceholder
        from langchain_core.runnables import RunnableGenerator
        from pydantic import SecretStr

        from msgtune_gui.services.chat_model import RefusingChatOpenAI

        self._title = title
        self._system_prompt = system_prompt
        self._answered_by: str | None = None
        self._finish_reason: str | None = None
        self._refusal = ""
        self._leaving = False
        # A client of our own, because ChatOpenAI shares a cached one: closing that would end every other chat.
        self._line = HttpLine(_READ_TIMEOUT_S)
        chat_model = RefusingChatOpenAI(
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
            # Never used; but one of langchain's own would take proxies and certificates from the environment, and fail
            # where those are wrong.
            http_async_client=httpx2.AsyncClient(trust_env=False, verify=self._line.no_trust),
            # Else it warns on standard error of each proxy in the environment that it does not use.
            http_socket_options=(),
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
            TooLong: The model cannot take in so many turns; nothing was yielded.
            UserError: The service cannot be reached, refuses, says nothing, or breaks off; pieces that were yielded
                before stand.
        """
        self._answered_by = self._finish_reason = None
        self._refusal = ""
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
                raise chat_words_for(error, self._title) from error
            # langchain-core raises a ValueError for a stream that ended without one chunk.
            raise _nothing_said() from error
        if not cancel.cancelled:
            self._look_at_end(begun=begun)

    def _look_at_end(self, *, begun: bool) -> None:
        """Raise the UserError for a stream that came to its end without a whole reply."""
        if self._finish_reason == _FILTERED:
            raise filtered(self._title, begun=begun)
        if self._refusal:
            raise refused(self._refusal)
        if not begun:
            raise _nothing_said()
        if self._finish_reason is None:
            raise _broken_off()

    def _take_note(self, chunks: "Iterator[AIMessage]") -> "Iterator[AIMessage]":
        import httpx2
        import openai

        from msgtune_gui.services.chat_model import REFUSAL

        try:
            for chunk in chunks:
                # The first two come with the last chunk that the model itself sent.
                self._answered_by = chunk.response_metadata.get("model_name") or self._answered_by
                self._finish_reason = chunk.response_metadata.get("finish_reason") or self._finish_reason
                self._refusal += chunk.additional_kwargs.get(REFUSAL, "")
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
