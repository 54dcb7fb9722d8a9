"""The loss chart: its scale, what it paints, what a screen reader hears."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from msgtune_gui.core.loss_curve import LossCurve
from msgtune_gui.ui import theme
from msgtune_gui.ui.launch.loss_chart import LossChart, nice_ceiling, thinned

CURVE = LossCurve(train=((1, 4.0), (10, 2.0), (20, 1.0)), valid=((0, 5.0), (20, 1.5)), total_steps=40)


@given(st.floats(1e-6, 1e9))
def test_the_top_of_the_axis_is_never_below_the_curve_and_never_far_above(value: float) -> None:
    assert value <= nice_ceiling(value) <= 2.5 * value


@pytest.mark.parametrize(("value", "top"), [(0.0, 1.0), (0.8, 0.8), (0.81, 1.0), (5.52, 6.0), (11.0, 20.0)])
def test_the_top_of_the_axis_is_a_round_number(value: float, top: float) -> None:
    assert nice_ceiling(value) == pytest.approx(top)


@given(st.lists(st.floats(0, 10), min_size=1, max_size=500), st.integers(1, 50))
def test_a_thinned_line_keeps_ends_and_mean_within_bounds(losses: list[float], most: int) -> None:
    points = tuple(enumerate(losses))
    thin = thinned(points, most)
    assert len(thin) <= most
    assert all(min(losses) - 1e-9 <= loss <= max(losses) + 1e-9 for _, loss in thin)
    assert [step for step, _ in thin] == sorted(step for step, _ in thin)


def _pixels(chart: LossChart, colour: str) -> list[tuple[int, int]]:
    image = chart.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    wanted = QColor(colour).rgb()
    legend = 40
    return [(x, y) for y in range(legend, image.height()) for x in range(image.width()) if image.pixel(x, y) == wanted]


def test_both_lines_are_painted_within_the_steps_that_were_done(qtbot: QtBot) -> None:
    chart = LossChart()
    qtbot.addWidget(chart)
    chart.resize(500, 240)
    assert not _pixels(chart, theme.current().accent)
    chart.set_curve(CURVE)
    train, valid = _pixels(chart, theme.current().accent), _pixels(chart, theme.current().success)
    assert train
    assert valid
    # Half of the steps are done, so the right half stays empty.
    assert max(x for x, _ in train) < 300
    assert min(y for x, y in train if x > 200) > min(y for _, y in train)


def test_a_long_training_is_painted(qtbot: QtBot) -> None:
    chart = LossChart()
    qtbot.addWidget(chart)
    chart.resize(300, 200)
    chart.set_curve(LossCurve(train=tuple((step, 1 + 1 / (step + 1)) for step in range(20_000))))
    assert _pixels(chart, theme.current().accent)


def test_the_chart_tells_its_last_values(qtbot: QtBot) -> None:
    chart = LossChart()
    qtbot.addWidget(chart)
    empty = chart.accessibleDescription()
    chart.set_curve(CURVE)
    assert chart.accessibleName()
    assert empty != chart.accessibleDescription()
    assert "1.00" in chart.accessibleDescription()
    assert "1.50" in chart.accessibleDescription()
