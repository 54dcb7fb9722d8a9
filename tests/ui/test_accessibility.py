"""The window without a mouse, without sight of its colours, and with large type."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QFont
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.export.accounts import AccountChoice, DifferentAccounts
from msgtune_gui.core.model import Notice, NoticeKind, ReadProgress, SkippedFile
from msgtune_gui.core.wizard_flow import Step
from msgtune_gui.ui import theme
from msgtune_gui.ui.export.work import ExportSums, Reading
from msgtune_gui.ui.session import WizardSession
from msgtune_gui.workers.runner import TaskRunner
from tests.ui.people import conversation, export
from tests.ui.test_wizard import Rig


@pytest.fixture(params=[10.5, 14.0], ids=["usual", "large"])
def size(request: pytest.FixtureRequest, themed_app: QApplication) -> Iterator[float]:
    """The person's font size in points."""
    font = themed_app.font()
    themed_app.setFont(QFont(font.family(), round(request.param)))
    theme.apply(themed_app, dark=False)
    yield request.param
    themed_app.setFont(font)
    theme.apply(themed_app, dark=False)


def shown(window: QWidget) -> list[QWidget]:
    """Every widget on screen."""
    return [widget for widget in window.findChildren(QWidget) if widget.isVisible()]


def nameless(window: QWidget) -> list[str]:
    """Widgets that take the keyboard's focus and tell a screen reader nothing."""
    found = []
    for widget in shown(window):
        if not widget.focusPolicy() & Qt.FocusPolicy.TabFocus or widget.focusProxy() is not None:
            continue
        interface = QAccessible.queryAccessibleInterface(widget)
        if interface is None or not interface.text(QAccessible.Text.Name).strip():
            found.append(f"{type(widget).__name__} {widget.objectName()}")
    return found


def cut_off(window: QWidget) -> list[str]:
    """Labels and buttons that have less room than their words need."""
    found = []
    for widget in shown(window):
        if isinstance(widget, QLabel) and widget.text():
            needed = widget.heightForWidth(widget.width()) if widget.wordWrap() else widget.sizeHint().height()
            wide_enough = widget.wordWrap() or widget.width() >= widget.minimumSizeHint().width()
        elif isinstance(widget, QAbstractButton) and widget.text():
            needed = widget.fontMetrics().height() * (1 + widget.text().count("\n")) + 4
            wide_enough = widget.width() >= widget.sizeHint().width() or "\n" in widget.text()
        else:
            continue
        if widget.height() < needed or not wide_enough:
            found.append(f"{widget.text()!r}: {widget.size().toTuple()}, needs {widget.sizeHint().toTuple()}")
    return found


def settle(app: QApplication) -> None:
    """Let every layout come to rest."""
    for _ in range(4):
        app.processEvents()


def open_wizard(qtbot: QtBot, session: WizardSession, runner: TaskRunner, smallest: bool) -> Rig:
    """A wizard with the real pages, at its usual or its smallest size."""
    wizard = Rig(qtbot, session, runner)
    if smallest:
        wizard.window.resize(wizard.window.minimumSize())
    return wizard


@pytest.mark.parametrize("smallest", [False, True], ids=["usual", "smallest"])
@pytest.mark.usefixtures("size")
def test_nothing_is_nameless_or_cut_off(
    smallest: bool, qtbot: QtBot, session: WizardSession, runner: TaskRunner, themed_app: QApplication
) -> None:
    wizard = open_wizard(qtbot, session, runner, smallest)
    wizard.export.banner.show_error(UserError("This is not an export that can be read.", "Nothing was changed. " * 6))
    settle(themed_app)
    assert (nameless(wizard.window), cut_off(wizard.window)) == ([], [])

    session.set_export(export(conversation("Bertil"), conversation("Cosima " * 12)))
    wizard.press_primary()
    qtbot.waitUntil(lambda: session.voice is not None)
    settle(themed_app)
    assert wizard.shell.step is Step.PEOPLE
    assert (nameless(wizard.window), cut_off(wizard.window)) == ([], [])


