"""How far the reading of an export has come."""

import time

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QProgressBar, QSizePolicy, QWidget

from msgtune_gui.core.model import ReadProgress
from msgtune_gui.ui.tokens import SPACE_S
from msgtune_gui.ui.widgets import Button, Card, Label
from msgtune_gui.ui.words import duration, number

_MEGABYTE = 1_000_000
_FIRST_GUESS_AFTER_S = 2.0
_STEPS = 1000


class ReadingCard(Card):
    """Two steps, reading and looking through the texts, with figures, time left and a way to stop.

    Signals:
        cancel_pressed(): The person wants the reading to stop.
    """

    cancel_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step_began_at = 0.0
        self._looking = False
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.title = Label("", "section", wrap=True)
        self.step = Label("", "strong", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Reading the export"))
        self.figures = Label("", "muted", wrap=True)
        self.time_left = Label("", "muted", wrap=True)
        self.cancel_button = Button(self.tr("&Cancel"))
        self.cancel_button.clicked.connect(self.cancel_pressed)
        self.body.addStretch()
        for widget in (self.title, self.step, self.bar, self.figures, self.time_left):
            self.body.addWidget(widget)
        self.body.addSpacing(SPACE_S)
        self.body.addWidget(self.cancel_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch()

    def start(self, name: str) -> None:
        """A reading begins; `name` is what was chosen, as the person knows it."""
        self.title.setText(self.tr("Reading {name}").format(name=name))
        self.figures.setText(self.tr("Looking for conversations…"))
        self.cancel_button.setEnabled(True)
        self._begin_step(looking=False)

    def show_progress(self, progress: ReadProgress) -> None:
        """Show how far it is."""
        if progress.looking != self._looking:
            self._begin_step(looking=progress.looking)
        if progress.looking:
            self._show_looking(progress)
        else:
            self._show_reading(progress)

    def show_cancelling(self) -> None:
        """The person asked to stop, and it stops as soon as it can."""
        self.cancel_button.setEnabled(False)
        self.time_left.setText(self.tr("Stopping…"))

    def _begin_step(self, *, looking: bool) -> None:
        self._looking = looking
        self._step_began_at = time.monotonic()
        self.bar.setRange(0, 0)
        self.time_left.setText("")
        if looking:
            self.step.setText(self.tr("Step 2 of 2: Looking for private details and automatic lines…"))
        else:
            self.step.setText(self.tr("Step 1 of 2: Reading the files"))

    def _show_reading(self, progress: ReadProgress) -> None:
        words = self.tr("{files} of {total_files} files · {megabytes} of {total_megabytes} MB · {messages} messages")
        self.figures.setText(
            words.format(
                files=number(progress.files),
                total_files=number(progress.total_files),
                megabytes=_megabytes(progress.bytes_read),
                total_megabytes=_megabytes(progress.total_bytes),
                messages=number(progress.messages),
            )
        )
        self._show_part(progress.bytes_read, progress.total_bytes)

    def _show_looking(self, progress: ReadProgress) -> None:
        words = self.tr("{messages} messages. All of this is done on this computer.")
        self.figures.setText(words.format(messages=number(progress.messages)))
        self._show_part(progress.files, progress.total_files)

    def _show_part(self, done: int, total: int) -> None:
        self.bar.setRange(0, _STEPS if total else 0)
        if total:
            self.bar.setValue(min(_STEPS, done * _STEPS // total))
        passed = time.monotonic() - self._step_began_at
        if self.cancel_button.isEnabled() and passed > _FIRST_GUESS_AFTER_S and 0 < done < total:
            left = duration(passed * (total - done) / done)
            self.time_left.setText(self.tr("Time left: {duration}").format(duration=left))


def _megabytes(size: int) -> str:
    return QLocale().toString(size / _MEGABYTE, "f", 1 if size < 100 * _MEGABYTE else 0)
