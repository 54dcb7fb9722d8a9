"""Tasks and their runner: how work ends, what is told of it, and that no thread is left."""

import gc
import subprocess
import sys
import threading
import time

import pytest
from PySide6.QtCore import QObject, QThread, QTimerEvent, Slot
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from msgtune_gui.core.errors import UserError
from msgtune_gui.workers.garbage import MainThreadCollector
from msgtune_gui.workers.runner import TaskRunner, TaskThread
from msgtune_gui.workers.task import Task, TaskContext

LONG_S = 60.0


class Heard(QObject):
    """Everything that a task told, in order, and the threads it was heard in."""

    def __init__(self, task: Task) -> None:
        super().__init__()
        self.told: list[tuple[str, object]] = []
        self.threads: set[QThread] = set()
        task.progressed.connect(self._on_progressed)
        task.succeeded.connect(self._on_succeeded)
        task.failed.connect(self._on_failed)
        task.cancelled.connect(self._on_cancelled)
        task.ended.connect(self._on_ended)

    def names(self) -> list[str]:
        """The signals in order, progress left out."""
        return [name for name, _ in self.told if name != "progressed"]

    def _note(self, name: str, value: object = None) -> None:
        self.told.append((name, value))
        self.threads.add(QThread.currentThread())

    @Slot(object)
    def _on_progressed(self, value: object) -> None:
        self._note("progressed", value)

    @Slot(object)
    def _on_succeeded(self, value: object) -> None:
        self._note("succeeded", value)

    @Slot(object)
    def _on_failed(self, value: object) -> None:
        self._note("failed", value)

    @Slot()
    def _on_cancelled(self) -> None:
        self._note("cancelled")

    @Slot()
    def _on_ended(self) -> None:
        self._note("ended")


def _until_asked(context: TaskContext) -> None:
    context.cancel.wait(LONG_S)
    context.cancel.raise_if_cancelled()


def test_a_result_is_told_in_the_main_thread(qtbot: QtBot, runner: TaskRunner) -> None:
    worked_in: list[QThread] = []

    def work(context: TaskContext) -> int:
        worked_in.append(QThread.currentThread())
        context.report("on the way")
        return 2**40

    task = runner.start(work)
    heard = Heard(task)
    assert task.running
    with qtbot.waitSignal(task.ended):
        pass

    assert heard.told == [("progressed", "on the way"), ("succeeded", 2**40), ("ended", None)]
    assert heard.threads == {QThread.currentThread()}
    assert worked_in != [QThread.currentThread()]
    assert not task.running


@pytest.mark.parametrize("error", [UserError("No.", "Yes."), ValueError("a fault of ours"), OSError(5, "io")])
def test_every_exception_reaches_failed(qtbot: QtBot, runner: TaskRunner, error: Exception) -> None:
    def work(context: TaskContext) -> None:
        raise error

    task = runner.start(work)
    heard = Heard(task)
    with qtbot.waitSignal(task.ended):
        pass

    assert heard.told == [("failed", error), ("ended", None)]


def test_cancelling_wakes_the_work(qtbot: QtBot, runner: TaskRunner) -> None:
    task = runner.start(_until_asked)
    heard = Heard(task)
    asked_at = time.monotonic()
    with qtbot.waitSignal(task.ended):
        task.cancel()

    assert heard.names() == ["cancelled", "ended"]
    assert time.monotonic() - asked_at < LONG_S / 10


@pytest.mark.parametrize(
    ("error", "ending"), [(OSError("socket shut down"), "cancelled"), (UserError("The disk is full."), "failed")]
)
def test_errors_after_cancelling(qtbot: QtBot, runner: TaskRunner, error: Exception, ending: str) -> None:
    def work(context: TaskContext) -> None:
        context.cancel.wait(LONG_S)
        raise error

    task = runner.start(work)
    heard = Heard(task)
    with qtbot.waitSignal(task.ended):
        task.cancel()

    assert heard.names() == [ending, "ended"]


