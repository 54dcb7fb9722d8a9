"""How long Stop takes to end a reply while the service is silent, before, in and after connecting; one JSON line.

A chat is stopped from another thread, as the window does it, at a service over real HTTP that has fallen silent for
certain; the time from the press to the end of the stream is told in milliseconds.
"""

import argparse
import json
import statistics
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.model import ChatTurn, Role
from msgtune_gui.services.engine_process import Endpoint
from msgtune_gui.services.langchain_chat import LangChainChat
from tests.support.silence import PATIENCE_S, Silence, nobody_answers_the_door, nobody_shakes_hands, until
from tests.support.stand_in import KEY, StandIn
from tests.support.stand_in_faults import ChatManner, Hang

_LONGEST_MS = 100.0
_CHAT = "/chat/completions"


@contextmanager
def _before_the_first_byte() -> Iterator[tuple[str, Callable[[], bool]]]:
    with StandIn() as service:
        service.fault("POST", _CHAT, Hang())
        yield service.base_url, lambda: bool(service.seen("POST", _CHAT))


@contextmanager
def _in_the_middle() -> Iterator[tuple[str, Callable[[], bool]]]:
    with StandIn() as service:
        service.manner = ChatManner.HANG_MIDWAY
        yield service.base_url, lambda: service.streamed == 1


SILENCES: dict[str, Callable[[], Silence]] = {
    "connecting": nobody_answers_the_door,
    "handshake": nobody_shakes_hands,
    "before_first_byte": _before_the_first_byte,
    "mid_stream": _in_the_middle,
}


def stop_ms(silence: Silence) -> float:
    """Milliseconds from the stop to the end of the stream."""
    cancel = CancelFlag()
    ended_at: list[float] = []
    with silence as (base_url, waits), closing(LangChainChat("It", Endpoint(base_url, KEY), "m", "", 0.5)) as chat:

        def read() -> None:
            for _piece in chat.stream([ChatTurn(Role.USER, "Hello")], cancel):
                pass
            ended_at.append(time.perf_counter())

        reader = threading.Thread(target=read)
        reader.start()
        until(waits)
        asked_at = time.perf_counter()
        cancel.cancel()
        reader.join(PATIENCE_S)
    if not ended_at or ended_at[0] < asked_at:
        sys.exit("A reply ended by itself, or not at all.")
    return (ended_at[0] - asked_at) * 1000


def main() -> None:
    """Measure, print, and end with status 1 when a stop took too long."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tries", type=int, default=20)
    options = parser.parse_args()
    stop_ms(_before_the_first_byte())
    times = {name: [stop_ms(silence()) for _ in range(options.tries)] for name, silence in SILENCES.items()}
    longest = max(max(taken) for taken in times.values())
    figures: dict[str, object] = {
        name: {"median_ms": round(statistics.median(taken), 1), "longest_ms": round(max(taken), 1)}
        for name, taken in times.items()
    }
    print(json.dumps({"tries": options.tries, **figures, "bar_ms": _LONGEST_MS}))  # noqa: T201 - a bench prints
    if longest > _LONGEST_MS:
        sys.exit(1)


if __name__ == "__main__":
    main()
