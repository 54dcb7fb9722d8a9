"""What has to hold for the examples of any export and for the account of its messages, whatever is chosen."""

import random
import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from msgtune_gui.core.examples import SlicingPlan, iter_examples, plan_examples
from msgtune_gui.core.messages import MessageKind, Messages
from msgtune_gui.core.model import (
    Account,
    Conversation,
    Example,
    Export,
    GroupChoice,
    GroupSpeakers,
    PrivateDetails,
    PrivateKind,
    Role,
    Selection,
    SlicingMode,
    SlicingOptions,
)

_NUMBER = re.compile(r"\bm(\d+)m\b")
_WITH_TEXT = (MessageKind.LINK, MessageKind.SYSTEM, MessageKind.CALL, MessageKind.REACTION)


def with_numbers(export: Export) -> Export:
    """The export with every text replaced by a number of its own, so that it can be known again in an example."""
    done = 0
    conversations: list[Conversation] = []
    for conversation in export.conversations:
        messages = conversation.messages
        texts = [f"m{done + place}m" if (text or "").strip() else None for place, text in enumerate(messages.texts)]
        done += len(messages)
        numbered = Messages(messages.names, messages.senders, messages.times, texts, messages.kinds)
        conversations.append(replace(conversation, messages=numbered))
    return replace(export, conversations=tuple(conversations))


def any_selection(chance: random.Random, export: Export) -> Selection:
    """One of the choices that a person can make of an export; private details stay as they are."""
    times = [time for conversation in export.conversations for time in conversation.messages.times] or [0]
    names = sorted({name for conversation in export.conversations for name in conversation.messages.names})
    identifiers = [conversation.identifier for conversation in export.conversations]
    some = frozenset(chance.sample(identifiers, chance.randint(0, len(identifiers))))
    return Selection(
        ticked=chance.choice((None, None, some)),
        groups=chance.choice(list(GroupChoice)),
        least_messages=chance.choice((0, 0, 3, 10)),
        from_ms=chance.choice((None, None, chance.choice(times))),
        until_ms=chance.choice((None, None, chance.choice(times))),
        without_people=frozenset(chance.sample(names, chance.choice((0, 0, 1)) if names else 0)),
        deleted_accounts=chance.random() < 0.5,
        kinds=frozenset({MessageKind.SPEECH, *chance.sample(_WITH_TEXT, chance.randint(0, len(_WITH_TEXT)))}),
        masked=frozenset(),
        group_speakers=chance.choice(list(GroupSpeakers)),
    )


def any_private_selection(chance: random.Random, export: Export) -> Selection:
    """Choices about private details and names, of an export that was looked through."""
    kinds = list(PrivateKind)
    masked = frozenset(chance.sample(kinds, chance.randint(0, len(kinds))))
    frames = [frame.words for frame in export.frames or ()]
    return Selection(
        masked=masked,
        dropped=frozenset(chance.sample(kinds, 2)) - masked,
        dropped_frames=frozenset(chance.sample(frames, chance.randint(0, len(frames)))),
        invented_names=chance.random() < 0.5,
        group_speakers=chance.choice(list(GroupSpeakers)),
    )


def wrong_details(export: Export) -> Iterator[str]:
    """Every private detail that does not lie in its text, and every frame that names a message that is not there."""
    by_identifier = {conversation.identifier: conversation.messages for conversation in export.conversations}
    for identifier, places in (export.private or PrivateDetails()).found.items():
        for place, details in places.items():
            text = by_identifier[identifier].texts[place] or ""
            end = 0
            for detail in details:
                if not end <= detail.start < detail.end <= len(text):
                    yield f"{identifier} {place}: {detail} in {text!r}"
                end = detail.end
    for frame in export.frames or ():
        if frame.senders < 3 or not all(
            0 <= place < len(by_identifier[identifier]) for identifier, of in frame.places.items() for place in of
        ):
            yield f"{frame}"


def unnumbered_differences(export: Export, sender: str, selection: Selection, options: SlicingOptions) -> Iterator[str]:
    """Every way in which examples made of real texts are wrong, whatever is masked or renamed."""
    plan = plan_examples(export, sender, options, selection)
    count = plan.count(options.chunk, options.overlap)
    examples = list(iter_examples(plan, options))
    if count.examples != len(examples):
        yield f"{len(examples)} examples, counted {count.examples}"
    if count.account.read != count.account.used + sum(count.account.left_out.values()):
        yield f"the account does not add up: {count.account}"
    for number, example in enumerate(examples):
        yield from (f"example {number} {words}" for words in _wrong_example(example, plan, options))


def slicing_differences(export: Export, sender: str, selection: Selection, options: SlicingOptions) -> Iterator[str]:
    """Every way in which examples or account are wrong.

    Args:
        export: From `with_numbers`.
        sender: Who becomes the AI.
        selection: What is learned from.
        options: How examples are cut.
    """
    plan = plan_examples(export, sender, options, selection)
    count = plan.count(options.chunk, options.overlap)
    examples = list(iter_examples(plan, options))
    if count.examples != len(examples):
        yield f"{len(examples)} examples, counted {count.examples}"
    yield from _wrong_account(export, count.account, examples)
    if options.mode is SlicingMode.RECOMMENDED:
        for number, example in enumerate(examples):
            yield from (f"example {number} {words}" for words in _wrong_example(example, plan, options))


def _wrong_account(export: Export, account: Account, examples: list[Example]) -> Iterator[str]:
    stored = export.doubles + sum(len(conversation.messages) for conversation in export.conversations)
    used = {found for example in examples for turn in example.turns for found in _NUMBER.findall(turn.text)}
    if account.read != stored:
        yield f"read {account.read} of {stored} messages"
    if account.used != len(used):
        yield f"{len(used)} messages are in examples, {account.used} in the account"
    if account.read != account.used + sum(account.left_out.values()):
        yield f"the account does not add up: {account}"
    if any(number <= 0 for number in account.left_out.values()):
        yield f"a reason without a message: {account}"


def _wrong_example(example: Example, plan: SlicingPlan, options: SlicingOptions) -> Iterator[str]:
    roles = [turn.role for turn in example.turns]
    if plan.system_prompt and roles[:1] == [Role.SYSTEM]:
        roles = roles[1:]
    if not 2 <= len(roles) <= options.chunk:
        yield f"has {len(roles)} turns"
    if roles[-1:] != [Role.ASSISTANT]:
        yield "does not end on the assistant"
    if any(one is other for one, other in pairwise(roles)):
        yield f"does not alternate: {roles}"
    if not all(turn.text.strip() for turn in example.turns):
        yield "has a turn without words"