def test_progress_is_thinned_out_but_never_the_last(qtbot: QtBot, runner: TaskRunner) -> None:
    seconds: list[float] = []

    def work(context: TaskContext) -> None:
        began = time.monotonic()
        for number in range(20_000):
            context.report(number)
        seconds.append(time.monotonic() - began)

    task = runner.start(work)
    heard = Heard(task)
    with qtbot.waitSignal(task.ended):
        pass

    reports = [value for name, value in heard.told if name == "progressed"]
    assert reports[0] == 0
    assert reports[-1] == 19_999
    assert len(reports) <= 2 + seconds[0] * 10
    assert heard.names() == ["succeeded", "ended"]


def test_an_abandoned_task_tells_only_its_end(qtbot: QtBot, runner: TaskRunner) -> None:
    release = threading.Event()

    def work(context: TaskContext) -> str:
        context.report("late")
        release.wait(LONG_S)
        return "late"

    task = runner.start(work)
    heard = Heard(task)
    task.abandon()
    with qtbot.waitSignal(task.ended):
        release.set()

    assert heard.told == [("ended", None)]


def test_a_task_begins_after_the_turn_that_asked_for_it(qtbot: QtBot, runner: TaskRunner) -> None:
    """Two threads that both run Python would make the rest of the turn several times as long."""
    begun = threading.Event()

    def work(context: TaskContext) -> None:
        begun.set()

    task = runner.start(work)
    assert not begun.wait(0.05)
    with qtbot.waitSignal(task.ended):
        pass
    assert begun.is_set()


def test_what_has_not_begun_never_begins_once_all_is_shut_down(qtbot: QtBot) -> None:
    runner = TaskRunner()
    begun = threading.Event()

    def work(context: TaskContext) -> None:
        begun.set()

    runner.start(work)
    assert runner.shut_down()
    qtbot.wait(20)
    assert not begun.is_set()
    assert runner.running == 0


def test_shutting_down_ends_what_runs_and_takes_nothing_new(qtbot: QtBot) -> None:
    runner = TaskRunner()
    all_begun = threading.Barrier(9)

    def work(context: TaskContext) -> None:
        all_begun.wait(LONG_S)
        _until_asked(context)

    heard = [Heard(runner.start(work)) for _ in range(8)]
    assert runner.running == 8
    qtbot.waitUntil(lambda: all_begun.n_waiting == 8)
    all_begun.wait(LONG_S)

    assert runner.shut_down()

    assert runner.running == 0
    with pytest.raises(RuntimeError):
        runner.start(_until_asked)
    assert not any(one.told for one in heard)


def test_shutting_down_tells_of_work_that_does_not_listen(qtbot: QtBot) -> None:
    runner = TaskRunner()
    release = threading.Event()

    begun = threading.Event()

    def deaf(context: TaskContext) -> None:
        begun.set()
        release.wait(LONG_S)

    runner.start(deaf)
    qtbot.waitUntil(begun.is_set)
    assert not runner.shut_down(patience_ms=20)
    assert runner.running == 1
    with qtbot.waitSignal(runner.idle):
        release.set()
    assert runner.running == 0


def test_two_hundred_tasks_leave_no_thread(qtbot: QtBot, runner: TaskRunner) -> None:
    results: list[object] = []
    for number in range(200):
        task = runner.start(lambda context, number=number: number)  # type: ignore[misc]  # a default, not an argument
        heard = Heard(task)
        with qtbot.waitSignal(task.ended):
            pass
        results.append(heard.told[0])
    if runner.running:
        with qtbot.waitSignal(runner.idle):
            pass

    assert results == [("succeeded", number) for number in range(200)]
    assert runner.running == 0
    gc.collect()
    threads = [thread for thread in gc.get_objects() if type(thread) is TaskThread]
    assert not [thread for thread in threads if thread.isRunning()]
    # The very last one may still be held by the loop's own variables.
    assert len(threads) <= 1


