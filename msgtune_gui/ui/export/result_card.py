"""What was found in an export."""

from collections.abc import Sequence

from PySide6.QtCore import QDateTime, QLocale, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from msgtune_gui.core.model import SkippedFile
from msgtune_gui.ui import theme
from msgtune_gui.ui.export.skipped_files import SkippedFiles
from msgtune_gui.ui.export.source_words import source_names
from msgtune_gui.ui.export.work import ExportSums, Reading
from msgtune_gui.ui.tokens import RADIUS_CARD, SPACE_L, SPACE_M, SPACE_S, SPACE_XL, SPACE_XS
from msgtune_gui.ui.widgets import BigNumber, Button, Card, FoldOut, IconView, Label, Line
from msgtune_gui.ui.words import plural


class ResultCard(Card):
    """Conversations, people, messages, first and last date, and the files that were left aside.

    Signals:
        addition_wanted(): The person wants to read something more together with this.
        another_wanted(): The person wants to choose another export.
    """

    addition_wanted = Signal()
    another_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.title = Label("", "section", wrap=True)
        self.origin = Label("", "muted", wrap=True)
        self.conversations = BigNumber(self.tr("conversations"), "figure")
        self.people = BigNumber(self.tr("people"), "figure")
        self.messages = BigNumber(self.tr("messages"), "figure")
        self.first = Label(wrap=True)
        self.last = Label(wrap=True)
        self.doubles = Label("", "muted", wrap=True)
        self.skipped_files = SkippedFiles()
        self.files = self.skipped_files.files
        self.skipped = FoldOut("", self.skipped_files)
        self.add_button = Button(self.tr("Add another &part…"), icon="plus")
        self.add_button.clicked.connect(self.addition_wanted)
        self.another_button = Button(self.tr("Choose &another export"))
        self.another_button.clicked.connect(self.another_wanted)
        self._hovered = False
        self._build()

    @property
    def stops(self) -> list[QWidget]:
        """What the Tab key visits, from the top."""
        return [self.skipped.toggle, self.files, self.skipped_files.more, self.add_button, self.another_button]

    def set_hovered(self, hovered: bool) -> None:
        """Show that a drop would be taken."""
        self._hovered = hovered
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._hovered:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(QColor(theme.current().accent_soft))
        painter.setPen(QPen(QColor(theme.current().accent), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS_CARD, RADIUS_CARD)
        painter.end()

    def show_reading(self, reading: Reading, title: str) -> None:
        """Show what was read, under a title."""
        self.title.setText(title)
        self._show_origin(reading)
        self._show_sums(reading.sums)
        doubles = reading.export.doubles
        self.doubles.setText(
            plural(
                self.tr("{count} message was there twice and counts once."),
                self.tr("{count} messages were there twice and count once."),
                doubles,
            )
        )
        self.doubles.setVisible(doubles > 0)
        self._show_skipped(reading.export.skipped)

    def _show_origin(self, reading: Reading) -> None:
        lines = []
        if reading.export.owner:
            lines.append(self.tr("Export of {name}").format(name=reading.export.owner))
        names = source_names(reading.sources)
        if names:
            lines.append(names)
        self.origin.setText("\n".join(lines))
        self.origin.setVisible(bool(lines))

    def _show_sums(self, sums: ExportSums) -> None:
        self.conversations.set_value(
            sums.conversations, plural(self.tr("conversation"), self.tr("conversations"), sums.conversations)
        )
        self.people.set_value(sums.people, plural(self.tr("person"), self.tr("people"), sums.people))
        self.messages.set_value(sums.messages, plural(self.tr("message"), self.tr("messages"), sums.messages))
        self.first.setText(_day(sums.first_ms))
        self.last.setText(_day(sums.last_ms))

    def _show_skipped(self, skipped: Sequence[SkippedFile]) -> None:
        self.skipped.fold()
        self.skipped.setVisible(bool(skipped))
        self.skipped.set_title(
            plural(self.tr("{count} file was not used"), self.tr("{count} files were not used"), len(skipped))
        )
        self.skipped_files.show_files(skipped)

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(SPACE_S)
        head.addWidget(IconView("success", "success", 26), 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self.title, 1)
        figures = QHBoxLayout()
        figures.setSpacing(SPACE_XL)
        for figure in (self.conversations, self.people, self.messages):
            figures.addWidget(figure)
        figures.addStretch()
        self.body.addLayout(head)
        self.body.addWidget(self.origin)
        self.body.addSpacing(SPACE_XS)
        self.body.addLayout(figures)
        self.body.addWidget(Line())
        self.body.addLayout(self._dates())
        self.body.addWidget(self.doubles)
        self.body.addWidget(self.skipped)
        self.body.addStretch(1)
        self.body.addWidget(Label(self.tr("Is a part missing? Drop it here, or add it."), "muted", wrap=True))
        self.body.addLayout(self._buttons())

    def _dates(self) -> QGridLayout:
        dates = QGridLayout()
        dates.setHorizontalSpacing(SPACE_L)
        dates.addWidget(Label(self.tr("First message"), "muted"), 0, 0)
        dates.addWidget(self.first, 0, 1)
        dates.addWidget(Label(self.tr("Last message"), "muted"), 1, 0)
        dates.addWidget(self.last, 1, 1)
        dates.setColumnStretch(1, 1)
        return dates

    def _buttons(self) -> QHBoxLayout:
        buttons = QHBoxLayout()
        buttons.setSpacing(SPACE_M)
        buttons.addWidget(self.add_button)
        buttons.addWidget(self.another_button)
        buttons.addStretch(1)
        return buttons


def _day(sent_at_ms: int | None) -> str:
    if sent_at_ms is None:
        return "\N{EN DASH}"
    return QLocale().toString(QDateTime.fromMSecsSinceEpoch(sent_at_ms).date(), QLocale.FormatType.LongFormat)
