"""Chats that are longer than the model on this computer can take in."""

import openai
import pytest

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.dialogue import reply_to
from msgtune_gui.core.model import ChatTurn, Role
from msgtune_gui.services.engine_process import Endpoint
from msgtune_gui.services.langchain_chat import LangChainChat
from tests.support.engine_process import BASE_MODEL, EngineUnderTest

_LINE = "The lighthouse keeper counts every wave that comes in from the west, and then he counts them all once more. "


@pytest.mark.parametrize("stream", [False, True])
def test_a_conversation_that_is_too_long_is_refused_as_openai_does(client: openai.OpenAI, stream: bool) -> None:
    with pytest.raises(openai.BadRequestError) as refused:
        client.chat.completions.create(
            model=BASE_MODEL, messages=[{"role": "user", "content": _LINE * 500}], stream=stream
        )
    assert refused.value.code == "context_length_exceeded"
    assert refused.value.param == "messages"
    assert "lighthouse" not in str(refused.value)


def test_the_oldest_turns_leave_and_the_chat_goes_on(engine: EngineUnderTest) -> None:
    turns = [
        ChatTurn(Role.USER, _LINE * 500),
        ChatTurn(Role.ASSISTANT, "Aye."),
        ChatTurn(Role.USER, "Still there?"),
        ChatTurn(Role.ASSISTANT, "Aye."),
        ChatTurn(Role.USER, "Hello?"),
    ]
    sent: list[int] = []
    chat = LangChainChat("This computer", Endpoint(engine.address.base_url, engine.address.token), BASE_MODEL, "", 0.0)
    try:
        said = "".join(reply_to(turns, chat, CancelFlag(), sent.append))
    finally:
        chat.close()
    assert said.strip()
    assert sent == [5, 3]
