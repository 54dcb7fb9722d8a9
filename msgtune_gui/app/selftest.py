"""The self-test: the real window, driven through all four pages and one chat reply on the real engine."""

import os
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from msgtune_gui.app.application import Application
from msgtune_gui.app.startup import Options
from msgtune_gui.core.errors import UserError
from msgtune_gui.ui.chat.chat_window import ChatWindow
from msgtune_gui.ui.launch.state import LaunchState

_SHORT_S = 60
_ENGINE_START_S = 180
_TRAINING_S = 3600
_QUESTION = "Hi! How are you? Any plans for the weekend?"
_SOME_STEPS = 3
_LOOK_EVERY_MS = 20


class SelfTestError(Exception):
    """A step of the walk did not come to its end."""


@dataclass(frozen=True, slots=True)
class SelfTestOptions:
    """How the self-test was started.

    Attributes:
        data_dir: Where everything is kept; None for a folder that is deleted afterwards.
        export: What to read; None for the sample.
        sender: Who becomes the AI; None for the person the page proposes.
        max_steps: Upper bound on optimiser steps.
        shots: Folder for a picture of each page.
        dark: Use the dark theme.
    """

    data_dir: Path | None = None
    export: Path | None = None
    sender: str | None = None
    max_steps: int | None = None
    shots: Path | None = None
    dark: bool = False


@dataclass(slots=True)
class _Report:
    examples: int = 0
    job: str | None = None
    model: str | None = None
    answered_by: str | None = None
    reply: str = ""
    valid_loss_before: float | None = None
    valid_loss: float | None = None
    seconds: dict[str, float] = field(default_factory=dict)
    error: str = ""


def run_self_test(options: SelfTestOptions) -> int:
    """Walk through the window and print one JSON object; 0 only if the model that answered is the tuned one."""
    if sys.platform == "linux" and not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    report = _Report()
    with tempfile.TemporaryDirectory(prefix="msgtune-self-test-") as scratch:
        try:
            application = Application(
                Options(
                    data_dir=options.data_dir or Path(scratch),
                    max_steps=options.max_steps,
                    dark=options.dark,
                )
            )
            application.show()
            try:
                _Walk(application, options, report).go()
            finally:
                application.shut_down()
        except (SelfTestError, UserError) as error:
            report.error = str(error)
    sys.stdout.write(msgspec.json.encode(report).decode() + "\n")
    tuned = report.model is not None and report.answered_by == report.model
    return 0 if tuned and report.reply and not report.error else 1


class _Walk:
    """One walk through the window, by clicks and keys only."""

    def __init__(self, application: Application, options: SelfTestOptions, report: _Report) -> None:
        self._app = application
        self._window = application.window
        self._wizard = application.wizard
        self._options = options
        self._report = report
        if options.shots is not None:
            options.shots.mkdir(parents=True, exist_ok=True)

    def go(self) -> None:
        self._settle()
        with self._page("export"):
            self._choose_export()
        with self._page("people"):
            self._choose_person()
        with self._page("examples"):
            self._look_at_examples()
        with self._page("launch"):
            self._train()
        with self._page("chat"):
            self._chat()

    def _choose_export(self) -> None:
        page = self._app.export_page
        self._shoot("1-export-empty", self._window)
        if self._options.export is None:
            self._click(page.drop_zone.sample_button)
        else:
            page.read([self._options.export])
        self._until(
            lambda: self._app.session.export is not None or not page.banner.isHidden(), _SHORT_S, "read the export"
        )
        if self._app.session.export is None:
            raise SelfTestError("The export could not be read.")
        self._shoot("1-export", self._window)
        self._continue()

    def _choose_person(self) -> None:
        voice = self._app.people_page.voice
        self._until(lambda: self._app.session.voice is not None, _SHORT_S, "count who wrote")
        if self._options.sender is not None:
            index = voice.index_of(self._options.sender)
            if index < 0:
                raise SelfTestError("Nobody of that name wrote in this export.")
            voice.box.setFocus()
            QTest.keyClick(voice.box, Qt.Key.Key_Home)
            for _ in range(index):
                QTest.keyClick(voice.box, Qt.Key.Key_Down)
        self._shoot("2-people", self._window)
        self._continue()

    def _look_at_examples(self) -> None:
        self._until(lambda: self._app.session.count is not None, _SHORT_S, "count the examples")
        _pause(500)
        count = self._app.session.count
        self._report.examples = count.examples if count is not None else 0
        self._shoot("3-examples", self._window)
        self._continue()

    def _train(self) -> None:
        page = self._app.launch_page
        self._until(self._wizard.footer.primary.isEnabled, _ENGINE_START_S, "start the engine")
        self._shoot("4-launch", self._window)
        self._continue()
        self._until(lambda: page.state is LaunchState.RUNNING, _SHORT_S, "start the training")
        self._until(
            lambda: page.state is not LaunchState.RUNNING or page.steps_seen >= _SOME_STEPS, _TRAINING_S, "train"
        )
        self._shoot("4-training", self._window)
        self._until(lambda: page.state is not LaunchState.RUNNING, _TRAINING_S, "train")
        self._shoot("4-done", self._window)
        run = page.run
        if page.state is not LaunchState.DONE or run is None:
            raise SelfTestError("The training did not end with a model.")
        self._report.job, self._report.model = run.job_id, run.model
        self._report.valid_loss_before, self._report.valid_loss = run.valid_loss_before, run.valid_loss

    def _chat(self) -> None:
        self._click(self._wizard.footer.primary)
        self._until(lambda: bool(self._app.chats), _SHORT_S, "open the chat")
        chat = next(iter(self._app.chats.values()))
        self._until(chat.isVisible, _SHORT_S, "open the chat")
        self._say(chat)
        self._report.reply = chat.controller.turns[-1].text
        self._report.answered_by = chat.controller.answered_by
        self._shoot("5-chat", chat)
        chat.close()

    def _say(self, chat: ChatWindow) -> None:
        QTest.keyClicks(chat.composer, _QUESTION)
        QTest.keyClick(chat.composer, Qt.Key.Key_Return)
        self._until(lambda: chat.controller.state.busy, _SHORT_S, "send the message")
        self._until(lambda: not chat.controller.state.busy, _ENGINE_START_S, "hear the reply")

    def _continue(self) -> None:
        self._until(self._wizard.footer.primary.isEnabled, _SHORT_S, "go on")
        self._click(self._wizard.footer.primary)
        self._settle()

    def _click(self, button: QAbstractButton) -> None:
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def _until(self, reached: Callable[[], bool], seconds: float, words: str) -> None:
        until = time.monotonic() + seconds
        while not reached():
            if time.monotonic() > until:
                raise SelfTestError(f"It took too long to {words}.")
            _pause(_LOOK_EVERY_MS)

    def _settle(self) -> None:
        _pause(100)

    def _shoot(self, name: str, window: QWidget) -> None:
        if self._options.shots is not None:
            self._settle()
            window.grab().save(str(self._options.shots / f"{name}.png"))

    @contextmanager
    def _page(self, name: str) -> Iterator[None]:
        begun = time.monotonic()
        yield
        self._report.seconds[name] = round(time.monotonic() - begun, 2)


def _pause(milliseconds: int) -> None:
    """Let the window run on; unlike QTest.qWait, an event loop lets the workers' Python code run meanwhile."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()
