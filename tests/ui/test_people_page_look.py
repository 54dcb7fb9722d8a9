"""Page 2 without a mouse, with large type, in a small window: nothing nameless, nothing cut off."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QCheckBox, QWidget
from pytestqt.qtbot import QtBot

from msgtune_gui.core.messages import MessageKind
from msgtune_gui.core.model import GroupChoice, LeftOutReason, PrivateKind
from msgtune_gui.ui import theme
from msgtune_gui.ui.bubbles import BubbleView
from msgtune_gui.ui.pages.people_page import PeoplePage
from msgtune_gui.ui.people.people_dialog import PeopleDialog
from msgtune_gui.ui.session import WizardSession
from msgtune_gui.workers.runner import TaskRunner
from tests.ui.people import rich
from tests.ui.test_accessibility import cut_off, nameless, settle

SMALLEST = (588, 420)
USUAL = (820, 560)
_BESIDE_A_TITLE = 36
"""The tick and the distances of a title in pixels."""


def filled(qtbot: QtBot, session: WizardSession, runner: TaskRunner, size: tuple[int, int]) -> PeoplePage:
    """The page with every kind of row and every filter set."""
    page = PeoplePage(session, runner)
    qtbot.addWidget(page)
    page.resize(*size)
    page.show()
    session.set_export(rich())
    until_counted(page, qtbot)
    return page


def until_counted(page: PeoplePage, qtbot: QtBot) -> None:
    """Wait for both workers."""
    qtbot.waitUntil(lambda: not page.blocker() and not page.is_working_out)


def fill(page: PeoplePage, session: WizardSession, qtbot: QtBot) -> None:
    """Set every filter."""
    wanted = replace(
        session.selection,
        groups=GroupChoice.WITHOUT_GROUPS,
        least_messages=3,
        without_people=frozenset({"Cosima Who Has A Very Long Name Indeed"}),
    )
    page.side.wanted.emit(wanted)
    until_counted(page, qtbot)


@pytest.mark.parametrize("points", [10.5, 14.0])
def test_no_panel_is_nameless_or_cut_off(
    points: float, qtbot: QtBot, session: WizardSession, runner: TaskRunner, themed_app: QApplication
) -> None:
    font = themed_app.font()
    themed_app.setFont(QFont(font.family(), round(points)))
    theme.apply(themed_app, dark=False)
    page = filled(qtbot, session, runner, SMALLEST)
    for filters in (False, True):
        if filters:
            fill(page, session, qtbot)
        for panel in range(page.side.tabs.bar.count()):
            page.side.tabs.bar.setCurrentIndex(panel)
            open_samples(page)
            settle(themed_app)
            assert (panel, nameless(page), cut_off(page)) == (panel, [], [])
    page.close()
    themed_app.setFont(font)
    theme.apply(themed_app, dark=False)


def open_samples(page: PeoplePage) -> None:
    """Open every row on screen."""
    for row in (*page.side.left_out.rows.values(), *page.side.private.rows.values()):
        if row.isVisible() and row.arrow.isVisible():
            row.arrow.setChecked(True)


def test_the_smallest_window_shows_table_and_panels_side_by_side(
    qtbot: QtBot, session: WizardSession, runner: TaskRunner
) -> None:
    page = filled(qtbot, session, runner, SMALLEST)
    for panel in range(page.side.tabs.bar.count()):
        page.side.tabs.bar.setCurrentIndex(panel)
        assert not page.columns.is_folded
    page.close()


def test_the_smallest_window_shows_first_and_last_names(
    qtbot: QtBot, session: WizardSession, runner: TaskRunner
) -> None:
    page = filled(qtbot, session, runner, SMALLEST)
    table, metrics = page.table, page.table.fontMetrics()
    for filters in (False, True):
        if filters:
            fill(page, session, qtbot)
        for name in ("Bertil Okonedo", "Cosima Thorsdottir"):
            assert table.columnWidth(0) - _BESIDE_A_TITLE > metrics.horizontalAdvance(name)
    page.close()


def test_tab_and_arrows_reach_everything_on_a_panel(
    qtbot: QtBot, session: WizardSession, runner: TaskRunner, themed_app: QApplication
) -> None:
    page = filled(qtbot, session, runner, USUAL)
    page.activateWindow()
    bar = page.side.tabs.bar
    bar.setFocus()
    qtbot.waitUntil(lambda: themed_app.focusWidget() is bar)
    QTest.keyClick(bar, Qt.Key.Key_Right)
    visited = tab_through(page, themed_app)
    filters = page.side.filters
    expected: list[QWidget] = [
        filters.dates.box,
        filters.least,
        filters.groups,
        filters.speakers,
        filters.people_button,
    ]
    assert [widget for widget in visited if widget in expected] == expected

    bar.setFocus()
    QTest.keyClick(bar, Qt.Key.Key_Right)
    QTest.keyClick(bar, Qt.Key.Key_Right)
    visited = tab_through(page, themed_app)
    mail, phone = (page.side.private.rows[kind].choice for kind in (PrivateKind.EMAIL, PrivateKind.PHONE))
    stops = [widget for widget in visited if widget in (*mail.buttons, *phone.buttons)]
    assert stops == [mail.buttons[1], phone.buttons[1]]
    assert page.side.private.names.box in visited
    page.close()


@pytest.mark.parametrize("panel", [2, 3], ids=["left out", "private"])
def test_rows_that_are_made_late_are_reached_in_the_order_in_which_they_stand(
    panel: int, qtbot: QtBot, session: WizardSession, runner: TaskRunner, themed_app: QApplication
) -> None:
    page = filled(qtbot, session, runner, USUAL)
    page.activateWindow()
    bar = page.side.tabs.bar
    page.side.wanted.emit(replace(session.selection, without_people=frozenset({"Bertil"})))
    until_counted(page, qtbot)
    bar.setCurrentIndex(panel)
    page.side.wanted.emit(replace(session.selection, without_people=frozenset()))
    until_counted(page, qtbot)
    fill(page, session, qtbot)
    bar.setFocus()
    qtbot.waitUntil(bar.hasFocus)
    visited = tab_through(page, themed_app)
    arrows = [widget for widget in visited if widget.accessibleName().startswith("Show samples")]
    heights = [arrow.mapTo(page, QPoint(0, 0)).y() for arrow in arrows]
    assert len(heights) > 1
    assert heights == sorted(heights)
    names = page.side.private.names.box
    assert names not in visited or visited.index(names) > visited.index(arrows[-1])
    page.close()


def test_opening_the_last_row_brings_its_samples_on_screen(
    qtbot: QtBot, session: WizardSession, runner: TaskRunner, themed_app: QApplication
) -> None:
    page = filled(qtbot, session, runner, SMALLEST)
    page.side.tabs.bar.setCurrentIndex(2)
    automatic = page.side.left_out.automatic
    qtbot.waitUntil(lambda: len(automatic.rows) == 1)
    (row,) = automatic.rows.values()
    row.arrow.setChecked(True)
    settle(themed_app)
    assert row.samples.height() > 0
    assert row.samples.visibleRegion().boundingRect().height() == row.samples.height()
    page.close()


def tab_through(page: PeoplePage, app: QApplication) -> list[QWidget]:
    """What the Tab key visits from the tabs on, until it is there again."""
    visited: list[QWidget] = []
    while len(visited) < 60:
        widget = app.focusWidget()
        assert widget is not None
        QTest.keyClick(widget, Qt.Key.Key_Tab)
        now = app.focusWidget()
        if now is page.side.tabs.bar or now is None:
            break
        visited.append(now)
    return visited


def test_left_out_messages_are_drawn_quietly_and_say_why(
    qtbot: QtBot, session: WizardSession, runner: TaskRunner
) -> None:
    page = filled(qtbot, session, runner, USUAL)
    bubbles = page.preview.view.bubbles
    assert page.preview.conversation is not None
    assert [bubbles.bubble(place).left_out for place in (0, 2, 5)] == ["", "Calls", "Links without a word"]
    tip = str(bubbles.index(2).data(Qt.ItemDataRole.ToolTipRole))
    assert tip.endswith("Left out: Calls")
    assert "Left out: Calls" in str(bubbles.index(2).data(Qt.ItemDataRole.AccessibleTextRole))
    before = picture(page.preview.view)

    with_calls = session.selection.kinds | {MessageKind.CALL}
    page.side.wanted.emit(replace(session.selection, kinds=with_calls, without_people=frozenset({"Bertil"})))
    until_counted(page, qtbot)
    assert [bubbles.bubble(place).left_out for place in (0, 1)] == ["", "By people you left out"]
    assert picture(page.preview.view) != before

    page.side.wanted.emit(replace(session.selection, without_people=frozenset()))
    until_counted(page, qtbot)
    assert (bubbles.bubble(2).left_out, bubbles.bubble(2).is_used) == ("", True)
    page.close()


def picture(view: BubbleView) -> bytes:
    """What the bubbles look like."""
    return bytes(view.viewport().grab().toImage().constBits())


def test_the_list_of_people_is_not_cut_off_either(
    qtbot: QtBot, session: WizardSession, runner: TaskRunner, themed_app: QApplication
) -> None:
    page = filled(qtbot, session, runner, USUAL)
    page.side.filters.people_button.click()
    qtbot.waitUntil(lambda: isinstance(themed_app.activeModalWidget(), PeopleDialog))
    dialog = themed_app.activeModalWidget()
    assert isinstance(dialog, PeopleDialog)
    settle(themed_app)
    assert (nameless(dialog), cut_off(dialog)) == ([], [])
    row_height = dialog.list.visualRect(dialog.model.index(1)).height()
    assert row_height > dialog.fontMetrics().height() + 8
    dialog.reject()
    page.close()


def test_letters_after_alt_are_all_different(qtbot: QtBot, session: WizardSession, runner: TaskRunner) -> None:
    page = filled(qtbot, session, runner, USUAL)
    for panel in range(page.side.tabs.bar.count()):
        page.side.tabs.bar.setCurrentIndex(panel)
    titles = [page.side.tabs.bar.tabText(panel) for panel in range(page.side.tabs.bar.count())]
    buttons = [button.text() for button in page.findChildren(QAbstractButton) if not isinstance(button, QCheckBox)]
    letters = [text.partition("&")[2][:1].lower() for text in (*titles, *buttons, "&Back", "&writes") if "&" in text]
    assert len(letters) == len(set(letters)), letters
    assert LeftOutReason.CALL in page.side.left_out.rows
    page.close()
