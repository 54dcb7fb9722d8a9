"""All there is to say of one run, and what can be done with it."""

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from msgtune_gui.core.jobs import Run
from msgtune_gui.ui import run_words, theme
from msgtune_gui.ui.runs.phase_words import phase_icon, phase_words
from msgtune_gui.ui.runs.run_board import RunBoard
from msgtune_gui.ui.runs.watched_run import Phase
from msgtune_gui.ui.widgets import Button, IconView, Label
from msgtune_gui.ui.widgets.flow_row import FlowRow
from msgtune_gui.ui.widgets.value_label import ValueLabel
from msgtune_gui.ui.words import moment

_BAR_STEPS = 1000
_LEAST_IN_LINES = 10
_WIDTH_IN_CHARACTERS = 36


class _Area(QScrollArea):
    """Takes the room that is left, and asks for no more than some lines."""

    def sizeHint(self) -> QSize:
        return self.minimumSizeHint()

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), self.fontMetrics().height() * _LEAST_IN_LINES)


class RunDetails(QFrame):
    """Title, state, facts and buttons of one run; what is most final stays at the foot.

    Signals:
        chat_chosen(object): Run to talk to.
        opened(object): Run whose progress, or way on, is wanted.
        rename_chosen(object): Run that is to have another name.
        repeat_chosen(object): Run whose choices are to be offered anew.
        cancel_chosen(object): Run that is to be ended.
        delete_chosen(object): Run of which nothing is to stay.
    """

    chat_chosen = Signal(object)
    opened = Signal(object)
    rename_chosen = Signal(object)
    repeat_chosen = Signal(object)
    cancel_chosen = Signal(object)
    delete_chosen = Signal(object)

    def __init__(self, board: RunBoard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._board = board
        self._run: Run | None = None
        self.setProperty("role", "card")
        self._build()

    def _build(self) -> None:
        self.title = Label(role="section", wrap=True)
        self._icon = IconView("info", "text_muted")
        self.state = ValueLabel()
        self.reason = ValueLabel(role="muted")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of this step"))
        self._inner = QWidget()
        upper = QVBoxLayout(self._inner)
        upper.setContentsMargins(0, 0, theme.SPACE_M, 0)
        upper.setSpacing(theme.SPACE_M)
        state = QHBoxLayout()
        state.setSpacing(theme.SPACE_S)
        state.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        state.addWidget(self.state, 1)
        upper.addWidget(self.title)
        upper.addLayout(state)
        upper.addWidget(self.bar)
        upper.addWidget(self.reason)
        upper.addLayout(self._build_first_actions())
        upper.addLayout(self._build_facts())
        upper.addStretch()
        area = _Area()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(self._inner)
        self._foot = QWidget()
        self._foot.setLayout(self._build_last_actions())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.CARD_PADDING, theme.SPACE_L, theme.SPACE_S, theme.SPACE_L)
        layout.setSpacing(theme.SPACE_M)
        layout.addWidget(area, 1)
        layout.addWidget(self._foot)

    def _build_first_actions(self) -> FlowRow:
        self.chat_button = Button(self.tr("&Chat"), icon="chat")
        self.open_button = Button("")
        self.cancel_button = Button(self.tr("Cance&l training"))
        self.rename_button = Button(self.tr("Re&name…"))
        row = FlowRow()
        for button, slot in (
            (self.chat_button, self._on_chat_clicked),
            (self.open_button, self._on_open_clicked),
            (self.cancel_button, self._on_cancel_clicked),
            (self.rename_button, self._on_rename_clicked),
        ):
            button.clicked.connect(slot)
            row.addWidget(button)
        return row

    def _build_last_actions(self) -> FlowRow:
        self.repeat_button = Button(self.tr("Repeat &with changes…"), icon="retry")
        self.delete_button = Button("", "danger")
        row = FlowRow()
        self.repeat_button.clicked.connect(self._on_repeat_clicked)
        self.delete_button.clicked.connect(self._on_delete_clicked)
        row.addWidget(self.repeat_button)
        row.addWidget(self.delete_button)
        return row

    def _build_facts(self) -> QGridLayout:
        captions = (
            self.tr("Service"),
            self.tr("Learned from"),
            self.tr("Settings"),
            self.tr("Model"),
            self.tr("Guesses off by"),
            self.tr("Cost"),
            self.tr("Started"),
            self.tr("Took"),
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.SPACE_L)
        grid.setVerticalSpacing(theme.SPACE_S)
        grid.setColumnStretch(1, 1)
        self._facts: list[tuple[Label, ValueLabel]] = []
        for row, caption in enumerate(captions):
            name, value = Label(caption, "muted"), ValueLabel()
            self._facts.append((name, value))
            grid.addWidget(name, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
        return grid

    def minimumSizeHint(self) -> QSize:
        width = self.fontMetrics().averageCharWidth() * _WIDTH_IN_CHARACTERS
        return super().minimumSizeHint().expandedTo(QSize(width, 0))

    @property
    def run(self) -> Run | None:
        """The run that is shown."""
        return self._run

    @property
    def facts(self) -> dict[str, str]:
        """What is on screen, caption by caption."""
        return {name.text(): value.text() for name, value in self._facts if not value.isHidden()}

    def show_run(self, run: Run | None) -> None:
        """Show a run; nothing while there is none."""
        self._run = run
        for part in (self._inner, self._foot):
            part.setVisible(run is not None)
        if run is None:
            return
        self.title.setText(run_words.run_title(run))
        self._show_state(run)
        self._show_facts(run)
        self._show_actions(run)

    def _show_state(self, run: Run) -> None:
        board = self._board
        watched, phase = board.watched(run.identifier), board.phase(run)
        progress = watched.progress if watched is not None else None
        self._icon.show_icon(*phase_icon(phase, progress))
        self.state.setText(phase_words(run, phase, progress, board.profile(run)))
        self.bar.setVisible(phase.under_way)
        fraction = progress.fraction if progress is not None and phase is Phase.WORKING else None
        self.bar.setRange(0, 0 if fraction is None else _BAR_STEPS)
        if fraction is not None:
            self.bar.setValue(round(fraction * _BAR_STEPS))
        reason = self._reason(run, phase)
        self.reason.setText(reason)
        self.reason.setVisible(bool(reason))

    def _reason(self, run: Run, phase: Phase) -> str:
        watched = self._board.watched(run.identifier)
        if watched is not None and watched.error is not None:
            return str(watched.error)
        if watched is not None and watched.progress is not None and phase is Phase.WORKING:
            return watched.progress.trouble_words
        if phase is Phase.FAILED:
            return run.error or ""
        if phase is Phase.LEFT and not self._board.can_go_on(run):
            return self.tr("It was never started, and its examples were not kept.")
        return ""

    def _show_facts(self, run: Run) -> None:
        profile = self._board.profile(run)
        adopted = run.adopted
        values = (
            profile.title,
            "" if adopted else run_words.data(run),
            "" if adopted else run_words.settings(run),
            (run.model or "") if adopted or not profile.on_device else "",
            run_words.losses(run),
            "" if adopted else run_words.cost(run, profile),
            "" if adopted else moment(run.created_at_s),
            run_words.took(run),
        )
        for (name, value), text in zip(self._facts, values, strict=True):
            value.setText(text)
            for label in (name, value):
                label.setVisible(bool(text))

    def _show_actions(self, run: Run) -> None:
        board, phase = self._board, self._board.phase(run)
        self.chat_button.setVisible(phase is Phase.DONE)
        goes_on = phase is Phase.NEEDS_KEY or (phase in {Phase.LEFT, Phase.FAILED} and board.can_go_on(run))
        self.open_button.setVisible(phase.under_way or goes_on)
        on = self.tr("&Go on…")
        words = {Phase.NEEDS_KEY: self.tr("&Give a key…"), Phase.LEFT: on, Phase.FAILED: on}
        self.open_button.setText(words.get(phase, self.tr("Show &progress")))
        self.cancel_button.setVisible(phase is Phase.WORKING)
        self.repeat_button.setVisible(board.material_of(run) is not None and not phase.under_way)
        self.delete_button.setText(self.tr("&Forget this model…") if run.adopted else self.tr("&Delete everything…"))

    @Slot()
    def _on_chat_clicked(self) -> None:
        self.chat_chosen.emit(self._run)

    @Slot()
    def _on_open_clicked(self) -> None:
        self.opened.emit(self._run)

    @Slot()
    def _on_cancel_clicked(self) -> None:
        self.cancel_chosen.emit(self._run)

    @Slot()
    def _on_rename_clicked(self) -> None:
        self.rename_chosen.emit(self._run)

    @Slot()
    def _on_repeat_clicked(self) -> None:
        self.repeat_chosen.emit(self._run)

    @Slot()
    def _on_delete_clicked(self) -> None:
        self.delete_chosen.emit(self._run)
