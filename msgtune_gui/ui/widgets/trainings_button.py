"""The way to the list of trainings, which says by itself what is under way."""

from PySide6.QtWidgets import QWidget

from msgtune_gui.ui.widgets.button import Button
from msgtune_gui.ui.words import number


class TrainingsButton(Button):
    """One line while nothing happens, two while something does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", "quiet", "archive", parent)
        self.setCheckable(True)
        self.show_state(0, 0)

    def show_state(self, under_way: int, in_need_of_key: int) -> None:
        """Say how many trainings are under way, and how many wait for a key."""
        title = self.tr("Your trainings")
        key = self.tr("{count} waiting for a key").format(count=number(in_need_of_key)) if in_need_of_key else ""
        running = self.tr("{count} under way").format(count=number(under_way)) if under_way else ""
        # There is room for one; the other is in the tool tip.
        state = key or running
        whole = ", ".join(part for part in (title, key, running) if part)
        self.setText(f"{title}\n{state}" if state else title)
        self.setAccessibleName(whole)
        self.setToolTip(whole if state else "")
        self.set_icon_name("key" if in_need_of_key else "retry" if under_way else "archive")

    def nextCheckState(self) -> None:
        """What is on screen decides whether it is down, not the press."""
