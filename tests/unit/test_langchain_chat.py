"""Chatting over real HTTP: what is sent, what comes back, stopping, and what goes wrong."""

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import Receive, Scope, Send

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.errors import NotThere, TooLong, Unreachable, UserError
from msgtune_gui.core.model import ChatTurn, Role
from msgtune_gui.services.engine_process import Endpoint
from msgtune_gui.services.langchain_chat import LangChainChat
from tests.support.loopback import Loopback
from tests.support.stand_in import KEY, StandIn
from tests.support.stand_in_faults import NO_CREDIT, SLOW_DOWN, ChatManner, Cut, Fault, Junk, Refuse

HELLO = (ChatTurn(Role.USER, "Hello"),)
MODEL = "ft:gpt-4.1-mini:org::rum"
CHAT = "/chat/completions"


@pytest.fixture
def chat(stand_in: StandIn) -> Iterator[LangChainChat]:
    with closing(_chat(stand_in)) as made:
        yield made


def _chat(stand_in: StandIn, system_prompt: str = "", key: str = KEY, model: str = MODEL) -> LangChainChat:
    return LangChainChat("OpenAI", Endpoint(stand_in.base_url, key), model, system_prompt, 0.5, strict=True)


def _reply(chat: LangChainChat, turns: tuple[ChatTurn, ...] = HELLO) -> list[str]:
    return [piece for piece in chat.stream(turns, CancelFlag()) if piece]


def test_reply_comes_in_pieces(chat: LangChainChat) -> None:
    assert _reply(chat) == ["Ahoy", ", ", "matey!"]


def test_whole_conversation_is_sent_after_the_system_prompt(stand_in: StandIn) -> None:
    turns = (
        ChatTurn(Role.USER, "One {brace} and {{two}}"),
        ChatTurn(Role.ASSISTANT, "{0} %s"),
        ChatTurn(Role.USER, "Three"),
    )
    with closing(_chat(stand_in, "You are {Captain}.")) as chat:
        _reply(chat, turns)

    sent = stand_in.seen("POST", CHAT)[0].json()
    assert [(message["role"], message["content"]) for message in sent["messages"]] == [
        ("system", "You are {Captain}."),
        ("user", "One {brace} and {{two}}"),
        ("assistant", "{0} %s"),
        ("user", "Three"),
    ]
    assert sent["model"] == MODEL
    assert sent["temperature"] == 0.5
    assert sent["stream"] is True


def test_without_a_system_prompt_none_is_sent(chat: LangChainChat, stand_in: StandIn) -> None:
    _reply(chat)

    assert [message["role"] for message in stand_in.seen("POST", CHAT)[0].json()["messages"]] == ["user"]


def test_the_model_that_answered_is_known(chat: LangChainChat) -> None:
    assert chat.answered_by is None
    _reply(chat)
    assert chat.answered_by == MODEL


def test_a_failed_answer_names_no_model(chat: LangChainChat, stand_in: StandIn) -> None:
    _reply(chat)
    stand_in.fault("POST", CHAT, Refuse(500))
    with pytest.raises(UserError):
        _reply(chat)
    assert chat.answered_by is None


def test_stop_between_pieces_keeps_what_has_come(chat: LangChainChat) -> None:
    cancel = CancelFlag()
    kept = []
    for piece in chat.stream(HELLO, cancel):
        kept.append(piece)
        if piece == "Ahoy":
            cancel.cancel()

    assert "".join(kept) == "Ahoy"
    assert _reply(chat) == ["Ahoy", ", ", "matey!"]


def test_leaving_the_stream_hangs_up(chat: LangChainChat, stand_in: StandIn) -> None:
    stand_in.manner = ChatManner.HANG_MIDWAY
    pieces = chat.stream(HELLO, CancelFlag())
    next(pieces)
    with closing(pieces):  # type: ignore[type-var]  # the port says Iterator; this one is a generator
        pass

    assert stand_in.wait_until(lambda: stand_in.hang_ups == 1)


@pytest.mark.parametrize(
    ("manner", "message"),
    [
        (ChatManner.EMPTY, "The model said nothing."),
        (ChatManner.TRUNCATED, "The reply broke off before its end."),
        (ChatManner.CUT, "The reply broke off before its end."),
        (ChatManner.ERROR_MIDWAY, "The reply broke off before its end."),
        (ChatManner.FILTERED, "OpenAI's content filter broke the reply off."),
        (ChatManner.REFUSED, "The model refused to answer."),
    ],
)
def test_streams_that_end_badly(chat: LangChainChat, stand_in: StandIn, manner: ChatManner, message: str) -> None:
    stand_in.manner = manner
    pieces: list[str] = []

    with pytest.raises(UserError) as caught:
        pieces.extend(_each(chat, pieces))

    assert caught.value.message == message
    assert caught.value.advice
    silent = manner in {ChatManner.EMPTY, ChatManner.REFUSED}
    assert "".join(pieces) == ("" if silent else "Ahoy, matey!")


def test_a_refusal_is_told_in_the_models_own_words(chat: LangChainChat, stand_in: StandIn) -> None:
    stand_in.manner = ChatManner.REFUSED
    with pytest.raises(UserError) as caught:
        _reply(chat)
    assert caught.value.advice == "It says: I would rather not."


