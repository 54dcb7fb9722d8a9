"""Which copies of threads are one conversation."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from msgtune_gui.core.export.copies import Joined, OrderedPiece, compared, without
from msgtune_gui.core.export.pieces import Piece
from msgtune_gui.core.export.sameness import contradict, hold_the_same, hold_the_same_under_other_names
from msgtune_gui.core.export.shapes import Checkpoint
from msgtune_gui.core.export.threads import usual_direction

_PAIR = 2
_SECOND_MS = 1000
_FEW = 100
_SEVERAL = 600
"""Threads of which each may be compared with each."""


def joined(pieces: Sequence[Piece], checkpoint: Checkpoint) -> list[Joined]:
    """Put the copies of each conversation together.

    1. By the id of the thread, whatever box or download a copy is in, where people in common bear it out.
    2. Other threads of the same people only when they hold the same messages. People without a name, and those whose
       account is gone, are not told apart by name and so count for nothing here.
    3. Threads of two downloads that hold the same messages although a name changed.
    4. The encrypted chat of two people goes with the one classic thread that has its title.

    What none of these bears out stays apart: two people must never become one.
    """
    usual = usual_direction(file for piece in pieces if not piece.encrypted for file in piece.files)
    by_key: dict[Hashable, list[OrderedPiece]] = {}
    for number, piece in enumerate(pieces):
        checkpoint()
        copy = OrderedPiece.of(piece, usual)
        by_key.setdefault(_key(copy) or number, []).append(copy)
    threads = [thread for copies in by_key.values() for thread in _with_one_id(copies)]
    threads = _with_equal_messages(threads, checkpoint)
    threads = _with_other_names(threads, checkpoint)
    return _with_encrypted(threads)


def _key(copy: OrderedPiece) -> Hashable:
    return ("encrypted", compared(copy.thread)) if copy.encrypted and copy.thread else copy.key


def _with_one_id(copies: Sequence[OrderedPiece]) -> Iterator[Joined]:
    """Copies that have one id, which need not be one thread's: a folder's name may end with a date."""
    alike: dict[Hashable, Joined] = {}
    for copy in copies:
        about = (copy.people, copy.compared_title, copy.place.path.parent.name, copy.is_named, copy.encrypted)
        alike.setdefault(about if copy.people and not copy.encrypted else id(copy), Joined()).copies.append(copy)
    threads = list(alike.values())
    if len(threads) <= _FEW:
        threads = _united_where(threads, combinations(threads, 2), _are_of_one_id)
    yield from threads


def _are_of_one_id(one: OrderedPiece, two: OrderedPiece) -> bool:
    """Whether two copies with one id are of one thread."""
    if one.encrypted or two.encrypted:
        return one.people == two.people and one.is_of_two and two.is_of_two and not contradict(one, two)
    in_one_folder = one.place.path.parent.name == two.place.path.parent.name
    if not ((one.is_named and two.is_named) or in_one_folder):
        titles = {one.compared_title, two.compared_title} - {""}
        return (one.people == two.people and len(titles) < 2) or hold_the_same(one, two)
    common = one.people & two.people
    if len(common) >= _PAIR or one.people <= two.people or two.people <= one.people:
        return True
    # Within one download nobody has two names.
    renamed = one.is_named and two.is_named and one.download != two.download
    return bool(common) and renamed


def _with_equal_messages(threads: list[Joined], checkpoint: Checkpoint) -> list[Joined]:
    alike: defaultdict[frozenset[str], list[Joined]] = defaultdict(list)
    for thread in threads:
        alike[thread.people].append(thread)
    pairs = (pair for same in alike.values() for pair in _worth_comparing(same, _FEW) if _may_be_doubles(*pair))
    return _united_where(threads, _checked(pairs, checkpoint), hold_the_same)


def _may_be_doubles(one: Joined, two: Joined) -> bool:
    """Whether nothing says that two threads of the same people are two.

    Chats with two deleted accounts look the same where the same was said in both; one download gives them two names.
    """
    if len(one.people) >= _PAIR:
        return True
    first, second = ({copy.download for copy in thread.copies if copy.thread} for thread in (one, two))
    return not first & second


def _with_other_names(threads: list[Joined], checkpoint: Checkpoint) -> list[Joined]:
    downloads = {id(thread): thread.downloads for thread in threads}
    if len(frozenset().union(*downloads.values())) < 2:
        return threads
    people = {id(thread): thread.people for thread in threads}

    def may_be_one(pair: tuple[Joined, Joined]) -> bool:
        one, two = map(id, pair)
        return people[one] != people[two] and bool(people[one] & people[two]) and not downloads[one] & downloads[two]

    pairs = filter(may_be_one, _worth_comparing(threads, _SEVERAL))
    return _united_where(threads, _checked(pairs, checkpoint), hold_the_same_under_other_names)


def _checked(pairs: Iterable[tuple[Joined, Joined]], checkpoint: Checkpoint) -> Iterator[tuple[Joined, Joined]]:
    for pair in pairs:
        checkpoint()
        yield pair


def _united_where(
    threads: Sequence[Joined],
    pairs: Iterable[tuple[Joined, Joined]],
    are_one: Callable[[OrderedPiece, OrderedPiece], bool],
) -> list[Joined]:
    """The threads, those put together of which any two copies are one; the order of the pairs makes no difference."""
    whole = {id(thread): thread for thread in threads}

    def now(thread: Joined) -> Joined:
        while (further := whole[id(thread)]) is not thread:
            thread = further
        return thread

    copies = {id(thread): tuple(thread.copies) for thread in threads}
    for one, two in pairs:
        first, second = now(one), now(two)
        if first is second or not any(are_one(a, b) for a in copies[id(one)] for b in copies[id(two)]):
            continue
        first.copies.extend(second.copies)
        whole[id(second)] = first
    return without(threads, {key for key, thread in whole.items() if id(thread) != key})


def _worth_comparing(threads: Sequence[Joined], most: int) -> Iterator[tuple[Joined, Joined]]:
    """Pairs that may hold the same messages.

    Within one download a double is a whole one, so that it begins or ends with its original; two downloads may be of
    different years. There can be thousands of threads with nobody who has a name, too many to compare each with each.
    """
    by_end: defaultdict[int, list[Joined]] = defaultdict(list)
    for thread in threads:
        ends = {
            end // _SECOND_MS
            for copy in thread.copies
            if (times := copy.messages.times)
            for end in (times[0], times[-1])
        }
        for end in ends:
            by_end[end].append(thread)
    for near in by_end.values():
        yield from combinations(near, 2) if len(near) <= _FEW else pairwise(near)
    if len(threads) <= most:
        roots = [thread.roots for thread in threads]
        for one, two in combinations(range(len(threads)), 2):
            if not roots[one] & roots[two]:
                yield threads[one], threads[two]


def _with_encrypted(threads: list[Joined]) -> list[Joined]:
    """Put the encrypted chat of two people to their classic thread, where there is one of each and no other may be."""
    encrypted: defaultdict[frozenset[str], list[Joined]] = defaultdict(list)
    classic: defaultdict[frozenset[str], list[Joined]] = defaultdict(list)
    for thread in threads:
        for people in {copy.people for copy in thread.copies if thread.may_be_of_two}:
            (encrypted if thread.encrypted else classic)[people].append(thread)
    gone: set[int] = set()
    for people, chats in encrypted.items():
        if len(people) != _PAIR or len(chats) > 1 or not all(copy.is_of_two for copy in chats[0].copies):
            continue
        [chat] = chats
        titles = _titles(chat)
        if not titles <= people:
            continue
        # In 2018 only the other person was listed, who may be all that wrote.
        one_sided = [thread for name in titles for thread in classic[frozenset({name})]]
        fitting = _fitting([*classic[people], *one_sided], titles or people)
        if len(fitting) == 1 and id(fitting[0]) not in gone:
            fitting[0].copies.extend(chat.copies)
            gone.add(id(chat))
    return without(threads, gone)


def _fitting(threads: Sequence[Joined], names: frozenset[str]) -> list[Joined]:
    """Those called as the other person is; where none is called so, one without a title that is the only one."""
    called = [thread for thread in threads if _titles(thread) & names]
    return called or (list(threads) if len(threads) == 1 and not _titles(threads[0]) else [])


def _titles(thread: Joined) -> frozenset[str]:
    return frozenset(copy.compared_title for copy in thread.copies) - {""}
