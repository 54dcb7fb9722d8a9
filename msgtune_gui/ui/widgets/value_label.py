"""A label for a value beside its caption, whose height follows from its width alone."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QSizePolicy

from msgtune_gui.ui.widgets.label import Label

_LEAST_IN_CHARACTERS = 14


class ValueLabel(Label):
    """Wraps to whatever width there is, and can be copied from.

    A wrapping label asks for the height that it would have in some width of its own choosing; a column of them in an
    area that scrolls would be longer than what is in it.
    """

    def __init__(self, text: str = "", role: str = "") -> None:
        super().__init__(text, role, wrap=True)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def minimumSizeHint(self) -> QSize:
        metrics = self.fontMetrics()
        return QSize(metrics.averageCharWidth() * _LEAST_IN_CHARACTERS, metrics.height())

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()
