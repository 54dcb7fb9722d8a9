"""Exports of different people chosen together."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import permutations
from pathlib import Path
from unicodedata import normalize

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.export.owner_by_chats import could_be_of_others, pairs_of, people_in, possible_owners
from msgtune_gui.core.export.pieces import Piece, Root

_FEWEST_FRIENDS = 3


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
            "Nothing was read together. Choose which account to read.",
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


Threads = Mapping[Root, Sequence[Piece]]


def check_accounts(evidence: Evidence, pieces: Iterable[Piece], sources: Sequence[Path]) -> None:
    """Make sure that everything belongs to one person.

    Whose an export is its files say, or else its chats of two people, in each of which its owner is. One person has
    two names after changing theirs; then both exports hold the same threads, or chats with the same friends. Parts
    without a conversation are no account of their own.

    Args:
        evidence: Who owns what.
        pieces: All threads found.
        sources: What was chosen, by number.

    Raises:
        DifferentAccounts: It does not.
    """
    threads: dict[Root, list[Piece]] = {}
    for piece in pieces:
        threads.setdefault(piece.place.root, []).append(piece)
    if len(threads) < 2:
        return
    possible = possible_owners(threads)
    known = {root: next(iter(names)) for root, names in possible.items() if len(names) == 1} | evidence.owners()
    people: dict[str, list[Root]] = {}
    for root, name in sorted(known.items()):
        same = next((other for other in people if _is_same_person(name, root, other, people[other], threads)), name)
        people.setdefault(same, []).append(root)
    unowned = [root for root in threads if root not in known]
    if len(people) < 2:
        of_two = [root for root in unowned if root in possible and could_be_of_others(root, threads[root])]
        _add_ambiguous(people, of_two, possible)
    placed = {root for roots in people.values() for root in roots}
    anybodys = _add_unowned(people, [root for root in unowned if root not in placed], threads)
    people = {name: roots for name, roots in people.items() if any(root in threads for root in roots)}
    if len(people) > 1:
        choices = [AccountChoice(name, _paths([*roots, *anybodys], people, sources)) for name, roots in people.items()]
        # An account whose folder or zip holds the other's cannot be chosen apart from it.
        if _are_apart(choices):
            raise DifferentAccounts(choices)


def _is_same_person(name: str, root: Root, other: str, other_roots: Iterable[Root], threads: Threads) -> bool:
    if name == other:
        return True
    mine = threads.get(root, [])
    theirs = [piece for other_root in other_roots for piece in threads.get(other_root, [])]
    if any({name, other} <= people_in(piece) for piece in (*mine, *theirs)):
        return False
    if _is_elsewhere_called(other, name, mine) or _is_elsewhere_called(name, other, theirs):
        return True
    first, second = _by_key(mine), _by_key(theirs)
    equal = sum(1 for key in first.keys() & second.keys() if _share_a_message(first[key], second[key]))
    if equal > 0 and 2 * equal >= min(len(first), len(second)):
        return True
    friends, their_friends = (_friends(own, pieces) for own, pieces in ((name, mine), (other, theirs)))
    common = len(friends & their_friends)
    return common >= _FEWEST_FRIENDS and 2 * common > min(len(friends), len(their_friends))


def _is_elsewhere_called(name: str, by_file: str, pieces: Sequence[Piece]) -> bool:
    """Whether one who is called so by a file about the account is called otherwise in all its threads."""
    if not pieces or not all(name in people_in(piece) for piece in pieces):
        return False
    return not all(by_file in people_in(piece) for piece in pieces)


def _friends(name: str, pieces: Iterable[Piece]) -> set[str]:
    return {friend for pair in pairs_of(pieces) if name in pair for friend in pair} - {name}


def _add_ambiguous(
    people: dict[str, list[Root]], roots: Iterable[Root], possible: Mapping[Root, frozenset[str]]
) -> None:
    """A part with one chat alone is of either of its two people, so of another account where both are strangers."""
    groups: list[tuple[set[str], list[Root]]] = []
    for root in roots:
        names = set(possible[root])
        if names & people.keys():
            continue
        common, together = set(names), [root]
        for group in [group for group in groups if group[0] & names]:
            groups.remove(group)
            common |= group[0]
            together = [*group[1], *together]
        groups.append((common, together))
    for _names, together in groups:
        either = [possible[root] for root in together]
        owners = frozenset.intersection(*either) or frozenset.union(*either)
        people[" or ".join(sorted(owners))] = together


def _add_unowned(people: Mapping[str, list[Root]], roots: Iterable[Root], threads: Threads) -> list[Root]:
    """A part that does not say whose it is belongs to who is in all its threads; gives those that may be anybody's."""
    anybodys = []
    for root in roots:
        inside = [name for name in people if all(name in people_in(piece) for piece in threads[root])]
        if len(inside) == 1:
            people[inside[0]].append(root)
        else:
            anybodys.append(root)
    return anybodys


def _paths(roots: Iterable[Root], people: Mapping[str, list[Root]], sources: Sequence[Path]) -> tuple[Path, ...]:
    known = {root for of_one in people.values() for root in of_one}
    shared = {source for source, found in Counter(source for source, _folder in known).items() if found > 1}
    above = {number for number, path in enumerate(sources) if any(path in other.parents for other in sources)}
    inside = shared | above
    paths = (sources[source] / folder if source in inside else sources[source] for source, folder in roots)
    return tuple(dict.fromkeys(paths))


def _are_apart(choices: Sequence[AccountChoice]) -> bool:
    """Whether reading what is one account's reads nothing of another that can be told to be another's."""
    owned = [set(choice.sources) for choice in choices]
    return not any(
        mine <= theirs or any(path in folder.parents for path in mine for folder in theirs)
        for mine, theirs in permutations(owned, 2)
    )


def _by_key(pieces: Iterable[Piece]) -> dict[str, Piece]:
    return {piece.key: piece for piece in pieces if piece.key is not None}


def _share_a_message(one: Piece, two: Piece) -> bool:
    first, second = (
        {pair for file in piece.files for pair in zip(file.messages.times, file.messages.texts, strict=True)}
        for piece in (one, two)
    )
    return any(text for _time, text in first & second)
