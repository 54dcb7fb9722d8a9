"""Putting the files of one thread together into a conversation."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import attrgetter, gt, lt

from msgtune_gui.core.export.shapes import ThreadFile
from msgtune_gui.core.model import Conversation, Message

_sent_at = attrgetter("sent_at_ms")


@dataclass(slots=True)
class Thread:
    """The files of one thread, as they are found.

    Attributes:
        fallback: Identifier where the export itself names no thread.
        files: In the order in which they were read.
    """

    fallback: str
    files: list[ThreadFile] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The export's own name of the thread, or one made of its place."""
        return self.files[0].thread or self.fallback


def conversation(thread: Thread, identifier: str, number: int) -> Conversation:
    """One conversation, oldest message first.

    Args:
        thread: Its files.
        identifier: Unique within the export.
        number: Stands in the title of a conversation that has neither a title nor a name in it.
    """
    messages = _joined(thread.files)
    listed = [name for file in thread.files for name in file.participants]
    written = (sender for sender in dict.fromkeys(message.sender for message in messages) if sender.strip())
    participants = tuple(dict.fromkeys([*listed, *written]))
    title = next((file.title for file in thread.files if file.title), "")
    return Conversation(
        identifier=identifier,
        title=title or ", ".join(participants) or f"Conversation {number}",
        participants=participants,
        messages=messages,
        is_group=len(participants) > 2,
    )


def _joined(files: Iterable[ThreadFile]) -> list[Message]:
    """All messages by time; equal times keep the order in which they were written.

    Numbers in file names say nothing about time, and a file may run either way: Meta writes newest first, others
    oldest first. A file that does not show its direction takes that of the thread's other files.
    """
    runs = [(file.messages, _rise([message.sent_at_ms for message in file.messages])) for file in files]
    thread_rise = sum(rise for _, rise in runs)
    for messages, rise in runs:
        if (rise or thread_rise) < 0:
            messages.reverse()
    ordered = sorted(
        (messages for messages, _ in runs if messages), key=lambda run: (run[0].sent_at_ms, run[-1].sent_at_ms)
    )
    joined = ordered[0] if len(ordered) == 1 else [message for messages in ordered for message in messages]
    joined.sort(key=_sent_at)
    return joined


def _rise(times: list[int]) -> int:
    """How many more neighbours rise than fall."""
    later = times[1:]
    rising: int = sum(map(lt, times, later))
    falling: int = sum(map(gt, times, later))
    return rising - falling
