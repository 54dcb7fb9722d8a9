"""The one style sheet, built from a theme's tokens and the size of the person's font."""

from string import Template

from msgtune_gui.ui.resources import resource_path
from msgtune_gui.ui.tokens import RADIUS_CARD, RADIUS_CONTROL, Tokens

LABELS = Template("""
QMainWindow, QDialog, QWidget[role="page"] { background: $window; }
QWidget[role="sidebar"] { background: $sidebar; }
QWidget[role="footer"] { background: $window; border-top: 1px solid $border; }
QLabel { background: transparent; }
QLabel[role="heading"] { font-size: ${heading}pt; font-weight: 600; }
QLabel[role="subheading"] { color: $text_muted; }
QLabel[role="section"] { font-size: ${section}pt; font-weight: 600; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="muted"] { color: $text_muted; }
QLabel[role="small"] { color: $text_muted; font-size: ${small}pt; }
QLabel[role="number"] { font-size: ${number}pt; font-weight: 600; }
QLabel[role="figure"] { font-size: ${figure}pt; font-weight: 600; }
QLabel[role="error"] { color: $danger; }
QFrame[role="card"] { background: $surface; border: 1px solid $border; border-radius: ${card_radius}px; }
QFrame[role="choice"] { background: $surface; border: 1px solid $border_strong; border-radius: ${card_radius}px; }
QFrame[role="choice"]:hover { background: $surface_alt; }
QFrame[role="choice"][chosen="true"] { background: $accent_soft; border: 2px solid $accent; }
QFrame[role="line"] { background: $border; border: none; max-height: 1px; min-height: 1px; }
QFrame[banner="error"] { background: $danger_soft; border: 1px solid $danger; border-radius: ${radius}px; }
QFrame[banner="warning"] { background: $warning_soft; border: 1px solid $warning; border-radius: ${radius}px; }
QFrame[banner="info"] { background: $accent_soft; border: 1px solid $accent; border-radius: ${radius}px; }
QFrame[banner="success"] { background: $success_soft; border: 1px solid $success; border-radius: ${radius}px; }
QToolTip { background: $surface; color: $text; border: 1px solid $border; padding: 4px; }
""")

BUTTONS = Template("""
QPushButton { background: $surface; color: $text; border: 1px solid $border_strong; border-radius: ${radius}px;
  padding: 7px 16px; min-height: ${line}px; outline: none; }
QPushButton:hover { background: $surface_alt; }
QPushButton:pressed { background: $border; }
QPushButton:focus { border: 2px solid $focus; padding: 6px 15px; }
QPushButton:disabled { color: $text_muted; background: $surface_alt; border: 1px solid $border; }
QPushButton[role="primary"] { background: $accent; color: $accent_text; border: 1px solid $accent; font-weight: 600;
  padding: 7px 24px; }
QPushButton[role="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[role="primary"]:focus { border: 2px solid $text; padding: 6px 23px; }
QPushButton[role="primary"]:disabled { background: $surface_alt; color: $text_muted; border: 1px solid $border; }
QPushButton[role="danger"] { color: $danger; border-color: $danger; }
QPushButton[role="danger"]:hover { background: $danger_soft; }
QPushButton[role="link"] { background: transparent; border: 1px solid transparent; color: $accent;
  padding: 3px 4px;  min-height: ${line}px; text-align: left; text-decoration: underline; }
QPushButton[role="link"]:hover { color: $accent_hover; }
QPushButton[role="link"]:focus { border: 2px solid $focus; padding: 2px 3px; }
QPushButton[role="link"]:disabled { color: $text_muted; border: 1px solid transparent; }
QPushButton[role="quiet"] { background: transparent; border: 1px solid transparent; text-align: left;
  padding: 7px 8px; }
QPushButton[role="quiet"]:hover { background: $surface_alt; }
QPushButton[role="quiet"]:checked { background: $accent_soft; }
QPushButton[role="quiet"]:focus { border: 2px solid $focus; padding: 6px 7px; }
QPushButton[role="chevron"] { background: transparent; border: 1px solid transparent; padding: 3px; min-height: 20px; }
QPushButton[role="chevron"]:hover { background: $surface_alt; }
QPushButton[role="chevron"]:focus { border: 2px solid $focus; padding: 2px; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: ${radius}px; padding: 6px; }
QToolButton:hover { background: $surface_alt; }
QToolButton:focus { border: 2px solid $focus; padding: 5px; }
QCheckBox, QRadioButton { background: transparent; spacing: 8px; padding: 3px; border: 2px solid transparent;
  border-radius: 6px; outline: none; }
QCheckBox:focus, QRadioButton:focus { border-color: $focus; }
QRadioButton[role="choice"] { font-weight: 600; }
QRadioButton[role="segment"] { background: $surface; color: $text; border: 1px solid $border_strong; border-radius: 0;
  padding: 5px 11px; spacing: 0; margin: 0; }
QRadioButton[role="segment"]::indicator { width: 0; height: 0; border: none; image: none; }
QRadioButton[role="segment"]:hover { background: $surface_alt; }
QRadioButton[role="segment"]:checked { background: $accent; border-color: $accent; color: $accent_text; }
QRadioButton[role="segment"]:focus { border: 2px solid $focus; padding: 4px 10px; }
QRadioButton[role="segment"]:checked:focus { border-color: $text; }
QRadioButton[role="segment"][place="middle"], QRadioButton[role="segment"][place="last"] { margin-left: -1px; }
QRadioButton[role="segment"][place="first"] { border-top-left-radius: ${radius}px;
  border-bottom-left-radius: ${radius}px; }
QRadioButton[role="segment"][place="last"] { border-top-right-radius: ${radius}px;
  border-bottom-right-radius: ${radius}px; }
QTabBar { background: transparent; border: none; }
QTabBar::tab { background: transparent; color: $text_muted; border: 2px solid transparent; padding: 5px 4px;
  border-radius: 6px; margin-bottom: 2px; min-height: ${line}px; }
QTabBar::tab:hover { color: $text; background: $surface_alt; }
QTabBar::tab:selected { color: $accent; background: $accent_soft; }
QTabBar::tab:selected:focus { border-color: $focus; }
QCheckBox:disabled, QRadioButton:disabled { color: $text_muted; }
QCheckBox::indicator, QTableView::indicator, QListView::indicator { width: 16px; height: 16px; border-radius: 4px;
  border: 1px solid $border_strong; background: $surface; }
QCheckBox::indicator:checked, QTableView::indicator:checked, QListView::indicator:checked { background: $accent;
  border-color: $accent; image: url("$tick"); }
QCheckBox::indicator:indeterminate { background: $accent; border-color: $accent; image: url("$dash"); }
QRadioButton::indicator { width: 16px; height: 16px; border-radius: 9px; border: 1px solid $border_strong;
  background: $surface; }
QRadioButton::indicator:checked { background: $accent; border-color: $accent; image: url("$dot"); }
""")

