"""The cancel token."""

import threading

import pytest

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.errors import Cancelled


def test_nothing_happens_until_asked() -> None:
    flag = CancelFlag()
    flag.raise_if_cancelled()
    assert not flag.cancelled
    assert not flag.wait(0)


def test_asked_to_stop() -> None:
    flag = CancelFlag()
    flag.cancel()
    assert flag.cancelled
    assert flag.wait(60)
    with pytest.raises(Cancelled):
        flag.raise_if_cancelled()


def test_a_wait_ends_when_another_thread_asks() -> None:
    flag = CancelFlag()
    asking = threading.Thread(target=flag.cancel)
    asking.start()
    assert flag.wait(60)
    asking.join()


def test_callbacks_are_called_inside_their_block_only() -> None:
    flag = CancelFlag()
    called: list[str] = []
    with flag.on_cancel(lambda: called.append("left before")):
        pass
    with flag.on_cancel(lambda: called.append("first")), flag.on_cancel(lambda: called.append("second")):
        flag.cancel()
    assert called == ["first", "second"]


def test_a_late_callback_is_called_at_once() -> None:
    flag = CancelFlag()
    flag.cancel()
    called: list[bool] = []
    with flag.on_cancel(lambda: called.append(True)):
        assert called == [True]
    flag.cancel()
    assert called == [True]


def test_a_callback_that_fails_leaves_nothing_registered() -> None:
    flag = CancelFlag()
    flag.cancel()
    with pytest.raises(ZeroDivisionError), flag.on_cancel(lambda: print(1 // 0)):  # noqa: T201 - never printed
        pass
    flag.cancel()
