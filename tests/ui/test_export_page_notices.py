"""What page 1 says beside its figures: notices, the files that were not used, and the way through them by key."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from msgtune_gui.core.model import Notice, NoticeKind
from msgtune_gui.ui.export.notice_list import NoticeList
from msgtune_gui.ui.pages.export_page import ExportPage
from msgtune_gui.ui.resources import resource_path
from msgtune_gui.ui.session import WizardSession
from msgtune_gui.ui.widgets import BannerKind
from msgtune_gui.workers.runner import TaskRunner
from tests.support.export_builder import build_export, locked_zip, plain_message, write_thread, zip_export

LEFT = Qt.MouseButton.LeftButton
_UNREADABLE = Notice(NoticeKind.PART_UNREADABLE, "One part could not be read.", "Download it again.")
_SINGLE = Notice(NoticeKind.SINGLE_PART, "This looks like one part.", "Add the other parts.")
_ENCRYPTED = Notice(NoticeKind.ENCRYPTED_PART_MISSING, "Newer messages are missing.", "They are encrypted.")
_PAGES = Notice(NoticeKind.HTML_BESIDE, "Some are there in HTML.", "Ask for JSON.")


@pytest.fixture
def notices(qtbot: QtBot) -> NoticeList:
    notices = NoticeList()
    qtbot.addWidget(notices)
    notices.resize(520, 600)
    notices.show()
    return notices


@pytest.fixture
def page(qtbot: QtBot, session: WizardSession, runner: TaskRunner) -> ExportPage:
    page = ExportPage(session, runner, resource_path("sample-export"))
    qtbot.addWidget(page)
    page.resize(820, 560)
    page.show()
    return page


def test_notices_stand_above_the_result_and_tell_how_to_get_what_is_missing(notices: NoticeList, qtbot: QtBot) -> None:
    notices.show_notices([_UNREADABLE, _ENCRYPTED])
    assert [banner.message.text() for banner in notices.banners] == [
        "One part could not be read.",
        "Newer messages are missing.",
    ]
    assert [banner.property("banner") for banner in notices.banners] == [BannerKind.WARNING, BannerKind.INFO]
    assert not notices.more.isVisible()
    unreadable, encrypted = notices.banners
    assert not unreadable.action.isVisible()
    assert notices.steps is not None
    assert not notices.steps.isVisible()
    QTest.mouseClick(encrypted.action, LEFT)
    assert notices.steps.isVisible()
    with qtbot.waitSignal(notices.addition_wanted):
        QTest.mouseClick(notices.steps.add_button, LEFT)
    QTest.mouseClick(encrypted.action, LEFT)
    assert not notices.steps.isVisible()

    notices.show_notices([])
    assert not notices.isVisible()


def test_of_many_notices_the_weightiest_is_shown_and_the_others_can_be_opened(notices: NoticeList) -> None:
    notices.show_notices([_UNREADABLE, _SINGLE, _ENCRYPTED, _PAGES])
    assert [banner.isVisible() for banner in notices.banners] == [True, False, False, False]
    assert notices.more.text() == "3 more"
    QTest.mouseClick(notices.more, LEFT)
    assert all(banner.isVisible() for banner in notices.banners)
    assert notices.steps is not None
    assert not notices.steps.isVisible()
    QTest.mouseClick(notices.banners[2].action, LEFT)
    assert notices.steps.isVisible()
    QTest.mouseClick(notices.more, LEFT)
    assert [banner.isVisible() for banner in notices.banners] == [True, False, False, False]
    assert not notices.steps.isVisible()

    notices.show_notices([_ENCRYPTED, _SINGLE, _UNREADABLE])
    assert notices.more.text() == "2 more"
    assert not notices.more.isChecked()


def test_the_button_leaves_the_words_their_whole_width(notices: NoticeList) -> None:
    notices.show_notices([_ENCRYPTED])
    QApplication.processEvents()
    [banner] = notices.banners
    assert banner.action.geometry().top() >= banner.advice.geometry().bottom()
    assert banner.message.width() > 0.8 * banner.width()


def test_the_page_of_the_encrypted_chats_can_be_opened_and_its_address_copied(notices: NoticeList) -> None:
    class Browser(QObject):
        opened: QUrl | None = None

        @Slot(QUrl)
        def open(self, url: QUrl) -> None:
            self.opened = url

    browser = Browser()
    notices.show_notices([_ENCRYPTED])
    QTest.mouseClick(notices.banners[0].action, LEFT)
    assert notices.steps is not None
    QDesktopServices.setUrlHandler("https", browser, "open")  # type: ignore[arg-type]  # Bytes, as the stubs want, are refused.
    try:
        QTest.mouseClick(notices.steps.page_button, LEFT)
    finally:
        QDesktopServices.unsetUrlHandler("https")
    assert browser.opened == QUrl("https://www.messenger.com/secure_storage/dyi")
    assert notices.banners[0].advice.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByMouse


def _with_notices(folder: Path) -> list[Path]:
    """An export that is older than its name says, beside a zip that cannot be opened."""
    export = build_export(folder / "facebook-alma-2026-06-01-x", conversations=3, messages=60).root
    (export / "broken.json").write_text('{"messages": [')
    return [export, locked_zip(zip_export(export, folder / "locked.zip"))]


def test_the_tab_key_goes_through_notices_before_the_result(
    page: ExportPage, session: WizardSession, qtbot: QtBot, tmp_path: Path
) -> None:
    with qtbot.waitSignal(session.export_changed):
        page.read(_with_notices(tmp_path))
    banner = page.notices.banners[-1]
    steps = page.notices.steps
    assert steps is not None
    QTest.mouseClick(banner.action, LEFT)
    QTest.mouseClick(page.result.skipped.toggle, LEFT)
    expected: list[QWidget] = [banner.action, steps.page_button, steps.add_button]
    expected += [page.result.skipped.toggle, page.result.files, page.result.add_button, page.result.another_button]
    page.activateWindow()
    banner.action.setFocus()
    qtbot.waitUntil(banner.action.hasFocus)
    reached = []
    for _ in expected:
        focused = QApplication.focusWidget()
        assert focused is not None
        reached.append(focused)
        QTest.keyClick(focused, Qt.Key.Key_Tab)
    assert reached == expected


@pytest.fixture
def many_damaged(tmp_path: Path) -> Callable[[int], Path]:
    def build(count: int) -> Path:
        write_thread(tmp_path / "inbox" / "ewa_100" / "message_1.json", [plain_message("Ewa", 1, "hi")], ["Ewa"])
        for number in range(count):
            (tmp_path / f"broken_{number:04}.json").write_text('{"messages": [')
        return tmp_path

    return build


def test_every_file_that_was_not_used_can_be_listed(
    page: ExportPage, session: WizardSession, qtbot: QtBot, many_damaged: Callable[[int], Path]
) -> None:
    with qtbot.waitSignal(session.export_changed):
        page.read([many_damaged(1101)])
    QTest.mouseClick(page.result.skipped.toggle, LEFT)
    listed = page.result.skipped_files
    assert page.result.files.toPlainText().count("broken_") == 500
    assert listed.more.text() == "Show 500 more of 601"
    QTest.mouseClick(listed.more, LEFT)
    assert listed.more.text() == "Show 101 more"
    QTest.mouseClick(listed.more, LEFT)
    assert "broken_1100.json" in page.result.files.toPlainText()
    assert page.result.files.toPlainText().count("broken_") == 1101
    assert not listed.more.isVisible()
