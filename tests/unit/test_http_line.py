"""Ending a request that waits, from wherever."""

from collections.abc import Iterator
from contextlib import closing

import httpx2
import pytest

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.services.http_line import HttpLine
from tests.support.stand_in import KEY, StandIn
from tests.support.stand_in_faults import Junk

HEADERS = {"authorization": f"Bearer {KEY}"}


@pytest.fixture
def line() -> Iterator[HttpLine]:
    with closing(HttpLine(60.0)) as made:
        yield made


def test_after_a_stop_no_connection_is_made(line: HttpLine, stand_in: StandIn) -> None:
    client = line.open(stand_in.base_url)
    cancel = CancelFlag()
    cancel.cancel()
    with line.ending_with(cancel), pytest.raises(httpx2.HTTPError):
        client.get(f"{stand_in.base_url}/models", headers=HEADERS)

    assert stand_in.requests == []


def test_a_stop_does_not_reach_beyond_its_block(line: HttpLine, stand_in: StandIn) -> None:
    client = line.open(stand_in.base_url)
    cancel = CancelFlag()
    with line.ending_with(cancel):
        assert client.get(f"{stand_in.base_url}/models", headers=HEADERS).is_success
    cancel.cancel()

    assert client.get(f"{stand_in.base_url}/models", headers=HEADERS).is_success


def test_a_web_page_is_no_answer(line: HttpLine, stand_in: StandIn) -> None:
    stand_in.fault("GET", "/models", Junk())
    with pytest.raises(httpx2.RemoteProtocolError):
        line.open(stand_in.base_url).get(f"{stand_in.base_url}/models", headers=HEADERS)


def test_hanging_up_and_closing_need_no_connection(line: HttpLine) -> None:
    line.hang_up()
    line.close()
    line.hang_up()
