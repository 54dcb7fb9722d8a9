"""The choosing side of page 4 in small windows, with large type, without a mouse and without sight."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QStyle, QStyleOptionComboBox, QWidget
from pytestqt.qtbot import QtBot

from msgtune_gui.workers.runner import TaskRunner
from tests.support.conversations import conversations
from tests.support.stand_in import KEY, StandIn
from tests.support.stand_in_faults import TRAINING_CLOSED, Refuse
from tests.ui.choosing import MARKED, TODAY, Choosing, choosing, material
from tests.ui.test_accessibility import cut_off, nameless, settle, size

__all__ = ["size"]

NARROW, USUAL = 600, 820
"""Width of the page in the smallest window and in the one that opens first."""


def _accepted(rig: Choosing, _stand_in: StandIn) -> None:
    rig.choose("openai")
    rig.give_key(KEY)


def _own_price(rig: Choosing, stand_in: StandIn) -> None:
    _accepted(rig, stand_in)
    rig.choices.summary.money.field.setValue(1234.5)


def _refused(rig: Choosing, _stand_in: StandIn) -> None:
    rig.choose("openai")
    rig.give_key(MARKED)


def _unreachable(rig: Choosing, stand_in: StandIn) -> None:
    rig.outside.secrets.set("nebius", KEY)
    stand_in.fault("GET", "/models", Refuse(503))
    rig.choose("nebius")


def _closed(rig: Choosing, stand_in: StandIn) -> None:
    stand_in.fault("GET", "/fine_tuning/model_limits", TRAINING_CLOSED)
    _accepted(rig, stand_in)


def _other(rig: Choosing, _stand_in: StandIn) -> None:
    rig.choose("other")
    rig.type_address("http://tall-ship.example/v1")


def _too_few(rig: Choosing, stand_in: StandIn) -> None:
    _accepted(rig, stand_in)
    rig.choices.show_material(material(*conversations(1, 10)))
    rig.settle()


def _longest_name(rig: Choosing, _stand_in: StandIn) -> None:
    rig.outside.secrets.set("nebius", KEY)
    rig.choose("nebius")
    box = rig.choices.base_model
    box.setCurrentIndex(max(range(box.count()), key=lambda place: len(box.itemText(place))))


STATES: dict[str, Callable[[Choosing, StandIn], None]] = {
    "here": lambda rig, _stand_in: rig.choose("local"),
    "no key": lambda rig, _stand_in: rig.choose("openai"),
    "accepted": _accepted,
    "own price": _own_price,
    "refused": _refused,
    "unreachable": _unreachable,
    "closed": _closed,
    "other": _other,
    "too few": _too_few,
    "longest name": _longest_name,
}


@pytest.mark.parametrize("width", [NARROW, USUAL])
@pytest.mark.parametrize("state", STATES)
def test_nothing_is_nameless_or_cut_off(
    state: str,
    width: int,
    size: float,
    qtbot: QtBot,
    runner: TaskRunner,
    stand_in: StandIn,
    tmp_path: Path,
    themed_app: QApplication,
) -> None:
    with choosing(qtbot, runner, stand_in, tmp_path) as rig:
        STATES[state](rig, stand_in)
        rig.choices.resize(width, 10)
        settle(themed_app)
        # As high as the page lets it be in its scroll area.
        rig.choices.resize(width, rig.choices.minimumSizeHint().height())
        settle(themed_app)
        assert rig.choices.width() == width, f"at {size} points"
        assert (nameless(rig.choices), cut_off(rig.choices)) == ([], [])
        assert _name_fits(rig)
        assert _overlapping(rig) == []


def _name_fits(rig: Choosing) -> bool:
    """Whether all of the base model's name can be read."""
    box = rig.choices.base_model
    if not box.isVisible():
        return True
    option = QStyleOptionComboBox()
    box.initStyleOption(option)
    complex_control, field = QStyle.ComplexControl.CC_ComboBox, QStyle.SubControl.SC_ComboBoxEditField
    room = box.style().subControlRect(complex_control, option, field, box).width()
    return box.fontMetrics().horizontalAdvance(box.currentText()) <= room


def _overlapping(rig: Choosing) -> list[str]:
    """Words that stand in the place of other words."""
    shown = [label for label in rig.choices.findChildren(QLabel) if label.isVisible() and label.text()]
    places = [(label.text(), QRect(label.mapTo(rig.choices, label.rect().topLeft()), label.size())) for label in shown]
    return [
        f"{one} / {other}"
        for number, (one, place) in enumerate(places)
        for other, its_place in places[number + 1 :]
        if place.intersects(its_place)
    ]


def test_the_cards_stand_in_full_rows(
    qtbot: QtBot, runner: TaskRunner, stand_in: StandIn, tmp_path: Path, themed_app: QApplication
) -> None:
    with choosing(qtbot, runner, stand_in, tmp_path) as rig:
        seen = []
        for width in (400, NARROW, USUAL, 1400):
            rig.choices.resize(width, 700)
            settle(themed_app)
            seen.append(rig.choices.cards.columns)
        assert seen == [1, 2, 2, 4]


def test_in_the_usual_window_this_computer_needs_no_scrolling(
    qtbot: QtBot, runner: TaskRunner, stand_in: StandIn, tmp_path: Path, themed_app: QApplication
) -> None:
    with choosing(qtbot, runner, stand_in, tmp_path) as rig:
        rig.choices.resize(USUAL, 580)
        settle(themed_app)
        assert rig.choices.minimumSizeHint().height() <= 580


@pytest.mark.parametrize("state", STATES)
def test_mnemonics_are_all_different(
    state: str, qtbot: QtBot, runner: TaskRunner, stand_in: StandIn, tmp_path: Path
) -> None:
    with choosing(qtbot, runner, stand_in, tmp_path, today=TODAY + timedelta(days=1)) as rig:
        STATES[state](rig, stand_in)
        widgets: list[QAbstractButton | QLabel] = [*rig.choices.findChildren(QAbstractButton)]
        widgets += rig.choices.findChildren(QLabel)
        shown = [widget.text().replace("&&", "") for widget in widgets if widget.isVisible()]
        letters = [text.partition("&")[2][:1].lower() for text in (*shown, "&Back") if "&" in text]
        assert len(letters) == len(set(letters)), shown


@pytest.mark.parametrize("state", ["own price", "other"])
def test_tab_goes_down_the_page(
    state: str, qtbot: QtBot, runner: TaskRunner, stand_in: StandIn, tmp_path: Path, themed_app: QApplication
) -> None:
    with choosing(qtbot, runner, stand_in, tmp_path) as rig:
        STATES[state](rig, stand_in)
        first = rig.choices.services.checkedButton()
        assert first is not None
        first.setFocus()
        visited: list[QWidget] = []
        while len(visited) < 30 and themed_app.focusWidget() not in visited:
            widget = themed_app.focusWidget()
            assert widget is not None
            visited.append(widget)
            QTest.keyClick(widget, Qt.Key.Key_Tab)
        heights = [widget.mapTo(rig.choices, widget.rect().center()).y() for widget in visited]
        assert heights == sorted(heights)
        fields: list[QWidget] = [rig.choices.base_model, rig.choices.epochs, rig.choices.summary.money.field]
        wanted = fields if state == "own price" else [rig.choices.address.field, rig.panel.field, rig.panel.try_button]
        assert [widget for widget in visited if widget in wanted] == wanted
