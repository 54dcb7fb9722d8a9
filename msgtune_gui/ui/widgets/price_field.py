"""A field for an amount of money that may not be known."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox, QWidget

_LEFT_MARGIN = 10
_UNKNOWN = -0.01
_MOST = 9999.99


class PriceField(QDoubleSpinBox):
    """US dollars with cents; shows words where nothing is known, which is not the same as free of charge."""

    def __init__(self, name: str, unknown_words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # As in NumberField: the style sheet's left padding does not reach the editor.
        self.lineEdit().setTextMargins(_LEFT_MARGIN, 0, 0, 0)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setDecimals(2)
        self.setRange(_UNKNOWN, _MOST)
        self.setPrefix("$")
        self.setStepType(QDoubleSpinBox.StepType.AdaptiveDecimalStepType)
        self.setSpecialValueText(unknown_words)
        self.setAccessibleName(name)

    @property
    def amount(self) -> float | None:
        """US dollars, or None where nothing is known."""
        return self.value() if self.value() >= 0 else None

    def show_amount(self, amount: float | None) -> None:
        """Show an amount without telling anybody."""
        self.blockSignals(True)
        self.setValue(_UNKNOWN if amount is None else amount)
        self.blockSignals(False)

    def stepBy(self, steps: int) -> None:
        """From "not known" the first step up leads to nothing to pay."""
        if self.amount is None:
            if steps > 0:
                self.setValue(0.0)
        elif steps < 0 and self.value() == 0:
            return
        else:
            super().stepBy(steps)
            self.setValue(max(0.0, self.value()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel that turns over the field on its way down the page must not change it."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
