"""Finding sentences that look automatic, in whatever language, by how many people "wrote" them word for word."""

import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from unicodedata import normalize

from msgtune_gui.core.export.noise.names import forms_of
from msgtune_gui.core.export.shapes import Checkpoint
from msgtune_gui.core.messages import KIND_CODES, MessageKind
from msgtune_gui.core.model import Conversation, SentenceFrame

SLOT = "…"
_SPEECH = KIND_CODES[MessageKind.SPEECH]
_FEWEST_SENDERS = 3
_SAMPLES = 3
_LONGEST = 200
_ENDS = frozenset(".。!！")  # noqa: RUF001 - Chinese and Japanese sentences end so
_EMOJI = re.compile("[\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001fbff\ufe0f\u200d\u20e3]+")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(slots=True)
class _Candidates:
    """Places of messages of one conversation that may be of a frame, with the hashes of their frames."""

    places: "array[int]" = field(default_factory=lambda: array("I"))
    hashes: "array[int]" = field(default_factory=lambda: array("q"))


@dataclass(slots=True)
class _Seen:
    senders: set[str] = field(default_factory=set)
    samples: list[str] = field(default_factory=list)
    places: dict[str, list[int]] = field(default_factory=dict)


def mine_frames(conversations: Sequence[Conversation], checkpoint: Checkpoint) -> tuple[SentenceFrame, ...]:
    """Sentences with a name in them that stand under three different people or more, most frequent first.

    Names of the conversation's people and emoji become one slot each; what is left has to be equal to the last
    character and to end as a sentence does. Only messages that are still speech are looked at. People do write alike
    ("Thanks, Jana."), so what is found is for showing, not for dropping.

    Only hashes are kept of what turns out to be rare, so that memory stays within a few bytes for each candidate.

    Raises:
        Cancelled: From the checkpoint, which is called for each conversation.
    """
    first_sender: dict[int, str] = {}
    senders: dict[int, set[str]] = {}
    candidates = []
    for conversation in conversations:
        checkpoint()
        candidates.append(_candidates(conversation, first_sender, senders))
    frequent = {key for key, names in senders.items() if len(names) >= _FEWEST_SENDERS}
    del first_sender, senders
    seen: dict[str, _Seen] = {}
    for conversation, found in zip(conversations, candidates, strict=True):
        checkpoint()
        _collect(conversation, found, frequent, seen)
    frames = [
        SentenceFrame(
            words=words,
            senders=len(one.senders),
            samples=tuple(one.samples),
            places={identifier: tuple(places) for identifier, places in one.places.items()},
        )
        for words, one in seen.items()
        if len(one.senders) >= _FEWEST_SENDERS
    ]
    return tuple(sorted(frames, key=lambda frame: (-frame.count, frame.words)))


def _candidates(conversation: Conversation, first_sender: dict[int, str], senders: dict[int, set[str]]) -> _Candidates:
    messages = conversation.messages
    frame_of = _Framing(conversation)
    found = _Candidates()
    ends = _ENDS
    texts = messages.texts
    for place in [place for place, text in enumerate(texts) if text and text[-1] in ends]:
        text = texts[place]
        words = frame_of(text) if text is not None and messages.kinds[place] == _SPEECH else None
        if words is None:
            continue
        key = hash(words)
        found.places.append(place)
        found.hashes.append(key)
        sender = messages.names[messages.senders[place]]
        if first_sender.setdefault(key, sender) != sender:
            senders.setdefault(key, {first_sender[key]}).add(sender)
    return found


def _collect(conversation: Conversation, found: _Candidates, frequent: set[int], seen: dict[str, _Seen]) -> None:
    messages = conversation.messages
    frame_of = _Framing(conversation)
    for place, key in zip(found.places, found.hashes, strict=True):
        if key not in frequent:
            continue
        text = messages.texts[place] or ""
        one = seen.setdefault(frame_of(text) or "", _Seen())
        one.senders.add(messages.names[messages.senders[place]])
        one.places.setdefault(conversation.identifier, []).append(place)
        if len(one.samples) < _SAMPLES and text not in one.samples:
            one.samples.append(text)


class _Framing:
    """Puts slots in place of the names of one conversation's people, and of emoji."""

    def __init__(self, conversation: Conversation) -> None:
        self._names = _pattern(dict.fromkeys((*conversation.participants, *conversation.messages.names)))

    def __call__(self, text: str) -> str | None:
        """The sentence with slots, or None for a text without a name or without words of its own."""
        if len(text) > _LONGEST or self._names is None:
            return None
        words, names = self._names.subn(SLOT, normalize("NFC", text))
        if not names:
            return None
        words = _EMOJI.sub(SLOT, words)
        return words if _LETTER.search(words) else None


def _pattern(names: Iterable[str]) -> re.Pattern[str] | None:
    forms = sorted({form for name in names for form in forms_of(name)}, key=len, reverse=True)
    if not forms:
        return None
    # A name is a word of its own, but for scripts that write on without a space.
    return re.compile(rf"(?<![^\W\u2e80-\U0010ffff])(?:{'|'.join(map(re.escape, forms))})(?![^\W\u2e80-\U0010ffff])")
