"""What every test lives under: no display, no keyring of the person's own, no thread left behind."""

import os
import threading
from collections.abc import Iterator

import pytest
from starlette.responses import Response

from msgtune_gui.services.privacy import clear_tracing
from tests.support.loopback import Loopback
from tests.support.stand_in import StandIn

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
# The person's own keyring is none of the tests' business; keyring's backend for "there is none" is a real state.
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
clear_tracing()

_THREAD_PATIENCE_S = 5.0


@pytest.fixture(autouse=True)
def no_thread_left_behind() -> Iterator[None]:
    """Fail a test that leaves a Python thread running."""
    before = set(threading.enumerate())
    yield
    left = [thread for thread in set(threading.enumerate()) - before if _is_ours(thread)]
    for thread in left:
        thread.join(_THREAD_PATIENCE_S)
    names = [thread.name for thread in left if thread.is_alive()]
    assert not names, f"Threads left behind: {names}"


@pytest.fixture(scope="session")
def loopback() -> Iterator[Loopback]:
    """One server for all stand-ins, since starting one takes a while."""
    with Loopback(Response("Nobody is in.", 404)) as server:
        yield server


@pytest.fixture
def stand_in(loopback: Loopback) -> Iterator[StandIn]:
    """A new service over real HTTP, with faults to switch on."""
    with StandIn(loopback) as service:
        yield service


def _is_ours(thread: threading.Thread) -> bool:
    # Python keeps a stub for each foreign thread (a QThread) that ever called it, and tqdm one monitor for the process.
    return not isinstance(thread, threading._DummyThread) and type(thread).__name__ != "TMonitor"
