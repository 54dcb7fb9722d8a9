"""Page 1 over real exports: choosing, reading, stopping, and what can go wrong."""

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from msgtune_gui.core.model import ReadProgress
from msgtune_gui.ui.pages.export_page import ExportPage
from msgtune_gui.ui.resources import resource_path
from msgtune_gui.ui.session import WizardSession
from msgtune_gui.ui.widgets import BannerKind
from msgtune_gui.ui.widgets.drop_area import DropArea
from msgtune_gui.workers.runner import TaskRunner
from tests.support.export_builder import BuiltExport, build_export, zip_export
from tests.ui.export import drop, hold_over, shown, take_away

LEFT = Qt.MouseButton.LeftButton

# Qt 6.12 deprecates the one constructor of this event that Qt 6.11 has.
pytestmark = pytest.mark.filterwarnings("ignore:Function. 'QDragEnterEvent:DeprecationWarning")


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> BuiltExport:
    """An export of 40 threads, with one file that is damaged."""
    built = build_export(tmp_path_factory.mktemp("export") / "facebook-alma", conversations=40, messages=4000)
    damaged = built.root / "your_facebook_activity" / "messages" / "inbox" / "damaged_1"
    damaged.mkdir(parents=True)
    (damaged / "message_1.json").write_text('{"participants": [{"name": "Al', "utf-8")
    return built


@pytest.fixture
def page(qtbot: QtBot, session: WizardSession, runner: TaskRunner) -> ExportPage:
    page = ExportPage(session, runner, resource_path("sample-export"))
    qtbot.addWidget(page)
    page.resize(820, 560)
    page.show()
    return page


def is_reading(session: WizardSession) -> bool:
    """Whether an export is being read."""
    return session.choices.reading


