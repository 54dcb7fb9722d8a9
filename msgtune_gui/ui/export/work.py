"""What the export page has done in a worker: reading, and the sums of what was read."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from msgtune_gui.core.export.apart import read_apart
from msgtune_gui.core.model import Export, ReadProgress
from msgtune_gui.core.people import is_deleted_account
from msgtune_gui.workers.task import TaskContext, Work


@dataclass(frozen=True, slots=True)
class ExportSums:
    """The figures of an export.

    Attributes:
        conversations: How many there are.
        people: Everybody in them, deleted accounts not counted.
        messages: How many there are, each counted once.
        first_ms: Time of the oldest message in milliseconds since 1970 UTC.
        last_ms: Time of the newest message in milliseconds since 1970 UTC.
    """

    conversations: int
    people: int
    messages: int
    first_ms: int | None
    last_ms: int | None

    @classmethod
    def of(cls, export: Export) -> "ExportSums":
        """Count; a moment for thousands of conversations, so to be called in a worker."""
        people = {name for conversation in export.conversations for name in conversation.participants}
        return cls(
            conversations=len(export.conversations),
            people=sum(1 for name in people if not is_deleted_account(name)),
            messages=sum(len(conversation.messages) for conversation in export.conversations),
            first_ms=min((c.first_ms for c in export.conversations if c.first_ms is not None), default=None),
            last_ms=max((c.last_ms for c in export.conversations if c.last_ms is not None), default=None),
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """An export and its figures.

    Attributes:
        sources: What was read, as the person chose it.
        export: What is in it.
        sums: Its figures.
    """

    sources: tuple[Path, ...]
    export: Export
    sums: ExportSums


def read_together(sources: Sequence[Path]) -> Work:
    """Work that reads everything chosen as one export and returns the Reading."""
    chosen = tuple(sources)

    def work(context: TaskContext) -> Reading:
        def report(progress: ReadProgress) -> None:
            context.report(progress)
            if progress.looking:
                # The word that the second step begins may be the last one for a long time.
                context.flush()

        export = read_apart(chosen, report, context.cancel)
        return Reading(chosen, export, ExportSums.of(export))

    return work
