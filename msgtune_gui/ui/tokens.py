"""The colours and distances that everything on screen is made of."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Tokens:
    """The colours of one theme, each as "#rrggbb".

    Text colours hold a contrast of at least 4.5:1 on every background they are used on.
    """

    window: str
    sidebar: str
    surface: str
    surface_alt: str
    border: str
    border_strong: str
    text: str
    text_muted: str
    accent: str
    accent_hover: str
    accent_text: str
    accent_soft: str
    danger: str
    danger_soft: str
    warning: str
    warning_soft: str
    success: str
    success_soft: str
    bubble_other: str
    bubble_self: str
    bubble_self_text: str
    focus: str


LIGHT = Tokens(
    window="#f6f7fa",
    sidebar="#eceef3",
    surface="#ffffff",
    surface_alt="#f1f2f7",
    border="#dcdfe8",
    border_strong="#848b9c",
    text="#1a1c23",
    text_muted="#585f71",
    accent="#4842d4",
    accent_hover="#3a35b8",
    accent_text="#ffffff",
    accent_soft="#ecebfd",
    danger="#b3261e",
    danger_soft="#fdeeec",
    warning="#7a4f00",
    warning_soft="#fff4dc",
    success="#1a6b3a",
    success_soft="#e6f5ec",
    bubble_other="#ebedf3",
    bubble_self="#4842d4",
    bubble_self_text="#ffffff",
    focus="#4842d4",
)

DARK = Tokens(
    window="#16181d",
    sidebar="#101216",
    surface="#1f2229",
    surface_alt="#282c35",
    border="#363b47",
    border_strong="#7d8495",
    text="#eceef3",
    text_muted="#a6acbb",
    accent="#938fff",
    accent_hover="#a9a6ff",
    accent_text="#14133a",
    accent_soft="#2b2c4f",
    danger="#ff9d94",
    danger_soft="#3a2020",
    warning="#f2c46d",
    warning_soft="#37301d",
    success="#7fd9a0",
    success_soft="#1c3326",
    bubble_other="#2d313c",
    bubble_self="#5853d3",
    bubble_self_text="#ffffff",
    focus="#a9a6ff",
)

SPACE_XS = 4
SPACE_S = 8
SPACE_M = 12
SPACE_L = 16
SPACE_XL = 24
PAGE_MARGIN = 40
CARD_PADDING = 20
RADIUS_CARD = 12
RADIUS_CONTROL = 8
SIDEBAR_WIDTH = 220
