"""Sentences that an export itself shows to be Meta's, in whatever language, by what stands beside them.

Meta's sentence in place of a share ("You sent an attachment.") stands under one share after the other, and its report
of a reaction ("Reacted 😂 to your message") stands near the reaction itself.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from unicodedata import normalize

from msgtune_gui.core.export.noise.attachments import SENTENCE_ENDS
from msgtune_gui.core.export.noise.names import forms_of
from msgtune_gui.core.export.shapes import Sign
from msgtune_gui.core.messages import KIND_CODES, MessageKind
from msgtune_gui.core.model import Conversation

_SLOT = "…"
_SPEECH = KIND_CODES[MessageKind.SPEECH]
_ATTACHMENT = KIND_CODES[MessageKind.ATTACHMENT]
_REACTION = KIND_CODES[MessageKind.REACTION]
_FEWEST = 3
_FEWEST_DIFFERENT = 2
_LONGEST = 100
_EMOJI = re.compile("[\u2190-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001fbff\ufe0f\u200d\u20e3]+")
_WORD = re.compile(r"[^\W\d_]+")


class LearnedSentences:
    """Sentences of Meta's that were told by their signs.

    People write under links and near reactions too. So a sentence has to come again and again with different shares or
    reactions, and more often with them than without.
    """

    def __init__(self, signs: Sequence[Sign] = ()) -> None:
        """Learn from what the readers saw in all files of an export."""
        self._captions = _captions([sign for sign in signs if not sign.is_reaction])
        self._reports = _reports([sign for sign in signs if sign.is_reaction])

    def with_kinds(self, conversations: Sequence[Conversation]) -> Sequence[Conversation]:
        """Conversations with the kinds of the messages that are such sentences.

        Args:
            conversations: With kinds by structure and by the tables of sentences.
        """
        if self._captions:
            conversations = _with_attachments(conversations, self._captions)
        if self._reports:
            conversations = _with_reactions(conversations, self._reports)
        return conversations


@dataclass(slots=True)
class _Caption:
    """A sentence beside attachments: when which texts of it stand beside one, and whose and what these are."""

    texts: set[tuple[int, str]] = field(default_factory=set)
    senders: set[str] = field(default_factory=set)
    beside: set[bytes] = field(default_factory=set)


def _captions(signs: Iterable[Sign]) -> list[_Caption]:
    """The sentences that stand beside attachments again and again, and are most of what their senders write there."""
    found: defaultdict[tuple[str, bool], _Caption] = defaultdict(_Caption)
    written: defaultdict[str, set[tuple[int, str]]] = defaultdict(set)
    for sign in signs:
        said = sign.sent_at_ms, sign.text
        if sign.is_share:
            written[sign.sender].add(said)
        frame = _frame(sign.text, sign.sender)
        if frame:
            caption = found[frame, sign.is_share]
            caption.texts.add(said)
            caption.senders.add(sign.sender)
            caption.beside.add(sign.beside)
    captions = []
    for (frame, is_share), caption in found.items():
        if min(len(caption.texts), len(caption.beside)) < _FEWEST:
            continue
        if is_share:
            enough = 2 * len(caption.texts) >= sum(len(written[sender]) for sender in caption.senders)
        else:
            # Pictures get words of people's own; whose name begins them is the one sign that several share.
            enough = frame.startswith(_SLOT) and len(caption.senders) >= _FEWEST_DIFFERENT
        if enough:
            captions.append(caption)
    return captions


def _frame(text: str, sender: str) -> str:
    """A sentence with a slot for its sender's name; "" for what is no short sentence."""
    text = normalize("NFC", text.strip())
    if len(text) > _LONGEST or not text.endswith(SENTENCE_ENDS) or not text.isprintable():
        return ""
    for form in sorted(forms_of(sender), key=len, reverse=True):
        start = text.find(form)
        end = start + len(form)
        if start >= 0 and not _goes_on(text[max(0, start - 1) : start]) and not _goes_on(text[end : end + 1]):
            return text[:start] + _SLOT + text[end:]
    return text


