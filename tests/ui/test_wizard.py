"""The shell: which page follows which, the row at the foot, and closing."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QMessageBox
from pytestqt.qtbot import QtBot

from msgtune_gui.core.jobs import RunState
from msgtune_gui.core.wizard_flow import Step
from msgtune_gui.ui.main_window import MainWindow
from msgtune_gui.ui.page import WizardPage
from msgtune_gui.ui.pages.export_page import ExportPage
from msgtune_gui.ui.pages.people_page import PeoplePage
from msgtune_gui.ui.pages.trainings_page import TrainingsPage
from msgtune_gui.ui.runs.run_board import RunBoard
from msgtune_gui.ui.session import WizardSession
from msgtune_gui.ui.tokens import LIGHT
from msgtune_gui.ui.wizard import Wizard
from msgtune_gui.workers.runner import TaskRunner
from tests.support.canned_outside import CannedOutside
from tests.ui.people import conversation, export
from tests.ui.test_sidebar import run


class PlainPage(WizardPage):
    """A page that only counts how it is used."""

    def __init__(self, session: WizardSession, title: str) -> None:
        super().__init__(session)
        self.title = title
        self.question = ""
        self.goes_on = True
        self.coming = 0
        self.going = 0

    def heading(self) -> str:
        return self.title

    def entered(self) -> None:
        self.coming += 1

    def left(self) -> None:
        self.going += 1

    def primary_pressed(self) -> bool:
        return self.goes_on

    def close_question(self) -> str:
        return self.question


class Rig:
    """A window with the real first two pages and two plain ones."""

    def __init__(self, qtbot: QtBot, session: WizardSession, runner: TaskRunner) -> None:
        self.session = session
        self.outside = CannedOutside([run(1, "Alma")])
        self.export = ExportPage(session, runner, Path("nowhere"))
        self.people = PeoplePage(session, runner)
        self.examples = PlainPage(session, "Examples")
        self.launch = PlainPage(session, "Launch")
        self.board = RunBoard(runner, self.outside)
        self.trainings = TrainingsPage(session, runner, self.outside, self.board)
        self.shell = Wizard(
            session,
            self.board,
            [
                lambda: self.export,
                lambda: self.people,
                lambda: self.examples,
                lambda: self.launch,
            ],
            lambda: self.trainings,
        )
        self.window = MainWindow(LIGHT)
        self.window.set_content(self.shell, self.shell)
        qtbot.addWidget(self.window)
        self.window.show()

    def press_primary(self) -> None:
        QTest.mouseClick(self.shell.footer.primary, Qt.MouseButton.LeftButton)


def step_of(window: Wizard) -> Step:
    """The page on screen."""
    return window.step


def list_is_on_screen(window: Wizard) -> bool:
    """Whether the list of trainings stands in place of a step."""
    return window.shows_trainings


@pytest.fixture
def wizard(qtbot: QtBot, session: WizardSession, runner: TaskRunner) -> Rig:
    return Rig(qtbot, session, runner)


@pytest.fixture
def on_people(wizard: Rig, qtbot: QtBot) -> Rig:
    """The wizard with an export, on its second page."""
    wizard.session.set_export(export(conversation("Bertil"), conversation("Cosima")))
    wizard.press_primary()
    qtbot.waitUntil(lambda: wizard.session.voice is not None)
    return wizard


def test_at_first_there_is_only_one_way(wizard: Rig) -> None:
    footer = wizard.shell.footer
    assert not footer.primary.isEnabled()
    assert footer.reason.text() == "Choose an export to continue."
    assert footer.back.isHidden()
    assert not any(wizard.shell.go_to(step) for step in Step)
    assert step_of(wizard.shell) is Step.EXPORT


def test_while_reading_the_foot_says_so(wizard: Rig) -> None:
    wizard.session.set_reading(True)
    assert wizard.shell.footer.reason.text() == "Your export is being read."


def test_pages_follow_one_another_and_back(on_people: Rig) -> None:
    window = on_people.shell
    assert step_of(window) is Step.PEOPLE
    assert [step.state.done for step in window.sidebar.steps] == [True, False, False, False]

    on_people.press_primary()
    assert step_of(window) is Step.EXAMPLES
    assert on_people.examples.coming == 1
    assert window.footer.reason.text() == "At least 10 examples are needed."

    QTest.mouseClick(window.footer.back, Qt.MouseButton.LeftButton)
    assert step_of(window) is Step.PEOPLE
    assert on_people.examples.going == 1

    QTest.mouseClick(window.sidebar.steps[0], Qt.MouseButton.LeftButton)
    assert step_of(window) is Step.EXPORT
    assert window.sidebar.steps[2].state.reachable


def test_another_export_takes_the_ticks_away(on_people: Rig, qtbot: QtBot) -> None:
    window = on_people.shell
    on_people.press_primary()
    window.go_to(Step.EXPORT)
    on_people.session.set_export(export(conversation("Dario")))
    qtbot.waitUntil(lambda: on_people.session.voice is not None)

    assert [step.state.done for step in window.sidebar.steps] == [False] * 4


def test_a_page_can_keep_the_person(on_people: Rig) -> None:
    on_people.press_primary()
    on_people.examples.goes_on = False
    on_people.press_primary()
    assert step_of(on_people.shell) is Step.EXAMPLES


def test_the_list_of_trainings_is_beside_the_steps_and_leads_back(on_people: Rig) -> None:
    window = on_people.shell
    QTest.mouseClick(window.sidebar.trainings, Qt.MouseButton.LeftButton)
    assert list_is_on_screen(window)
    assert window.sidebar.trainings.isChecked()
    assert [step.state.current for step in window.sidebar.steps] == [False] * 4
    assert on_people.trainings.details.run == on_people.outside.runs.get("1")
    QTest.mouseClick(window.footer.back, Qt.MouseButton.LeftButton)
    assert step_of(window) is Step.PEOPLE
    assert not list_is_on_screen(window)
    assert not window.sidebar.trainings.isChecked()

    QTest.mouseClick(window.sidebar.trainings, Qt.MouseButton.LeftButton)
    QTest.mouseClick(window.sidebar.steps[1], Qt.MouseButton.LeftButton)
    assert step_of(window) is Step.PEOPLE
    assert not list_is_on_screen(window)


def test_back_leads_to_the_list_where_the_person_came_from_it(wizard: Rig) -> None:
    window = wizard.shell
    window.show_trainings()
    wizard.session.set_at_hand(True)
    assert window.go_to(Step.LAUNCH, back_to_trainings=True)
    assert step_of(window) is Step.LAUNCH
    QTest.mouseClick(window.footer.back, Qt.MouseButton.LeftButton)
    assert window.shows_trainings


def test_a_model_from_elsewhere_can_be_asked_for_at_any_time(wizard: Rig, qtbot: QtBot) -> None:
    with qtbot.waitSignal(wizard.shell.own_model_requested):
        QTest.mouseClick(wizard.shell.sidebar.own_model, Qt.MouseButton.LeftButton)


def test_models_of_earlier_runs_are_offered_and_new_ones_appear(wizard: Rig, qtbot: QtBot) -> None:
    models = wizard.shell.sidebar.models
    qtbot.waitUntil(lambda: len(models.buttons) == 1)
    with qtbot.waitSignal(wizard.shell.run_opened) as opened:
        QTest.mouseClick(models.buttons[0], Qt.MouseButton.LeftButton)
    assert opened.args == [wizard.outside.runs.get("1")]

    wizard.outside.runs.save(run(2, "Bertil"))
    failed = run(3, "Cosima")
    wizard.outside.runs.save(replace(failed, state=RunState.FAILED, model=None))
    wizard.board.rename(run(2, "Bertil"), "The old sailor")
    assert [button.toolTip().split("\n")[0].split(" · ")[0] for button in models.buttons] == ["The old sailor", "Alma"]


def test_closing_asks_where_something_would_be_lost(wizard: Rig, qtbot: QtBot) -> None:
    wizard.shell.page_at(Step.LAUNCH)
    wizard.launch.question = "Training is under way. Close anyway?"
    wizard.window.close()
    assert wizard.window.isVisible()
    question = wizard.window.findChild(QMessageBox)
    assert question is not None
    assert question.text() == "Training is under way. Close anyway?"
    assert question.defaultButton() is _button(question, QMessageBox.ButtonRole.RejectRole)
    wizard.window.close()
    assert len(wizard.window.findChildren(QMessageBox)) == 1

    QTest.mouseClick(_button(question, QMessageBox.ButtonRole.RejectRole), Qt.MouseButton.LeftButton)
    assert wizard.window.isVisible()

    wizard.window.close()
    again = wizard.window.findChildren(QMessageBox)[-1]
    close = _button(again, QMessageBox.ButtonRole.AcceptRole)
    with qtbot.waitSignal(wizard.window.closing):
        QTest.mouseClick(close, Qt.MouseButton.LeftButton)
    assert not wizard.window.isVisible()


def test_closing_asks_nothing_where_nothing_is_lost(wizard: Rig, qtbot: QtBot) -> None:
    with qtbot.waitSignal(wizard.window.closing):
        wizard.window.close()


def test_enter_presses_the_button_that_has_the_focus(on_people: Rig) -> None:
    back = on_people.shell.footer.back
    back.setFocus()
    QTest.keyClick(back, Qt.Key.Key_Return)
    assert step_of(on_people.shell) is Step.EXPORT


def _button(box: QMessageBox, role: QMessageBox.ButtonRole) -> QAbstractButton:
    return next(button for button in box.buttons() if box.buttonRole(button) == role)
