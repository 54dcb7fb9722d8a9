"""What the ticks, filters and switches come to, worked out beside the window."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from msgtune_gui.core.automatic import FrameCount, frame_counts
from msgtune_gui.core.model import Export, GroupSpeakers, LeftOutReason, Selection, SenderCount
from msgtune_gui.core.privacy.summary import PrivateSummary, private_summary
from msgtune_gui.core.selection import LeftOutRow, MessageFilter, filtered_conversations, left_out_rows
from msgtune_gui.ui.people.sender_counts import SenderCounts
from msgtune_gui.workers.runner import TaskRunner
from msgtune_gui.workers.task import Task, TaskContext

_NONE_SET_ASIDE: Mapping[LeftOutReason, Selection] = MappingProxyType({})

PAUSE_MS = 30
"""Pause before the work begins, so that the window is painted first: the two would wait for each other."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a selection comes to.

    Attributes:
        export: The export.
        selection: The ticks, filters and switches.
        filtered: Conversations that a filter leaves out as a whole, ticked or not, by identifier.
        used: Identifiers of the ticked conversations that no filter leaves out.
        uses_groups: Whether any of these is a group.
        counts: How much everybody wrote between the chosen days.
        people: Who wrote in the used conversations and is not left out, the owner first, then by number of messages.
        everyone: Who wrote anywhere in the export, in the same order.
        rows: What is left out, reason by reason.
        set_aside: What each filter that is set aside would leave out.
        kept: How many messages go on.
        messages: Gives the reason for each message of a conversation.
        frames: How often each sentence that looks automatic stands in what is chosen, by its words.
        private: Private details in what is chosen; None where nobody has looked for them.
    """

    export: Export
    selection: Selection
    filtered: Mapping[str, LeftOutReason]
    used: frozenset[str]
    uses_groups: bool
    counts: SenderCounts
    people: tuple[SenderCount, ...]
    everyone: tuple[SenderCount, ...]
    rows: tuple[LeftOutRow, ...]
    set_aside: tuple[LeftOutRow, ...]
    kept: int
    messages: MessageFilter
    frames: Mapping[str, FrameCount]
    private: tuple[PrivateSummary, ...] | None


def outcome_of(
    export: Export,
    selection: Selection,
    known: Outcome | None,
    checkpoint: Callable[[], None],
    set_aside: Mapping[LeftOutReason, Selection] = _NONE_SET_ASIDE,
) -> Outcome:
    """Work out what a selection comes to; to be called in a worker.

    Args:
        export: The export.
        selection: The ticks, filters and switches.
        known: An earlier outcome; whatever of it still holds is taken over.
        checkpoint: Called again and again; may raise Cancelled.
        set_aside: Reasons whose filter was turned off, to be had again -> the selection with it turned on.
    """
    # Exports are compared by identity: a look at a million messages would take a second.
    same = known if known is not None and known.export is export else None
    conversations = export.conversations
    filtered = filtered_conversations(conversations, selection, checkpoint)
    everything = [conversation.identifier for conversation in conversations]
    ticked = frozenset(everything) if selection.ticked is None else selection.ticked
    used = ticked.difference(filtered)
    if same is not None and _days(same.selection) == _days(selection):
        counts, everyone = same.counts, same.everyone
    else:
        counts = SenderCounts.of(conversations, export.owner, checkpoint, *_days(selection))
        everyone = counts.among(everything, checkpoint)
    people = counts.among(used, checkpoint, selection.without_people)
    if same is not None and same.people == people:
        # The very same list is seen to be the same without a look at every person in it.
        people = same.people
    rows = left_out_rows(export, selection, checkpoint)
    messages = MessageFilter(export, selection)
    if same is not None and _what_is_chosen(same.selection) == _what_is_chosen(selection):
        frames, private = same.frames, same.private
    else:
        columns = _columns(export, used, messages, checkpoint)
        frames = frame_counts(export.frames or (), conversations, columns, checkpoint)
        private = None if export.private is None else private_summary(export.private, conversations, used, columns)
    read = sum(len(conversation.messages) for conversation in conversations) + export.doubles
    return Outcome(
        export=export,
        selection=selection,
        filtered=filtered,
        used=used,
        uses_groups=any(conversation.is_group and conversation.identifier in used for conversation in conversations),
        counts=counts,
        people=people,
        everyone=everyone,
        rows=rows,
        set_aside=_rows_set_aside(export, set_aside, checkpoint),
        kept=read - sum(row.count for row in rows if row.left_out),
        messages=messages,
        frames=frames,
        private=private,
    )


def _columns(
    export: Export, used: frozenset[str], messages: MessageFilter, checkpoint: Callable[[], None]
) -> dict[str, bytes]:
    """Why messages are left out, of the used conversations in which anything was found."""
    found = set(export.private.found) if export.private is not None else set()
    found.update(*(frame.places for frame in export.frames or ()))
    columns = {}
    for conversation in export.conversations:
        if conversation.identifier in found and conversation.identifier in used:
            checkpoint()
            columns[conversation.identifier] = messages.reasons(conversation)
    return columns


def _rows_set_aside(
    export: Export, set_aside: Mapping[LeftOutReason, Selection], checkpoint: Callable[[], None]
) -> tuple[LeftOutRow, ...]:
    rows = []
    for reason, selection in set_aside.items():
        would_be = (row for row in left_out_rows(export, selection, checkpoint) if row.reason is reason)
        row = next(would_be, LeftOutRow(reason, 0, (), left_out=True, can_be_switched=False))
        rows.append(replace(row, left_out=False))
    return tuple(rows)


def _what_is_chosen(selection: Selection) -> Selection:
    """The selection without what becomes of private details, which are counted all the same."""
    return replace(
        selection,
        masked=frozenset(),
        dropped=frozenset(),
        invented_names=False,
        group_speakers=GroupSpeakers.NAMED,
    )


def _days(selection: Selection) -> tuple[int | None, int | None]:
    return selection.from_ms, selection.until_ms


class OutcomeWorker(QObject):
    """Answers the newest wish only.

    Signals:
        worked_out(object): The Outcome of the newest wish.
        failed(object): The exception that the work ended with.
    """

    worked_out = Signal(object)
    failed = Signal(object)

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(PAUSE_MS)
        self._clock.timeout.connect(self._start)
        self._task: Task | None = None
        self._wish: tuple[Export, Selection, Mapping[LeftOutReason, Selection]] | None = None
        self._outcome: Outcome | None = None

    @property
    def busy(self) -> bool:
        """Whether an answer is to come."""
        return self._task is not None or self._clock.isActive()

    @property
    def outcome(self) -> Outcome | None:
        """The newest answer; None before the first."""
        return self._outcome

    def forget(self) -> None:
        """Nobody wants an outcome any more."""
        self._clock.stop()
        if self._task is not None:
            self._task.abandon()
        self._task = self._wish = self._outcome = None

    def work_out(
        self, export: Export, selection: Selection, set_aside: Mapping[LeftOutReason, Selection] = _NONE_SET_ASIDE
    ) -> None:
        """Begin; `worked_out` follows unless this is what was asked for last. The arguments are those of outcome_of."""
        if self._wish is not None and self._wish[0] is export and self._wish[1:] == (selection, set_aside):
            return
        if self._task is not None:
            self._task.abandon()
        self._task = None
        self._wish = export, selection, set_aside
        self._clock.start()

    @Slot()
    def _start(self) -> None:
        if self._wish is None:
            return
        (export, selection, set_aside), known = self._wish, self._outcome

        def work(context: TaskContext) -> Outcome:
            return outcome_of(export, selection, known, context.cancel.raise_if_cancelled, set_aside)

        self._task = self._runner.start(work)
        self._task.succeeded.connect(self._on_task_succeeded)
        self._task.failed.connect(self._on_task_failed)

    @Slot(object)
    def _on_task_succeeded(self, outcome: Outcome) -> None:
        self._task = None
        self._outcome = outcome
        self.worked_out.emit(outcome)

    @Slot(object)
    def _on_task_failed(self, error: Exception) -> None:
        self._task = None
        self.failed.emit(error)
