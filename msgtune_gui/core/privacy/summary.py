"""What was found, kind by kind, for a person to look over."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from msgtune_gui.core.model import Conversation, LeftOutReason, PrivateDetail, PrivateDetails, PrivateKind
from msgtune_gui.core.selection import REASON_CODES

_SAMPLES = 5
_SAMPLE_LENGTH = 60
_CUT = "…"
_OPEN, _CLOSE = "“", "”"
_NOTHING: Mapping[str, bytes] = MappingProxyType({})
_COUNTED = frozenset({0, REASON_CODES[LeftOutReason.PRIVATE]})


@dataclass(frozen=True, slots=True)
class PrivateSummary:
    """What was found of one kind.

    Attributes:
        kind: What it is.
        count: How many times it is there.
        different: How many different ones there are.
        samples: A few places, each a different detail, in quotation marks where words stand around it, in one line of
            about 60 characters; for showing in the window alone.
    """

    kind: PrivateKind
    count: int
    different: int
    samples: tuple[str, ...]


def private_summary(
    details: PrivateDetails,
    conversations: Sequence[Conversation],
    ticked: Collection[str] | None = None,
    left_out: Mapping[str, bytes] = _NOTHING,
) -> tuple[PrivateSummary, ...]:
    """What was found of each kind that is there at all, in the order of PrivateKind.

    Args:
        details: What find_private_details found in the conversations.
        conversations: All of the export.
        ticked: Identifiers of the conversations to count; None for all.
        left_out: Columns of reasons, see MessageFilter, by identifier. Messages that are left out for another reason
            than their private details are not counted.
    """
    counts: dict[PrivateKind, int] = defaultdict(int)
    numbers: dict[PrivateKind, set[int]] = defaultdict(set)
    samples: dict[PrivateKind, list[str]] = defaultdict(list)
    for conversation in conversations:
        if ticked is not None and conversation.identifier not in ticked:
            continue
        codes = left_out.get(conversation.identifier)
        for place, found in details.found.get(conversation.identifier, {}).items():
            if codes is not None and codes[place] not in _COUNTED:
                continue
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
    length = _SAMPLE_LENGTH - len(_OPEN) - len(_CLOSE)
    room = max(0, length - (detail.end - detail.start))
    start = max(0, detail.start - max(room // 2, room - (len(text) - detail.end)))
    end = min(len(text), start + length)
    before, found, behind = (
        text[start : detail.start],
        text[detail.start : min(end, detail.end)],
        text[detail.end : end],
    )
    if before.strip() or behind.strip() or start or end < len(text):
        found = f"{_OPEN}{found}{_CLOSE}"
    words = " ".join(f"{before}{found}{behind}".split())
    return f"{_CUT if start else ''}{words}{_CUT if end < len(text) else ''}"
