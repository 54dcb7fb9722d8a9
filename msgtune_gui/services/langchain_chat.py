"""The ChatModel port over langchain-openai: prompt | ChatOpenAI | StrOutputParser."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.model import ChatTurn, Role
from msgtune_gui.core.ports import CancelToken
from msgtune_gui.services.engine_process import Endpoint
from msgtune_gui.services.error_words import words_for

if TYPE_CHECKING:
    from langchain_core.messages import BaseMessage

_CONNECT_TIMEOUT_S = 5.0
_READ_TIMEOUT_S = 120.0
_LONGEST_REPLY_TOKENS = 400


class LangChainChat:
    """Implements the ChatModel port for one model at one temperature.

    Args:
        title: The service's name in words for people.
        endpoint: Address and key.
        model: The service's name of the model.
        system_prompt: The one used in training; "" for none.
        temperature: From 0.0 to 2.0.
    """

    def __init__(self, title: str, endpoint: Endpoint, model: str, system_prompt: str, temperature: float) -> None:
        import httpx2
        from langchain_core.output_parsers import StrOutputParser
        from langchain_core.prompts import ChatPromptTemplate, MessagesPlaceholder
        from langchain_openai import ChatOpenAI
        from pydantic import SecretStr

        self._title = title
        self._system_prompt = system_prompt
        timeout = httpx2.Timeout(_READ_TIMEOUT_S, connect=_CONNECT_TIMEOUT_S)
        on_device = endpoint.base_url.startswith("http://127.0.0.1")
        # A client of our own, because ChatOpenAI shares a cached one: closing that would end every other chat.
        self._http_client = httpx2.Client(timeout=timeout, trust_env=not on_device)
        chat_model = ChatOpenAI(
            model=model,
            base_url=endpoint.base_url,
            api_key=SecretStr(endpoint.key),
            temperature=temperature,
            max_completion_tokens=_LONGEST_REPLY_TOKENS,
            timeout=timeout,
            max_retries=1,
            use_responses_api=False,
            http_client=self._http_client,
        )
        prompt = ChatPromptTemplate.from_messages([MessagesPlaceholder("conversation")])
        self._chain: Any = prompt | chat_model | StrOutputParser()

    def stream(self, turns: Sequence[ChatTurn], cancel: CancelToken) -> Iterator[str]:
        """Yield the reply in pieces; ends early and quietly when cancelled. Raises UserError."""
        import openai

        pieces = self._chain.stream({"conversation": self._messages(turns)})
        try:
            for piece in pieces:
                if cancel.cancelled:
                    return
                yield piece
        except openai.OpenAIError as error:
            if not cancel.cancelled:
                raise words_for(error, self._title) from error
        except ValueError as error:
            # langchain-core raises it for a stream that ended without one piece.
            raise UserError("The model said nothing.", "Your message is kept. Try again.") from error
        finally:
            pieces.close()

    def close(self) -> None:
        """Release the connection."""
        self._http_client.close()

    def _messages(self, turns: Sequence[ChatTurn]) -> "list[BaseMessage]":
        from langchain_core.messages import AIMessage, HumanMessage, SystemMessage

        kinds: dict[Role, type[BaseMessage]] = {
            Role.SYSTEM: SystemMessage,
            Role.USER: HumanMessage,
            Role.ASSISTANT: AIMessage,
        }
        spoken = [kinds[turn.role](content=turn.text) for turn in turns]
        return [SystemMessage(content=self._system_prompt), *spoken] if self._system_prompt else spoken
