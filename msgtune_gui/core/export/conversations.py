"""From copies of threads to the conversations of an export."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from msgtune_gui.core.export.copies import Joined, OrderedPiece
from msgtune_gui.core.export.doubles import Copy, United, united
from msgtune_gui.core.export.download_dates import day_in
from msgtune_gui.core.export.noise import LearnedSentences, NotSpeech
from msgtune_gui.core.export.pieces import Piece, shown
from msgtune_gui.core.export.renames import is_nobody
from msgtune_gui.core.export.shapes import Checkpoint
from msgtune_gui.core.export.threads import by_time
from msgtune_gui.core.model import Conversation

_PAIR = 2
Newness = tuple[int, int, str]
"""Larger for a copy that was made later."""


def conversations(
    threads: Sequence[Joined],
    newest: Mapping[int, int],
    locale: str | None,
    checkpoint: Checkpoint,
    learned: LearnedSentences,
) -> list[Conversation]:
    """The conversations that hold a message, most messages first; identifiers and titles are unique and never empty.

    Args:
        threads: The copies of each; taken out as they are used.
        newest: Number of each thing that was chosen -> when its newest file was written.
        locale: The account's locale, where the export says so; its language is that of the lines nobody typed.
        checkpoint: Called between conversations.
        learned: What the files themselves show to be sentences of Meta's.
    """
    found: list[Conversation] = []
    not_speech = NotSpeech(locale)
    known = Counter(map(_identifier, threads))
    for thread in threads:
        checkpoint()
        conversation = _conversation(thread, newest)
        if known[conversation.identifier] > 1:
            # Numbers would not be stable, as they depend on what else there is.
            conversation = replace(conversation, identifier=min(copy.place.shown_in_full for copy in thread.copies))
        thread.copies.clear()
        messages = conversation.messages
        if messages:
            kinds = not_speech.kinds_of(messages, conversation.participants)
            found.append(replace(conversation, messages=messages.with_kinds(kinds)))
    found = sorted(learned.with_kinds(found), key=_order)
    return [_named(conversation, number) for number, conversation in enumerate(_with_own_identifiers(found), start=1)]


def conversations_by_file(pieces: Iterable[Piece], locale: str | None, checkpoint: Checkpoint) -> list[Conversation]:
    """Every file that holds a message as a conversation of its own, messages by time, in the order of reading."""
    found: list[Conversation] = []
    not_speech = NotSpeech(locale)
    for piece in pieces:
        checkpoint()
        for file in piece.files:
            messages = by_time(file.messages)
            written = (name for name in messages.names if name.strip())
            people = tuple(dict.fromkeys([*file.participants, *written]))
            folder = file.thread or piece.place.shown
            if messages:
                messages = messages.with_kinds(not_speech.kinds_of(messages, people))
                identifier = shown(f"{folder}/{piece.place.path.name}")
                found.append(Conversation(identifier, file.title, people, messages, len(people) > _PAIR))
    return [_named(conversation, number) for number, conversation in enumerate(_with_own_identifiers(found), start=1)]


def _conversation(thread: Joined, newest: Mapping[int, int]) -> Conversation:
    newness = _newness(thread.copies, newest)
    copies = sorted(thread.copies, key=lambda copy: newness[id(copy)], reverse=True)
    whole = _united(copies, newness)
    is_group = any(len(copy.listed) > _PAIR for copy in copies)
    written = (name for name in whole.messages.names if name.strip())
    listed = [name for copy in copies for name in copy.listed if name not in whole.replaced]
    participants = list(dict.fromkeys([*listed, *written]))
    known = [name for name in participants if not is_nobody(name)]
    if not is_group and len(known) >= _PAIR:
        participants = known
    titles = [copy.title for copy in copies if copy.title]
    return Conversation(
        identifier=_identifier(thread),
        title=next((title for title in titles if not is_nobody(title)), next(iter(titles), "")),
        participants=tuple(participants),
        messages=whole.messages,
        is_group=is_group,
    )


def _identifier(thread: Joined) -> str:
    return min((copy.encrypted, copy.identifier) for copy in thread.copies)[1]


def _united(copies: Sequence[OrderedPiece], newness: Mapping[int, Newness]) -> United:
    if len(copies) == 1:
        return United(copies[0].messages)
    return united(
        [Copy(copy.messages, frozenset(copy.listed), newness[id(copy)], copy.whole_seconds) for copy in copies]
    )


def _newness(copies: Sequence[OrderedPiece], newest: Mapping[int, int]) -> dict[int, Newness]:
    """How new each copy is: by the last message in its download, else by the date of that.

    The name only settles what nothing else does.
    """
    dated = {id(copy): _day_in_name(copy) for copy in copies}
    last: dict[object, int] = {}
    for copy in copies:
        download = dated[id(copy)] or copy.download
        if copy.messages:
            last[download] = max(last.get(download, 0), copy.messages.times[-1])
    return {
        id(copy): (
            last.get(dated[id(copy)] or copy.download, 0),
            max(newest.get(copy.place.source, 0), dated[id(copy)]),
            copy.place.shown,
        )
        for copy in copies
    }


def _day_in_name(copy: OrderedPiece) -> int:
    """The day of the download by its name, which all of its parts have in common; 0 without one."""
    return max(day_in(name) or 0 for name in (copy.place.source_name, *copy.place.root[1].split("/")))


def _order(conversation: Conversation) -> tuple[int, str, int, int]:
    messages = conversation.messages
    return -len(messages), conversation.identifier, messages.times[0], messages.times[-1]


def _with_own_identifiers(found: Iterable[Conversation]) -> list[Conversation]:
    seen: Counter[str] = Counter()
    unique = []
    for conversation in found:
        identifier = conversation.identifier
        seen[identifier] += 1
        again = seen[identifier]
        unique.append(conversation if again == 1 else replace(conversation, identifier=f"{identifier}#{again}"))
    return unique


def _named(conversation: Conversation, number: int) -> Conversation:
    if conversation.title:
        return conversation
    return replace(conversation, title=", ".join(conversation.participants) or f"Conversation {number}")
