"""Windows of turns: how many a choice of chunk and overlap gives, at once, and the examples themselves, lazily."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.estimates import estimated_tokens
from msgtune_gui.core.langchain_turns import LangChainTurns
from msgtune_gui.core.model import (
    Account,
    Conversation,
    Example,
    Export,
    GroupChoice,
    LeftOutReason,
    Selection,
    SliceCount,
    SlicingMode,
    SlicingOptions,
    Turn,
)
from msgtune_gui.core.ports import CancelToken
from msgtune_gui.core.recommended_turns import RecommendedTurns
from msgtune_gui.core.selection import REASONS, reason_of_conversation
from msgtune_gui.core.turns import Checkpoint, DialoguesOfLength, Place, Slicing, TurnMaker, TurnSummary

CountProgress = Callable[[int, int], None]
"""Called with conversations done and conversations in all."""

WindowCount = tuple[int, int, int, int]
"""Windows of a dialogue, turns in them; messages of all dialogues left out as too short, and as tails."""

_SLICINGS_KEPT = 3


class CountedTurns:
    """The turns of an export in one way of making them; each conversation is counted when first asked for."""

    def __init__(self, export: Export, slicing: Slicing) -> None:
        langchain = slicing.mode is SlicingMode.LANGCHAIN
        self._maker: TurnMaker = LangChainTurns(export, slicing) if langchain else RecommendedTurns(export, slicing)
        self._summaries: dict[str, TurnSummary] = {}

    def summary(self, conversation: Conversation, checkpoint: Checkpoint) -> TurnSummary:
        """The turns of a conversation, counted at most once. Raises what the checkpoint raises."""
        known = self._summaries.get(conversation.identifier)
        if known is None:
            known = self._summaries[conversation.identifier] = self._maker.summary(conversation, checkpoint)
        return known

    def turns(self, conversation: Conversation, place: Place) -> list[Turn]:
        """The turns of one dialogue of a conversation that was counted."""
        return self._maker.turns(conversation, place)

    def spoken(self, conversation: Conversation) -> Sequence[int]:
        """The messages of a conversation that turns are made of, by their number in it; a Place counts these."""
        self.summary(conversation, _nobody_stops)
        return self._maker.spoken(conversation)


class PlanCache:
    """Remembers the turns counted of one export in the last few ways, so that ticking one conversation more is quick.

    Belongs to whoever shows one export, and forgets everything when it is asked about another.
    """

    def __init__(self) -> None:
        self._export: Export | None = None
        self._counted: dict[Slicing, CountedTurns] = {}

    def counted(self, export: Export, slicing: Slicing) -> CountedTurns:
        """The turns of an export in one way of making them."""
        if export is not self._export:
            self._export = export
            self._counted.clear()
        known = self._counted.pop(slicing, None) or CountedTurns(export, slicing)
        self._counted[slicing] = known
        while len(self._counted) > _SLICINGS_KEPT:
            del self._counted[next(iter(self._counted))]
        return known


@dataclass(frozen=True, slots=True, eq=False)
class SlicingPlan:
    """The turns of the chosen conversations, counted once for every later choice of chunk and overlap.

    Attributes:
        conversations: Those chosen.
        slicing: Who the AI is and how turns are made.
        system_prompt: First message of every example; "" for none.
        with_ai: Conversations in which there is something to learn.
        read: Messages in the files, doubles included.
        totals: All turns; its `dialogues` alone decide the number of examples.
        counted: Makes the turns.
        order: The dialogues in the order of the file: place and index of the conversation.
    """

    conversations: tuple[Conversation, ...]
    slicing: Slicing
    system_prompt: str
    with_ai: int
    read: int
    totals: TurnSummary
    counted: CountedTurns
    order: tuple[tuple[Place, int], ...]

    def count(self, chunk: int, overlap: int) -> SliceCount:
        """What a choice gives, from the number of dialogues of each length and nothing else.

        Args:
            chunk: Turns per example.
            overlap: Turns shared with the example before.

        Raises:
            UserError: Chunk and overlap do not go together.
        """
        check_chunk_and_overlap(chunk, overlap)
        count = _count_as_langchain if self.slicing.mode is SlicingMode.LANGCHAIN else _count_recommended
        examples = slots = too_short = cut_tail = 0
        text_bytes = 0.0
        for length, dialogues in self.totals.dialogues.items():
            windows, window_turns, short, tail = count(length, dialogues, chunk, overlap)
            examples += windows * dialogues.number
            slots += window_turns * dialogues.number
            too_short += short
            cut_tail += tail
            text_bytes += dialogues.size * window_turns / length
        if self.system_prompt:
            slots += examples
            text_bytes += examples * len(self.system_prompt.encode())
        return SliceCount(
            examples=examples,
            turns=self.totals.turns,
            tokens=estimated_tokens(text_bytes, slots),
            account=self._account(too_short, cut_tail),
        )

    def dialogues(self) -> Iterator[list[Turn]]:
        """The turns of each dialogue that examples can be cut from, in the order of the file."""
        for place, number in self.order:
            yield self.counted.turns(self.conversations[number], place)

    def _account(self, too_short: int, cut_tail: int) -> Account:
        left_out = self.totals.left_out.copy()
        left_out[LeftOutReason.TOO_SHORT] += too_short
        left_out[LeftOutReason.CUT_TAIL] += cut_tail
        in_order = {reason: left_out[reason] for reason in REASONS if left_out[reason]}
        return Account(self.read, self.read - sum(in_order.values()), in_order)


def system_prompt_for(name: str) -> str:
    """The system prompt of the recommended way, the same in training and in chat."""
    return f"You are {name}. You are chatting with a friend on Messenger."


def check_chunk_and_overlap(chunk: int, overlap: int) -> None:
    """Raise UserError when no examples can be cut with these numbers."""
    if chunk < 2:
        raise UserError("An example needs at least 2 messages.", "Set “Messages per example” to 2 or more.")
    if overlap < 0:
        raise UserError("The overlap cannot be less than 0.", "Set “Overlap” to 0 or more.")
    if overlap >= chunk:
        raise UserError(
            f"The overlap ({overlap}) has to be smaller than the messages per example ({chunk}).",
            f"Set “Overlap” to {chunk - 1} or less, or put more messages into an example.",
        )


def plan_examples(
    export: Export,
    sender: str,
    options: SlicingOptions,
    selection: Selection | None = None,
    *,
    progress: CountProgress | None = None,
    cancel: CancelToken | None = None,
    cache: PlanCache | None = None,
) -> SlicingPlan:
    """Count the turns of what is selected; a good part of a second for a million messages, so a worker's task.

    Args:
        export: What was read.
        sender: Display name of the person who becomes the AI.
        options: Of which only `mode` and `pause_ms` matter here.
        selection: What of the export is learned from. None for what is usual: Selection() in the recommended way; in
            LangChain's everything, exactly as its notebook does, with nothing left out and nothing masked.
        progress: Called after every conversation.
        cancel: Looked at before every conversation and every few thousand messages.
        cache: Keeps what was counted for the next plan.

    Raises:
        Cancelled: The person asked to stop.
    """
    recommended = options.mode is SlicingMode.RECOMMENDED
    exact = selection is None and not recommended
    selection = Selection() if selection is None else selection
    # What chooses whole conversations is no part of how the turns of one are made, so that they need no new count.
    of_messages = replace(selection, ticked=None, groups=GroupChoice.ALL, least_messages=0)
    slicing = Slicing(sender, options.mode, options.pause_ms if recommended else 0, of_messages, exact)
    counted = (cache or PlanCache()).counted(export, slicing)
    checkpoint = _nobody_stops if cancel is None else cancel.raise_if_cancelled
    totals = TurnSummary(left_out=Counter({LeftOutReason.DOUBLE: export.doubles}))
    chosen: list[Conversation] = []
    with_ai = 0
    order: list[tuple[Place, int]] = []
    for done, conversation in enumerate(export.conversations, start=1):
        checkpoint()
        reason = reason_of_conversation(conversation, selection)
        if reason is not None:
            totals.left_out[reason] += len(conversation.messages)
        else:
            summary = counted.summary(conversation, checkpoint)
            totals.include(summary)
            with_ai += bool(summary.dialogues)
            order.extend((place, len(chosen)) for place in summary.places)
            chosen.append(conversation)
        if progress is not None:
            progress(done, len(export.conversations))
    if recommended:
        # By time over all conversations, so that whoever holds out the end of the file holds out the newest.
        order.sort(key=lambda dialogue: dialogue[0][0])
    return SlicingPlan(
        conversations=tuple(chosen),
        slicing=slicing,
        system_prompt=system_prompt_for(sender) if recommended else "",
        with_ai=with_ai,
        read=export.doubles + sum(len(conversation.messages) for conversation in export.conversations),
        totals=totals,
        counted=counted,
        order=tuple(order),
    )


def _nobody_stops() -> None:
    """The checkpoint of who gives no cancel token."""


def iter_examples(plan: SlicingPlan, options: SlicingOptions) -> Iterator[Example]:
    """The examples of a plan, by time, or one conversation after another as the notebook does.

    Their number is `plan.count(options.chunk, options.overlap).examples`.

    Args:
        plan: Made with the same mode and pause.
        options: Of which only `chunk` and `overlap` matter here.

    Raises:
        UserError: Chunk and overlap do not go together.
    """
    check_chunk_and_overlap(options.chunk, options.overlap)
    return _examples(plan, options.chunk, options.overlap)


def _examples(plan: SlicingPlan, chunk: int, overlap: int) -> Iterator[Example]:
    windows = _windows_as_langchain if plan.slicing.mode is SlicingMode.LANGCHAIN else _windows_recommended
    for turns in map(tuple, plan.dialogues()):
        for window in windows(len(turns), chunk, overlap):
            yield Example(turns[window])


def _windows_as_langchain(length: int, chunk: int, overlap: int) -> Sequence[slice]:
    """The windows of the fine-tuning notebook in LangChain's documentation."""
    return [slice(start, start + chunk) for start in range(0, length - chunk + 1, chunk - overlap)]


