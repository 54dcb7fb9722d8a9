"""The list of steps at the side of the wizard, with the tuned models and the way to all trainings under it."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QVBoxLayout, QWidget

from msgtune_gui.core.jobs import Run
from msgtune_gui.ui.tokens import SIDEBAR_WIDTH, SPACE_L, SPACE_S, SPACE_XL
from msgtune_gui.ui.widgets.button import Button
from msgtune_gui.ui.widgets.label import Label
from msgtune_gui.ui.widgets.model_list import MOST_SHOWN, ModelList
from msgtune_gui.ui.widgets.step_button import StepButton, StepState
from msgtune_gui.ui.widgets.trainings_button import TrainingsButton

_WIDTH_IN_CHARACTERS = 26


class Sidebar(QWidget):
    """Where the person stands and where they may go.

    Signals:
        step_requested(int): Number of the step, from 0.
        trainings_requested(): The person wants to see the list of all trainings.
        own_model_requested(): The person wants to talk to a model that was not trained here.
    """

    step_requested = Signal(int)
    trainings_requested = Signal()
    own_model_requested = Signal()

    def __init__(self, names: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.steps = [StepButton(number, len(names), name) for number, name in enumerate(names, start=1)]
        self.models = ModelList()
        self._group = QButtonGroup(self)
        self._group.setExclusive(False)
        layout = self._column = QVBoxLayout(self)
        layout.setContentsMargins(SPACE_XL - 4, SPACE_XL, SPACE_L, SPACE_L)
        layout.setSpacing(0)
        title = Label("msgtune", "section")
        title.setContentsMargins(4, 0, 0, 0)
        layout.addWidget(title)
        layout.addSpacing(SPACE_XL - 8)
        for number, step in enumerate(self.steps):
            self._group.addButton(step, number)
            layout.addWidget(step)
        layout.addStretch()
        layout.addWidget(self.models)
        self.trainings = TrainingsButton()
        self.own_model = Button(self.tr("Chat with a model\nI already have…"), "quiet", "plus")
        layout.addSpacing(SPACE_S)
        layout.addWidget(self.trainings)
        layout.addWidget(self.own_model)
        self.trainings.clicked.connect(self.trainings_requested)
        self.own_model.clicked.connect(self.own_model_requested)
        self._group.idClicked.connect(self._on_step_clicked)
        self._fit_width()

    def set_states(self, states: Sequence[StepState]) -> None:
        """Show how every step stands, in their order."""
        gone = [state.done or state.current for state in states]
        for step, state, way_on in zip(self.steps, states, [*gone[1:], False], strict=True):
            step.set_state(state, way_on=way_on)

    @Slot(int)
    def _on_step_clicked(self, number: int) -> None:
        state = self.steps[number].state
        if state.reachable and not state.current:
            self.step_requested.emit(number)

    def _fit_width(self) -> None:
        self.setFixedWidth(max(SIDEBAR_WIDTH, self.fontMetrics().averageCharWidth() * _WIDTH_IN_CHARACTERS))

    def set_models(self, runs: Sequence[Run]) -> None:
        """Show these tuned models, newest first, as many of them as there is room for."""
        self.models.set_runs(runs)
        self._fit_models()

    def show_trainings_state(self, under_way: int, in_need_of_key: int) -> None:
        """Say how many trainings are under way, and how many wait for a key."""
        self.trainings.show_state(under_way, in_need_of_key)
        self._fit_models()

    def _fit_models(self) -> None:
        items = [self._column.itemAt(index) for index in range(self._column.count())]
        others = sum(
            item.sizeHint().height() for item in items if item is not None and item.widget() is not self.models
        )
        room = self.height() - others - self._column.contentsMargins().top() - self._column.contentsMargins().bottom()
        fitting = (limit for limit in range(MOST_SHOWN, 0, -1) if self.models.height_with(limit) <= room)
        self.models.show_at_most(next(fitting, 0))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().height() != event.oldSize().height():
            self._fit_models()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_width()
            self._fit_models()
