"""Page 2 driven as a person does it."""

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from msgtune_gui.core.model import LeftOutReason
from msgtune_gui.ui.pages.people_page import PeoplePage
from msgtune_gui.ui.people.left_out import LeftOut
from msgtune_gui.ui.people.openable_row import TickRow
from msgtune_gui.ui.people.private_details import PrivateDetailsReview
from msgtune_gui.ui.session import WizardSession
from msgtune_gui.workers.runner import TaskRunner
from tests.ui.people import rich

LEFT = Qt.MouseButton.LeftButton


@contextmanager
def counted_page(qtbot: QtBot, session: WizardSession, runner: TaskRunner) -> Iterator[PeoplePage]:
    """The page with a rich export, everything counted."""
    page = PeoplePage(session, runner)
    qtbot.addWidget(page)
    page.resize(1000, 700)
    page.show()
    session.set_export(rich())
    until_counted(page, qtbot)
    yield page
    page.close()


def until_counted(page: PeoplePage, qtbot: QtBot) -> None:
    """Wait for both workers."""
    qtbot.waitUntil(lambda: not page.blocker() and not page.is_working_out)


def left_out(page: PeoplePage) -> LeftOut:
    """The list of reasons, brought to the front."""
    page.side.tabs.bar.setCurrentIndex(2)
    return page.side.left_out


def shown_rows(page: PeoplePage) -> dict[LeftOutReason, str]:
    """What the list shows: reason and number."""
    rows = left_out(page).rows
    return {reason: row.count.text() for reason, row in rows.items() if row.isVisible()}


def row(page: PeoplePage, reason: LeftOutReason) -> TickRow:
    """A row that can be ticked."""
    found = left_out(page).rows[reason]
    assert isinstance(found, TickRow)
    return found


def review(page: PeoplePage) -> PrivateDetailsReview:
    """The review of private details, brought to the front."""
    page.side.tabs.bar.setCurrentIndex(3)
    return page.side.private


def choose(box: QComboBox, value: object) -> None:
    """Choose a value as a person does with the keyboard."""
    box.setFocus()
    while box.currentData() != value:
        before = box.currentIndex()
        step = Qt.Key.Key_Down if box.findData(value) > before else Qt.Key.Key_Up
        QTest.keyClick(box, step)
        assert box.currentIndex() != before
