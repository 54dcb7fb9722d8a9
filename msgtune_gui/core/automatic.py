"""How often sentences that look automatic stand in what is chosen."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from msgtune_gui.core.model import Conversation, LeftOutReason, SentenceFrame
from msgtune_gui.core.selection import REASON_CODES, SamplePlace

_SAMPLES = 4
_COUNTED = frozenset({0, REASON_CODES[LeftOutReason.AUTOMATIC], REASON_CODES[LeftOutReason.PRIVATE]})


@dataclass(frozen=True, slots=True)
class FrameCount:
    """A sentence in the messages that are chosen.

    Attributes:
        count: Messages that it would leave out.
        senders: How many different people they are of.
        samples: Where a few of them stand, each in another conversation.
    """

    count: int
    senders: int
    samples: tuple[SamplePlace, ...]


def frame_counts(
    frames: Iterable[SentenceFrame],
    conversations: Iterable[Conversation],
    columns: Mapping[str, bytes],
    checkpoint: Callable[[], None],
) -> dict[str, FrameCount]:
    """`words` of each frame -> what is counted of it, whether it is left out already or not.

    Args:
        frames: The sentences that look automatic.
        conversations: All of the export.
        columns: Columns of reasons, see MessageFilter, of the conversations that are chosen, by identifier; those
            without a sentence may be absent.
        checkpoint: Called before every frame; may raise Cancelled.
    """
    known = {conversation.identifier: conversation for conversation in conversations}
    counts: dict[str, FrameCount] = {}
    for frame in frames:
        checkpoint()
        count = 0
        senders: set[str] = set()
        samples: list[SamplePlace] = []
        for identifier, places in frame.places.items():
            codes = columns.get(identifier)
            if codes is None:
                continue
            kept = [place for place in places if codes[place] in _COUNTED]
            messages = known[identifier].messages
            count += len(kept)
            senders.update(messages.names[messages.senders[place]] for place in kept)
            if kept and len(samples) < _SAMPLES:
                samples.append(SamplePlace(identifier, kept[0]))
        counts[frame.words] = FrameCount(count, len(senders), tuple(samples))
    return counts
