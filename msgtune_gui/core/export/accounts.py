"""Exports of different people chosen together."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path
from unicodedata import normalize

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.export.pieces import Piece, Root


@dataclass(frozen=True, slots=True)
class AccountChoice:
    """One of several accounts.

    Attributes:
        name: Display name of its owner.
        sources: What to read for this account alone.
    """

    name: str
    sources: tuple[Path, ...]


class DifferentAccounts(UserError):
    """What was chosen belongs to several people, and only the person can say whose export is meant.

    Attributes:
        accounts: The accounts to choose from.
    """

    def __init__(self, accounts: Sequence[AccountChoice]) -> None:
        super().__init__(
            f"These are exports of {len(accounts)} different accounts.",
            "Nothing was read together. Choose the account that is meant.",
        )
        self.accounts = tuple(accounts)


@dataclass(slots=True)
class Evidence:
    """What the files say about who owns an export.

    Attributes:
        by_profile: Folder that holds a whole export -> its owner by the profile.
        by_autofill: The same by the data that forms are filled with.
    """

    by_profile: dict[Root, str] = field(default_factory=dict)
    by_autofill: dict[Root, str] = field(default_factory=dict)

    def owners(self) -> dict[Root, str]:
        """Folder that holds a whole export -> its owner, in the form that names are compared in."""
        return {root: normalize("NFC", name) for root, name in (self.by_autofill | self.by_profile).items()}


def check_accounts(evidence: Evidence, pieces: Iterable[Piece], sources: Sequence[Path]) -> None:
    """Make sure that everything belongs to one person.

    One person has two names after changing theirs; then both exports hold the same threads.

    Args:
        evidence: Who owns what.
        pieces: All threads found.
        sources: What was chosen, by number.

    Raises:
        DifferentAccounts: It does not.
    """
    owners = evidence.owners()
    if len(set(owners.values())) < 2:
        return
    threads: dict[Root, list[Piece]] = {}
    for piece in pieces:
        threads.setdefault(piece.place.root, []).append(piece)
    people: dict[str, list[Root]] = {}
    for root, name in sorted(owners.items()):
        known = next((other for other in people if _is_same_person(name, root, other, people[other], threads)), name)
        people.setdefault(known, []).append(root)
    if len(people) > 1:
        _add_unowned(people, [root for root in threads if root not in owners], threads)
        choices = [AccountChoice(name, _paths(roots, people, sources)) for name, roots in people.items()]
        # Two accounts in one zip cannot be chosen apart, nor can one whose folder holds the other's.
        if _are_apart(choices):
            raise DifferentAccounts(choices)


def _is_same_person(
    name: str, root: Root, other: str, other_roots: Iterable[Root], threads: Mapping[Root, list[Piece]]
) -> bool:
    if name == other:
        return True
    mine = threads.get(root, [])
    theirs = [piece for other_root in other_roots for piece in threads.get(other_root, [])]
    if any({name, other} <= _people(piece) for piece in (*mine, *theirs)):
        return False
    if mine and all(other in _people(piece) for piece in mine) and not all(name in _people(piece) for piece in mine):
        return True
    first, second = _by_key(mine), _by_key(theirs)
    equal = sum(1 for key in first.keys() & second.keys() if _share_a_message(first[key], second[key]))
    return equal > 0 and 2 * equal >= min(len(first), len(second))


def _add_unowned(people: Mapping[str, list[Root]], roots: Iterable[Root], threads: Mapping[Root, list[Piece]]) -> None:
    """A part that does not say whose it is belongs to who is in all its threads, or else may be anybody's."""
    for root in roots:
        inside = [name for name in people if all(name in _people(piece) for piece in threads[root])]
        for name in inside if len(inside) == 1 else people:
            people[name].append(root)


def _paths(roots: Iterable[Root], people: Mapping[str, list[Root]], sources: Sequence[Path]) -> tuple[Path, ...]:
    known = {root for of_one in people.values() for root in of_one}
    shared = {source for source, found in Counter(source for source, _folder in known).items() if found > 1}
    inside = {source for source in shared if sources[source].is_dir()}
    paths = (sources[source] / folder if source in inside else sources[source] for source, folder in roots)
    return tuple(dict.fromkeys(paths))


def _are_apart(choices: Sequence[AccountChoice]) -> bool:
    """Whether reading what is one account's reads nothing of another that can be told to be another's."""
    owned = [set(choice.sources) for choice in choices]
    return not any(
        mine <= theirs or any(path in folder.parents for path in mine for folder in theirs)
        for mine, theirs in permutations(owned, 2)
    )


def _people(piece: Piece) -> set[str]:
    names = (name for file in piece.files for name in (*file.participants, *file.messages.names))
    return {normalize("NFC", name) for name in names}


def _by_key(pieces: Iterable[Piece]) -> dict[str, Piece]:
    return {piece.key: piece for piece in pieces if piece.key is not None}


def _share_a_message(one: Piece, two: Piece) -> bool:
    first, second = (
        {pair for file in piece.files for pair in zip(file.messages.times, file.messages.texts, strict=True)}
        for piece in (one, two)
    )
    return any(text for _time, text in first & second)
