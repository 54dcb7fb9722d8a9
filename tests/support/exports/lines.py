"""Conversations as they happened: who wrote what, when, and what a reader should make of it."""

import random
from collections.abc import Callable, Sequence
from dataclasses import replace

from msgtune_gui.core.messages import MessageKind
from tests.support.exports.truth import Form, Line, Shape
from tests.support.exports.words import (
    DETAILS,
    EMOJI,
    LINKS,
    NOBODY,
    OWNER,
    call_sentence,
    event_sentence,
    first_name,
    group_sentence,
    sentence,
)

CLEANED = (
    ("the key\x00 is under the pot", "the key is under the pot"),
    ("\ufeffat seven then", "at seven then"),
    ("cut off \ud83d", "cut off \ufffd"),
    ("a pair in halves \ud83d\ude02", "a pair in halves 😂"),
    ("bell\x07 and tab\tand line\nend", "bell and tab\tand line\nend"),
)
"""Stored texts that hold what is no text, and what is left of them."""
_ODD_TEXTS = (
    " space before and after ",
    "quotes \" ' and a backslash \\ and \\u00e9 as it is",
    "brace { bracket [ end ] }",
    "I set the nickname for you yesterday",
    "she left the group of ladders by the shed",
    "👩‍👩‍👧👩‍👩‍👧",
    "see https://example.org/a tomorrow",
    "don't <br/> me &amp; you",
    "line\n\nline",
)
_TWICE_ENCODED_LOOK = "somebody typed Ã© here"
"""Text that looks like the export's own encoding; right only where it is repaired exactly once or not at all."""

Make = Callable[[random.Random, str, Sequence[str]], Line]
"""Makes a message of a sender among others; its time comes later."""


def _line(sender: str, text: str | None, kind: MessageKind, form: Form = Form.TEXT) -> Line:
    return Line(sender, 0, text, kind, form)


def _speech(chance: random.Random, sender: str, others: Sequence[str]) -> Line:
    roll = chance.random()
    if roll < 0.03:
        stored, text = chance.choice(CLEANED)
        return replace(_line(sender, text, MessageKind.SPEECH), stored=stored)
    if roll < 0.08:
        return _line(sender, chance.choice(_ODD_TEXTS), MessageKind.SPEECH)
    if roll < 0.10:
        detail = chance.choice(DETAILS)
        return _line(sender, detail, MessageKind.LINK if detail.startswith("http") else MessageKind.SPEECH)
    if roll < 0.12 and others:
        return _line(sender, f"{first_name(chance.choice(others))} called {OWNER}.", MessageKind.SPEECH)
    return _line(sender, f"{sentence(chance, 6)} {chance.randrange(1000)}", MessageKind.SPEECH)


def _typed_twice(_: random.Random, sender: str, __: Sequence[str]) -> Line:
    return _line(sender, _TWICE_ENCODED_LOOK, MessageKind.SPEECH)


def _link(chance: random.Random, sender: str, _: Sequence[str]) -> Line:
    return _line(sender, chance.choice(LINKS), MessageKind.LINK, chance.choice((Form.TEXT, Form.SHARE_WITH_TEXT)))


def _photo(chance: random.Random, sender: str, _: Sequence[str]) -> Line:
    form = chance.choice((Form.PHOTO, Form.OTHER_MEDIA, Form.STICKER, Form.SHARE))
    return _line(sender, None, MessageKind.ATTACHMENT, form)


def _captioned(chance: random.Random, sender: str, _: Sequence[str]) -> Line:
    form = chance.choice((Form.PHOTO_WITH_TEXT, Form.SHARE_WITH_TEXT))
    if form is Form.PHOTO_WITH_TEXT and chance.random() < 0.3:
        return _line(sender, f"{first_name(sender)} at {chance.randrange(10**6)} steps.", MessageKind.SPEECH, form)
    return _line(sender, f"look {sentence(chance, 4)}", MessageKind.SPEECH, form)


def _shared(chance: random.Random, sender: str, __: Sequence[str]) -> Line:
    words = chance.choice(("sent an attachment.", "sent an attachment.", "wysłał(a) załącznik.", "lähetti liitteen."))
    return _line(sender, f"{first_name(sender)} {words}", MessageKind.ATTACHMENT, Form.SHARE_WITH_SENTENCE)


def _call(chance: random.Random, sender: str, others: Sequence[str]) -> Line:
    return _line(sender, call_sentence(chance, sender, others), MessageKind.CALL, Form.CALL)


