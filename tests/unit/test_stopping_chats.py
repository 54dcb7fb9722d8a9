"""Stop ends a reply wherever the service is silent; how long it takes is measured by `make bench`."""

import threading
from collections.abc import Callable
from contextlib import closing

import pytest

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.model import ChatTurn, Role
from msgtune_gui.services.engine_process import Endpoint
from msgtune_gui.services.langchain_chat import LangChainChat
from tests.support.silence import Silence, nobody_answers_the_door, nobody_shakes_hands, until
from tests.support.stand_in import KEY, StandIn
from tests.support.stand_in_faults import ChatManner, Hang

CHAT = "/chat/completions"
_LONGER_THAN_ANY_STOP_S = 60.0


def _said_until_stopped(chat: LangChainChat, silent: Callable[[], bool]) -> str:
    """What came of a reply that is stopped in its silence; nobody but the stop can have ended it."""
    cancel = CancelFlag()
    pieces: list[str] = []
    ended = threading.Event()

    def read() -> None:
        pieces.extend(chat.stream([ChatTurn(Role.USER, "Hello")], cancel))
        ended.set()

    reader = threading.Thread(target=read)
    reader.start()
    try:
        until(silent)
        assert not ended.is_set()
    finally:
        cancel.cancel()
        reader.join(_LONGER_THAN_ANY_STOP_S)
    assert ended.is_set(), "The stream raised or never ended."
    return "".join(pieces)


def _chat(base_url: str) -> LangChainChat:
    return LangChainChat("OpenAI", Endpoint(base_url, KEY), "m", "", 0.5, strict=True)


def test_before_the_first_byte(stand_in: StandIn) -> None:
    stand_in.fault("POST", CHAT, Hang())
    with closing(_chat(stand_in.base_url)) as chat:
        assert _said_until_stopped(chat, lambda: bool(stand_in.seen("POST", CHAT))) == ""
        assert stand_in.wait_until(lambda: stand_in.hang_ups == 1)
        assert "".join(chat.stream([ChatTurn(Role.USER, "Hello")], CancelFlag())) == "Ahoy, matey!"


def test_in_the_middle_of_a_reply(stand_in: StandIn) -> None:
    stand_in.manner = ChatManner.HANG_MIDWAY
    with closing(_chat(stand_in.base_url)) as chat:
        said = _said_until_stopped(chat, lambda: stand_in.streamed == 1)
        assert "Ahoy, matey!".startswith(said)
        assert stand_in.wait_until(lambda: stand_in.hang_ups == 1)


def test_on_a_connection_that_was_used_before(stand_in: StandIn) -> None:
    with closing(_chat(stand_in.base_url)) as chat:
        assert "".join(chat.stream([ChatTurn(Role.USER, "Hello")], CancelFlag()))
        stand_in.fault("POST", CHAT, Hang())
        assert _said_until_stopped(chat, lambda: len(stand_in.seen("POST", CHAT)) == 2) == ""


@pytest.mark.parametrize("silence", [nobody_answers_the_door, nobody_shakes_hands])
def test_while_the_connection_is_being_made(silence: Callable[[], Silence]) -> None:
    with silence() as (base_url, waits), closing(_chat(base_url)) as chat:
        assert _said_until_stopped(chat, waits) == ""


def test_a_stop_that_comes_first_connects_to_nobody(stand_in: StandIn) -> None:
    cancel = CancelFlag()
    cancel.cancel()
    with closing(_chat(stand_in.base_url)) as chat:
        assert list(chat.stream([ChatTurn(Role.USER, "Hello")], cancel)) == []
    assert stand_in.requests == []