FIELDS = Template("""
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox, QComboBox, QDateEdit { background: $surface;
  color: $text; border: 1px solid $border_strong; border-radius: ${radius}px; padding: 7px 10px; min-height: ${line}px;
  selection-background-color: $accent; selection-color: $accent_text; placeholder-text-color: $text_muted; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QComboBox:focus,
QDateEdit:focus {
  border: 2px solid $focus; padding: 6px 9px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QSpinBox:disabled, QDoubleSpinBox:disabled, QComboBox:disabled,
QDateEdit:disabled {
  background: $surface_alt; color: $text_muted; border-color: $border; }
QLineEdit QToolButton, QLineEdit QToolButton:hover { padding: 0; border: none; background: transparent; }
QSpinBox QLineEdit, QDoubleSpinBox QLineEdit { border: none; padding: 0; min-height: 0; background: transparent; }
QSpinBox, QDoubleSpinBox { padding-right: 30px; }
QSpinBox::up-button, QDoubleSpinBox::up-button { subcontrol-origin: border; subcontrol-position: top right;
  width: 26px; border: none; background: transparent; margin: 3px 3px 0 0; }
QSpinBox::down-button, QDoubleSpinBox::down-button { subcontrol-origin: border; subcontrol-position: bottom right;
  width: 26px; border: none; background: transparent; margin: 0 3px 3px 0; }
QSpinBox::up-button:hover, QSpinBox::down-button:hover, QDoubleSpinBox::up-button:hover,
QDoubleSpinBox::down-button:hover { background: $surface_alt; border-radius: 4px; }
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { image: url("$chevron_up"); width: 12px; height: 12px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow { image: url("$chevron_down"); width: 12px; height: 12px; }
QComboBox { padding-right: 30px; combobox-popup: 0; }
QDateEdit { padding-left: 2px; padding-right: 28px; }
QDateEdit:focus { padding-left: 1px; padding-right: 27px; }
QDateEdit QLineEdit { border: none; padding: 0; min-height: 0; background: transparent; }
QComboBox::drop-down, QDateEdit::drop-down { subcontrol-origin: border; subcontrol-position: center right;
  width: 28px; border: none; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url("$chevron_down"); width: 14px; height: 14px; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $surface_alt; }
QCalendarWidget QToolButton { color: $text; padding: 4px 8px; }
QCalendarWidget QToolButton::menu-indicator { image: none; }
QCalendarWidget QSpinBox { min-height: 0; padding: 2px 28px 2px 6px; }
QCalendarWidget QTableView { border: none; border-radius: 0; selection-background-color: $accent;
  selection-color: $accent_text; }
QCalendarWidget QTableView::item { padding: 0; }
QComboBox QAbstractItemView { background: $surface; color: $text; border: 1px solid $border_strong; padding: 4px;
  outline: none; selection-background-color: $accent_soft; selection-color: $text; }
QComboBox QAbstractItemView:focus { border: 1px solid $border_strong; }
QComboBox QAbstractItemView::item { min-height: ${row}px; padding: 2px 8px; }
QComboBox QAbstractItemView::item:selected { background: $accent_soft; color: $text; }
QSlider:horizontal { min-height: 22px; }
QSlider::groove:horizontal { height: 6px; border-radius: 3px; background: $border; }
QSlider::sub-page:horizontal { background: $accent; border-radius: 3px; }
QSlider::handle:horizontal { width: 16px; height: 16px; margin: -6px 0; border-radius: 9px; background: $surface;
  border: 2px solid $accent; }
QSlider::handle:horizontal:focus { border-color: $text; }
QProgressBar { background: $border; border: none; border-radius: 4px; min-height: 8px; max-height: 8px; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }
""")

