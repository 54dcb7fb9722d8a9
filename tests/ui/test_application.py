"""The window as a whole: how it starts, what it finds again, what it says of what nobody foresaw."""

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from msgtune_gui.app.application import Application
from msgtune_gui.app.crash import describe
from msgtune_gui.app.startup import Options, Startup
from msgtune_gui.core.jobs import RunState
from msgtune_gui.core.wizard_flow import Step
from msgtune_gui.services.data_folder import DataFolder
from msgtune_gui.services.run_store import FolderRunStore
from msgtune_gui.ui.launch.state import LaunchState
from msgtune_gui.ui.runs.delete_dialog import DeleteDialog
from tests.ui.test_sidebar import run

SECRET = "a sentence out of somebody's chat"


def boxes() -> list[QMessageBox]:
    """The message boxes on screen."""
    return [
        widget for widget in QApplication.topLevelWidgets() if isinstance(widget, QMessageBox) and widget.isVisible()
    ]


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def runs(data_dir: Path) -> FolderRunStore:
    return FolderRunStore(DataFolder.open(data_dir).runs)


@pytest.fixture
def application(data_dir: Path) -> Iterator[Application]:
    application = Application(Options(data_dir=data_dir, dark=False))
    yield application
    application.shut_down()


def test_the_window_is_there_before_its_pages_and_they_follow(data_dir: Path, qtbot: QtBot) -> None:
    startup = Startup(Options(data_dir=data_dir, dark=False))
    with qtbot.waitSignal(startup.ready):
        startup.begin()
        assert startup.window.isVisible()
    application = startup.application
    assert application is not None
    qtbot.waitUntil(application.export_page.drop_zone.isVisible)
    application.shut_down()


def test_a_data_folder_that_is_a_file_is_told_in_words(
    tmp_path: Path, qtbot: QtBot, capsys: pytest.CaptureFixture[str]
) -> None:
    taken = tmp_path / "taken"
    taken.write_text("")
    startup = Startup(Options(data_dir=taken, dark=False))
    with qtbot.waitSignal(startup.failed):
        startup.begin()
        qtbot.waitUntil(lambda: bool(boxes()))
        boxes()[0].accept()
    assert "The data folder is a file." in capsys.readouterr().err
    assert not startup.window.isVisible()


def test_a_model_of_an_earlier_start_is_found_and_its_chat_opens(
    runs: FolderRunStore, application: Application, qtbot: QtBot
) -> None:
    done = replace(run(1, "Alma"), identifier="a" * 32)
    runs.save(done)
    application.show()
    models = application.wizard.sidebar.models
    qtbot.waitUntil(lambda: len(models.buttons) == 1)
    QTest.mouseClick(models.buttons[0], Qt.MouseButton.LeftButton)
    chat = application.chats[done.identifier]
    assert chat.isVisible()
    assert chat.windowTitle() == "Chat with Alma"
    application.open_chat(done)
    assert list(application.chats.values()) == [chat]


def test_a_run_that_was_left_unfinished_is_offered(
    runs: FolderRunStore, application: Application, qtbot: QtBot
) -> None:
    left = replace(run(1, "Alma"), identifier="b" * 32, state=RunState.RUNNING, model=None, job_id="ftjob-1")
    runs.save(left)
    application.show()
    qtbot.waitUntil(lambda: application.wizard.step is Step.LAUNCH)
    assert application.launch_page.state is LaunchState.UNFINISHED


def test_a_hosted_run_is_taken_up_by_itself_without_taking_the_person_along(
    runs: FolderRunStore, application: Application, qtbot: QtBot
) -> None:
    left = replace(
        run(1, "Alma"), identifier="c" * 32, service="openai", state=RunState.RUNNING, model=None, job_id="ftjob-1"
    )
    runs.save(left)
    application.show()
    # There is no keyring here, so that the key of the earlier start is gone.
    qtbot.waitUntil(lambda: bool(application.board.in_need_of_key), timeout=20_000)
    assert application.wizard.step is Step.EXPORT
    button = application.wizard.sidebar.trainings
    assert "1 waiting for a key" in button.accessibleName()
    assert runs.get(left.identifier) == left

    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(application.trainings_page.details.open_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: application.wizard.step is Step.LAUNCH)
    assert application.launch_page.state is LaunchState.NEEDS_KEY
    qtbot.waitUntil(lambda: not application.launch_page.run_view.need_key.key_panel.busy)


def test_a_run_that_is_deleted_takes_its_chat_along(
    runs: FolderRunStore, application: Application, qtbot: QtBot
) -> None:
    done = replace(run(1, "Alma"), identifier="d" * 32, adopted=True)
    runs.save(done)
    application.show()
    qtbot.waitUntil(lambda: len(application.wizard.sidebar.models.buttons) == 1)
    application.open_chat(done)
    chat = application.chats[done.identifier]
    application.wizard.show_trainings()
    QTest.mouseClick(application.trainings_page.details.delete_button, Qt.MouseButton.LeftButton)
    question = application.window.findChild(DeleteDialog)
    assert question is not None
    QTest.mouseClick(question.delete_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: runs.get(done.identifier) is None)
    qtbot.waitUntil(lambda: not application.chats)
    assert not chat.isVisible()
    assert application.wizard.sidebar.models.isHidden()
    question.close()


def test_a_new_training_leaves_the_list_for_the_first_page(application: Application, qtbot: QtBot) -> None:
    application.show()
    application.wizard.show_trainings()
    assert application.trainings_page.empty.isVisible()
    QTest.mouseClick(application.wizard.footer.primary, Qt.MouseButton.LeftButton)
    assert not application.wizard.shows_trainings
    assert application.wizard.step is Step.EXPORT


def test_a_crash_report_says_where_and_never_what(application: Application, data_dir: Path, qtbot: QtBot) -> None:
    def fail() -> None:
        try:
            os.environ[SECRET]
        except KeyError as error:
            raise RuntimeError(SECRET) from error

    with pytest.raises(RuntimeError) as failed:
        fail()
    application.show()
    application.launch_page.crashed.emit(failed.value)
    qtbot.waitUntil(lambda: bool(boxes()))
    box = boxes()[0]
    report = box.detailedText()
    assert report == describe(failed.value)
    assert "RuntimeError" in report
    assert "KeyError" in report
    assert "in fail" in report
    everything = report + box.text() + box.informativeText() + (data_dir / "logs" / "msgtune.log").read_text("utf-8")
    assert SECRET not in everything
    assert "in fail" in (data_dir / "logs" / "msgtune.log").read_text("utf-8")
    box.accept()