def test_a_folder_is_read_and_summed_up(
    page: ExportPage, built: BuiltExport, session: WizardSession, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(session.export_changed):
        page.read([built.root])
        assert shown(page) == "reading"
        assert is_reading(session)
        page.read([built.root])

    assert shown(page) == "result"
    assert not is_reading(session)
    export = session.export
    assert export is not None
    messages = sum(len(thread) for thread in built.conversations.values())
    assert page.result.title.text() == "facebook-alma is ready"
    assert page.result.conversations.text() == "40"
    assert page.result.messages.text() == f"{messages:,}"
    assert page.result.people.text() == str(
        len({message.sender for thread in built.conversations.values() for message in thread})
    )
    assert "20" in page.result.first.text()
    assert page.result.skipped.toggle.text() == "1 file was not used"
    QTest.mouseClick(page.result.skipped.toggle, LEFT)
    assert page.result.skipped.is_open
    assert "damaged_1/message_1.json" in page.result.files.toPlainText()


def test_dropped_zips_and_files_are_read_together(
    page: ExportPage, built: BuiltExport, session: WizardSession, qtbot: QtBot, tmp_path: Path
) -> None:
    one = build_export(tmp_path / "one", conversations=3, messages=60, seed=1)
    two = build_export(tmp_path / "two", conversations=2, messages=40, seed=2)
    single = next(built.root.rglob("message_1.json"))
    archives = [zip_export(part.root, tmp_path / f"{name} 🎈.zip") for name, part in (("a", one), ("b", two))]

    with qtbot.waitSignal(session.export_changed):
        drop(page, *archives, single)

    assert page.result.conversations.text() == "6"


def test_three_zips_dropped_at_once_are_one_export(
    page: ExportPage, session: WizardSession, qtbot: QtBot, tmp_path: Path
) -> None:
    folders = [build_export(tmp_path / f"{seed}", conversations=2, messages=40, seed=seed).root for seed in (1, 2, 3)]
    zips = [zip_export(folder, tmp_path / f"facebook-alma-part{n}.zip") for n, folder in enumerate(folders, 1)]

    with qtbot.waitSignal(session.export_changed):
        drop(page, *zips)
        assert page.reading.title.text() == "Reading 3 files"

    assert page.result.title.text() == "3 files are ready"
    for path in zips:
        assert path.name in page.result.origin.text()
    assert page.result.conversations.text() == "6"


def test_another_part_is_read_together_with_what_is_there(
    page: ExportPage, session: WizardSession, qtbot: QtBot, tmp_path: Path
) -> None:
    first = build_export(tmp_path / "one", conversations=3, messages=60, seed=1).root
    second = build_export(tmp_path / "two", conversations=2, messages=40, seed=2).root
    with qtbot.waitSignal(session.export_changed):
        page.read([first])
    QTest.mouseClick(page.result.add_button, LEFT)
    assert shown(page) == "drop_zone"
    assert "parts" in page.drop_zone.title.text()
    assert not page.drop_zone.sample_button.isVisible()

    with qtbot.waitSignal(session.export_changed):
        drop(page, second)

    assert page.result.conversations.text() == "5"
    assert page.result.title.text() == "2 parts are ready"
    QTest.mouseClick(page.result.another_button, LEFT)
    assert "parts" not in page.drop_zone.title.text()
    with qtbot.waitSignal(session.export_changed):
        drop(page, second)
    assert page.result.conversations.text() == "2"


def test_a_part_dropped_on_the_result_is_added_but_never_to_the_sample(
    page: ExportPage, session: WizardSession, qtbot: QtBot, tmp_path: Path
) -> None:
    first = build_export(tmp_path / "one", conversations=3, messages=60, seed=1).root
    second = build_export(tmp_path / "two", conversations=2, messages=40, seed=2).root
    with qtbot.waitSignal(session.export_changed):
        QTest.mouseClick(page.drop_zone.sample_button, LEFT)
    with qtbot.waitSignal(session.export_changed):
        drop(page, first)
    assert page.result.conversations.text() == "3"
    with qtbot.waitSignal(session.export_changed):
        drop(page, second)
    assert page.result.conversations.text() == "5"


@pytest.fixture
def of_two_people(tmp_path: Path) -> tuple[Path, Path]:
    """Exports of two people who share no conversation."""
    alma = build_export(tmp_path / "alma", conversations=3, messages=60, people=("Alma & Vrána", "Bo Ek", "Cy Dahl"))
    runa = build_export(tmp_path / "runa", conversations=2, messages=40, people=("Runa Isle", "Ian Moe", "Ott Lund"))
    return alma.root, runa.root


def test_exports_of_two_people_lead_to_the_question_which(
    page: ExportPage, session: WizardSession, qtbot: QtBot, of_two_people: tuple[Path, Path]
) -> None:
    page.read(of_two_people)
    qtbot.waitUntil(lambda: shown(page) == "question")
    assert not session.choices.has_export
    assert not is_reading(session)
    buttons = page.question.buttons.buttons()
    assert {button.text() for button in buttons} == {"Alma && Vrána", "Runa Isle"}
    hers = next(button for button in buttons if button.text() == "Runa Isle")
    assert "runa" in hers.accessibleDescription()

    with qtbot.waitSignal(session.export_changed):
        QTest.mouseClick(hers, LEFT)
    assert page.result.title.text() == "runa is ready"
    assert page.result.conversations.text() == "2"
    assert session.export is not None
    assert session.export.owner == "Runa Isle"


def test_none_of_the_accounts_leads_back_to_what_was_there(
    page: ExportPage, session: WizardSession, qtbot: QtBot, of_two_people: tuple[Path, Path]
) -> None:
    page.read(of_two_people)
    qtbot.waitUntil(lambda: shown(page) == "question")
    QTest.mouseClick(page.question.cancel_button, LEFT)
    assert shown(page) == "drop_zone"

    alma, runa = of_two_people
    with qtbot.waitSignal(session.export_changed):
        page.read([alma])
    before = session.export
    drop(page, runa)
    qtbot.waitUntil(lambda: shown(page) == "question")
    QTest.mouseClick(page.question.cancel_button, LEFT)
    assert shown(page) == "result"
    assert session.export is before
    assert page.result.title.text() == "alma is ready"


def test_doubles_are_told(page: ExportPage, session: WizardSession, qtbot: QtBot, tmp_path: Path) -> None:
    whole = build_export(tmp_path / "whole", conversations=2, messages=40)
    again = zip_export(whole.root, tmp_path / "again.zip")
    with qtbot.waitSignal(session.export_changed):
        page.read([whole.root])
    assert not page.result.doubles.isVisible()
    messages = sum(len(thread) for thread in whole.conversations.values())

    with qtbot.waitSignal(session.export_changed):
        drop(page, again)
    assert page.result.conversations.text() == "2"
    assert page.result.messages.text() == f"{messages:,}"
    assert page.result.doubles.text() == f"{messages:,} messages were there twice and count once."


def test_one_can_keep_what_is_there_instead_of_adding(
    page: ExportPage, built: BuiltExport, session: WizardSession, qtbot: QtBot
) -> None:
    assert not page.drop_zone.keep_button.isVisible()
    with qtbot.waitSignal(session.export_changed):
        page.read([built.root])
    before = session.export
    for button in (page.result.add_button, page.result.another_button):
        QTest.mouseClick(button, LEFT)
        assert shown(page) == "drop_zone"
        QTest.mouseClick(page.drop_zone.keep_button, LEFT)
        assert shown(page) == "result"
    assert session.export is before


def test_what_is_not_a_file_is_not_taken(page: ExportPage) -> None:
    area = page.findChild(DropArea)
    assert area is not None
    data = QMimeData()
    data.setText("hello")
    arguments = (Qt.DropAction.CopyAction, data, LEFT, Qt.KeyboardModifier.NoModifier)
    event = QDragEnterEvent(QPointF(5, 5).toPoint(), *arguments)
    event.ignore()
    QApplication.sendEvent(area, event)
    assert not event.isAccepted()
    QApplication.sendEvent(area, QDropEvent(QPointF(5, 5), *arguments))
    assert shown(page) == "drop_zone"


def test_the_zone_shows_that_a_drop_would_be_taken(page: ExportPage, tmp_path: Path) -> None:
    before = page.drop_zone.grab().toImage()
    assert hold_over(page, tmp_path)
    assert page.drop_zone.grab().toImage() != before
    take_away(page)
    assert page.drop_zone.grab().toImage() == before


def test_the_result_shows_that_a_drop_would_be_taken(
    page: ExportPage, built: BuiltExport, session: WizardSession, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(session.export_changed):
        page.read([built.root])
    before = page.result.grab().toImage()
    assert hold_over(page, tmp_path)
    assert page.result.grab().toImage() != before
    take_away(page)
    assert page.result.grab().toImage() == before


def test_nothing_can_be_dropped_while_an_export_is_read(
    page: ExportPage, built: BuiltExport, session: WizardSession, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(session.export_changed):
        page.read([built.root])
        assert not hold_over(page, tmp_path)
    qtbot.waitUntil(lambda: not is_reading(session))
    assert hold_over(page, tmp_path)
    take_away(page)


def test_the_sample_is_one_click_away(page: ExportPage, session: WizardSession, qtbot: QtBot) -> None:
    with qtbot.waitSignal(session.export_changed):
        QTest.mouseClick(page.drop_zone.sample_button, LEFT)

    assert page.result.title.text() == "The sample is ready"
    assert session.export is not None
    assert len(session.export.conversations) >= 12
    assert sum(len(conversation.messages) for conversation in session.export.conversations) >= 1000


def test_reading_can_be_stopped(page: ExportPage, built: BuiltExport, session: WizardSession, qtbot: QtBot) -> None:
    page.read([built.root])
    QTest.mouseClick(page.reading.cancel_button, LEFT)
    assert not page.reading.cancel_button.isEnabled()
    qtbot.waitUntil(lambda: shown(page) == "drop_zone")

    assert session.export is None
    assert not is_reading(session)
    assert page.banner.message.text() == "Reading was stopped."
    assert page.banner.advice.text() == "Nothing was changed. Choose an export again."
    assert page.banner.property("banner") == BannerKind.INFO


def test_reading_a_further_part_can_be_stopped(
    page: ExportPage, built: BuiltExport, session: WizardSession, qtbot: QtBot, tmp_path: Path
) -> None:
    part = build_export(tmp_path, conversations=3, messages=60, seed=1).root
    with qtbot.waitSignal(session.export_changed):
        page.read([part])
    page.add([built.root])
    QTest.mouseClick(page.reading.cancel_button, LEFT)
    qtbot.waitUntil(lambda: shown(page) == "result")
    assert page.banner.advice.text() == "Nothing was changed."


def test_wrong_input_says_so_and_the_page_stays_usable(
    page: ExportPage, built: BuiltExport, session: WizardSession, qtbot: QtBot, tmp_path: Path
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(b"PK\x03\x04 and no more")
    other = tmp_path / "settings.json"
    other.write_text(json.dumps({"colour": "blue"}), "utf-8")
    for path in (empty, damaged, other, tmp_path / "gone"):
        page.read([path])
        qtbot.waitUntil(lambda: not session.choices.reading)
        assert page.banner.isVisible()
        assert page.banner.message.text()
        assert page.banner.advice.text()
        assert shown(page) == "drop_zone"
        assert session.export is None

    with qtbot.waitSignal(session.export_changed):
        page.read([built.root])
    assert not page.banner.isVisible()


def test_a_failed_second_reading_keeps_the_first_export(
    page: ExportPage, built: BuiltExport, session: WizardSession, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(session.export_changed):
        page.read([built.root])
    first = session.export
    QTest.mouseClick(page.result.another_button, LEFT)
    assert shown(page) == "drop_zone"

    page.read([tmp_path / "gone.zip"])
    qtbot.waitUntil(lambda: not session.choices.reading)

    assert session.export is first
    assert shown(page) == "result"
    assert page.banner.isVisible()


@pytest.mark.parametrize("button", ["folder_button", "files_button"])
def test_the_buttons_open_a_dialog_that_leads_to_reading(
    button: str, page: ExportPage, built: BuiltExport, session: WizardSession, qtbot: QtBot
) -> None:
    QTest.mouseClick(getattr(page.drop_zone, button), LEFT)
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    several = button == "files_button"
    assert (dialog.fileMode() is QFileDialog.FileMode.ExistingFiles) is several
    chosen = next(built.root.rglob("message_1.json")) if several else built.root
    dialog.setDirectory(str(chosen.parent))
    dialog.selectFile(str(chosen))
    with qtbot.waitSignal(session.export_changed):
        dialog.accept()
    assert shown(page) == "result"


def test_progress_is_told_in_files_megabytes_and_messages(page: ExportPage) -> None:
    page.reading.start("facebook-alma.zip")
    assert page.reading.bar.maximum() == 0
    page.reading.show_progress(ReadProgress(12, 48, 34_567, 2_500_000, 10_000_000))

    assert page.reading.figures.text() == "12 of 48 files · 2.5 of 10.0 MB · 34,567 messages"
    assert page.reading.bar.value() * 4 == page.reading.bar.maximum()


def test_the_second_step_of_reading_is_told_apart(page: ExportPage) -> None:
    page.reading.start("facebook-alma.zip")
    page.reading.show_progress(ReadProgress(48, 48, 120_000, 10_000_000, 10_000_000))
    assert page.reading.step.text().startswith("Step 1 of 2")
    page.reading.show_progress(ReadProgress(0, 0, 120_000, looking=True))
    assert page.reading.step.text().startswith("Step 2 of 2")
    assert page.reading.bar.maximum() == 0
    page.reading.show_progress(ReadProgress(10, 40, 120_000, looking=True))
    assert page.reading.bar.value() * 4 == page.reading.bar.maximum()
    assert "120,000 messages" in page.reading.figures.text()
    page.reading.start("another.zip")
    assert page.reading.step.text().startswith("Step 1 of 2")


def test_a_narrow_page_puts_the_steps_under_the_zone(page: ExportPage) -> None:
    assert not page.columns.is_folded
    page.resize(page.minimumSizeHint().width(), 900)
    assert page.columns.is_folded
