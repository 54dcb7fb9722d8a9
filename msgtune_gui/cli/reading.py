"""Reading an export for a command, and finding the people that a command names."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.errors import UserError
from msgtune_gui.core.export import read_export
from msgtune_gui.core.export.accounts import DifferentAccounts
from msgtune_gui.core.export.noise import mine_frames
from msgtune_gui.core.messages import MessageKind
from msgtune_gui.core.model import Export, ReadProgress
from msgtune_gui.core.privacy import find_private_details

_MOST_SUGGESTIONS = 3


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
    """The person of this name, however its letters are composed.

    Raises:
        UserError: Nobody is called so; names those whose names are nearly the same.
    """
    composed = {normalize("NFC", person): person for person in people}
    found = composed.get(normalize("NFC", name).strip())
    if found is not None:
        return found
    from difflib import get_close_matches

    like_it = get_close_matches(normalize("NFC", name), composed, _MOST_SUGGESTIONS)
    meant = f"Did you mean {' or '.join(f'“{composed[each]}”' for each in like_it)}? " if like_it else ""
    raise UserError(
        "Nobody of that name wrote a message in this export.", f"{meant}msgtune inspect EXPORT lists everyone who did."
    )


def _ignore(_progress: ReadProgress) -> None:
    """Reading is quick enough to need no bar."""


def _go_on() -> None:
    """Ctrl-C ends the process by itself."""
