"""The look of the whole program: one palette, one style sheet, light or dark."""

from enum import StrEnum

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetrics, QPalette
from PySide6.QtWidgets import QApplication

from msgtune_gui.ui import tokens as _tokens
from msgtune_gui.ui.stylesheet import style_sheet
from msgtune_gui.ui.tokens import DARK, LIGHT, Tokens

SPACE_XS = _tokens.SPACE_XS
SPACE_S = _tokens.SPACE_S
SPACE_M = _tokens.SPACE_M
SPACE_L = _tokens.SPACE_L
SPACE_XL = _tokens.SPACE_XL
PAGE_MARGIN = _tokens.PAGE_MARGIN
CARD_PADDING = _tokens.CARD_PADDING
RADIUS_CARD = _tokens.RADIUS_CARD
RADIUS_CONTROL = _tokens.RADIUS_CONTROL
SIDEBAR_WIDTH = _tokens.SIDEBAR_WIDTH

SMALLEST_BASE_POINTS = 10.5

_DARK_PROPERTY = "msgtune_dark"


class ThemeChoice(StrEnum):
    """What the person prefers."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


def is_dark() -> bool:
    """Whether the dark theme is applied."""
    app = QApplication.instance()
    return app is not None and bool(app.property(_DARK_PROPERTY))


def current() -> Tokens:
    """The colours that are applied now; painted widgets ask at every paint."""
    return DARK if is_dark() else LIGHT


def color(name: str) -> QColor:
    """A colour of the present theme by the name of its token."""
    return QColor(getattr(current(), name))


def apply(app: QApplication, dark: bool) -> None:
    """Give the application its style, palette, base font and style sheet.

    The application's font is kept where the person's own is larger than ours, and every size follows it.
    """
    if app.property(_DARK_PROPERTY) is None:
        app.setStyle("Fusion")
    app.setProperty(_DARK_PROPERTY, dark)
    tokens = DARK if dark else LIGHT
    font = app.font()
    if points(font) < SMALLEST_BASE_POINTS:
        font.setPointSizeF(SMALLEST_BASE_POINTS)
        app.setFont(font)
    app.setPalette(_palette(tokens))
    app.setStyleSheet(style_sheet(tokens, dark, points(font), QFontMetrics(font).height()))


def relative_font(scale: float, weight: QFont.Weight = QFont.Weight.Normal) -> QFont:
    """The application's font at another size; 1.0 is the size of running text."""
    font = QFont(QApplication.font())
    font.setPointSizeF(points(font) * scale)
    font.setWeight(weight)
    return font


def system_is_dark(app: QApplication) -> bool:
    """Whether the desktop asks for dark windows."""
    return app.styleHints().colorScheme() is Qt.ColorScheme.Dark


def points(font: QFont) -> float:
    """Size of a font in points, also where it was given in pixels."""
    size = font.pointSizeF()
    return size if size > 0 else QFontInfo(font).pointSizeF()


def _palette(tokens: Tokens) -> QPalette:
    roles = QPalette.ColorRole
    palette = QPalette()
    for role, value in (
        (roles.Window, tokens.window),
        (roles.WindowText, tokens.text),
        (roles.Base, tokens.surface),
        (roles.AlternateBase, tokens.surface_alt),
        (roles.Text, tokens.text),
        (roles.PlaceholderText, tokens.text_muted),
        (roles.Button, tokens.surface),
        (roles.ButtonText, tokens.text),
        (roles.BrightText, tokens.danger),
        (roles.Highlight, tokens.accent),
        (roles.HighlightedText, tokens.accent_text),
        (roles.Link, tokens.accent),
        (roles.LinkVisited, tokens.accent),
        (roles.ToolTipBase, tokens.surface),
        (roles.ToolTipText, tokens.text),
        (roles.Mid, tokens.border),
        (roles.Dark, tokens.border_strong),
        (roles.Light, tokens.surface),
    ):
        palette.setColor(role, QColor(value))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.text_muted))
    return palette


class ThemeWatcher(QObject):
    """Keeps the look in step with the person's choice and, when that is "system", with the desktop.

    Signals:
        changed(): Another theme was applied.
    """

    changed = Signal()

    def __init__(self, app: QApplication, choice: ThemeChoice = ThemeChoice.SYSTEM) -> None:
        super().__init__(app)
        self._app = app
        self._choice = choice
        app.styleHints().colorSchemeChanged.connect(self._on_system_scheme_changed)
        self._bring_up_to_date()

    @property
    def choice(self) -> ThemeChoice:
        """What the person prefers."""
        return self._choice

    def set_choice(self, choice: ThemeChoice) -> None:
        """Follow another preference from now on."""
        if choice is not self._choice:
            self._choice = choice
            self._bring_up_to_date()

    @Slot(Qt.ColorScheme)
    def _on_system_scheme_changed(self, _scheme: Qt.ColorScheme) -> None:
        if self._choice is ThemeChoice.SYSTEM:
            self._bring_up_to_date()

    def _bring_up_to_date(self) -> None:
        hints = self._app.styleHints()
        if self._choice is ThemeChoice.SYSTEM:
            dark = system_is_dark(self._app)
        else:
            dark = self._choice is ThemeChoice.DARK
            # Title bars are drawn by the desktop, which only learns of an own choice this way.
            hints.setColorScheme(Qt.ColorScheme.Dark if dark else Qt.ColorScheme.Light)
        first = self._app.property(_DARK_PROPERTY) is None
        if first or dark != is_dark():
            apply(self._app, dark)
            self.changed.emit()