def test_tab_goes_all_the_way_round(
    qtbot: QtBot, session: WizardSession, runner: TaskRunner, themed_app: QApplication
) -> None:
    wizard = open_wizard(qtbot, session, runner, smallest=False)
    session.set_export(export(conversation("Bertil")))
    wizard.press_primary()
    qtbot.waitUntil(lambda: session.voice is not None)
    wizard.window.activateWindow()
    qtbot.waitUntil(lambda: themed_app.focusWidget() is not None)
    people = wizard.people
    first = people.voice.box
    first.setFocus()
    visited: list[QWidget] = []
    while len(visited) < 60:
        widget = themed_app.focusWidget()
        assert widget is not None
        visited.append(widget)
        QTest.keyClick(widget, Qt.Key.Key_Tab)
        if themed_app.focusWidget() is first:
            break

    expected = [
        people.voice.box,
        people.search,
        people.table,
        people.all_button,
        people.none_button,
        people.preview.view,
        wizard.shell.footer.back,
        wizard.shell.footer.primary,
    ]
    assert [widget for widget in visited if widget in expected] == expected
    assert themed_app.focusWidget() is first
    assert wizard.shell.sidebar.steps[0] in visited


def test_the_first_thing_to_press_has_the_focus(
    qtbot: QtBot, session: WizardSession, runner: TaskRunner, themed_app: QApplication
) -> None:
    wizard = open_wizard(qtbot, session, runner, smallest=False)
    wizard.window.activateWindow()
    qtbot.waitUntil(lambda: themed_app.focusWidget() is wizard.export.drop_zone.folder_button)
    assert wizard.export.drop_zone.folder_button.text() == "Choose a &folder…"


def test_mnemonics_of_a_page_are_all_different(qtbot: QtBot, session: WizardSession, runner: TaskRunner) -> None:
    wizard = open_wizard(qtbot, session, runner, smallest=False)
    for page in (wizard.export, wizard.people):
        buttons = [*page.findChildren(QAbstractButton), wizard.shell.footer.back]
        words = [button.text() for button in buttons if "&" in button.text().replace("&&", "")]
        letters = [text.replace("&&", "").partition("&")[2][:1].lower() for text in words]
        assert len(letters) == len(set(letters)), words


@pytest.mark.parametrize("smallest", [False, True], ids=["usual", "smallest"])
@pytest.mark.usefixtures("size")
def test_no_state_of_the_first_page_is_nameless_or_cut_off(
    smallest: bool, qtbot: QtBot, session: WizardSession, runner: TaskRunner, themed_app: QApplication, tmp_path: Path
) -> None:
    wizard = open_wizard(qtbot, session, runner, smallest)
    page = wizard.export
    notices = (
        Notice(NoticeKind.PART_UNREADABLE, "One part could not be read.", "It was not downloaded completely. " * 3),
        Notice(NoticeKind.ENCRYPTED_PART_MISSING, "Newer messages seem to be missing.", "They are encrypted."),
    )
    left_aside = tuple(SkippedFile(f"messages/inbox/thread_{number}.json", "It is damaged.") for number in range(40))
    found = replace(export(conversation("Bertil")), doubles=1204, notices=notices, skipped=left_aside)
    page.reading.start("facebook-alma-2026-03-01.zip")
    page.reading.show_progress(ReadProgress(12, 48, 34_567, 2_500_000, 10_000_000))
    page.question.ask(DifferentAccounts([AccountChoice(name, (tmp_path / f"{name}.zip",)) for name in ("Alma", "Bo")]))
    page.result.show_reading(Reading((tmp_path,) * 4, found, ExportSums.of(found)), "4 parts are ready")
    page.notices.show_notices(notices)
    page.notices.banners[1].action.click()
    page.result.skipped.toggle.click()
    page.drop_zone.invite(adding=True, has_export=True)
    for state in (page.drop_zone, page.reading, page.question, page.result):
        page._show(state)
        settle(themed_app)
        assert state.isVisible()
        assert (nameless(wizard.window), cut_off(wizard.window)) == ([], [])
