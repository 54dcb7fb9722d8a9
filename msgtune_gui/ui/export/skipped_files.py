"""The files that were not used, and why."""

from collections.abc import Sequence
from itertools import islice

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QPlainTextEdit, QVBoxLayout, QWidget

from msgtune_gui.core.model import SkippedFile
from msgtune_gui.ui.tokens import SPACE_M, SPACE_S
from msgtune_gui.ui.widgets import Button
from msgtune_gui.ui.words import number

_AT_ONCE = 500
"""Lines that are laid out within a few milliseconds."""
_LINES_SHOWN = 6


class SkippedFiles(QWidget):
    """A list that can be read and copied; of very many files some at a time."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._left: list[SkippedFile] = []
        self.files = QPlainTextEdit()
        self.files.setReadOnly(True)
        self.files.setTabChangesFocus(True)
        self.files.setMinimumHeight(self.fontMetrics().lineSpacing() * _LINES_SHOWN + 2 * SPACE_M)
        self.files.setAccessibleName(self.tr("Files that were not used, and why"))
        self.more = Button("", "link")
        self.more.clicked.connect(self._on_more_wanted)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addWidget(self.files)
        layout.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)

    def show_files(self, skipped: Sequence[SkippedFile]) -> None:
        """List these and no others."""
        self.files.clear()
        self._left = list(reversed(skipped))
        self._list_some()
        self.files.moveCursor(self.files.textCursor().MoveOperation.Start)

    def _list_some(self) -> None:
        some = [self._left.pop() for _ in islice(iter(self._left.copy()), _AT_ONCE)]
        self.files.appendPlainText(
            "\n".join(self.tr("{path}: {reason}").format(path=file.path, reason=file.reason) for file in some)
        )
        left = len(self._left)
        words = self.tr("Show {count} more of {left}") if left > _AT_ONCE else self.tr("Show {count} more")
        self.more.setText(words.format(count=number(min(left, _AT_ONCE)), left=number(left)))
        self.more.setHidden(not left)

    @Slot()
    def _on_more_wanted(self) -> None:
        self._list_some()
