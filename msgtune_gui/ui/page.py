"""What the wizard's shell asks of every page."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QScrollArea, QWidget

from msgtune_gui.ui.session import WizardSession


class WizardPage(QWidget):
    """One page of the wizard; the shell draws heading, steps and buttons around it.

    Signals:
        continue_requested(): The page wants the shell to do what its primary button does.
        footer_changed(): `primary_text`, `primary_enabled`, `primary_visible` or `blocker` may have changed.
        crashed(object): An exception that no page can put into words, for the crash dialog.
    """

    continue_requested = Signal()
    footer_changed = Signal()
    crashed = Signal(object)

    def __init__(self, session: WizardSession, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.session = session

    def heading(self) -> str:
        """The one question or request of the page."""
        raise TypeError(f"{type(self).__name__} has no heading")

    def subheading(self) -> str:
        """One sentence under the heading."""
        return ""

    def primary_text(self) -> str:
        """Words of the primary button."""
        return self.tr("Continue")

    def primary_visible(self) -> bool:
        """Whether there is a primary button at present."""
        return True

    def back_visible(self) -> bool:
        """Whether the person may go back at present."""
        return True

    def blocker(self) -> str:
        """Why the primary button is off, in words; empty when it is on."""
        return ""

    def entered(self) -> None:
        """The page has come on screen; bring it up to date and give the right widget the focus."""

    def left(self) -> None:
        """The page goes off screen."""

    def primary_pressed(self) -> bool:
        """Do what the primary button promises; True lets the shell show the next page."""
        return True

    def scroll_to_top(self) -> None:
        """Show the page from its beginning, where the window is too small for all of it."""
        ancestor = self.parentWidget()
        while ancestor is not None and not isinstance(ancestor, QScrollArea):
            ancestor = ancestor.parentWidget()
        if ancestor is not None:
            ancestor.verticalScrollBar().setValue(0)

    def close_question(self) -> str:
        """Question to ask before the window closes; empty when nothing would be lost."""
        return ""
