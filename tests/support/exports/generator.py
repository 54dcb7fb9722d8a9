"""A generated export: conversations told by chance, and the downloads they are in."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from msgtune_gui.core.messages import MessageKind
from tests.support.exports.beside import html_pages, settings
from tests.support.exports.classic import TOPS
from tests.support.exports.delivery import deliver
from tests.support.exports.lines import cuts, said_twice, write_lines
from tests.support.exports.placing import Place, place_classic, place_encrypted, place_group_messages
from tests.support.exports.truth import Delivery, Form, GeneratedExport, Line, Shape, Tree, TrueConversation
from tests.support.exports.words import DELETED_NAMES, NOBODY, OWNER, people

CLASSIC = (
    Shape.SPRING_2018,
    Shape.CLASSIC_2018,
    Shape.CLASSIC_2022,
    Shape.CLASSIC_2024,
    Shape.CLASSIC_TODAY,
    Shape.INSTAGRAM,
)
_SHAPE_ODDS = {
    Shape.SPRING_2018: 2,
    Shape.CLASSIC_2018: 3,
    Shape.CLASSIC_2022: 3,
    Shape.CLASSIC_2024: 2,
    Shape.CLASSIC_TODAY: 6,
    Shape.INSTAGRAM: 2,
    Shape.ENCRYPTED: 1,
    Shape.HOGWARTS: 1,
    Shape.LOOK_ALIKE: 1,
}
_START_MS = 1_400_000_000_000
_SECOND_MS = 1000


def generate(
    folder: Path,
    seed: int,
    *,
    shapes: Sequence[Shape] = tuple(Shape),
    deliveries: Sequence[Delivery] = tuple(Delivery),
    conversations: int = 5,
    longest: int = 40,
) -> GeneratedExport:
    """Write an export of a few conversations.

    Args:
        folder: Created where it is missing; everything is written below it.
        seed: Same seed and arguments, same export.
        shapes: One of them is written; an older download or encrypted chats may stand beside it.
        deliveries: How it may come; one is taken.
        conversations: At most so many.
        longest: Messages of a conversation at most.
    """
    chance = random.Random(seed)
    shape = chance.choices(shapes, [_SHAPE_ODDS[shape] for shape in shapes])[0]
    telling = _Telling(chance, shape, longest)
    for number in range(chance.randint(1, conversations)):
        telling.conversation(number)
    trees = telling.trees()
    delivery = chance.choice(deliveries)
    if delivery is Delivery.FOLDER_OF_ZIPS and len(trees) == 1 and chance.random() < 0.5:
        delivery = Delivery.ZIPS
    sources = deliver(chance, folder, trees, delivery)
    times = 2 if delivery is Delivery.ZIPS_AND_FOLDERS else 1
    told = tuple(replace(told, stored=times * told.stored) for told in telling.told if told.messages)
    return GeneratedExport(sources, OWNER, told, (shape, delivery, *telling.story))


@dataclass(frozen=True, slots=True)
class _Later:
    """What the newer download has of a conversation of which the older one has the beginning.

    Attributes:
        stored_before: Messages in the older download.
        place: In the newer download.
        lines: There.
        truth: All messages of both.
        others: Everybody but the owner, under the names that should stay.
    """

    stored_before: int
    place: Place
    lines: list[Line]
    truth: list[Line]
    others: Sequence[str]


@dataclass(slots=True)
class _Telling:
    """The downloads while conversations are put into them."""

    chance: random.Random
    shape: Shape
    longest: int
    told: list[TrueConversation] = field(default_factory=list)
    story: list[str] = field(default_factory=list)
    _names: list[str] = field(default_factory=list)
    _main: Tree = field(default_factory=lambda: Tree("facebook-alma-2026-10-02-aB3dE6gH"))
    _older: Tree = field(default_factory=lambda: Tree("facebook-alma-2023-01-15-kL9mN2pQ"))
    _encrypted: Tree = field(default_factory=lambda: Tree("messages"))
    _older_shape: Shape | None = None
    _encrypted_folder: str = ""
    _deleted: str = ""

    def __post_init__(self) -> None:
        chance = self.chance
        self._names = people(chance, 24)
        self._deleted = chance.choice(DELETED_NAMES)
        if self.shape in CLASSIC and self.shape is not Shape.INSTAGRAM and chance.random() < 0.3:
            older = CLASSIC[: CLASSIC.index(self.shape) + 1]
            self._older_shape = chance.choice(older)
            self.story.append(f"older download {self._older_shape}")
        self._encrypted_folder = chance.choice(("", "messages/"))

    def trees(self) -> list[Tree]:
        """Every download with something in it, settings added."""
        chance = self.chance
        if self.shape in CLASSIC:
            top = TOPS[self.shape]
            self._main.add(settings(chance, self.shape, OWNER, top))
            if chance.random() < 0.1:
                self._main.add(html_pages(f"{top}/inbox/html_1"))
        trees = [tree for tree in (self._main, self._older, self._encrypted) if tree.files]
        chance.shuffle(trees)
        return trees

    def conversation(self, number: int) -> None:
        """Tell one conversation, or two with people of one name, and put it into the downloads."""
        chance = self.chance
        count = chance.randint(0, self.longest) if chance.random() < 0.5 else chance.randint(1, 6)
        start = _START_MS + chance.randrange(3 * 10**11)
        if self.shape not in CLASSIC:
            self._simple(number, count, start)
            return
        roll = chance.random()
        if roll < 0.25:
            group = [self._names.pop() for _ in range(chance.randint(2, 4))]
            self._classic(number, group, count, start)
        elif roll < 0.35:
            self._classic(number, [self._deleted], count, start)
        elif roll < 0.42:
            self._classic(number, [""], count, start)
        elif roll < 0.5:
            twin = [self._names.pop()]
            self.story.append("two of one name")
            self._classic(number, twin, count, start, plain=True)
            self._classic(number + 50, twin, count + 1, start + 40_000_000_000, plain=True)
        else:
            self._classic(number, [self._names.pop()], count, start)

    def _simple(self, number: int, count: int, start: int) -> None:
        """A conversation of a shape that is one file a thread and nothing else."""
        chance = self.chance
        others = [self._names.pop() for _ in range(chance.choice((1, 1, 1, 3)))]
        lines = write_lines(chance, [OWNER, *others], count, self.shape, start, repaired=False)
        if self.shape is Shape.ENCRYPTED:
            place_encrypted(chance, self._encrypted, self._encrypted_folder, number, others, lines)
        else:
            place_classic(chance, self._main, Place(self.shape, 100 + number, others), lines)
        self._tell(others, lines, len(lines))

    def _classic(self, number: int, others: list[str], count: int, start: int, *, plain: bool = False) -> None:
        chance = self.chance
        identifier = 100 + number
        lines = write_lines(chance, [OWNER, *others], count, self.shape, start)
        place = Place(self.shape, identifier, others)
        if self.shape is Shape.SPRING_2018:
            lines = _in_whole_seconds(lines)
        elif chance.random() < 0.1:
            lines = said_twice(chance, lines)
            place = replace(place, whole=True)
        continued = not plain and len(others) == 1 and others[0] not in NOBODY and chance.random() < 0.3
        stored = 0
        if self._older_shape is None or not lines or chance.random() > 0.7:
            stored += self._in_boxes(place, lines)
        else:
            later = self._in_older(place, lines, self._older_shape, may_rename=not plain and not continued)
            stored += later.stored_before + self._in_boxes(later.place, later.lines)
            lines, others = later.truth, list(later.others)
        if continued and self._older_shape is None and chance.random() < 0.4:
            self._continued_under_another_name(number, others[0], lines, stored)
        elif continued:
            more, lines = self._continued(number, others, lines)
            self._tell(others, lines, stored + more)
        else:
            self._tell(others, lines, stored)
        if len(others) == 1 and others[0] not in NOBODY and chance.random() < 0.15:
            self._group_of_two(number, others, start + 90_000_000_000)

    def _in_boxes(self, place: Place, lines: Sequence[Line]) -> int:
        """Put a thread into the newest download, now and then into two places of it; returns messages stored."""
        chance, roll = self.chance, self.chance.random()
        places = cuts(lines)
        if roll < 0.12 and len(places) > 1 and self.shape not in {Shape.SPRING_2018, Shape.INSTAGRAM}:
            start, end = sorted(chance.sample(places, 2))
            self.story.append(f"{place.identifier} in two boxes, {end - start} twice")
            place_classic(chance, self._main, replace(place, box="inbox"), lines[start:])
            place_classic(chance, self._main, replace(place, box="e2ee_cutover"), lines[:end])
            return len(lines) + end - start
        place_classic(chance, self._main, place, lines)
        if roll > 0.7 and len(place.others) > 1 and self.shape is Shape.CLASSIC_TODAY:
            self.story.append(f"{place.identifier} in your_group_messages")
            place_group_messages(chance, self._main, place, lines)
            return 2 * len(lines)
        return len(lines)

    def _in_older(self, place: Place, lines: Sequence[Line], shape: Shape, *, may_rename: bool) -> _Later:
        """Put the older messages into the older download."""
        chance = self.chance
        places = cuts(lines, _SECOND_MS)
        end = chance.choice([*places, len(lines)])
        start = chance.choice([0, 0, 0, *(place for place in places if place <= end)])
        older, truth = list(lines[:end]), list(lines)
        if shape is Shape.SPRING_2018:
            older = _in_whole_seconds(older)
            truth[:start] = older[:start]
        spots = [spot for spot in _alone_in_time(lines[:end]) if spot >= start]
        if spots and chance.random() < 0.2:
            spot = chance.choice(spots)
            truth[spot] = replace(truth[spot], text=None, stored=None, kind=MessageKind.UNSENT, form=Form.UNSENT)
            self.story.append(f"{place.identifier}: message {spot} was taken back between the downloads")
        self.story.append(f"{place.identifier}: older download has up to {end}, newer from {start} of {len(lines)}")
        place_classic(chance, self._older, replace(place, shape=shape, box=None), older)
        if may_rename and _can_be_renamed(place.others, truth, truth[start:end]) and chance.random() < 0.6:
            return self._renamed(place, truth, start, end)
        return _Later(end, place, truth[start:], truth, place.others)

    def _renamed(self, place: Place, lines: list[Line], start: int, end: int) -> _Later:
        """Let the other person have another name in the newer download, or no account any more."""
        old, new = place.others[0], self.chance.choice((self._deleted, self._names.pop()))
        if end == len(lines):
            # Nothing shows which download is the newer one, so only a name and the lack of one can be told apart.
            new = self._deleted
        self.story.append(f"{place.identifier}: {old} is {new} in the newer download")
        after = [replace(line, sender=new) if line.sender == old else line for line in lines]
        truth, others = (lines, [old]) if new == self._deleted else (after, [new])
        return _Later(end, replace(place, others=[new]), after[start:], truth, others)

    def _continued(self, number: int, others: list[str], lines: list[Line]) -> tuple[int, list[Line]]:
        """Let a conversation go on end-to-end encrypted, a few messages of before repeated there."""
        chance = self.chance
        start = lines[-1].sent_at_ms + 1000 if lines else _START_MS
        later = write_lines(chance, [OWNER, *others], chance.randint(0, 8), Shape.ENCRYPTED, start)
        repeated: list[Line] = []
        places = cuts(lines)
        if places and chance.random() < 0.3:
            tail = lines[places[-1] :]
            if all(line.kind is MessageKind.SPEECH and line.form is Form.TEXT for line in tail):
                repeated = tail
        self.story.append(f"{100 + number} goes on encrypted, {len(repeated)} repeated")
        place_encrypted(chance, self._encrypted, self._encrypted_folder, number, others, [*repeated, *later])
        return len(repeated) + len(later), [*lines, *later]

    def _continued_under_another_name(self, number: int, before: str, lines: list[Line], stored: int) -> None:
        """Let it go on encrypted under a new name: one conversation where messages are repeated, else two."""
        chance = self.chance
        after = self._names.pop()
        start = lines[-1].sent_at_ms + 1000 if lines else _START_MS
        later = write_lines(chance, [OWNER, after], chance.randint(1, 8), Shape.ENCRYPTED, start)
        places = [place for place in cuts(lines, _SECOND_MS) if _shows_who_is_who(before, lines, lines[place:])]
        repeated = lines[chance.choice(places) :] if places else []
        self.story.append(f"{100 + number} goes on encrypted as {after}, {len(repeated)} repeated")
        renamed, tail = (
            [replace(line, sender=after) if line.sender == before else line for line in part]
            for part in (lines, repeated)
        )
        place_encrypted(chance, self._encrypted, self._encrypted_folder, number, [after], [*tail, *later])
        if repeated:
            self._tell([after], [*renamed, *later], stored + len(repeated) + len(later))
        else:
            self._tell([before], lines, stored)
            self._tell([after], later, len(later))

    def _group_of_two(self, number: int, others: Sequence[str], start: int) -> None:
        """Put a group of the same two people beside their chat."""
        lines = write_lines(self.chance, [OWNER, *others], self.chance.randint(1, 6), self.shape, start)
        if self.shape is Shape.SPRING_2018:
            lines = _in_whole_seconds(lines)
        self.story.append(f"{600 + number} is a group of the two of {100 + number}")
        place_classic(self.chance, self._main, Place(self.shape, 600 + number, others, group="Bread žlutý"), lines)
        self._tell(others, lines, len(lines))

    def _tell(self, others: Sequence[str], lines: Sequence[Line], stored: int) -> None:
        named = frozenset(name for name in (OWNER, *others) if name)
        messages = tuple(line.message for line in lines)
        self.told.append(TrueConversation(named, messages, stored, is_group=len(others) > 1))


def _in_whole_seconds(lines: Sequence[Line]) -> list[Line]:
    return [replace(line, sent_at_ms=line.sent_at_ms // _SECOND_MS * _SECOND_MS) for line in lines]


def _alone_in_time(lines: Sequence[Line]) -> list[int]:
    """Places of messages that no other shares its second with."""
    seconds = [line.sent_at_ms // _SECOND_MS for line in lines]
    return [
        place
        for place, line in enumerate(lines)
        if line.kind is MessageKind.SPEECH and seconds.count(seconds[place]) == 1
    ]


def _can_be_renamed(others: Sequence[str], lines: Sequence[Line], common: Sequence[Line]) -> bool:
    """Whether both downloads show who is who, and nothing that the messenger wrote holds a name."""
    if len(others) != 1 or others[0] in NOBODY:
        return False
    if any(line.kind is MessageKind.SYSTEM or line.form is Form.SHARE_WITH_SENTENCE for line in lines):
        return False
    return {OWNER, others[0]} <= {line.sender for line in common if line.kind is MessageKind.SPEECH}


def _shows_who_is_who(before: str, lines: Sequence[Line], tail: Sequence[Line]) -> bool:
    """Whether the end of a conversation that stands in both downloads tells that two names are one person's."""
    if len({(line.sent_at_ms // _SECOND_MS, line.text) for line in tail}) < 3:
        return False
    if not all(line.kind is MessageKind.SPEECH and line.form is Form.TEXT for line in tail):
        return False
    return _can_be_renamed([before], lines, tail)
