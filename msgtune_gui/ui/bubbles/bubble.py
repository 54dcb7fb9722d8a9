"""One bubble as it is shown, and how messages and turns become bubbles."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from msgtune_gui.core.messages import Message, MessageKind
from msgtune_gui.core.model import ChatTurn, Role, Turn


@dataclass(frozen=True, slots=True)
class Bubble:
    """What one bubble shows.

    Attributes:
        text: The words.
        is_own: Coloured, and on the side of the person who looks at it (right in left-to-right languages).
        sender: Name over the first bubble of a run; "" for none.
        sent_at_ms: Milliseconds since 1970-01-01 UTC, or None where there is no time.
        is_note: Not speech but a remark such as "Attachment", drawn quietly.
        is_used: A note that is learned from all the same, drawn as speech is.
        left_out: Why the message is not learned from, drawn quietly too; "" where it is.
    """

    text: str
    is_own: bool = False
    sender: str = ""
    sent_at_ms: int | None = None
    is_note: bool = False
    is_used: bool = False
    left_out: str = ""


def bubble_of_message(message: Message, own_sender: str | None) -> Bubble:
    """A message as a bubble; what is not speech becomes a note."""
    text = message.text or ""
    if message.kind is MessageKind.SPEECH and text.strip():
        note = False
    else:
        note = True
        text = words_of(message)
    own = own_sender is not None and message.sender == own_sender
    return Bubble(text, own, message.sender, message.sent_at_ms, note)


def words_of(message: Message) -> str:
    """What a message shows: its text, or what it is where it has none."""
    return (message.text or "").strip() or _note(message.kind)


def bubble_of_turn(turn: Turn | ChatTurn, own_role: Role, names: dict[Role, str]) -> Bubble:
    """A turn of an example or of the chat as a bubble."""
    return Bubble(turn.text, turn.role is own_role, names.get(turn.role, ""))


def _note(kind: MessageKind) -> str:
    translate = QCoreApplication.translate
    match kind:
        case MessageKind.ATTACHMENT:
            return translate("Bubble", "Photo, video or file")
        case MessageKind.CALL:
            return translate("Bubble", "Call")
        case MessageKind.UNSENT:
            return translate("Bubble", "Message was removed")
        case MessageKind.SYSTEM:
            return translate("Bubble", "Change to the chat")
        case _:
            return translate("Bubble", "Message without words")
