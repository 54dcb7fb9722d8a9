"""The list of trainings as a person uses it, over real HTTP: read, renamed, repeated, cancelled, deleted."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QInputDialog, QLineEdit
from pytestqt.qtbot import QtBot

from msgtune_gui.core.jobs import Run, RunState
from msgtune_gui.core.tuning import sent_name
from msgtune_gui.ui.launch.question import EndQuestion
from msgtune_gui.ui.pages.trainings_page import TrainingsPage
from msgtune_gui.ui.runs.delete_dialog import DeleteDialog
from msgtune_gui.ui.runs.run_board import RunBoard
from msgtune_gui.ui.runs.watched_run import Phase
from msgtune_gui.ui.session import WizardSession
from msgtune_gui.workers.runner import TaskRunner
from tests.support.conversations import VOICE
from tests.support.outside_over_http import HERE, THERE, OutsideOverHttp
from tests.support.stand_in import KEY, StandIn
from tests.support.stand_in_faults import Refuse
from tests.ui.launching import left_unfinished
from tests.ui.test_accessibility import cut_off, nameless, settle

PATIENCE_MS = 20_000


@pytest.fixture
def outside(stand_in: StandIn, tmp_path: Path) -> OutsideOverHttp:
    """The way out, with the key of the hosted service."""
    outside = OutsideOverHttp(stand_in, tmp_path / "runs")
    outside.secrets.set(THERE.key, KEY)
    return outside


@pytest.fixture
def page(
    qtbot: QtBot, session: WizardSession, runner: TaskRunner, outside: OutsideOverHttp, board: RunBoard
) -> Iterator[TrainingsPage]:
    """The page on screen; whoever adds runs enters it anew."""
    page = TrainingsPage(session, runner, outside, board)
    qtbot.addWidget(page)
    page.resize(820, 560)
    page.show()
    page.entered()
    yield page
    page.close()


def _done(outside: OutsideOverHttp, stand_in: StandIn, **changes: object) -> Run:
    """A hosted run that ended well, with all that it leaves behind at its service."""
    left = left_unfinished(outside, THERE.key)
    path = outside.runs.folder(left.identifier) / left.training_file
    file = stand_in.keep(sent_name(left.client_id), path.read_bytes())
    job = stand_in.new_job({"model": left.base_model, "training_file": file.identifier, "metadata": {}})
    while not job.ended:
        job.advance()
    run = replace(
        left,
        state=RunState.SUCCEEDED,
        file_id=file.identifier,
        job_id=job.identifier,
        model=job.model,
        valid_loss_before=4.0,
        valid_loss=1.0,
        tokens=1000,
        trained_tokens=30_000,
        dollars_per_million=5.0,
        seconds=750.0,
        **changes,  # type: ignore[arg-type]  # fields of Run
    )
    outside.runs.save(run)
    return run


def _press(button: object) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)  # type: ignore[call-overload]  # any button


def _question(qtbot: QtBot, page: TrainingsPage) -> DeleteDialog:
    _press(page.details.delete_button)
    qtbot.waitUntil(lambda: bool(page.findChildren(DeleteDialog)))
    dialog = page.findChildren(DeleteDialog)[-1]
    qtbot.waitUntil(dialog.isVisible)
    return dialog


def _results(qtbot: QtBot, dialog: DeleteDialog) -> list[str]:
    qtbot.waitUntil(lambda: bool(dialog.results), timeout=PATIENCE_MS)
    return dialog.results


def test_before_the_first_training_the_page_says_what_it_is_for(qtbot: QtBot, page: TrainingsPage) -> None:
    assert page.empty.isVisible()
    assert not page.list.isVisible()
    with qtbot.waitSignal(page.own_model_requested):
        _press(page.empty.own_model_button)
    with qtbot.waitSignal(page.new_requested):
        assert page.primary_pressed() is False


def test_a_training_is_told_with_service_data_settings_losses_cost_and_time(
    page: TrainingsPage, outside: OutsideOverHttp, stand_in: StandIn
) -> None:
    run = _done(outside, stand_in)
    page.entered()
    facts = page.details.facts
    assert facts["Service"] == THERE.title
    assert facts["Learned from"] == f"{VOICE}: 12 examples, about 1,000 tokens"
    assert facts["Settings"] == f"{run.base_model}, 3 passes"
    assert facts["Guesses off by"] == "4.00 before, 1.00 after (messages it has not seen)"
    assert facts["Cost"] == "$0.15 (30,000 tokens trained on, $5.00 a million)"
    assert facts["Took"] == "about 12 minutes"
    assert page.details.state.text() == "Ready"
    row = page.model.index_of(run.identifier)
    assert str(row.data(Qt.ItemDataRole.AccessibleTextRole)).startswith(f"{VOICE}, Ready, ")


def test_a_training_under_way_tells_how_far_it_is(
    qtbot: QtBot, page: TrainingsPage, board: RunBoard, outside: OutsideOverHttp, stand_in: StandIn
) -> None:
    stand_in.advance_per_poll = False
    run = left_unfinished(outside, HERE.key)
    page.entered()
    assert page.details.state.text() == "Not finished"
    assert page.details.facts["Cost"] == "free"
    with qtbot.waitSignal(page.run_requested) as asked:
        _press(page.details.open_button)
    assert asked.args == [run]
    board.watch(run).go_on()
    qtbot.waitUntil(lambda: bool(stand_in.jobs), timeout=PATIENCE_MS)
    (job,) = stand_in.jobs.values()
    qtbot.waitUntil(lambda: page.details.state.text() == "Waiting for its turn", timeout=PATIENCE_MS)
    assert page.details.open_button.text().replace("&", "") == "Show progress"
    assert page.details.repeat_button.isHidden()
    for _ in range(4):
        job.advance()
    qtbot.waitUntil(lambda: "Training, " in page.details.state.text(), timeout=PATIENCE_MS)
    assert page.details.bar.isVisible()
    stand_in.advance_per_poll = True
    qtbot.waitUntil(lambda: page.details.state.text() == "Ready", timeout=PATIENCE_MS)
    assert page.details.chat_button.isVisible()
    assert not page.details.bar.isVisible()


def test_chat_and_repeat_are_a_press_away_and_enter_opens_the_chat(
    qtbot: QtBot, page: TrainingsPage, outside: OutsideOverHttp, stand_in: StandIn
) -> None:
    run = _done(outside, stand_in)
    page.entered()
    with qtbot.waitSignal(page.chat_requested) as chat:
        _press(page.details.chat_button)
    with qtbot.waitSignal(page.repeat_requested) as repeat:
        _press(page.details.repeat_button)
    assert chat.args == repeat.args == [run]
    page.list.setFocus()
    with qtbot.waitSignal(page.chat_requested) as entered:
        QTest.keyClick(page.list, Qt.Key.Key_Return)
    assert entered.args == [run]


def test_without_its_examples_a_training_cannot_be_repeated(
    page: TrainingsPage, outside: OutsideOverHttp, stand_in: StandIn
) -> None:
    run = _done(outside, stand_in)
    (outside.runs.folder(run.identifier) / run.training_file).unlink()
    page.entered()
    assert page.details.repeat_button.isHidden()
    assert page.details.chat_button.isVisible()


def test_another_name_is_shown_and_kept(
    qtbot: QtBot, page: TrainingsPage, outside: OutsideOverHttp, stand_in: StandIn
) -> None:
    run = _done(outside, stand_in)
    page.entered()
    _press(page.details.rename_button)
    dialog = page.findChild(QInputDialog)
    assert dialog is not None
    field = dialog.findChild(QLineEdit)
    assert field is not None
    field.selectAll()
    QTest.keyClicks(field, "  The   captain ")
    QTest.keyClick(field, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.details.title.text() == "The captain")
    assert page.model.index_of(run.identifier).data() == "The captain"
    saved = outside.runs.get(run.identifier)
    assert saved is not None
    assert saved.title == "The captain"


def test_cancel_asks_and_ends_the_job(
    qtbot: QtBot, page: TrainingsPage, board: RunBoard, outside: OutsideOverHttp, stand_in: StandIn
) -> None:
    stand_in.advance_per_poll = False
    run = left_unfinished(outside, HERE.key)
    page.entered()
    board.watch(run).go_on()
    qtbot.waitUntil(lambda: bool(stand_in.jobs), timeout=PATIENCE_MS)
    _press(page.details.cancel_button)
    question = page.findChild(EndQuestion)
    assert question is not None
    _press(question.end)
    qtbot.waitUntil(lambda: page.details.state.text() == "Cancelled", timeout=PATIENCE_MS)
    assert [job.status for job in stand_in.jobs.values()] == ["cancelled"]


def test_deleting_everything_says_first_what_goes_and_what_stays(
    qtbot: QtBot, page: TrainingsPage, outside: OutsideOverHttp, stand_in: StandIn
) -> None:
    run = _done(outside, stand_in)
    page.entered()
    dialog = _question(qtbot, page)
    assert dialog.focusWidget() is dialog.close_button
    _press(dialog.close_button)
    assert outside.runs.get(run.identifier) == run
    assert len(stand_in.files) == 1


def test_deleting_everything_leaves_nothing_here_or_there(
    qtbot: QtBot, page: TrainingsPage, outside: OutsideOverHttp, stand_in: StandIn
) -> None:
    run = _done(outside, stand_in)
    folder = outside.runs.folder(run.identifier)
    page.entered()
    dialog = _question(qtbot, page)
    _press(dialog.delete_button)
    results = _results(qtbot, dialog)
    assert f"The examples uploaded to {THERE.title}: Deleted." in results
    assert f"The model at {THERE.title}: Deleted." in results
    assert f"The training at {THERE.title}: It had ended already." in results
    assert "Everything that msgtune has kept of it on this computer: Deleted." in results
    assert dialog.again_button.isHidden()
    assert stand_in.files == {}
    assert run.model not in outside.chat_models(THERE.key)
    assert not folder.exists()
    assert page.empty.isVisible()
    _press(dialog.close_button)


def test_deleting_a_training_under_way_ends_its_job_first(
    qtbot: QtBot, page: TrainingsPage, board: RunBoard, outside: OutsideOverHttp, stand_in: StandIn
) -> None:
    stand_in.advance_per_poll = False
    run = left_unfinished(outside, HERE.key)
    page.entered()
    watched = board.watch(run)
    watched.go_on()
    qtbot.waitUntil(lambda: bool(stand_in.jobs), timeout=PATIENCE_MS)
    dialog = _question(qtbot, page)
    _press(dialog.delete_button)
    assert "The training: It was stopped." in _results(qtbot, dialog)
    assert [job.status for job in stand_in.jobs.values()] == ["cancelled"]
    assert stand_in.files == {}
    assert board.under_way == []
    assert list(outside.runs.all()) == []
    _press(dialog.close_button)


def test_what_could_not_be_deleted_is_tried_again(
    qtbot: QtBot, page: TrainingsPage, board: RunBoard, outside: OutsideOverHttp, stand_in: StandIn
) -> None:
    run = replace(_done(outside, stand_in), state=RunState.UPLOADED, model=None, job_id=None)
    outside.runs.save(run)
    page.entered()
    stand_in.fault("DELETE", "/files/.*", Refuse(503), times=2)
    dialog = _question(qtbot, page)
    _press(dialog.delete_button)
    results = _results(qtbot, dialog)
    assert results[0].startswith(f"The examples uploaded to {THERE.title}: Not deleted yet.")
    assert dialog.again_button.isVisible()
    # Whoever wanted it deleted does not want the next start to go on with it.
    kept = outside.runs.get(run.identifier)
    assert kept is not None
    assert kept.state is RunState.CANCELLED
    assert board.phase(kept) is Phase.CANCELLED
    _press(dialog.again_button)
    qtbot.waitUntil(lambda: list(outside.runs.all()) == [], timeout=PATIENCE_MS)
    assert stand_in.files == {}
    qtbot.waitUntil(lambda: "is deleted" in dialog.banner.message.text())
    assert dialog.again_button.isHidden()
    _press(dialog.close_button)


def test_without_a_way_to_the_service_what_is_here_can_be_deleted_alone(
    qtbot: QtBot, page: TrainingsPage, outside: OutsideOverHttp, stand_in: StandIn
) -> None:
    run = _done(outside, stand_in)
    folder = outside.runs.folder(run.identifier)
    outside.secrets.delete(THERE.key)
    page.entered()
    dialog = _question(qtbot, page)
    _press(dialog.delete_button)
    assert any("needs a key" in result for result in _results(qtbot, dialog))
    assert folder.exists()
    _press(dialog.forget_button)
    qtbot.waitUntil(lambda: not folder.exists(), timeout=PATIENCE_MS)
    assert len(stand_in.files) == 1
    qtbot.waitUntil(lambda: "on this computer is deleted" in dialog.banner.message.text())
    assert dialog.forget_button.isHidden()
    _press(dialog.close_button)


def test_a_model_that_was_there_before_is_only_forgotten(
    qtbot: QtBot, page: TrainingsPage, outside: OutsideOverHttp, stand_in: StandIn
) -> None:
    trained = _done(outside, stand_in)
    adopted = replace(trained, adopted=True, title="Mine", identifier="f" * 32)
    outside.runs.remove(trained.identifier)
    outside.runs.save(adopted)
    page.entered()
    assert set(page.details.facts) == {"Service", "Model", "Guesses off by", "Took"}
    assert page.details.repeat_button.isHidden()
    assert page.details.delete_button.text().replace("&", "") == "Forget this model…"
    dialog = _question(qtbot, page)
    _press(dialog.delete_button)
    _results(qtbot, dialog)
    assert list(outside.runs.all()) == []
    assert adopted.model in outside.chat_models(THERE.key)
    assert len(stand_in.files) == 1
    _press(dialog.close_button)


def test_the_list_is_walked_through_with_the_keyboard(
    page: TrainingsPage, outside: OutsideOverHttp, stand_in: StandIn
) -> None:
    _done(outside, stand_in, title="First", created_at_s=1_700_000_000)
    _done(outside, stand_in, title="Second", created_at_s=1_700_000_100)
    page.entered()
    assert page.details.title.text() == "Second"
    QTest.keyClick(page.list, Qt.Key.Key_Down)
    assert page.details.title.text() == "First"


@pytest.mark.parametrize("width", [820, 600])
def test_nothing_is_nameless_or_cut_off(
    width: int, qtbot: QtBot, page: TrainingsPage, outside: OutsideOverHttp, stand_in: StandIn, themed_app: QApplication
) -> None:
    page.resize(width, 460)
    settle(themed_app)
    assert (nameless(page), cut_off(page)) == ([], [])
    _done(outside, stand_in, title="A name that somebody took some time to think of " * 2)
    page.entered()
    settle(themed_app)
    assert (nameless(page), cut_off(page)) == ([], [])
    dialog = _question(qtbot, page)
    settle(themed_app)
    assert (nameless(dialog), cut_off(dialog)) == ([], [])
    _press(dialog.delete_button)
    _results(qtbot, dialog)
    settle(themed_app)
    assert (nameless(dialog), cut_off(dialog)) == ([], [])
    _press(dialog.close_button)


def test_mnemonics_are_all_different_whatever_the_state(
    page: TrainingsPage, outside: OutsideOverHttp, stand_in: StandIn
) -> None:
    done = _done(outside, stand_in)
    left = left_unfinished(outside, HERE.key)
    page.entered()
    for run in (done, left):
        page.select(run)
        words = [button.text() for button in page.findChildren(QAbstractButton) if button.isVisible()]
        letters = [text.partition("&")[2][:1].lower() for text in (*words, "&Back") if "&" in text]
        assert len(letters) > 3
        assert len(letters) == len(set(letters)), words
