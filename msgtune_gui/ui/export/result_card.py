"""What was found in an export."""

from collections.abc import Sequence

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QPlainTextEdit, QSizePolicy, QWidget

from msgtune_gui.core.model import Export, SkippedFile
from msgtune_gui.core.people import is_deleted_account
from msgtune_gui.ui.tokens import SPACE_L, SPACE_S, SPACE_XL
from msgtune_gui.ui.widgets import BigNumber, Button, Card, FoldOut, IconView, Label, Line
from msgtune_gui.ui.words import number, plural

_LISTED_FILES = 500


class ResultCard(Card):
    """Conversations, people, messages, first and last date, and the files that were left aside.

    Signals:
        another_wanted(): The person wants to choose another export.
    """

    another_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Expanding)
        self.title = Label("", "section", wrap=True)
        self._owner = Label("", "muted", wrap=True)
        self.conversations = BigNumber(self.tr("conversations"), "figure")
        self.people = BigNumber(self.tr("people"), "figure")
        self.messages = BigNumber(self.tr("messages"), "figure")
        self.first = Label()
        self.last = Label()
        self.files = QPlainTextEdit()
        self.files.setReadOnly(True)
        self.files.setTabChangesFocus(True)
        self.files.setMinimumHeight(self.fontMetrics().height() * 5)
        self.files.setAccessibleName(self.tr("Files that were not used, and why"))
        self.skipped = FoldOut("", self.files)
        self.another_button = Button(self.tr("Choose &another export"))
        self.another_button.clicked.connect(self.another_wanted)
        self._build()

    def show_export(self, export: Export, title: str) -> None:
        """Show what was read, under a title."""
        self.title.setText(title)
        self._owner.setText(self.tr("Export of {name}").format(name=export.owner) if export.owner else "")
        self._owner.setVisible(bool(export.owner))
        self.conversations.set_value(len(export.conversations))
        people = {name for conversation in export.conversations for name in conversation.participants}
        self.people.set_value(sum(1 for name in people if not is_deleted_account(name)))
        self.messages.set_value(sum(len(conversation.messages) for conversation in export.conversations))
        self.first.setText(
            _day(min((c.first_ms for c in export.conversations if c.first_ms is not None), default=None))
        )
        self.last.setText(_day(max((c.last_ms for c in export.conversations if c.last_ms is not None), default=None)))
        self._show_skipped(export.skipped)

    def _show_skipped(self, skipped: Sequence[SkippedFile]) -> None:
        self.skipped.fold()
        self.skipped.setVisible(bool(skipped))
        self.skipped.set_title(
            plural(self.tr("{count} file was not used"), self.tr("{count} files were not used"), len(skipped))
        )
        lines = [self.tr("{path}: {reason}").format(path=f.path, reason=f.reason) for f in skipped[:_LISTED_FILES]]
        if len(skipped) > _LISTED_FILES:
            lines.append(self.tr("… and {count} more").format(count=number(len(skipped) - _LISTED_FILES)))
        self.files.setPlainText("\n".join(lines))

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
        dates = QGridLayout()
        dates.setHorizontalSpacing(SPACE_L)
        dates.addWidget(Label(self.tr("First message"), "muted"), 0, 0)
        dates.addWidget(self.first, 0, 1)
        dates.addWidget(Label(self.tr("Last message"), "muted"), 1, 0)
        dates.addWidget(self.last, 1, 1)
        dates.setColumnStretch(1, 1)
        self.body.addLayout(head)
        self.body.addWidget(self._owner)
        self.body.addSpacing(SPACE_S)
        self.body.addLayout(figures)
        self.body.addWidget(Line())
        self.body.addLayout(dates)
        self.body.addWidget(self.skipped)
        self.body.addStretch(1)
        self.body.addWidget(self.another_button, 0, Qt.AlignmentFlag.AlignLeft)


def _day(sent_at_ms: int | None) -> str:
    if sent_at_ms is None:
        return "\N{EN DASH}"
    return QLocale().toString(QDateTime.fromMSecsSinceEpoch(sent_at_ms).date(), QLocale.FormatType.LongFormat)
