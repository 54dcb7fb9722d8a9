"""Small widgets that the pages and the chat are put together from."""

from msgtune_gui.ui.widgets.banner import Banner, BannerKind
from msgtune_gui.ui.widgets.big_number import BigNumber
from msgtune_gui.ui.widgets.button import Button
from msgtune_gui.ui.widgets.card import Card, Line
from msgtune_gui.ui.widgets.fold_out import FoldOut
from msgtune_gui.ui.widgets.icon_view import IconView
from msgtune_gui.ui.widgets.label import Label

__all__ = ["Banner", "BannerKind", "BigNumber", "Button", "Card", "FoldOut", "IconView", "Label", "Line"]
