"""What of an export is learned from, chosen on the command line."""

import argparse
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from msgtune_gui.cli.reading import conversation_called, listed_conversations, person_called
from msgtune_gui.core.errors import UserError
from msgtune_gui.core.messages import MessageKind
from msgtune_gui.core.model import (
    Conversation,
    Export,
    GroupChoice,
    GroupSpeakers,
    PrivateAction,
    PrivateKind,
    Selection,
)
from msgtune_gui.core.people import namesakes
from msgtune_gui.core.selection import filtered_conversations

_DELETED_ACCOUNTS = "deleted-accounts"
_ALL = "all"
_KINDS = {kind.value: kind for kind in MessageKind if kind is not MessageKind.SPEECH}
_GROUPS = {"all": GroupChoice.ALL, "without": GroupChoice.WITHOUT_GROUPS, "only": GroupChoice.ONLY_GROUPS}
_PRIVATE_KINDS = {kind.value.replace("_", "-"): kind for kind in PrivateKind}
_PRIVATE_WORDS = f"KIND is one of {', '.join(_PRIVATE_KINDS)} or all; then = and keep, mask or drop"
_IN = "learn from this conversation alone, by its id or title; can be given several times"
_ONE_PERSON = "conversations with people of the AI's name are all with one person"


def add_choices(parser: argparse.ArgumentParser) -> None:
    """Add the arguments that a Selection is made of."""
    group = parser.add_argument_group("what is learned from")
    group.add_argument("--from", dest="from_day", metavar="DATE", help="leave out messages before this day")
    group.add_argument("--until", dest="until_day", metavar="DATE", help="leave out messages after this day")
    group.add_argument("--in", dest="within", action="append", default=[], metavar="CONVERSATION", help=_IN)
    group.add_argument("--not-in", action="append", default=[], metavar="CONVERSATION", help="all but this one")
    group.add_argument("--one-person", action="store_true", help=_ONE_PERSON)
    group.add_argument("--groups", choices=list(_GROUPS), default="all", help="conversations of more than two people")
    group.add_argument("--least-messages", type=int, default=0, metavar="N", help="leave out shorter conversations")
    group.add_argument("--without", action="append", default=[], metavar="NAME", help="leave out a person's messages")
    group.add_argument(
        "--keep",
        action="append",
        default=[],
        choices=[*_KINDS, _DELETED_ACCOUNTS],
        help="learn from this kind of message too",
    )
    group.add_argument("--drop-automatic", action="store_true", help="leave out sentences that look automatic")
    group.add_argument("--private", action="append", default=[], metavar="KIND=ACTION", help=_PRIVATE_WORDS)
    group.add_argument("--invented-names", action="store_true", help="replace the names of other people")
    group.add_argument(
        "--group-speakers",
        choices=[speakers.value for speakers in GroupSpeakers],
        default=GroupSpeakers.NAMED.value,
        help="name who speaks in a group, or not (default: named)",
    )


def selection_of(options: argparse.Namespace) -> Selection:
    """The choices as far as they can be told before the export is read: without people and sentences.

    Raises:
        UserError: A date or a private kind cannot be understood.
    """
    actions = _private_actions(options.private)
    return Selection(
        groups=_GROUPS[options.groups],
        least_messages=options.least_messages,
        from_ms=_start_of_day(options.from_day),
        until_ms=_start_of_day(options.until_day, days_later=1),
        deleted_accounts=_DELETED_ACCOUNTS in options.keep,
        kinds=frozenset({MessageKind.SPEECH, *(_KINDS[kind] for kind in options.keep if kind in _KINDS)}),
        masked=_with_action(actions, PrivateAction.MASK),
        dropped=_with_action(actions, PrivateAction.DROP),
        invented_names=options.invented_names,
        group_speakers=GroupSpeakers(options.group_speakers),
    )


def people_left_out(names: Iterable[str], sender: str, people: Iterable[str]) -> frozenset[str]:
    """The people whose messages are left out.

    Raises:
        UserError: Nobody is called so, or it is the one who becomes the AI.
    """
    everybody = list(people)
    without = frozenset(person_called(name, everybody) for name in names)
    if sender in without:
        raise UserError(
            "The one who becomes the AI cannot be left out.", "Name somebody else with --sender or with --without."
        )
    return without


def conversations_chosen(options: argparse.Namespace, conversations: Sequence[Conversation]) -> frozenset[str] | None:
    """Identifiers of the conversations that are learned from; None for all.

    Raises:
        UserError: There is no conversation of a name.
    """
    if not options.within and not options.not_in:
        return None
    within = [conversation_called(name, conversations) for name in options.within]
    not_in = {conversation_called(name, conversations) for name in options.not_in}
    chosen = within if options.within else [conversation.identifier for conversation in conversations]
    return frozenset(chosen) - not_in


def check_one_person(export: Export, sender: str, selection: Selection) -> None:
    """See to it that no two people of one name are learned from as one.

    Raises:
        UserError: It may be so; names the conversations.
    """
    left_out = filtered_conversations(export.conversations, selection, _go_on)
    used = [one for one in export.conversations if one.identifier not in left_out]
    if selection.ticked is not None:
        used = [one for one in used if one.identifier in selection.ticked]
    found = namesakes(used, sender, export.owner)
    if found:
        raise UserError(
            f"“{sender}” may be several people: there are {len(found)} conversations with somebody of that name.",
            "Nothing was written. Leave out those with somebody else by --not-in CONVERSATION, or add --one-person if"
            f" all are with the same person. {listed_conversations(found)}",
        )


def _go_on() -> None:
    """Ctrl-C ends the process by itself."""


def _start_of_day(day: str | None, *, days_later: int = 0) -> int | None:
    """The first millisecond of a day where this computer is."""
    if day is None:
        return None
    try:
        start = datetime.combine(date.fromisoformat(day) + timedelta(days=days_later), time())
        return round(start.astimezone().timestamp() * 1000)
    except (ValueError, OverflowError):
        raise UserError(f"“{day}” is not a day.", "Write year, month and day like this: 2019-12-31.") from None


def _private_actions(wishes: Iterable[str]) -> Mapping[PrivateKind, PrivateAction]:
    actions = dict.fromkeys(Selection().masked, PrivateAction.MASK)
    for wish in wishes:
        kind, _, action = wish.partition("=")
        known = kind == _ALL or kind in _PRIVATE_KINDS
        if not known or action not in set(PrivateAction):
            raise UserError(f"“{wish}” is not a choice about private details.", f"{_PRIVATE_WORDS}: phone=drop.")
        for each in PrivateKind if kind == _ALL else (_PRIVATE_KINDS[kind],):
            actions[each] = PrivateAction(action)
    return actions


def _with_action(actions: Mapping[PrivateKind, PrivateAction], wanted: PrivateAction) -> frozenset[PrivateKind]:
    return frozenset(kind for kind, action in actions.items() if action is wanted)