def test_a_filter_that_lets_no_word_through_is_told(chat: LangChainChat, stand_in: StandIn) -> None:
    stand_in.manner, stand_in.reply = ChatManner.FILTERED, ()
    with pytest.raises(UserError) as caught:
        _reply(chat)
    assert caught.value.message == "OpenAI's content filter let no reply through."


def _each(chat: LangChainChat, kept: list[str]) -> Iterator[str]:
    for piece in chat.stream(HELLO, CancelFlag()):
        kept.append(piece)
    yield from ()


@pytest.mark.parametrize(
    ("fault", "kind", "words"),
    [
        (Refuse(500), Unreachable, "OpenAI could not be reached."),
        (Cut(), Unreachable, "OpenAI could not be reached."),
        (SLOW_DOWN, Unreachable, "OpenAI asks to wait a little."),
        (NO_CREDIT, UserError, "The account at OpenAI has no credit left."),
        (Refuse(404, "model_not_found", "Gone."), NotThere, "OpenAI does not know this model."),
        (Refuse(400, "bad", '{"raw": 1}'), UserError, "OpenAI refused the request."),
        (Refuse(400, "context_length_exceeded"), TooLong, "This message is longer than the model can take in."),
        (Refuse(400, "content_filter"), UserError, "OpenAI's content filter let no reply through."),
        (Junk(), Unreachable, "OpenAI could not be reached."),
    ],
)
def test_errors_in_words(
    chat: LangChainChat, stand_in: StandIn, fault: Fault, kind: type[UserError], words: str
) -> None:
    stand_in.fault("POST", CHAT, fault)

    with pytest.raises(UserError) as caught:
        _reply(chat)

    assert type(caught.value) is kind
    assert caught.value.message == words
    assert caught.value.advice
    assert "{" not in str(caught.value)
    assert len(stand_in.seen("POST", CHAT)) == 1


def test_a_wrong_key_is_told(stand_in: StandIn) -> None:
    with closing(_chat(stand_in, key="sk-wrong")) as chat, pytest.raises(UserError) as caught:
        _reply(chat)

    assert caught.value.message == "OpenAI does not accept this key."
    assert "sk-wrong" not in str(caught.value)


def test_settings_that_a_model_does_not_take_are_left_out_from_then_on(stand_in: StandIn) -> None:
    for param, code in (("temperature", "unsupported_value"), ("top_p", "unsupported_parameter")):
        stand_in.fault("POST", CHAT, Refuse(400, code, "Only the default.", param=param))
    for _ in range(2):
        with closing(_chat(stand_in, model="thinker")) as chat:
            assert _reply(chat) == ["Ahoy", ", ", "matey!"]

    sent = [made.json() for made in stand_in.seen("POST", CHAT)]
    assert [("temperature" in each, "top_p" in each) for each in sent] == [
        (True, True),
        (False, True),
        (False, False),
        (False, False),
    ]


def test_a_setting_that_no_model_can_do_without_is_told(chat: LangChainChat, stand_in: StandIn) -> None:
    stand_in.fault("POST", CHAT, Refuse(400, "unsupported_parameter", "Not here.", param="max_completion_tokens"))
    with pytest.raises(UserError, match="It says: Not here"):
        _reply(chat)
    assert len(stand_in.seen("POST", CHAT)) == 1


def test_closing_one_chat_leaves_others_open(stand_in: StandIn) -> None:
    with closing(_chat(stand_in)) as staying:
        _chat(stand_in).close()
        assert _reply(staying)


_TRACED = """
import os, sys
from msgtune_gui.services.privacy import clear_tracing
if sys.argv[3] == "cleared":
    clear_tracing()
from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.model import ChatTurn, Role
from msgtune_gui.services.engine_process import Endpoint
from msgtune_gui.services.langchain_chat import LangChainChat
chat = LangChainChat("OpenAI", Endpoint(sys.argv[1], sys.argv[2]), "m", "", 0.0)
print("".join(chat.stream([ChatTurn(Role.USER, "Where is the treasure?")], CancelFlag())))
chat.close()
from langchain_core.tracers.langchain import wait_for_all_tracers
wait_for_all_tracers()
"""


def test_no_chat_reaches_a_tracing_service(stand_in: StandIn) -> None:
    caught: list[tuple[str, bytes]] = []

    async def trap(scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        caught.append((request.headers.get("x-api-key", ""), await request.body()))
        await JSONResponse({})(scope, receive, send)

    with Loopback(trap) as server:
        tracing = {"LANGSMITH_TRACING": "true", "LANGCHAIN_TRACING_V2": "true", "OPENAI_LOG": "debug"}
        address = {"LANGSMITH_ENDPOINT": f"http://127.0.0.1:{server.port}"}
        children = {
            mode: subprocess.Popen(
                [sys.executable, "-c", _TRACED, stand_in.base_url, KEY, mode],
                env=os.environ | tracing | address | {"LANGSMITH_API_KEY": mode},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for mode in ("cleared", "as it is")
        }
        said = {mode: child.communicate(timeout=60) for mode, child in children.items()}

    assert said["cleared"][0].strip() == said["as it is"][0].strip() == "Ahoy, matey!"
    assert "treasure" not in said["cleared"][1]
    # The trap works: without clearing, the same conversation does arrive there.
    assert {key for key, _ in caught} == {"as it is"}
