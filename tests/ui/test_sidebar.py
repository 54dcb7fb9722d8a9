"""The list of steps and the models under it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from msgtune_gui.core.jobs import Run, RunState
from msgtune_gui.ui.widgets.model_list import ModelList
from msgtune_gui.ui.widgets.sidebar import Sidebar
from msgtune_gui.ui.widgets.step_button import StepState

STATES = [
    StepState(done=True, reachable=True),
    StepState(current=True, reachable=True),
    StepState(reachable=True),
    StepState(),
]


def sidebar(qtbot: QtBot) -> Sidebar:
    """Four steps, the second one on screen, the last one not ready."""
    bar = Sidebar(["Export", "People", "Examples", "Launch"])
    qtbot.addWidget(bar)
    bar.resize(bar.width(), 600)
    bar.set_states(STATES)
    bar.show()
    return bar


def run(number: int, voice: str) -> Run:
    """A run that ended well."""
    return Run(
        identifier=str(number),
        service="local",
        base_model="SmallHull",
        epochs=1,
        voice=voice,
        system_prompt="",
        examples=20,
        training_file="training.jsonl",
        created_at_s=1_700_000_000 + number,
        state=RunState.SUCCEEDED,
        model=f"ft:{number}",
    )


def test_names_say_in_words_what_the_circles_show(qtbot: QtBot) -> None:
    bar = sidebar(qtbot)
    assert [step.accessibleName() for step in bar.steps] == [
        "Step 1 of 4: Export, done",
        "Step 2 of 4: People, current step",
        "Step 3 of 4: Examples, ready",
        "Step 4 of 4: Launch, not ready yet",
    ]


def test_only_steps_that_may_be_gone_to_answer_a_click(qtbot: QtBot) -> None:
    bar = sidebar(qtbot)
    asked: list[int] = []
    bar.step_requested.connect(asked.append)

    for step in bar.steps:
        QTest.mouseClick(step, Qt.MouseButton.LeftButton)

    assert asked == [0, 2]


def test_a_step_is_chosen_with_the_keyboard(qtbot: QtBot) -> None:
    bar = sidebar(qtbot)
    bar.steps[0].setFocus()

    with qtbot.waitSignal(bar.step_requested) as asked:
        QTest.keyClick(bar.steps[0], Qt.Key.Key_Space)

    assert asked.args == [0]
    assert bar.steps[1].focusPolicy() is Qt.FocusPolicy.NoFocus


def test_the_sidebar_is_painted_in_both_directions(qtbot: QtBot, themed_app: QApplication) -> None:
    bar = sidebar(qtbot)
    left_to_right = bar.grab().toImage()
    bar.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    themed_app.processEvents()

    assert bar.grab().toImage() != left_to_right


def test_models_open_their_chats(qtbot: QtBot) -> None:
    models = ModelList()
    qtbot.addWidget(models)
    models.set_runs([])
    assert models.isHidden()

    runs = [run(number, f"Voice & {number}") for number in range(5)]
    models.set_runs(runs)
    models.show()
    assert len(models.buttons) == 3
    assert models.buttons[1].accessibleName().startswith("Chat with Voice & 1")
    with qtbot.waitSignal(models.run_opened) as opened:
        QTest.mouseClick(models.buttons[1], Qt.MouseButton.LeftButton)
    assert opened.args == [runs[1]]

    with qtbot.waitSignal(models.run_opened) as opened:
        models.older.actions()[1].trigger()
    assert opened.args == [runs[4]]
