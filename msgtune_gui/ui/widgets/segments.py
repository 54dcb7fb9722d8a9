"""A choice of one out of a few words that stand in one row."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QSizePolicy, QWidget


class Segments(QWidget):
    """Radio buttons that look like one control: Tab goes to the chosen one, the arrow keys choose.

    Signals:
        chosen(object): The person chose another value.
    """

    chosen = Signal(object)

    def __init__(self, name: str, words: Sequence[tuple[object, str]], parent: QWidget | None = None) -> None:
        """Args:
        name: What is chosen, for screen readers.
        words: Each value with its word.
        parent: The widget it stands in.
        """
        super().__init__(parent)
        self.setAccessibleName(name)
        self._values = [value for value, _word in words]
        self._group = QButtonGroup(self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        # Neighbours share one line.
        row.setSpacing(0)
        self.buttons: list[QRadioButton] = []
        for number, (_value, word) in enumerate(words):
            button = _Segment(word, name)
            # Round at both ends of the row only.
            button.setProperty("place", {0: "first", len(words) - 1: "last"}.get(number, "middle"))
            self._group.addButton(button, number)
            self.buttons.append(button)
            row.addWidget(button)
        self._group.idClicked.connect(self._on_id_clicked)
        self._group.idToggled.connect(self._on_id_toggled)

    @property
    def value(self) -> object:
        """The chosen value; None before one was shown."""
        number = self._group.checkedId()
        return self._values[number] if number >= 0 else None

    def show_value(self, value: object) -> None:
        """Show what is chosen, without telling anybody."""
        self.buttons[self._values.index(value)].setChecked(True)

    @Slot(int, bool)
    def _on_id_toggled(self, number: int, checked: bool) -> None:
        # Qt itself sees to this only once one of them has had the focus.
        policy = Qt.FocusPolicy.StrongFocus if checked else Qt.FocusPolicy.ClickFocus
        self.buttons[number].setFocusPolicy(policy)

    @Slot(int)
    def _on_id_clicked(self, number: int) -> None:
        self.chosen.emit(self._values[number])


class _Segment(QRadioButton):
    """One of the words."""

    def __init__(self, word: str, name: str) -> None:
        super().__init__(word)
        self.setProperty("role", "segment")
        self.setAccessibleName(f"{name}: {word}")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