def _count_as_langchain(
    length: int, dialogues: DialoguesOfLength, chunk: int, overlap: int
) -> tuple[int, int, int, int]:
    if length < chunk:
        return 0, 0, dialogues.newest[-1], 0
    steps, tail = divmod(length - chunk, chunk - overlap)
    return steps + 1, (steps + 1) * chunk, 0, dialogues.newest[tail - 1] if tail else 0


def _step(chunk: int, overlap: int) -> int:
    """Turns from one window's end to the next: even, so that each window ends on the AI's turn like the dialogue."""
    return max(2, (chunk - overlap) // 2 * 2)


@lru_cache(maxsize=256)
def _windows_recommended(length: int, chunk: int, overlap: int) -> Sequence[slice]:
    """Windows counted from the end of a dialogue that ends on the AI's turn; the oldest one may be shorter."""
    if length <= chunk:
        return [slice(length)]
    step = _step(chunk, overlap)
    windows: list[slice] = []
    end = length
    while end >= 2:
        start = max(0, end - chunk)
        windows.append(slice(start, end))
        if start == 0:
            break
        end -= step
    windows.reverse()
    return windows


def _count_recommended(
    length: int, dialogues: DialoguesOfLength, chunk: int, overlap: int
) -> tuple[int, int, int, int]:
    step = _step(chunk, overlap)
    full = max(0, -((chunk - length) // step))
    rest = length - full * step
    if rest < 2:
        return full, full * chunk, dialogues.oldest if rest else 0, 0
    return full + 1, full * chunk + rest, 0, 0