def _unsent(chance: random.Random, sender: str, _: Sequence[str]) -> Line:
    text = chance.choice((None, None, None, "This poll is no longer available."))
    return _line(sender, text, MessageKind.UNSENT, Form.UNSENT)


def _nothing(_: random.Random, sender: str, __: Sequence[str]) -> Line:
    return _line(sender, None, MessageKind.EMPTY, Form.NOTHING)


def _event(chance: random.Random, sender: str, others: Sequence[str]) -> Line:
    of = group_sentence if len(others) > 1 and chance.random() < 0.5 else event_sentence
    return _line(sender, of(chance, sender, others), MessageKind.SYSTEM)


def _members(chance: random.Random, sender: str, others: Sequence[str]) -> Line:
    return _line(sender, group_sentence(chance, sender, others), MessageKind.SYSTEM, Form.MEMBERS)


def _reacted(chance: random.Random, sender: str, _: Sequence[str]) -> Line:
    words = chance.choice((f"Reacted {chance.choice(EMOJI[:3])} to your message ", "Liked a message"))
    return _line(sender, words, MessageKind.REACTION)


_ANYWHERE: dict[Make, int] = {_speech: 74}
_ENCRYPTED: dict[Make, int] = {**_ANYWHERE, _link: 4, _photo: 6, _captioned: 2, _unsent: 2, _nothing: 2}
_CLASSIC: dict[Make, int] = {
    **_ENCRYPTED,
    _typed_twice: 1,
    _shared: 3,
    _call: 3,
    _event: 3,
    _members: 1,
}
_MAKES: dict[Shape, dict[Make, int]] = {
    Shape.ENCRYPTED: {**_ENCRYPTED, _typed_twice: 1},
    Shape.HOGWARTS: _ANYWHERE,
    Shape.LOOK_ALIKE: {**_ANYWHERE, _link: 4, _photo: 6, _nothing: 2},
    Shape.INSTAGRAM: {**_CLASSIC, _reacted: 6},
}
_NO_SENTENCES = {_shared, _call, _event, _members, _reacted}
"""What the messenger writes with a name in it."""


def write_lines(
    chance: random.Random,
    members: Sequence[str],
    count: int,
    shape: Shape,
    start_ms: int,
    *,
    repaired: bool = True,
) -> list[Line]:
    """A conversation, oldest message first; times never fall, and up to three messages share one.

    Args:
        chance: Where chance comes from.
        members: Who writes; may include "" and people with a deleted account.
        count: Messages.
        shape: Decides what sorts of message there are.
        start_ms: Everything happens after it.
        repaired: Whether a reader undoes Meta's encoding; where it need not, nothing is written that looks like it.
    """
    weights = dict(_MAKES.get(shape, _CLASSIC))
    if not repaired and shape is not Shape.ENCRYPTED:
        weights.pop(_typed_twice, None)
    made: list[Line] = []
    time, alike = start_ms, 0
    sender = members[0]
    makes, odds = list(weights), list(weights.values())
    for _ in range(count):
        # Meta's files run one way; of the others only the times tell which.
        undecided = len(made) < 2 and shape in {Shape.HOGWARTS, Shape.LOOK_ALIKE}
        alike = alike + 1 if made and not undecided and alike < 2 and chance.random() < 0.08 else 0
        if not alike:
            time += 1 + int(chance.expovariate(1 / 90_000)) + (chance.random() < 0.05) * 86_400_000
        if chance.random() < 0.6:
            sender = chance.choice(members)
        make = chance.choices(makes, odds)[0]
        if make in _NO_SENTENCES and sender in NOBODY:
            make = _speech
        others = [name for name in dict.fromkeys(members) if name != sender and name not in NOBODY]
        line = make(chance, sender, others)
        if line.form is Form.MEMBERS and len(members) < 3:
            line = _speech(chance, sender, others)
        made.append(replace(line, sent_at_ms=time))
    return made


def said_twice(chance: random.Random, lines: Sequence[Line]) -> list[Line]:
    """The same with one message that its sender sent two times within one millisecond."""
    places = [place for place, line in enumerate(lines) if line.kind is MessageKind.SPEECH]
    if not places:
        return list(lines)
    place = chance.choice(places)
    return [*lines[: place + 1], *lines[place:]]


def cuts(lines: Sequence[Line], unit_ms: int = 1) -> list[int]:
    """Places at which a conversation can be cut without parting messages of one time."""
    times = [line.sent_at_ms // unit_ms for line in lines]
    return [place for place in range(1, len(lines)) if times[place - 1] != times[place]]
