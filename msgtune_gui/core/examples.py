"""Windows of turns: how many a choice of chunk and overlap gives, at once, and the examples themselves, lazily."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.estimates import estimated_tokens
from msgtune_gui.core.model import (
    Account,
    Conversation,
    Example,
    LeftOutReason,
    SliceCount,
    SlicingMode,
    SlicingOptions,
)
from msgtune_gui.core.ports import CancelToken
from msgtune_gui.core.turns import Place, Slicing, TurnSummary, dialogue_at, summarise

CountProgress = Callable[[int, int], None]
"""Called with conversations done and conversations in all."""

Window = tuple[int, int]
"""First turn of an example and the turn after its last."""


class PlanCache:
    """Remembers the turns counted in each conversation, so that ticking one more is quick.

    Belongs to whoever shows one export; it keeps the conversations it has seen alive.
    """

    def __init__(self) -> None:
        self._summaries: dict[tuple[int, Slicing], tuple[Conversation, TurnSummary]] = {}

    def summary(self, conversation: Conversation, slicing: Slicing) -> TurnSummary:
        """The turns of a conversation, counted at most once."""
        # The conversation is kept beside its count: its id cannot be given to another one meanwhile.
        key = (id(conversation), slicing)
        known = self._summaries.get(key)
        if known is None:
            known = self._summaries[key] = (conversation, summarise(conversation, slicing))
        return known[1]


@dataclass(frozen=True, slots=True, eq=False)
class SlicingPlan:
    """The turns of the chosen conversations, counted once for every later choice of chunk and overlap.

    Attributes:
        conversations: Those chosen.
        slicing: Who the AI is and how turns are made.
        system_prompt: First message of every example; "" for none.
        with_ai: Conversations in which there is something to learn.
        totals: All turns; its `dialogues` alone decide the number of examples.
        order: The dialogues in the order of the file: place and index of the conversation.
    """

    conversations: tuple[Conversation, ...]
    slicing: Slicing
    system_prompt: str
    with_ai: int
    totals: TurnSummary
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
        for length, (number, size) in self.totals.dialogues.items():
            windows, window_turns, short, tail = count(length, chunk, overlap)
            examples += windows * number
            slots += window_turns * number
            too_short += short * number
            cut_tail += tail * number
            text_bytes += size * window_turns / length
        if self.system_prompt:
            slots += examples
            text_bytes += examples * len(self.system_prompt.encode())
        left_out = {
            LeftOutReason.TOO_SHORT: self.totals.too_short + too_short,
            LeftOutReason.NO_REPLY: self.totals.no_reply,
            LeftOutReason.CUT_TAIL: cut_tail,
        }
        return SliceCount(
            examples=examples,
            turns=self.totals.turns,
            tokens=estimated_tokens(text_bytes, slots),
            account=Account(
                self.totals.turns,
                self.totals.turns - sum(left_out.values()),
                {reason: turns for reason, turns in left_out.items() if turns},
            ),
        )


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
    conversations: Sequence[Conversation],
    sender: str,
    options: SlicingOptions,
    *,
    progress: CountProgress | None = None,
    cancel: CancelToken | None = None,
    cache: PlanCache | None = None,
) -> SlicingPlan:
    """Count the turns of the chosen conversations; about a second for a million messages, so to be done by a worker.

    Args:
        conversations: Those to learn from.
        sender: Display name of the person who becomes the AI.
        options: Of which only `mode` and `pause_ms` matter here.
        progress: Called after every conversation.
        cancel: Looked at before every conversation.
        cache: Keeps what was counted for the next plan.

    Raises:
        Cancelled: The person asked to stop.
    """
    slicing = Slicing(sender, options.mode, options.pause_ms if options.mode is SlicingMode.RECOMMENDED else 0)
    cache = cache or PlanCache()
    totals = TurnSummary()
    with_ai = 0
    order: list[tuple[Place, int]] = []
    for done, conversation in enumerate(conversations, start=1):
        if cancel is not None:
            cancel.raise_if_cancelled()
        summary = cache.summary(conversation, slicing)
        with_ai += bool(summary.dialogues)
        totals.turns += summary.turns
        totals.no_reply += summary.no_reply
        totals.too_short += summary.too_short
        order.extend((place, done - 1) for place in summary.places)
        for length, (number, size) in summary.dialogues.items():
            totals.add(length, number, size)
        if progress is not None:
            progress(done, len(conversations))
    if options.mode is SlicingMode.RECOMMENDED:
        # By time over all conversations, so that whoever holds out the end of the file holds out the newest.
        order.sort()
    prompt = system_prompt_for(sender) if options.mode is SlicingMode.RECOMMENDED else ""
    return SlicingPlan(tuple(conversations), slicing, prompt, with_ai, totals, tuple(order))


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
    for place, number in plan.order:
        turns = dialogue_at(plan.conversations[number], plan.slicing, place)
        for start, end in windows(len(turns), chunk, overlap):
            yield Example(tuple(turns[start:end]))


def _windows_as_langchain(length: int, chunk: int, overlap: int) -> list[Window]:
    """The windows of the fine-tuning notebook in LangChain's documentation."""
    return [(start, start + chunk) for start in range(0, length - chunk + 1, chunk - overlap)]


def _count_as_langchain(length: int, chunk: int, overlap: int) -> tuple[int, int, int, int]:
    """Windows of a dialogue, turns in them, turns left out as too short, turns left out as a tail."""
    if length < chunk:
        return 0, 0, length, 0
    steps, tail = divmod(length - chunk, chunk - overlap)
    return steps + 1, (steps + 1) * chunk, 0, tail


def _step(chunk: int, overlap: int) -> int:
    """Turns from one window's end to the next: even, so that each window ends on the AI's turn like the dialogue."""
    return max(2, (chunk - overlap) // 2 * 2)


def _windows_recommended(length: int, chunk: int, overlap: int) -> list[Window]:
    """Windows counted from the end of a dialogue that ends on the AI's turn; the oldest one may be shorter."""
    step = _step(chunk, overlap)
    windows: list[Window] = []
    end = length
    while end >= 2:
        start = max(0, end - chunk)
        windows.append((start, end))
        if start == 0:
            break
        end -= step
    windows.reverse()
    return windows


def _count_recommended(length: int, chunk: int, overlap: int) -> tuple[int, int, int, int]:
    """Windows of a dialogue, turns in them, turns left out as too short, turns left out as a tail (never any)."""
    step = _step(chunk, overlap)
    full = max(0, -((chunk - length) // step))
    rest = length - full * step
    if rest < 2:
        return full, full * chunk, rest, 0
    return full + 1, full * chunk + rest, 0, 0
