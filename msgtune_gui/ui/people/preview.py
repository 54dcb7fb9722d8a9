"""The messages of one conversation, as they were written."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from msgtune_gui.core.model import Conversation
from msgtune_gui.core.selection import REASONS
from msgtune_gui.ui.bubbles import BubbleView
from msgtune_gui.ui.people.samples import shortened
from msgtune_gui.ui.reason_words import reason_words
from msgtune_gui.ui.tokens import SPACE_S
from msgtune_gui.ui.widgets import Label
from msgtune_gui.ui.words import breakable, plural


class Preview(QWidget):
    """A title over bubbles; the coloured ones are those that the AI learns to write."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._conversation: Conversation | None = None
        self._voice: str | None = None
        self._any_left_out = False
        self.title = Label("", "strong", wrap=True)
        self._figures = Label("", "muted")
        self.view = BubbleView()
        self.view.setAccessibleName(self.tr("Messages of the conversation"))
        self._legend = Label("", "small", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(SPACE_S)
        layout.addWidget(self.title)
        layout.addWidget(self._figures)
        layout.addWidget(self.view, 1)
        layout.addWidget(self._legend)
        self.show_conversation(None)
        self.set_voice(None)

    def show_conversation(self, conversation: Conversation | None) -> None:
        """Show another conversation from its start, or none."""
        self._conversation = conversation
        if conversation is None:
            self.view.bubbles.clear()
            self._show_title(self.tr("Preview"))
            self._figures.setText(self.tr("Choose a conversation to read it."))
            return
        self.view.bubbles.set_messages(conversation.messages, self._voice)
        self._show_title(conversation.title)
        messages = plural(self.tr("{count} message"), self.tr("{count} messages"), len(conversation.messages))
        people = plural(self.tr("{count} person"), self.tr("{count} people"), len(conversation.participants))
        self._figures.setText(self.tr("{messages} · {people}").format(messages=messages, people=people))

    def _show_title(self, title: str) -> None:
        words = shortened(title)
        self.title.setText(breakable(words))
        self.title.setAccessibleName(words)

    def show_left_out(self, codes: bytes) -> None:
        """Draw quietly what is not learned from: the code of a reason for each message, 0 where it is."""
        self.view.bubbles.set_left_out(codes, _words_of_code)
        self._any_left_out = any(codes)
        self._show_legend()

    def set_voice(self, voice: str | None) -> None:
        """Colour the messages of the person whom the AI writes as."""
        if voice == self._voice and self._legend.text():
            return
        self._voice = voice
        self.view.bubbles.set_own_sender(voice)
        self._show_legend()

    def _show_legend(self) -> None:
        if self._voice is None:
            words = self.tr("Choose who the AI writes as to see what it learns from.")
        elif self._any_left_out:
            words = self.tr(
                "The coloured bubbles are what the AI learns to write. Those with a dashed edge are left out."
            )
        else:
            words = self.tr("The coloured bubbles are what the AI learns to write.")
        self._legend.setText(words)

    @property
    def conversation(self) -> Conversation | None:
        """The conversation that is shown."""
        return self._conversation


def _words_of_code(code: int) -> str:
    return reason_words(REASONS[code - 1])
