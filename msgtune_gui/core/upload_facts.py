"""What a training file would give away, counted before anything is sent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from msgtune_gui.core.examples import SlicingPlan, iter_examples
from msgtune_gui.core.jsonl import jsonl_size
from msgtune_gui.core.messages import Messages
from msgtune_gui.core.model import Example, SlicingOptions
from msgtune_gui.core.ports import CancelToken


@dataclass(frozen=True, slots=True)
class UploadFacts:
    """What is in a training file.

    Attributes:
        size_bytes: Length of the file.
        examples: Lines of it.
        messages: Messages in at least one line; None where only the file is known.
        people: Senders of them, without the one who becomes the AI; None where only the file is known.
        first_ms: When the oldest was sent (milliseconds since 1970 UTC); None without messages or where not known.
        last_ms: When the newest was sent.
    """

    size_bytes: int
    examples: int
    messages: int | None = None
    people: int | None = None
    first_ms: int | None = None
    last_ms: int | None = None


def upload_facts(plan: SlicingPlan, options: SlicingOptions, cancel: CancelToken) -> UploadFacts:
    """Count what a training file would hold; half a second for a million messages, so a worker's task.

    People and times are those of the dialogues that examples are cut from, so that of dialogues whose ends no example
    reaches a person too many may be counted, but never one too few.

    Args:
        plan: Prepared turns.
        options: Of which `chunk` and `overlap` matter here.
        cancel: Looked at for every example.

    Raises:
        UserError: Chunk and overlap do not go together.
        Cancelled: The person asked to stop.
    """
    count = plan.count(options.chunk, options.overlap)
    people: set[str] = set()
    times: set[int] = set()
    for messages, numbers in _dialogues(plan, cancel):
        people.update(messages.names[sender] for sender in {messages.senders[number] for number in numbers})
        of_dialogue = [messages.times[number] for number in numbers]
        times.update((min(of_dialogue), max(of_dialogue)))
    return UploadFacts(
        size_bytes=jsonl_size(_stoppable(iter_examples(plan, options), cancel), plan.system_prompt),
        examples=count.examples,
        messages=count.account.used,
        people=len(people - {plan.slicing.sender}),
        first_ms=min(times, default=None),
        last_ms=max(times, default=None),
    )


def _dialogues(plan: SlicingPlan, cancel: CancelToken) -> Iterator[tuple[Messages, Sequence[int]]]:
    """Each dialogue that something is learned from: the conversation's messages, and which of them go into it."""
    spoken: dict[int, Sequence[int]] = {}
    for (_, start, stop), number in plan.order:
        cancel.raise_if_cancelled()
        conversation = plan.conversations[number]
        if number not in spoken:
            spoken[number] = plan.counted.spoken(conversation)
        if start < stop:
            yield conversation.messages, spoken[number][start:stop]


def _stoppable(examples: Iterator[Example], cancel: CancelToken) -> Iterator[Example]:
    for example in examples:
        cancel.raise_if_cancelled()
        yield example
