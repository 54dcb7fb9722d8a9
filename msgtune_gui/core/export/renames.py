"""One person under two names in two copies of a thread."""

from array import array
from collections import Counter
from collections.abc import Mapping

from msgtune_gui.core.messages import Messages
from msgtune_gui.core.people import is_deleted_account


def is_nobody(name: str) -> bool:
    """Whether a name says nothing about who somebody is: it is missing, or stands for any deleted account."""
    return not name.strip() or is_deleted_account(name)


def renames(
    base: Messages, extra: Messages, *, newer: bool, pair: bool = False, by_second: bool = False
) -> dict[str, str]:
    """The names to replace in both copies of a thread: name -> the one that stays.

    Two names are one person's where the same texts at the same times stand under them and neither occurs in the
    other's copy; and in a thread of two, where one of them has the same name in both copies.

    Args:
        base: One copy.
        extra: The other copy.
        newer: Whether the second copy is the newer one.
        pair: Whether it is a thread of two people.
        by_second: Whether the second copy's times are known to the second only.
    """
    old, new = _writers(base), _writers(extra)
    gone, come = old - new, new - old
    if not gone or not come:
        return {}
    if pair and len(gone) == len(come) == 1 and old & new:
        return dict([_choice(gone.pop(), come.pop(), newer=newer)])
    common = _under_both_names(base, extra, gone, come, 1000 if by_second else 1)
    taken: dict[str, str] = {}
    for (before, after), _count in sorted(common.items(), key=lambda item: (-item[1], item[0])):
        # Of several people one placeholder is made, so it says who somebody is in a thread of two only.
        if not pair and (is_nobody(before) or is_nobody(after)):
            continue
        if not {before, after} & (taken.keys() | set(taken.values())):
            taken.update([_choice(before, after, newer=newer)])
    return taken


def renamed(messages: Messages, names: Mapping[str, str]) -> Messages:
    """The same messages under the names that stay."""
    if not names.keys() & set(messages.names):
        return messages
    wanted = [names.get(name, name) for name in messages.names]
    unique = tuple(dict.fromkeys(wanted))
    places = [unique.index(name) for name in wanted]
    senders = array("I", map(places.__getitem__, messages.senders))
    return Messages(unique, senders, messages.times, messages.texts, messages.kinds)


def _choice(before: str, after: str, *, newer: bool) -> tuple[str, str]:
    """The name that goes and the one that stays."""
    if is_nobody(before) != is_nobody(after):
        stays = after if is_nobody(before) else before
    else:
        stays = after if newer else before
    return (after if stays == before else before), stays


def _writers(messages: Messages) -> set[str]:
    return {messages.names[place] for place in set(messages.senders)}


def _under_both_names(
    base: Messages, extra: Messages, gone: set[str], come: set[str], unit_ms: int
) -> Counter[tuple[str, str]]:
    """How many texts of one time stand under each pair of names that occur in one copy only."""
    waiting: dict[tuple[int, str], str] = {}
    for sender, time, text in zip(base.senders, base.times, base.texts, strict=True):
        name = base.names[sender]
        if text and name in gone:
            waiting[time // unit_ms, text] = name
    common: Counter[tuple[str, str]] = Counter()
    for sender, time, text in zip(extra.senders, extra.times, extra.texts, strict=True):
        name = extra.names[sender]
        if text and name in come and (before := waiting.get((time // unit_ms, text))) is not None:
            common[before, name] += 1
    return common
