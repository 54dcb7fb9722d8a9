"""Reading an export: every conversation anywhere below what was chosen, and an account of what could not be used."""

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from unicodedata import normalize

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.export.accounts import Evidence, check_accounts
from msgtune_gui.core.export.conversations import conversations, conversations_by_file
from msgtune_gui.core.export.gathering import Gathering, Progress
from msgtune_gui.core.export.joining import joined
from msgtune_gui.core.export.nobodies import call_nobody, names_of_nobody
from msgtune_gui.core.export.noise import LearnedSentences
from msgtune_gui.core.export.notices import notices
from msgtune_gui.core.export.owner import owner_by_encrypted_chats, person_in_every
from msgtune_gui.core.export.pieces import Piece
from msgtune_gui.core.export.wrong_input import nothing_found
from msgtune_gui.core.model import Conversation, Export
from msgtune_gui.core.ports import CancelToken


def read_export(sources: Sequence[Path], progress: Progress, cancel: CancelToken, *, as_files: bool = False) -> Export:
    """Read what the person chose.

    Threads are told by what is in a file, never by folder names, so every box is read. Several things chosen together
    are one export: parts of a download, downloads of different years, the export of encrypted chats; the copies of a
    conversation in them are put together and each message is there once. Files that cannot be used are listed in the
    export's `skipped` and stop nothing.

    Args:
        sources: Folders, zips or single conversations' JSON files; at least one.
        progress: Called after every file.
        cancel: Looked at before every file, every few thousand messages and every folder.
        as_files: Every file is a conversation of its own and runs by its times alone, as LangChain's loader has it.

    Raises:
        UserError: Nothing in it can be used; says what it is instead and the way out.
        DifferentAccounts: It belongs to several people.
        Cancelled: The person asked to stop.
    """
    checkpoint = cancel.raise_if_cancelled
    gathering = Gathering(progress, cancel, as_files=as_files)
    with ExitStack() as stack:
        gathering.take(sources, stack)
    pieces = gathering.pieces.taken()
    stored = sum(piece.messages for piece in pieces)
    names = _owner_names(gathering.evidence, pieces)
    if as_files:
        found = conversations_by_file(pieces, gathering.locale, checkpoint)
    else:
        call_nobody(pieces, names_of_nobody(pieces))
        check_accounts(gathering.evidence, pieces, gathering.paths)
        learned = LearnedSentences([sign for piece in pieces for sign in piece.signs])
        found = conversations(joined(pieces, checkpoint), gathering.newest, gathering.locale, checkpoint, learned)
    if not found:
        raise nothing_to_read(gathering, found_threads=bool(pieces))
    return Export(
        source=sources[0],
        conversations=tuple(found),
        skipped=tuple(gathering.skipped),
        owner=_owner(names, found),
        locale=gathering.locale,
        doubles=stored - sum(len(conversation.messages) for conversation in found),
        notices=notices(gathering.traces, found),
    )


def nothing_to_read(gathering: Gathering, *, found_threads: bool) -> UserError:
    """Say why there is nothing; `found_threads` where there are conversations, all of them without a message."""
    if len(gathering.refusals) == len(gathering.skipped) == 1:
        return gathering.refusals[0]
    return nothing_found(gathering.traces.findings, gathering.skipped, found_threads=found_threads)


def _owner_names(evidence: Evidence, pieces: Iterable[Piece]) -> list[str]:
    """What the owner may be called, by the best evidence that there is."""
    for known in (evidence.by_profile, evidence.by_autofill):
        if known:
            return list(dict.fromkeys(known.values()))
    encrypted = (file.participants for piece in pieces if piece.encrypted for file in piece.files)
    name = owner_by_encrypted_chats(encrypted)
    return [name] if name else []


def _owner(names: Sequence[str], found: Sequence[Conversation]) -> str | None:
    """The owner's name as it stands in the conversations; of several the one with most conversations."""
    if not names:
        return person_in_every(found)
    spelled: dict[str, str] = {}
    threads: Counter[str] = Counter()
    for conversation in found:
        for name in conversation.participants:
            compared = normalize("NFC", name)
            spelled.setdefault(compared, name)
            threads[compared] += 1
    best = max(names, key=lambda name: threads[normalize("NFC", name)])
    return spelled.get(normalize("NFC", best), best)
