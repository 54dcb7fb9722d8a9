"""Reading an export for a command, and finding the people that a command names."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from unicodedata import normalize

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.errors import UserError
from msgtune_gui.core.export import read_export
from msgtune_gui.core.export.accounts import DifferentAccounts
from msgtune_gui.core.export.noise import mine_frames
from msgtune_gui.core.messages import MessageKind
from msgtune_gui.core.model import Conversation, Export, ReadProgress
from msgtune_gui.core.people import is_deleted_account
from msgtune_gui.core.privacy import find_private_details

_MOST_SUGGESTIONS = 3
_MOST_LISTED = 8


def read_quietly(paths: Sequence[Path], *, as_files: bool = False) -> Export:
    """Read an export without telling how far it is.

    Args:
        paths: What to read as one export.
        as_files: Every file is a conversation of its own, as LangChain's loader has it.

    Raises:
        UserError: It cannot be used, or belongs to several people.
    """
    try:
        return read_export(paths, _ignore, CancelFlag(), as_files=as_files)
    except DifferentAccounts as error:
        choices = "; ".join(
            f"{choice.name}: {' '.join(map(str, choice.sources))}" for choice in error.accounts if choice.sources
        )
        raise UserError(error.message, f"Name those of one of them only. {choices}") from None


def with_private_details(export: Export, kinds: Collection[MessageKind] = tuple(MessageKind)) -> Export:
    """The export with every private detail in the texts of its messages of some kinds."""
    return replace(export, private=find_private_details(export.conversations, export.locale, kinds=kinds))


def with_frames(export: Export) -> Export:
    """The export with the sentences that look automatic."""
    return replace(export, frames=mine_frames(export.conversations, _go_on))


def person_called(name: str, people: Collection[str]) -> str:
    """The person of this name, however its letters are composed and whatever blanks stand around it.

    Raises:
        UserError: Nobody is called so; names those whose names are nearly the same.
    """
    if name in people:
        return name
    composed = {_plain(person): person for person in people}
    found = composed.get(_plain(name))
    if found is not None:
        return found
    if is_deleted_account(name):
        raise UserError(
            f"“{name.strip()}” is what the export calls everybody whose account is gone.",
            "That is no one person. Name somebody else; to learn from such messages add --keep deleted-accounts.",
        )
    raise UserError(
        "Nobody of that name wrote a message in this export.",
        f"{_did_you_mean(name, composed)}msgtune inspect EXPORT lists everyone who did.",
    )


def conversation_called(name: str, conversations: Sequence[Conversation]) -> str:
    """The identifier of the conversation with this identifier or title.

    Raises:
        UserError: There is none, or more than one; names those that may be meant.
    """
    wanted = _plain(name)
    if any(conversation.identifier == name for conversation in conversations):
        return name
    found = [conversation for conversation in conversations if _plain(conversation.title) == wanted]
    if len(found) == 1:
        return found[0].identifier
    if found:
        raise UserError(
            f"{len(found)} conversations are called “{wanted}”.", f"Name one of them: {listed_conversations(found)}"
        )
    known = {_plain(name): name for one in conversations for name in (one.identifier, one.title)}
    raise UserError(
        f"No conversation is called “{wanted}”.",
        f"{_did_you_mean(name, known)}msgtune inspect EXPORT --json lists them with their ids.",
    )


def listed_conversations(conversations: Sequence[Conversation]) -> str:
    """Conversations by identifier, with what tells them apart; a few of many."""
    shown = [f"{one.identifier} ({_counted(one)})" for one in conversations[:_MOST_LISTED]]
    more = len(conversations) - len(shown)
    return "; ".join([*shown, f"and {more} more"] if more else shown)


def day_of(milliseconds: int | None) -> str:
    """A day in UTC as ISO 8601 has it; "" for a time that no calendar holds."""
    if milliseconds is None:
        return ""
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return ""


def _counted(conversation: Conversation) -> str:
    days = dict.fromkeys(filter(None, (day_of(conversation.first_ms), day_of(conversation.last_ms))))
    return ", ".join(filter(None, [f"{len(conversation.messages):,} messages", " to ".join(days)]))


def _plain(name: str) -> str:
    return normalize("NFC", name).strip()


def _did_you_mean(name: str, known: Mapping[str, str]) -> str:
    from difflib import get_close_matches

    like_it = get_close_matches(_plain(name), known, _MOST_SUGGESTIONS)
    return f"Did you mean {' or '.join(f'“{known[each]}”' for each in like_it)}? " if like_it else ""


def _ignore(_progress: ReadProgress) -> None:
    """Reading is quick enough to need no bar."""


def _go_on() -> None:
    """Ctrl-C ends the process by itself."""