def _goes_on(character: str) -> bool:
    """Whether a word goes on with this; scripts from Chinese on put no blank between words."""
    return character.isalpha() and character < "\u2e80"


def _with_attachments(conversations: Sequence[Conversation], captions: Sequence[_Caption]) -> list[Conversation]:
    """The conversations with the attachments; not of sentences that are speech more often."""
    caption_of = {text: caption for caption in captions for _time, text in caption.texts}
    places: list[tuple[int, int, _Caption]] = []
    alone: defaultdict[int, int] = defaultdict(int)
    for number, conversation in enumerate(conversations):
        messages = conversation.messages
        for place in [place for place, text in enumerate(messages.texts) if text in caption_of]:
            text = messages.texts[place] or ""
            caption = caption_of[text]
            if messages.kinds[place] != _SPEECH:
                continue
            if (messages.times[place], text) in caption.texts:
                places.append((number, place, caption))
            else:
                alone[id(caption)] += 1
    kept = [(number, place) for number, place, caption in places if 2 * alone[id(caption)] <= len(caption.texts)]
    return _with_kind(conversations, kept, _ATTACHMENT)


@dataclass(slots=True)
class _Report:
    """A sentence with an emoji between two parts, and the reactions that it was seen near."""

    before: str
    after: str
    said: set[tuple[int, str, str]] = field(default_factory=set)
    emoji: set[bytes] = field(default_factory=set)

    @property
    def is_likely(self) -> bool:
        """Whether this is seen often enough, or is such as hardly anybody types by chance."""
        if not _WORD.search(self.before + self.after):
            return False
        # Meta's sentence often ends in a blank, which what is typed after an emoji in the middle does not.
        if self.before.strip() and self.after.strip() and self.after.endswith(" "):
            return True
        different = max(len(self.emoji), len({sender for _, sender, _ in self.said}))
        words = len(_WORD.findall(f"{self.before} {self.after}"))
        return len(self.said) >= _FEWEST and different >= _FEWEST_DIFFERENT and words >= _FEWEST_DIFFERENT


def _reports(signs: Iterable[Sign]) -> dict[tuple[str, str], _Report]:
    found: dict[tuple[str, str], _Report] = {}
    for sign in signs:
        parts = _parts(sign.text)
        if parts is not None:
            report = found.setdefault(parts, _Report(*parts))
            report.said.add((sign.sent_at_ms, sign.sender, sign.text))
            report.emoji.add(sign.beside)
    return {parts: report for parts, report in found.items() if report.is_likely}


def _parts(text: str) -> tuple[str, str] | None:
    """What stands before and behind the first emoji of a short text; None where there is no emoji."""
    emoji = _EMOJI.search(text) if len(text) <= _LONGEST else None
    return None if emoji is None else (text[: emoji.start()], text[emoji.end() :])


def _with_reactions(
    conversations: Sequence[Conversation], reports: Mapping[tuple[str, str], _Report]
) -> list[Conversation]:
    """The conversations with the reactions; not of sentences that mostly stand near none."""
    found: defaultdict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for number, conversation in enumerate(conversations):
        messages = conversation.messages
        for place, text in enumerate(messages.texts):
            if text and not text.isascii() and messages.kinds[place] == _SPEECH:
                parts = _parts(text)
                if parts is not None and parts in reports:
                    found[parts].append((number, place))
    kept = [at for parts, places in found.items() if 2 * len(reports[parts].said) >= len(places) for at in places]
    return _with_kind(conversations, kept, _REACTION)


def _with_kind(
    conversations: Sequence[Conversation], places: Iterable[tuple[int, int]], kind: int
) -> list[Conversation]:
    changed: dict[int, bytearray] = {}
    for number, place in places:
        changed.setdefault(number, bytearray(conversations[number].messages.kinds))[place] = kind
    result = list(conversations)
    for number, kinds in changed.items():
        messages = conversations[number].messages.with_kinds(bytes(kinds))
        result[number] = replace(conversations[number], messages=messages)
    return result
