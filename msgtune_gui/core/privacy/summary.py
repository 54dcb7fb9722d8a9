"""What was found, kind by kind, for a person to look over."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from msgtune_gui.core.model import Conversation, PrivateDetail, PrivateDetails, PrivateKind

_SAMPLES = 5
_SAMPLE_LENGTH = 60
_CUT = "…"


@dataclass(frozen=True, slots=True)
class PrivateSummary:
    """What was found of one kind.

    Attributes:
        kind: What it is.
        count: How many times it is there.
        different: How many different ones there are.
        samples: A few places, each a different detail with the words around it in one line of about 60 characters;
            for showing in the window alone.
    """

    kind: PrivateKind
    count: int
    different: int
    samples: tuple[str, ...]


def private_summary(
    details: PrivateDetails, conversations: Sequence[Conversation], ticked: Collection[str] | None = None
) -> tuple[PrivateSummary, ...]:
    """What was found of each kind that is there at all, in the order of PrivateKind.

    Args:
        details: What find_private_details found in the conversations.
        conversations: All of the export.
        ticked: Identifiers of the conversations to count; None for all.
    """
    counts: dict[PrivateKind, int] = defaultdict(int)
    numbers: dict[PrivateKind, set[int]] = defaultdict(set)
    samples: dict[PrivateKind, list[str]] = defaultdict(list)
    for conversation in conversations:
        if ticked is not None and conversation.identifier not in ticked:
            continue
        for place, found in details.found.get(conversation.identifier, {}).items():
            for detail in found:
                counts[detail.kind] += 1
                if detail.number not in numbers[detail.kind]:
                    numbers[detail.kind].add(detail.number)
                    if len(samples[detail.kind]) < _SAMPLES:
                        samples[detail.kind].append(_sample(conversation.messages.texts[place] or "", detail))
    return tuple(
        PrivateSummary(kind, counts[kind], len(numbers[kind]), tuple(samples[kind]))
        for kind in PrivateKind
        if counts[kind]
    )


def _sample(text: str, detail: PrivateDetail) -> str:
    """The detail with as many of the words around it as there is room for, in one line."""
    room = max(0, _SAMPLE_LENGTH - (detail.end - detail.start))
    start = max(0, detail.start - max(room // 2, room - (len(text) - detail.end)))
    end = min(len(text), start + _SAMPLE_LENGTH)
    words = " ".join(text[start:end].split())
    return f"{_CUT if start else ''}{words}{_CUT if end < len(text) else ''}"
