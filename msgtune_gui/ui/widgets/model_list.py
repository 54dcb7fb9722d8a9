"""The tuned models in the sidebar, each a way into its chat."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from msgtune_gui.core.jobs import Run
from msgtune_gui.ui.run_words import run_details, run_name, run_title
from msgtune_gui.ui.tokens import SPACE_S, SPACE_XS
from msgtune_gui.ui.widgets.button import Button
from msgtune_gui.ui.widgets.label import Label
from msgtune_gui.ui.words import day

MOST_SHOWN = 3
_WORDS_INSET = 24


class _RunButton(Button):
    """One tuned model.

    Signals:
        chosen(object): The run whose model it is.
    """

    chosen = Signal(object)

    def __init__(self, run: Run, parent: QWidget | None = None) -> None:
        super().__init__("", "quiet", "chat", parent)
        self._run = run
        title = run_title(run)
        self.setToolTip(f"{title}\n{run_details(run)}")
        self.setAccessibleDescription(run_details(run))
        self.setAccessibleName(self.tr("Chat with {model}").format(model=title))
        self.setMinimumWidth(1)
        self.clicked.connect(self._on_clicked)
        self._show_words()

    @Slot()
    def _on_clicked(self) -> None:
        self.chosen.emit(self._run)

    def _show_words(self) -> None:
        """A long name is cut with an ellipsis; the tool tip has the whole of it."""
        metrics = self.fontMetrics()
        room = self.width() - self.iconSize().width() - _WORDS_INSET
        name = metrics.elidedText(run_name(self._run), Qt.TextElideMode.ElideRight, room)
        self.setText(f"{name}\n{day(self._run.created_at_s)}".replace("&", "&&"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._show_words()


class ModelList(QWidget):
    """The newest models as buttons, the rest in a menu; hidden while there are none.

    Signals:
        run_opened(object): The run whose model the person wants to chat with.
    """

    run_opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(SPACE_XS)
        self._runs: list[Run] = []
        self._limit = MOST_SHOWN
        self.older = QMenu(self)
        self._more = Button(self.tr("More models"), "quiet")
        self._more.setMenu(self.older)
        self._buttons: list[_RunButton] = []
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_XS)
        self._title = Label(self.tr("Your models"), "small")
        self._title.setContentsMargins(SPACE_S, 0, 0, 0)
        layout.addWidget(self._title)
        layout.addLayout(self._rows)
        layout.addWidget(self._more)
        self.older.triggered.connect(self._on_menu_triggered)
        self.hide()

    def set_runs(self, runs: Sequence[Run]) -> None:
        """Show these runs, newest first."""
        for button in self._buttons:
            self._rows.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._runs = list(runs)
        self._buttons = [_RunButton(run) for run in runs[:MOST_SHOWN]]
        for button in self._buttons:
            button.chosen.connect(self.run_opened)
            self._rows.addWidget(button)
        self.show_at_most(self._limit)
        self.setVisible(bool(runs))

    def show_at_most(self, limit: int) -> None:
        """Show so many as buttons; the rest goes into the menu."""
        self._limit = limit
        for number, button in enumerate(self._buttons):
            button.setVisible(number < limit)
        self.older.clear()
        for index, run in enumerate(self._runs):
            if index >= min(limit, MOST_SHOWN):
                self.older.addAction(run_title(run).replace("&", "&&")).setData(index)
        self._more.setVisible(not self.older.isEmpty())

    def height_with(self, limit: int) -> int:
        """Pixels that it takes when it shows at most so many as buttons."""
        shown = self._buttons[:limit]
        heights = [button.sizeHint().height() for button in shown] + [self._title.sizeHint().height()]
        if len(self._runs) > len(shown):
            heights.append(self._more.sizeHint().height())
        return sum(heights) + SPACE_XS * len(heights) if self._runs else 0

    @property
    def buttons(self) -> Sequence[Button]:
        """The buttons of the newest models."""
        return self._buttons[: self._limit]

    @Slot(object)
    def _on_menu_triggered(self, action: object) -> None:
        number = action.data()  # type: ignore[attr-defined]  # the menu only holds actions
        self.run_opened.emit(self._runs[number])