def test_tasks_at_the_same_time_do_not_mix(qtbot: QtBot, runner: TaskRunner) -> None:
    together = threading.Barrier(5)

    def work(context: TaskContext) -> int:
        return together.wait(LONG_S)

    with qtbot.waitSignal(runner.idle):
        heard = [Heard(runner.start(work)) for _ in range(5)]

    assert sorted(str(one.told[0][1]) for one in heard) == ["0", "1", "2", "3", "4"]
    assert all(one.names() == ["succeeded", "ended"] for one in heard)


class Cycle:
    """Garbage that only the cyclic collector can take, and that tells which thread took it."""

    def __init__(self, taken_in: set[int]) -> None:
        self._me = self
        self._taken_in = taken_in

    def __del__(self) -> None:
        self._taken_in.add(threading.get_ident())


def test_garbage_is_never_collected_in_a_worker(qtbot: QtBot, runner: TaskRunner) -> None:
    """A widget that dies in a worker's thread takes the process with it."""
    taken_in: set[int] = set()

    def work(context: TaskContext) -> int:
        for _ in range(1_000):
            Cycle(taken_in)
        return len([[] for _ in range(100_000)])

    task = runner.start(work)
    with qtbot.waitSignal(task.ended):
        pass
    qtbot.waitUntil(lambda: bool(taken_in))

    assert taken_in == {threading.get_ident()}


def test_garbage_waits_until_no_worker_is_at_it(qtbot: QtBot, runner: TaskRunner, themed_app: QApplication) -> None:
    """Whatever a worker makes would be gone through again and again while it grows."""
    may_end = threading.Event()

    def work(context: TaskContext) -> bool:
        return may_end.wait(LONG_S)

    task = runner.start(work)
    collector = themed_app.findChild(MainThreadCollector)
    assert collector is not None
    taken_in: set[int] = set()
    for _ in range(1_000):
        Cycle(taken_in)
    themed_app.sendEvent(collector, QTimerEvent(1))
    assert not taken_in

    with qtbot.waitSignal(runner.idle):
        may_end.set()
        task.cancel()
    themed_app.sendEvent(collector, QTimerEvent(1))
    assert taken_in == {threading.get_ident()}


_LEFT_OUT = """
import gc
from msgtune_gui.workers.garbage import leave_out_what_is_alive

class Told:
    def __del__(self):
        print("freed", flush=True)

big = [Told()]
before = gc.get_freeze_count()
leave_out_what_is_alive()
print(gc.get_freeze_count() - before > 0, any(thing is big for thing in gc.get_objects()))
big.clear()
"""


def test_what_is_left_out_of_collections_is_freed_by_its_last_reference() -> None:
    output = subprocess.run([sys.executable, "-c", _LEFT_OUT], check=True, capture_output=True, text=True).stdout
    assert output.split("\n") == ["True False", "freed", ""]


_MANY = """
import sys
from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot

class Both(QObject):
    told = Signal(object)
    heard = 0

    @Slot(object)
    def hear(self, value):
        self.heard += 1

app = QCoreApplication([])
both = Both()
both.told.connect(both.hear)
before = sys.getrefcount(True), sys.getrefcount(None)
for number in range(20_000):
    both.told.emit(number)
    both.setObjectName("x")
lost = [then - now for then, now in zip(before, (sys.getrefcount(True), sys.getrefcount(None)))]
print(both.heard, max(lost) < 1_000)
"""


def test_many_signals_and_calls_do_not_wear_out_python() -> None:
    """PySide6 6.12.0 on Python 3.10 and 3.11 loses a reference of True or None each time, until the process aborts."""
    ended = subprocess.run([sys.executable, "-c", _MANY], capture_output=True, text=True, check=False)

    assert (ended.returncode, ended.stdout.split()) == (0, ["20000", "True"]), ended.stderr
