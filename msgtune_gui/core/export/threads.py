"""Putting the files of one thread together into a conversation."""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import gt, le, lt

from msgtune_gui.core.export.shapes import ThreadFile
from msgtune_gui.core.messages import Messages
from msgtune_gui.core.model import Conversation


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
    written = (sender for sender in messages.names if sender.strip())
    participants = tuple(dict.fromkeys([*listed, *written]))
    title = next((file.title for file in thread.files if file.title), "")
    return Conversation(
        identifier=identifier,
        title=title or ", ".join(participants) or f"Conversation {number}",
        participants=participants,
        messages=messages,
        is_group=len(participants) > 2,
    )


def _joined(files: Iterable[ThreadFile]) -> Messages:
    """All messages by time; equal times keep the order in which they were written.

    Numbers in file names say nothing about time, and a file may run either way: Meta writes newest first, others
    oldest first. A file that does not show its direction takes that of the thread's other files.
    """
    runs = [(file.messages, _rise(file.messages.times)) for file in files if file.messages]
    thread_rise = sum(rise for _, rise in runs)
    ordered = [messages.backwards() if (rise or thread_rise) < 0 else messages for messages, rise in runs]
    ordered.sort(key=lambda run: (run.times[0], run.times[-1]))
    joined = Messages.joined(ordered)
    times = joined.times
    if all(map(le, times, times[1:])):
        return joined
    return joined.at(sorted(range(len(times)), key=times.__getitem__))


def _rise(times: "array[int]") -> int:
    """How many more neighbours rise than fall."""
    later = times[1:]
    rising: int = sum(map(lt, times, later))
    falling: int = sum(map(gt, times, later))
    return rising - falling
