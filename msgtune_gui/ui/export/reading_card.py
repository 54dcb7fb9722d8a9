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
    """Files, messages, megabytes and time left, with a way to stop.

    Signals:
        cancel_pressed(): The person wants the reading to stop.
    """

    cancel_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._started_at = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self._title = Label("", "section", wrap=True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Reading the export"))
        self.figures = Label("", "muted", wrap=True)
        self.time_left = Label("", "muted", wrap=True)
        self.cancel_button = Button(self.tr("&Cancel"))
        self.cancel_button.clicked.connect(self.cancel_pressed)
        self.body.addStretch()
        self.body.addWidget(self._title)
        self.body.addWidget(self.bar)
        self.body.addWidget(self.figures)
        self.body.addWidget(self.time_left)
        self.body.addSpacing(SPACE_S)
        self.body.addWidget(self.cancel_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addStretch()

    def start(self, name: str) -> None:
        """A reading begins; `name` is what was chosen, as the person knows it."""
        self._started_at = time.monotonic()
        self._title.setText(self.tr("Reading {name}").format(name=name))
        self.bar.setRange(0, 0)
        self.figures.setText(self.tr("Looking for conversations…"))
        self.time_left.setText("")
        self.cancel_button.setEnabled(True)

    def show_progress(self, progress: ReadProgress) -> None:
        """Show how far it is."""
        done, total = progress.bytes_read, progress.total_bytes
        self.bar.setRange(0, _STEPS if total else 0)
        if total:
            self.bar.setValue(min(_STEPS, done * _STEPS // total))
        self.figures.setText(
            self.tr(
                "{files} of {total_files} files · {megabytes} of {total_megabytes} MB · {messages} messages"
            ).format(
                files=number(progress.files),
                total_files=number(progress.total_files),
                megabytes=_megabytes(done),
                total_megabytes=_megabytes(total),
                messages=number(progress.messages),
            )
        )
        passed = time.monotonic() - self._started_at
        if passed > _FIRST_GUESS_AFTER_S and 0 < done < total:
            left = duration(passed * (total - done) / done)
            self.time_left.setText(self.tr("Time left: {duration}").format(duration=left))

    def show_cancelling(self) -> None:
        """The person asked to stop, and it stops as soon as it can."""
        self.cancel_button.setEnabled(False)
        self.time_left.setText(self.tr("Stopping…"))


def _megabytes(size: int) -> str:
    return QLocale().toString(size / _MEGABYTE, "f", 1 if size < 100 * _MEGABYTE else 0)
