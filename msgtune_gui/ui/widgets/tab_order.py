"""The order in which the Tab key goes from widget to widget."""

from collections.abc import Iterable
from itertools import pairwise

from PySide6.QtWidgets import QWidget


def tab_in_order(stops: Iterable[QWidget]) -> None:
    """Let the Tab key visit these one after the other; else it visits what was made late last, wherever it stands."""
    for before, after in pairwise(stops):
        QWidget.setTabOrder(before, after)
