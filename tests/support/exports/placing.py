"""Where in a download a thread stands, and in which files."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tests.support.exports.beside import junk
from tests.support.exports.classic import (
    ASCII,
    BOXES,
    INSTAGRAM_BOXES,
    META,
    RAW_MOJIBAKE,
    SAVED_AGAIN,
    TOPS,
    Script,
    ThreadHead,
    parts_one_time,
    thread_files,
)
from tests.support.exports.encrypted import encrypted_thread
from tests.support.exports.truth import Line, Shape, Tree
from tests.support.exports.words import DELETED, OWNER


@dataclass(frozen=True, slots=True)
class Place:
    """A thread's place in a download.

    Attributes:
        shape: Generation of the download.
        identifier: The number that Meta gives the thread.
        others: Everybody in it but the owner.
        box: Its box; None for any.
        whole: All its files have to stay together.
        group: Title of a group of however many people; "" for a chat, or the usual title of a larger group.
    """

    shape: Shape
    identifier: int
    others: Sequence[str]
    box: str | None = None
    whole: bool = False
    group: str = ""

    @property
    def slug(self) -> str:
        """The name of the thread's folder."""
        first = self.others[0]
        if self.group:
            return f"group_{self.identifier}"
        if not first:
            return str(self.identifier)
        if first == DELETED:
            return f"facebookuser_{self.identifier}"
        letters = "".join(letter for letter in first.lower() if letter.isascii() and letter.isalpha())
        return f"{letters}_{self.identifier}"

    @property
    def head(self) -> ThreadHead:
        """What its files say besides messages."""
        is_group = len(self.others) > 1 or bool(self.group)
        title = self.group or ("Shed builders žlutí" if is_group else self.others[0])
        return ThreadHead(f"{self.box}/{self.slug}", title, [*self.others, OWNER], is_group)


def place_classic(chance: random.Random, tree: Tree, place: Place, lines: Sequence[Line]) -> None:
    """Put a thread into a download as its generation has it."""
    shape = place.shape
    if place.box is None:
        boxes = INSTAGRAM_BOXES if shape is Shape.INSTAGRAM else BOXES
        place = replace(place, box=chance.choice(boxes))
    folder = _folder(place)
    names = _names(chance, place, len(lines))
    files = thread_files(chance, place.head, lines, shape, _script(chance, place), names)
    tree.add({f"{folder}/{name}": data for name, data in files.items()})
    if place.whole or parts_one_time(lines, len(names)):
        tree.whole.add(folder)
    if chance.random() < 0.1:
        tree.add(junk(folder))


def place_group_messages(chance: random.Random, tree: Tree, place: Place, lines: Sequence[Line]) -> None:
    """Put a group's thread into the folder where Meta repeats it."""
    head = replace(place.head, path=f"inbox/{place.slug}")
    name = f"{place.identifier}.json"
    files = thread_files(chance, head, lines, place.shape, META, [name])
    tree.add({f"your_facebook_activity/groups/your_group_messages/{name}": files[name]})


def place_encrypted(
    chance: random.Random, tree: Tree, folder: str, number: int, others: Sequence[str], lines: Sequence[Line]
) -> None:
    """Put a thread into the download of encrypted chats, beside the folder with their media."""
    name = f"{others[0]}_{number}"
    tree.add({f"{folder}{name}.json": encrypted_thread(chance, name, [OWNER, *others], lines)})
    tree.add({f"{folder}media/{number}.jpeg": b"\xff\xd8\xff\xe0"})


def _folder(place: Place) -> str:
    top = TOPS[place.shape]
    match place.shape:
        case Shape.SPRING_2018:
            return f"{top}/{place.slug}"
        case Shape.HOGWARTS:
            return f"{top}/inbox/{place.slug}"
        case Shape.LOOK_ALIKE:
            return f"{top}/{place.slug}"
    return f"{top}/{place.box}/{place.slug}"


def _names(chance: random.Random, place: Place, count: int) -> list[str]:
    """Names of the thread's files, the newest first."""
    match place.shape:
        case Shape.SPRING_2018:
            return ["message.json"]
        case Shape.HOGWARTS:
            return [f"messages_{place.slug}.json"]
        case Shape.LOOK_ALIKE:
            return ["chat.json"]
    files = chance.randint(1, max(1, min(12, count // 4)))
    if files == 1 and chance.random() < 0.1:
        return ["messa.json"]
    first = chance.choice((1, 1, 1, 2))
    gap = chance.choice((0, 0, 1))
    return [f"message_{first + number + gap * (number > 1)}.json" for number in range(files)]


def _script(chance: random.Random, place: Place) -> Script:
    if place.shape is Shape.HOGWARTS:
        return replace(ASCII, indented=False)
    if place.shape is Shape.LOOK_ALIKE:
        return SAVED_AGAIN
    script = chance.choices((META, RAW_MOJIBAKE), (9, 1))[0]
    if chance.random() < 0.05:
        script = replace(script, byte_order_mark=True)
    if chance.random() < 0.1:
        script = replace(script, indented=False)
    if chance.random() < 0.1:
        script = replace(script, decomposed_names=True)
    return script
