"""From the messages of a conversation to turns: who is the AI, what is merged, and where a conversation ends."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from msgtune_gui.core.messages import Message, MessageKind
from msgtune_gui.core.model import Conversation, Role, SlicingMode, Turn

Run = tuple[Role, list[str]]
"""One side's neighbouring messages, each with its own text, before they are merged into a turn."""

Place = tuple[int, int, int]
"""Where a dialogue stands: time of its last message (milliseconds), its first message, the message after its last."""


@dataclass(frozen=True, slots=True)
class Slicing:
    """How the turns of a conversation are made.

    Attributes:
        sender: Display name of the person who becomes the AI.
        mode: Which way of slicing.
        pause_ms: A silence longer than this ends a dialogue (recommended mode only).
    """

    sender: str
    mode: SlicingMode
    pause_ms: int


@dataclass(slots=True)
class TurnSummary:
    """The turns of one conversation, counted.

    Attributes:
        turns: All of them.
        no_reply: Those after which the AI says nothing more.
        too_short: Those in dialogues of a single turn.
        dialogues: Turns in a dialogue -> how many such dialogues, and the bytes of their texts in UTF-8.
        places: Where the dialogues stand, oldest first.
    """

    turns: int = 0
    no_reply: int = 0
    too_short: int = 0
    dialogues: dict[int, tuple[int, int]] = field(default_factory=dict)
    places: list[Place] = field(default_factory=list)

    def add(self, turns: int, count: int, size: int) -> None:
        """Add dialogues of so many turns each."""
        known_count, known_size = self.dialogues.get(turns, (0, 0))
        self.dialogues[turns] = (known_count + count, known_size + size)


def dialogues(conversation: Conversation, slicing: Slicing) -> Iterator[list[Turn]]:
    """The dialogues of a conversation that examples can be cut from, oldest first.

    As LangChain's notebook does: one dialogue, runs of one sender joined by a blank line; none when the AI never
    speaks. Recommended: a long pause begins a new dialogue, runs of one side are joined by a line end, so that turns
    strictly alternate, and each dialogue has at least two turns and ends on the AI's.
    """
    for runs, _ in _sessions(conversation.messages, slicing):
        turns = _turns(runs, slicing.mode)
        if turns:
            yield turns


def dialogue_at(conversation: Conversation, slicing: Slicing, place: Place) -> list[Turn]:
    """The turns of one dialogue of a conversation, by its place in the conversation's summary."""
    _, start, stop = place
    runs, _ = next(_sessions(conversation.messages[start:stop], slicing))
    return _turns(runs, slicing.mode)


def summarise(conversation: Conversation, slicing: Slicing) -> TurnSummary:
    """Count the turns of a conversation without making them."""
    summary = TurnSummary()
    for runs, place in _sessions(conversation.messages, slicing):
        usable = _usable(runs, slicing.mode)
        replied = usable or _until_last_reply(runs)
        summary.turns += len(runs)
        summary.no_reply += len(runs) - replied
        summary.too_short += replied - usable
        if usable:
            summary.add(usable, 1, _size(runs[:usable]))
            summary.places.append(place)
    return summary


def _sessions(messages: Sequence[Message], slicing: Slicing) -> Iterator[tuple[list[Run], Place]]:
    if slicing.mode is SlicingMode.LANGCHAIN:
        last_ms = messages[-1].sent_at_ms if messages else 0
        return iter([(_runs_as_langchain(messages, slicing.sender), (last_ms, 0, len(messages)))])
    return _recommended_sessions(messages, slicing.sender, slicing.pause_ms)


def _turns(runs: list[Run], mode: SlicingMode) -> list[Turn]:
    merge = _merged_as_langchain if mode is SlicingMode.LANGCHAIN else "\n".join
    return [Turn(role, merge(texts)) for role, texts in runs[: _usable(runs, mode)]]


def _usable(runs: list[Run], mode: SlicingMode) -> int:
    """How many turns from the start can be in examples."""
    replied = _until_last_reply(runs)
    if mode is SlicingMode.LANGCHAIN:
        return len(runs) if replied else 0
    return replied if replied > 1 else 0


def _until_last_reply(runs: list[Run]) -> int:
    for turns in range(len(runs), 0, -1):
        if runs[turns - 1][0] is Role.ASSISTANT:
            return turns
    return 0


def _size(runs: Iterable[Run]) -> int:
    return sum(len(text) if text.isascii() else len(text.encode()) for _, texts in runs for text in texts)


def _recommended_sessions(messages: Sequence[Message], sender: str, pause_ms: int) -> Iterator[tuple[list[Run], Place]]:
    # Enum members are kept in locals: looking them up for each of a million messages would take as long as the rest.
    speech, assistant, user = MessageKind.SPEECH, Role.ASSISTANT, Role.USER
    runs: list[Run] = []
    texts: list[str] = []
    role: Role | None = None
    last_ms = start = 0
    for number, message in enumerate(messages):
        text = message.text
        if text is None or message.kind is not speech:
            continue
        text = text.strip()
        if not text:
            continue
        time = message.sent_at_ms
        if time - last_ms > pause_ms and runs:
            yield runs, (last_ms, start, number)
            runs = []
            role = None
            start = number
        last_ms = time
        speaker = assistant if message.sender == sender else user
        if speaker is role:
            texts.append(text)
        else:
            role = speaker
            texts = [text]
            runs.append((role, texts))
    if runs:
        yield runs, (last_ms, start, len(messages))


def _runs_as_langchain(messages: Sequence[Message], sender: str) -> list[Run]:
    assistant, user = Role.ASSISTANT, Role.USER
    runs: list[Run] = []
    texts: list[str] = []
    speaker: str | None = None
    for message in messages:
        text = message.text
        if text is None:
            continue
        if message.sender == speaker:
            texts.append(text)
        else:
            speaker = message.sender
            texts = [text]
            runs.append((assistant if speaker == sender else user, texts))
    return runs


def _merged_as_langchain(texts: Sequence[str]) -> str:
    """What merge_chat_runs of langchain-community 0.4.2 makes of a run, in linear time.

    It joins by a blank line and strips after each message: white space stays at both ends of a lone message and at
    the start of a later one, and blank messages after the first leave nothing behind.
    """
    first = texts[0]
    if len(texts) == 1:
        return first
    pieces = [first.lstrip()] if first.strip() else []
    if pieces and not texts[1].strip():
        pieces[0] = pieces[0].rstrip()
    for text in texts[1:]:
        kept = text.rstrip()
        if kept:
            pieces.append(kept if pieces else kept.lstrip())
    return "\n\n".join(pieces)