VIEWS = Template("""
QAbstractItemView { outline: none; }
QTableView, QListView, QTreeView, QAbstractItemView[role="bubbles"] { background: $surface; color: $text;
  border: 1px solid $border;
  border-radius: ${card_radius}px; gridline-color: $border; selection-background-color: $accent_soft;
  selection-color: $text; }
QAbstractItemView[role="bubbles"] { padding: 4px; }
QTableView:focus, QListView:focus { border: 2px solid $focus; }
QAbstractItemView[role="bubbles"]:focus { border: 2px solid $focus; padding: 3px; }
QAbstractItemView[role="bubbles"][plain="true"] { border: none; background: transparent; padding: 0; }
QTableView::item { padding: 0 8px; border: none; }
QTableView::item:selected, QListView::item:selected { background: $accent_soft; color: $text; }
QTableView::item:hover:!selected { background: $surface_alt; }
QListView { padding: 4px; }
QListView:focus { padding: 3px; }
QListView::item { padding: 6px 4px; border-radius: 4px; }
QHeaderView { background: transparent; border: none; }
QHeaderView::section { background: $surface; color: $text_muted; border: none; border-bottom: 1px solid $border;
  padding: 8px 18px 8px 8px; font-weight: 600; }
QHeaderView::section:first { border-top-left-radius: ${card_radius}px; }
QHeaderView::section:last { border-top-right-radius: ${card_radius}px; }
QHeaderView::section:hover { color: $text; }
QHeaderView::up-arrow { image: url("$chevron_up"); width: 12px; height: 12px; }
QHeaderView::down-arrow { image: url("$chevron_down"); width: 12px; height: 12px; }
QTableCornerButton::section { background: $surface; border: none; }
QScrollArea, QScrollArea > QWidget > QWidget { background: transparent; border: none; }
QScrollArea[role="panel"] { background: $surface; border: 1px solid $border; border-radius: ${card_radius}px; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 3px 2px 3px 2px; border: none; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 2px 3px 2px 3px; border: none; }
QScrollBar::handle { background: $border_strong; border-radius: 4px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $text_muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; border: none; background: transparent; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: transparent; }
QMenu { background: $surface; color: $text; border: 1px solid $border_strong; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 4px; }
QMenu::item:selected { background: $accent_soft; }
QMenu::item:disabled { color: $text_muted; }
QMenu::separator { height: 1px; background: $border; margin: 4px 8px; }
""")


def style_sheet(tokens: Tokens, dark: bool, point_size: float, line_height: int) -> str:
    """The style sheet for one theme.

    Args:
        tokens: Colours.
        dark: Which of the two marks inside ticked boxes to use.
        point_size: Size of the application's font in points; every other size is relative to it.
        line_height: Height of one line of that font in pixels.
    """
    tone = "dark" if dark else "light"
    icons = {
        name: resource_path(f"icons/{file}.svg").as_posix()
        for name, file in {
            "tick": f"tick-{tone}",
            "dash": f"dash-{tone}",
            "dot": f"dot-{tone}",
            "chevron_up": "chevron-up",
            "chevron_down": "chevron-down",
        }.items()
    }
    sizes = {
        "heading": f"{point_size * 1.7:.1f}",
        "section": f"{point_size * 1.15:.1f}",
        "number": f"{point_size * 3.1:.1f}",
        "figure": f"{point_size * 1.9:.1f}",
        "small": f"{point_size * 0.88:.1f}",
        "line": str(max(20, line_height)),
        "row": str(max(28, line_height + 8)),
        "radius": str(RADIUS_CONTROL),
        "card_radius": str(RADIUS_CARD),
    }
    colours = {name: getattr(tokens, name) for name in Tokens.__dataclass_fields__}
    values = {**colours, **icons, **sizes}
    return "".join(part.substitute(values) for part in (LABELS, BUTTONS, FIELDS, VIEWS))
