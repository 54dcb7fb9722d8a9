"""Names that stand for deleted accounts, told by how many conversations of two have them."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from unicodedata import normalize

from msgtune_gui.core.export.pieces import Piece, Root
from msgtune_gui.core.export.renames import is_nobody, renamed
from msgtune_gui.core.people import DELETED_ACCOUNT
from msgtune_gui.core.user_words import SERVICE

_PAIR = 2
_FEWEST = 2
_FOLDER = re.compile(r"(?:facebook|instagram)user_")


def names_of_nobody(pieces: Iterable[Piece]) -> frozenset[str]:
    """The names under which one export has several conversations of two, as it has of all deleted accounts together.

    Meta gives a conversation of two the other one's name for its title. Several of one title may as well be with
    namesakes, so the name has to hold that of the service, or a folder has to be called as Meta calls those of users
    without a name.
    """
    threads: defaultdict[tuple[Root, str], set[str]] = defaultdict(set)
    marked: set[str] = set()
    for piece in pieces:
        name = _other_one(piece)
        if name and piece.key is not None and not is_nobody(name):
            threads[piece.place.root, name].add(piece.key)
            if SERVICE.search(name.casefold()) or _FOLDER.search(f"{piece.thread}/{piece.place.path}"):
                marked.add(name)
    return frozenset(name for (_, name), keys in threads.items() if name in marked and len(keys) >= _FEWEST)


def call_nobody(pieces: Iterable[Piece], names: frozenset[str]) -> None:
    """Put the English name of all deleted accounts in place of these names."""
    if not names:
        return
    called = dict.fromkeys(names, DELETED_ACCOUNT)
    for piece in pieces:
        piece.files[:] = [
            replace(
                file,
                participants=tuple(dict.fromkeys(called.get(name, name) for name in file.participants)),
                messages=renamed(file.messages, called),
            )
            for file in piece.files
        ]


def _other_one(piece: Piece) -> str:
    """The name that is the title of a conversation of two; "" for any other conversation."""
    people = {name for file in piece.files for name in (*file.participants, *file.messages.names)}
    if len(people) != _PAIR:
        return ""
    titles = {normalize("NFC", file.title) for file in piece.files}
    return next((name for name in people if normalize("NFC", name) in titles), "")
