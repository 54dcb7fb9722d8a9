"""The look: readable in both themes, and as large as the person's own font."""

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QColor, QFont, QPalette
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from msgtune_gui.ui import theme
from msgtune_gui.ui.icons import themed_icon
from msgtune_gui.ui.resources import resource_path
from msgtune_gui.ui.stylesheet import style_sheet
from msgtune_gui.ui.tokens import DARK, LIGHT, Tokens
from msgtune_gui.ui.widgets import Button

TEXT_ON = [
    *[(text, ground) for text in ("text", "text_muted") for ground in ("window", "sidebar", "surface", "surface_alt")],
    *[("text", f"{kind}_soft") for kind in ("accent", "danger", "warning", "success")],
    ("text_muted", "accent_soft"),
    ("accent", "surface"),
    ("accent", "window"),
    ("accent_text", "accent"),
    ("accent_text", "accent_hover"),
    ("danger", "surface"),
    ("danger", "danger_soft"),
    ("warning", "warning_soft"),
    ("success", "success_soft"),
    ("text", "bubble_other"),
    ("bubble_self_text", "bubble_self"),
]
MARKS_ON = [("border_strong", "surface"), ("focus", "surface"), ("focus", "window"), ("accent", "sidebar")]


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.1 defines it."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    value = QColor(colour)
    return 0.2126 * linear(value.redF()) + 0.7152 * linear(value.greenF()) + 0.0722 * linear(value.blueF())


def contrast(one: str, other: str) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def too_faint(tokens: Tokens, pairs: list[tuple[str, str]], least: float) -> list[tuple[str, str]]:
    """The pairs of a colour and its ground whose contrast is less."""
    return [pair for pair in pairs if contrast(getattr(tokens, pair[0]), getattr(tokens, pair[1])) < least]


@pytest.fixture
def light_again(themed_app: QApplication) -> object:
    """Whatever a test does to the look, the next one starts in the light theme with the usual font."""
    font = themed_app.font()
    yield
    themed_app.setFont(font)
    theme.apply(themed_app, dark=False)


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_text_can_be_read(tokens: Tokens) -> None:
    assert too_faint(tokens, TEXT_ON, 4.5) == []


@pytest.mark.parametrize("tokens", [LIGHT, DARK], ids=["light", "dark"])
def test_marks_can_be_seen(tokens: Tokens) -> None:
    assert too_faint(tokens, MARKS_ON, 3.0) == []


def test_known_contrasts() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.usefixtures("light_again")
def test_dark_theme_reaches_palette_and_painted_widgets(themed_app: QApplication) -> None:
    theme.apply(themed_app, dark=True)

    assert theme.is_dark()
    assert theme.current() is DARK
    assert themed_app.palette().color(QPalette.ColorRole.Window).name() == DARK.window
    assert themed_app.palette().color(QPalette.ColorRole.Text).name() == DARK.text
    assert theme.color("accent").name() == DARK.accent


@pytest.mark.usefixtures("light_again")
def test_a_larger_font_of_the_persons_own_is_kept(themed_app: QApplication) -> None:
    themed_app.setFont(QFont(themed_app.font().family(), 14))

    theme.apply(themed_app, dark=False)

    assert themed_app.font().pointSizeF() == 14
    assert theme.relative_font(2.0).pointSizeF() == 28
    assert f"font-size: {14 * 1.7:.1f}pt" in themed_app.styleSheet()


@pytest.mark.usefixtures("light_again")
def test_a_font_too_small_is_raised(themed_app: QApplication) -> None:
    themed_app.setFont(QFont(themed_app.font().family(), 8))

    theme.apply(themed_app, dark=False)

    assert themed_app.font().pointSizeF() == theme.SMALLEST_BASE_POINTS


@pytest.mark.usefixtures("light_again")
def test_the_watcher_follows_the_choice(themed_app: QApplication, qtbot: QtBot) -> None:
    watcher = theme.ThemeWatcher(themed_app, theme.ThemeChoice.LIGHT)

    with qtbot.waitSignal(watcher.changed):
        watcher.set_choice(theme.ThemeChoice.DARK)
    assert theme.is_dark()

    with qtbot.waitSignal(watcher.changed):
        watcher.set_choice(theme.ThemeChoice.LIGHT)
    assert not theme.is_dark()
    watcher.deleteLater()


@pytest.mark.usefixtures("light_again")
def test_an_icon_takes_the_colour_of_the_theme(themed_app: QApplication, qtbot: QtBot) -> None:
    button = Button("Copy", icon="copy")
    qtbot.addWidget(button)
    button.show()
    before = button.icon().pixmap(18, 18).toImage()

    theme.apply(themed_app, dark=True)
    themed_app.processEvents()

    assert button.icon().pixmap(18, 18).toImage() != before


def test_every_picture_of_the_style_sheet_is_there() -> None:
    sheet = style_sheet(LIGHT, False, 10.5, 16) + style_sheet(DARK, True, 10.5, 16)

    pictures = re.findall(r'url\("([^"]+)"\)', sheet)

    assert pictures
    assert [picture for picture in pictures if not Path(picture).is_file()] == []
    assert "$" not in sheet


@pytest.mark.parametrize("file", sorted(resource_path("icons").glob("*.svg")), ids=lambda file: file.stem)
def test_every_icon_draws_something(file: Path) -> None:
    image = themed_icon(file.stem, "#ff0000", 24).pixmap(24, 24).toImage()

    opaque = sum(image.pixelColor(x, y).alpha() > 128 for x in range(image.width()) for y in range(image.height()))

    assert 5 < opaque < image.width() * image.height()
