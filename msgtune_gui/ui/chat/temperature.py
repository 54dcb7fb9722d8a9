"""How daring the replies are."""

from PySide6.QtCore import QLocale, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSlider, QWidget

from msgtune_gui.ui import theme
from msgtune_gui.ui.widgets import Label

_STEPS_PER_DEGREE = 20
HIGHEST = 1.5


class TemperatureSlider(QWidget):
    """A slider from 0 to 1.5 with its value beside it.

    Signals:
        changed(float): The new temperature; it holds from the next reply on.
    """

    changed = Signal(float)

    def __init__(self, value: float, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        explanation = self.tr(
            "Low: the most likely words. High: more surprising ones. It holds from the next reply on."
        )
        label = Label(self.tr("Temperature"), "muted")
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, round(HIGHEST * _STEPS_PER_DEGREE))
        self.slider.setPageStep(_STEPS_PER_DEGREE // 10)
        self.slider.setFixedWidth(120)
        self.slider.setAccessibleName(self.tr("Temperature"))
        self.slider.setAccessibleDescription(explanation)
        self.setToolTip(explanation)
        self.value_label = Label(role="muted")
        self.value_label.setMinimumWidth(self.fontMetrics().horizontalAdvance("0.00"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.SPACE_S)
        for widget in (label, self.slider, self.value_label):
            layout.addWidget(widget)
        self.slider.valueChanged.connect(self._on_slider_changed)
        self.slider.setValue(round(value * _STEPS_PER_DEGREE))

    @property
    def value(self) -> float:
        """The temperature, from 0.0 to 1.5."""
        return self.slider.value() / _STEPS_PER_DEGREE

    @Slot()
    def _on_slider_changed(self) -> None:
        text = QLocale().toString(self.value, "f", 2)
        self.value_label.setText(text)
        self.changed.emit(self.value)
