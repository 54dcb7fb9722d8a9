"""A few messages as samples of what a row counts."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale
from PySide6.QtWidgets import QVBoxLayout, QWidget

from msgtune_gui.core.messages import Message
from msgtune_gui.ui.bubbles.bubble import words_of
from msgtune_gui.ui.tokens import SPACE_S, SPACE_XL, SPACE_XS
from msgtune_gui.ui.widgets import Label
from msgtune_gui.ui.words import breakable

LONGEST_SAMPLE = 160


@dataclass(frozen=True, slots=True)
class Sample:
    """What is shown of one message.

    Attributes:
        words: Its text, shortened.
        origin: Who wrote it, where and when; "" where that is not known.
    """

    words: str
    origin: str = ""


def sample_of(message: Message, title: str) -> Sample:
    """A sample of a message in a conversation with this title."""
    day = QLocale().toString(QDateTime.fromMSecsSinceEpoch(message.sent_at_ms).date(), QLocale.FormatType.ShortFormat)
    translate = QCoreApplication.translate
    if message.sender and message.sender != title:
        origin = translate("Sample", "{sender} in {title}, {day}")
    else:
        origin = translate("Sample", "{title}, {day}")
    origin = origin.format(sender=message.sender, title=" ".join(title.split()), day=day)
    return Sample(shortened(words_of(message)), origin)


def shortened(text: str) -> str:
    """A text in one paragraph, cut where it is long."""
    # Only as much as can be shown is looked at: a text may have millions of characters.
    words = " ".join(text[: 4 * LONGEST_SAMPLE].split())
    if len(words) <= LONGEST_SAMPLE and len(text) <= 4 * LONGEST_SAMPLE:
        return words
    return words[:LONGEST_SAMPLE].rstrip() + "\N{HORIZONTAL ELLIPSIS}"


class SampleList(QWidget):
    """Samples one under the other, set in from the left."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(SPACE_XL + SPACE_S + 2, SPACE_XS, 0, SPACE_S)
        self._layout.setSpacing(SPACE_S)
        self._shown: tuple[Sample, ...] = ()
        self._labels: list[Label] = []

    def show_samples(self, samples: Sequence[Sample]) -> None:
        """Show these and no others."""
        if tuple(samples) == self._shown:
            return
        self._shown = tuple(samples)
        for label in self._labels:
            self._layout.removeWidget(label)
            label.hide()
            label.deleteLater()
        self._labels = []
        for sample in samples:
            words = "\n".join(map(breakable, filter(None, (sample.words, sample.origin))))
            label = Label(words, "small", wrap=True)
            self._labels.append(label)
            self._layout.addWidget(label)

    def texts(self) -> tuple[str, ...]:
        """What is shown, sample by sample."""
        return tuple("\n".join(filter(None, (sample.words, sample.origin))) for sample in self._shown)
