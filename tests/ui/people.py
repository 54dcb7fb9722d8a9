"""Conversations by hand, for tests that need no files."""

from pathlib import PurePath

from msgtune_gui.core.messages import Message, MessageKind, Messages
from msgtune_gui.core.model import (
    Conversation,
    Export,
    PrivateDetail,
    PrivateDetails,
    PrivateKind,
    SentenceFrame,
)

START = 1_600_000_000_000
HOUR = 3_600_000


def conversation(title: str, *, mine: int = 10, theirs: int = 10, start: int = START) -> Conversation:
    """Messages of Alma and of the person in the title, in turns."""
    senders = ["Alma"] * mine + [title] * theirs
    messages = [Message(sender, start + place * HOUR, f"line {place}") for place, sender in enumerate(senders)]
    return Conversation(f"inbox/{title}_{start}", title, ("Alma", title), Messages.of(messages))


def export(*conversations: Conversation, owner: str | None = "Alma") -> Export:
    """An export of Alma's."""
    return Export(PurePath("facebook-alma.zip"), conversations, (), owner)


MAIL = "write me at ada@example.org"
PHONE = "call 020 7946 0958"
AUTOMATIC = "Bertil joined the quiz."


def _day(place: int) -> int:
    return START + place * 24 * HOUR


def rich(*, looked: bool = True) -> Export:
    """An export of Alma's with lines of every kind, a group, a deleted account, and what a search finds in the texts.

    With `looked` False, nobody has looked for automatic sentences and private details.
    """
    chat = [Message("Alma", _day(0), "hello"), Message("Bertil", _day(1), "hello yourself")]
    chat += [Message("Bertil", _day(2), "Bertil called Alma.", MessageKind.CALL)]
    chat += [Message("Bertil", _day(3 + place), None, MessageKind.ATTACHMENT) for place in range(2)]
    chat += [Message("Bertil", _day(5), "https://example.org/a", MessageKind.LINK)]
    chat += [Message("Bertil", _day(6), MAIL), Message("Alma", _day(7), MAIL), Message("Alma", _day(8), PHONE)]
    chat += [Message("Bertil", _day(9), AUTOMATIC), Message("Alma", _day(10), "see you")]
    group = [Message(name, _day(20), "who comes?") for name in ("Alma", "Bertil", "Cosima", "Facebook user")]
    conversations = (
        Conversation("inbox/bertil", "Bertil", ("Alma", "Bertil"), Messages.of(chat)),
        Conversation("inbox/hikers", "Hikers", ("Alma", "Bertil", "Cosima"), Messages.of(group), is_group=True),
        conversation("Dario", mine=1, theirs=1, start=_day(40)),
    )
    if not looked:
        return export(*conversations)
    mail = (PrivateDetail(PrivateKind.EMAIL, 12, 27, 1),)
    found = {"inbox/bertil": {6: mail, 7: mail, 8: (PrivateDetail(PrivateKind.PHONE, 5, 18, 1),)}}
    frame = SentenceFrame("… joined the quiz.", 3, (AUTOMATIC,), {"inbox/bertil": (9,)})
    return Export(
        PurePath("facebook-alma.zip"),
        conversations,
        (),
        "Alma",
        doubles=4,
        frames=(frame,),
        private=PrivateDetails(found),
    )
