"""What has to hold for every generated export once it is read."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence

from msgtune_gui.core.messages import Message, MessageKind
from msgtune_gui.core.model import Conversation, Export
from tests.support.exports import GeneratedExport, TrueConversation


def differences(generated: GeneratedExport, export: Export) -> list[str]:
    """Every way in which what was read is not what was written; empty when all is well."""
    found = list(_as_a_whole(generated, export))
    by_time = {_times(conversation.messages): conversation for conversation in export.conversations}
    for number, truth in enumerate(generated.conversations):
        conversation = by_time.get(_times(truth.messages))
        if conversation is None:
            found.append(f"conversation {number}: {_nearest(truth, export.conversations)}")
        else:
            found.extend(f"conversation {number}: {words}" for words in _of_one(truth, conversation))
    return found


def _as_a_whole(generated: GeneratedExport, export: Export) -> Iterable[str]:
    read = sum(len(conversation.messages) for conversation in export.conversations)
    if len(export.conversations) != len(generated.conversations):
        yield f"{len(export.conversations)} conversations instead of {len(generated.conversations)}"
    if read != generated.messages:
        yield f"{read} messages instead of {generated.messages}"
    if export.doubles != generated.stored_messages - generated.messages:
        yield f"{export.doubles} doubles instead of {generated.stored_messages - generated.messages}"
    names = {name for conversation in export.conversations for name in conversation.participants}
    if len(names) != len({_name(name) for name in names}):
        yield f"two spellings of one name: {names}"
    if export.owner is not None and _name(export.owner) != generated.owner:
        yield f"owner {export.owner}"
    if generated.owner in map(_name, names) and export.owner not in {None, *names}:
        yield f"owner {export.owner} is spelled otherwise than in the conversations"
    if export.skipped:
        yield f"skipped: {[(file.path, file.reason) for file in export.skipped]}"
    identifiers = Counter(conversation.identifier for conversation in export.conversations)
    if any(count > 1 for count in identifiers.values()):
        yield "an identifier twice"


def _of_one(truth: TrueConversation, read: Conversation) -> Iterable[str]:
    if not read.title:
        yield "no title"
    people = {_name(name) for name in read.participants}
    if people != {_name(name) for name in truth.people}:
        yield f"people {people} instead of {set(truth.people)}"
    if read.is_group is not truth.is_group:
        yield f"is_group {read.is_group}"
    for place, (true, message) in enumerate(zip(truth.messages, read.messages, strict=True)):
        if _name(true.sender) != _name(message.sender):
            yield f"message {place}: sender {message.sender!r} instead of {true.sender!r}"
        if true.kind is not message.kind:
            yield f"message {place}: {message.kind} instead of {true.kind}: {true.text!r} by {true.sender!r}"
        if true.kind is not MessageKind.UNSENT and (true.text or None) != (message.text or None):
            yield f"message {place}: text {message.text!r} instead of {true.text!r}"


def _nearest(truth: TrueConversation, read: Sequence[Conversation]) -> str:
    """What became of a conversation that was not read as it was written."""
    true = Counter(_times(truth.messages))
    nearest = max(read, key=lambda conversation: (Counter(_times(conversation.messages)) & true).total(), default=None)
    if nearest is None:
        return "not there"
    times = Counter(_times(nearest.messages))
    people = sorted(truth.people)
    return f"{people} of {true.total()}: read without {(true - times).total()} and with {(times - true).total()} more"


def _times(messages: Sequence[Message]) -> tuple[int, ...]:
    return tuple(message.sent_at_ms for message in messages)


def _name(name: str) -> str:
    return unicodedata.normalize("NFC", name)
