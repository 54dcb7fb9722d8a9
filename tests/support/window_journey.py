"""The window from its start to its end at a hosted service: python -m tests.support.window_journey DATA ADDRESS.

A key is typed into the dialog for a model of one's own, which is talked to, the second time in vain; two trainings
are begun, and something fails that nobody foresaw. The key comes on standard input.
"""

import gc
import os
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QObject, Qt, QTimer, Slot
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox

from msgtune_gui.__main__ import main
from msgtune_gui.app.application import Application
from msgtune_gui.app.startup import qt_application
from msgtune_gui.core.files import atomic_write
from msgtune_gui.core.jobs import Run
from msgtune_gui.core.ports import CancelToken
from msgtune_gui.ui.adopt.adopt_dialog import AdoptDialog
from msgtune_gui.ui.chat.chat_controller import ChatState
from msgtune_gui.ui.runs.watched_run import WatchedRun
from msgtune_gui.ui.runs.work import Wish
from msgtune_gui.workers.task import TaskContext

SAID = "Where is the treasure?"
LEARNED = "The treasure is under the third palm"
_PATIENCE_S = 60.0
_LOOK_MS = 20
_BASE_MODEL = "gpt-4.1-mini-2025-04-14"


class Examples:
    """What is learned from; implements Material."""

    voice = "Long Tom"
    system_prompt = ""
    examples = 20
    tokens = 400

    def write(self, path: Path, cancel: CancelToken) -> None:
        """Write the training file."""
        line = (
            f'{{"messages": [{{"role": "user", "content": "Hm?"}}, {{"role": "assistant", "content": "{LEARNED}"}}]}}'
        )
        with atomic_write(path) as file:
            file.write(f"{line}\n".encode() * self.examples)
        cancel.raise_if_cancelled()


def walk(application: Application, address: str, key: str) -> None:
    """Do all of it, and close the window."""
    chat_with_own_model(application, address, key)
    for state in ("succeeded", "failed"):
        ended = train(application)
        if ended.state != state:
            raise AssertionError(f"The training is {ended.state}: {ended.error}")
    fail(application, key)
    application.window.close()


def chat_with_own_model(application: Application, address: str, key: str) -> None:
    """From the sidebar through the dialog into the chat, and one message there."""
    QTest.mouseClick(application.wizard.sidebar.own_model, Qt.MouseButton.LeftButton)
    [dialog] = application.window.findChildren(AdoptDialog)
    dialog.activateWindow()
    _until(dialog.isActiveWindow)
    form = dialog.form
    # This computer's own service, which starts the engine, and another one.
    for place in (0, form.service.count() - 1):
        form.service.setCurrentIndex(place)
        _until(lambda: not form.key_panel.busy)
    for field, text in ((form.address.field, address), (form.key_panel.field, key), (form.model, "parrot-7b")):
        field.setFocus()
        QTest.keyClicks(field, text)
        QTest.keyClick(field, Qt.Key.Key_Tab)
        _until(lambda: not form.key_panel.busy)
    QTest.mouseClick(dialog.open_button, Qt.MouseButton.LeftButton)
    _until(lambda: bool(application.chats))
    [chat] = application.chats.values()
    for state in (ChatState.IDLE, ChatState.FAILED):
        QTest.keyClicks(chat.composer, SAID)
        QTest.keyClick(chat.composer, Qt.Key.Key_Return)
        _until(lambda state=state: chat.controller.state is state)  # type: ignore[misc]
    print(f"chat: {chat.controller.turns[1].text}")  # noqa: T201 - read by the test
    print(f"refused: {chat.banner.message.text()} {chat.banner.advice.text()}")  # noqa: T201 - read by the test
    chat.close()


def train(application: Application) -> Run:
    """A training to its end."""
    ended: list[WatchedRun] = []
    application.board.ended.connect(ended.append)
    application.board.start(Wish("other", _BASE_MODEL, 1, Examples()))
    _until(lambda: bool(ended))
    application.board.ended.disconnect()
    run = ended[0].run
    if run is None:
        raise AssertionError("The training never began.")
    print(f"training: {run.state} {run.error or ''}")  # noqa: T201 - read by the test
    return run


def fail(application: Application, key: str) -> None:
    """Something that nobody foresaw, with the key in its message."""

    def broken(_context: TaskContext) -> None:
        authorization = f"Bearer {key}"
        raise RuntimeError(f"Nobody foresaw {authorization}")

    application.runner.start(broken).failed.connect(application.board.crashed)
    _until(lambda: bool(_boxes()))
    [box] = _boxes()
    print(f"crash: {box.text()} {box.informativeText()} {box.detailedText()}")  # noqa: T201 - read by the test
    box.accept()


def _boxes() -> list[QMessageBox]:
    return [
        widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QMessageBox) and widget.isVisible()
    ]


def _until(reached: Callable[[], bool]) -> None:
    """Let the window live until something is so; QTest's own waiting would not let a worker have its turn."""
    until = time.monotonic() + _PATIENCE_S
    loop = QEventLoop()
    while not reached():
        QTimer.singleShot(_LOOK_MS, loop.quit)
        loop.exec()
        if time.monotonic() > until:
            raise TimeoutError


class Walk(QObject):
    """Waits for the program to have started, and walks."""

    def __init__(self, address: str, key: str) -> None:
        super().__init__()
        self._address = address
        self._key = key
        self._clock = QTimer(self)
        self._clock.setInterval(100)
        self._clock.timeout.connect(self._on_timeout)
        self._clock.start()

    @Slot()
    def _on_timeout(self) -> None:
        found = [thing for thing in gc.get_objects() if type(thing) is Application]
        if not found or not found[0].wizard.sidebar.own_model.isVisible():
            return
        self._clock.stop()
        try:
            walk(found[0], self._address, self._key)
        except BaseException:  # noqa: BLE001 - an exception in a slot would be the program's own affair
            traceback.print_exc()
            os._exit(1)


if __name__ == "__main__":
    data, where = sys.argv[1:]
    given = sys.stdin.readline().strip()
    qt_application()
    walking = Walk(where, given)
    sys.exit(main(["--data-dir", data, "--debug"]))
