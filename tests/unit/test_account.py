"""What became of every message: the closed form against a recount, message by message, that knows no shortcuts."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import PurePath

from hypothesis import given, settings
from hypothesis import strategies as st

from msgtune_gui.core.examples import iter_examples, plan_examples
from msgtune_gui.core.messages import Message, MessageKind, Messages
from msgtune_gui.core.model import (
    Conversation,
    Export,
    GroupChoice,
    GroupSpeakers,
    LeftOutReason,
    PrivateDetail,
    PrivateDetails,
    PrivateKind,
    Selection,
    SentenceFrame,
    SlicingMode,
    SlicingOptions,
)
from msgtune_gui.core.selection import left_out_rows

_AI = "Alma"
_GONE = "Facebook user"
_PAUSE = 1000
_FRAME = "… waved."
_TOKEN = re.compile(r"m\d+")
_SLICING_REASONS = {LeftOutReason.NO_REPLY, LeftOutReason.TOO_SHORT, LeftOutReason.CUT_TAIL}

_Part = tuple[str, int, int, MessageKind, PrivateKind | None, bool]

_parts = st.lists(
    st.tuples(
        st.sampled_from([_AI, _AI, _AI, "Ewa", "Ewa", "Dario", _GONE, ""]),
        st.sampled_from([0, 1, 1, _PAUSE, _PAUSE + 1]),
        st.integers(0, 7),
        st.sampled_from([MessageKind.SPEECH] * 12 + list(MessageKind)),
        st.sampled_from([None] * 8 + [PrivateKind.EMAIL, PrivateKind.PHONE]),
        st.booleans(),
    ),
    max_size=30,
)


@dataclass(frozen=True)
class Case:
    """An export, and what the person chose; `exact` is LangChain's way without any choice."""

    export: Export
    selection: Selection
    exact: bool = False


def _text(shape: int, number: int) -> str | None:
    """A text that names its message, or one of those in which nothing is said."""
    return (None, "", " \n", f" m{number} ", f"m{number}\nč 😂", *[f"m{number}x"] * 3)[shape]


@st.composite
def _cases(draw: st.DrawFn) -> Case:
    conversations: list[Conversation] = []
    private: dict[str, dict[int, tuple[PrivateDetail, ...]]] = {}
    automatic: dict[str, tuple[int, ...]] = {}
    number = 0
    for place, parts in enumerate(draw(st.lists(_parts, max_size=4))):
        identifier = f"inbox/{place}"
        now = 5000 * place
        messages: list[Message] = []
        for sender, gap, shape, kind, _, _ in parts:
            now += gap
            messages.append(Message(sender, now, _text(shape, number), kind))
            number += 1
        said = [index for index, message in enumerate(messages) if _TOKEN.search(message.text or "")]
        private[identifier] = {i: (PrivateDetail(k, 0, 0, 1),) for i in said if (k := parts[i][4]) is not None}
        automatic[identifier] = tuple(i for i in said if parts[i][5])
        conversations.append(
            Conversation(identifier, identifier, (_AI, "Ewa"), Messages.of(messages), draw(st.booleans()))
        )
    frame = SentenceFrame(_FRAME, 3, (), automatic)
    export = Export(
        PurePath("export"),
        tuple(conversations),
        doubles=draw(st.integers(0, 3)),
        frames=(frame,),
        private=PrivateDetails(private),
    )
    limits = st.none() | st.integers(0, 20_000)
    selection = st.builds(
        Selection,
        ticked=st.none() | st.frozensets(st.sampled_from([f"inbox/{place}" for place in range(4)])),
        groups=st.sampled_from(GroupChoice),
        least_messages=st.integers(0, 10),
        from_ms=limits,
        until_ms=limits,
        without_people=st.frozensets(st.sampled_from(["Dario", "", _GONE])),
        deleted_accounts=st.booleans(),
        kinds=st.frozensets(st.sampled_from(MessageKind)).map(lambda kinds: kinds | {MessageKind.SPEECH}),
        dropped_frames=st.frozensets(st.just(_FRAME)),
        masked=st.just(frozenset[PrivateKind]()),
        dropped=st.frozensets(st.sampled_from(PrivateKind)),
        group_speakers=st.sampled_from(GroupSpeakers),
    )
    return Case(export, draw(st.just(Selection()) | selection), draw(st.booleans()))


def _kind(message: Message) -> MessageKind:
    blank = message.kind is MessageKind.SPEECH and not (message.text or "").strip()
    return MessageKind.EMPTY if blank else message.kind


def _details(case: Case, conversation: Conversation, place: int) -> tuple[PrivateDetail, ...]:
    assert case.export.private is not None
    return case.export.private.found[conversation.identifier].get(place, ())


def _reasons(case: Case, conversation: Conversation, place: int) -> Iterator[LeftOutReason]:
    """Every reason before the slicing that holds for one message."""
    chosen, message = case.selection, conversation.messages[place]
    if chosen.ticked is not None and conversation.identifier not in chosen.ticked:
        yield LeftOutReason.NOT_TICKED
    if chosen.groups is (GroupChoice.WITHOUT_GROUPS if conversation.is_group else GroupChoice.ONLY_GROUPS):
        yield LeftOutReason.GROUPS
    if len(conversation.messages) < chosen.least_messages:
        yield LeftOutReason.SHORT_CONVERSATION
    start, stop = chosen.from_ms or 0, chosen.until_ms if chosen.until_ms is not None else message.sent_at_ms + 1
    if not start <= message.sent_at_ms < stop:
        yield LeftOutReason.OUTSIDE_DATES
    if message.sender in chosen.without_people:
        yield LeftOutReason.PERSON
    if message.sender == _GONE and not chosen.deleted_accounts:
        yield LeftOutReason.DELETED_ACCOUNT
    if _kind(message) not in chosen.kinds:
        yield LeftOutReason(_kind(message).value)
    frames = [frame for frame in case.export.frames or () if frame.words in chosen.dropped_frames]
    if any(place in frame.places[conversation.identifier] for frame in frames):
        yield LeftOutReason.AUTOMATIC
    if any(detail.kind in chosen.dropped for detail in _details(case, conversation, place)):
        yield LeftOutReason.PRIVATE


def _sessions(case: Case, conversation: Conversation, kept: list[int], *, langchain: bool) -> Iterator[list[list[int]]]:
    """The runs of each dialogue, as places of messages."""
    messages = conversation.messages
    if langchain:
        yield [list(run) for _, run in groupby(kept, key=lambda place: messages[place].sender)]
        return
    session: list[int] = []
    for place in kept:
        if session and messages[place].sent_at_ms - messages[session[-1]].sent_at_ms > _PAUSE:
            yield [list(run) for _, run in groupby(session, key=lambda at: messages[at].sender == _AI)]
            session = []
        session.append(place)
    yield [list(run) for _, run in groupby(session, key=lambda at: messages[at].sender == _AI)]


def _windows(turns: int, options: SlicingOptions) -> list[range]:
    chunk, overlap = options.chunk, options.overlap
    if options.mode is SlicingMode.LANGCHAIN:
        return [range(start, start + chunk) for start in range(0, turns - chunk + 1, chunk - overlap)]
    step = max(2, (chunk - overlap) - (chunk - overlap) % 2)
    windows: list[range] = []
    while turns >= 2:
        windows.append(range(max(0, turns - chunk), turns))
        turns = 0 if turns <= chunk else turns - step
    return windows


def _of_session(
    conversation: Conversation, runs: list[list[int]], options: SlicingOptions
) -> Iterator[tuple[int, LeftOutReason | None]]:
    """Each message of a dialogue, and why it is in no example."""
    langchain = options.mode is SlicingMode.LANGCHAIN
    by_ai = [conversation.messages[run[0]].sender == _AI for run in runs]
    replied = max((place + 1 for place, ai in enumerate(by_ai) if ai), default=0)
    usable = (len(runs) if replied else 0) if langchain else replied
    windows = _windows(usable, options)
    covered = {turn for window in windows for turn in window}
    for turn, run in enumerate(runs):
        reason: LeftOutReason | None = None
        if turn >= usable:
            reason = LeftOutReason.NO_REPLY
        elif turn not in covered:
            reason = LeftOutReason.CUT_TAIL if langchain and windows else LeftOutReason.TOO_SHORT
        yield from ((place, reason) for place in run)


def _recount(case: Case, options: SlicingOptions) -> tuple[Counter[LeftOutReason | None], set[str]]:
    """Messages by reason, and the tokens of those that are in an example."""
    counts: Counter[LeftOutReason | None] = Counter({LeftOutReason.DOUBLE: case.export.doubles})
    used: set[str] = set()
    langchain = options.mode is SlicingMode.LANGCHAIN
    for conversation in case.export.conversations:
        kept: list[int] = []
        for place, message in enumerate(conversation.messages):
            if not (langchain and case.exact):
                reason = next(iter(sorted(_reasons(case, conversation, place), key=list(LeftOutReason).index)), None)
            else:
                reason = LeftOutReason(_kind(message).value) if message.text is None else None
            if reason is None:
                kept.append(place)
            else:
                counts[reason] += 1
        for runs in _sessions(case, conversation, kept, langchain=langchain):
            for place, reason in _of_session(conversation, runs, options):
                counts[reason] += 1
                if reason is None:
                    used.update(_TOKEN.findall(conversation.messages[place].text or ""))
    return counts, used


@settings(max_examples=200, deadline=None)
@given(
    _cases(),
    st.integers(2, 9).flatmap(lambda chunk: st.tuples(st.just(chunk), st.integers(0, chunk - 1))),
    st.sampled_from(SlicingMode),
)
def test_every_message_is_used_or_has_exactly_one_reason(
    case: Case, numbers: tuple[int, int], mode: SlicingMode
) -> None:
    options = SlicingOptions(*numbers, mode, _PAUSE)
    exact = case.exact and mode is SlicingMode.LANGCHAIN
    plan = plan_examples(case.export, _AI, options, None if exact else case.selection)
    account = plan.count(*numbers).account
    counts, used = _recount(case, options)
    assert account.read == case.export.doubles + sum(len(each.messages) for each in case.export.conversations)
    assert account.read == account.used + sum(account.left_out.values())
    assert account.used == counts.pop(None, 0)
    assert account.left_out == +counts
    assert list(account.left_out) == sorted(account.left_out, key=list(LeftOutReason).index)
    written = {
        token
        for example in iter_examples(plan, options)
        for turn in example.turns
        for token in _TOKEN.findall(turn.text)
    }
    assert written == used


@settings(max_examples=100, deadline=None)
@given(_cases())
def test_the_rows_of_page_2_agree_with_the_account(case: Case) -> None:
    plan = plan_examples(case.export, _AI, SlicingOptions(pause_ms=_PAUSE), case.selection)
    left_out = plan.count(2, 0).account.left_out
    rows = left_out_rows(case.export, case.selection)
    # Speech in which nothing is said has another kind as soon as it comes from a reader.
    blank = any(
        message.kind is MessageKind.SPEECH and not (message.text or "").strip()
        for conversation in case.export.conversations
        for message in conversation.messages
    )
    if not blank:
        before_slicing = {reason: count for reason, count in left_out.items() if reason not in _SLICING_REASONS}
        assert {row.reason: row.count for row in rows if row.left_out} == before_slicing
    by_identifier = {conversation.identifier: conversation for conversation in case.export.conversations}
    for row in rows:
        assert row.count > 0
        assert len(row.samples) <= min(6, row.count)
        for sample in row.samples:
            of_message = set(_reasons(case, by_identifier[sample.conversation], sample.place))
            if row.left_out:
                assert row.reason in of_message
            else:
                assert row.can_be_switched
                assert row.reason not in of_message


def test_what_a_switch_keeps_is_still_counted_so_that_it_can_be_switched_back() -> None:
    said = [
        Message(_GONE, 1, "hello"),
        Message(_GONE, 2, None, MessageKind.CALL),
        Message("Ewa", 3, None, MessageKind.CALL),
        Message("Ewa", 4, "https://example.org", MessageKind.LINK),
        Message(_AI, 5, "yes"),
    ]
    export = Export(PurePath("x"), (Conversation("inbox/x", "x", (), Messages.of(said)),))

    def rows(selection: Selection) -> dict[LeftOutReason, tuple[int, bool]]:
        return {row.reason: (row.count, row.left_out) for row in left_out_rows(export, selection)}

    assert rows(Selection()) == {
        LeftOutReason.DELETED_ACCOUNT: (2, True),
        LeftOutReason.CALL: (1, True),
        LeftOutReason.LINK: (1, True),
    }
    assert rows(Selection(deleted_accounts=True, kinds=frozenset({MessageKind.SPEECH, MessageKind.LINK}))) == {
        LeftOutReason.DELETED_ACCOUNT: (2, False),
        LeftOutReason.CALL: (2, True),
        LeftOutReason.LINK: (1, False),
    }
    kept_calls = Selection(kinds=frozenset({MessageKind.SPEECH, MessageKind.CALL}), until_ms=4)
    assert rows(kept_calls) == {
        LeftOutReason.OUTSIDE_DATES: (2, True),
        LeftOutReason.DELETED_ACCOUNT: (2, True),
        LeftOutReason.CALL: (1, False),
    }


def test_sentences_that_look_automatic_are_left_out_once_asked_for_and_not_before() -> None:
    said = [
        Message("Ewa", 1, "Ewa waved."),
        Message("Ewa", 2, "Ewa waved.", MessageKind.SYSTEM),
        Message("Ewa", 3, "hello"),
        Message(_AI, 4, "yes"),
    ]
    frame = SentenceFrame(_FRAME, 3, ("Ewa waved.",), {"inbox/x": (0, 1), "inbox/elsewhere": (7,)})
    export = Export(PurePath("x"), (Conversation("inbox/x", "x", (), Messages.of(said)),), frames=(frame,))
    dropped = Selection(dropped_frames=frozenset({_FRAME}))
    for selection, left_out in (
        (Selection(), {LeftOutReason.SYSTEM: 1}),
        (dropped, {LeftOutReason.SYSTEM: 1, LeftOutReason.AUTOMATIC: 1}),
    ):
        assert plan_examples(export, _AI, SlicingOptions(), selection).count(2, 0).account.left_out == left_out
        assert {row.reason: row.count for row in left_out_rows(export, selection)} == left_out
    [_, row] = left_out_rows(export, dropped)
    assert [(sample.conversation, sample.place) for sample in row.samples] == [("inbox/x", 0)]
    assert not row.can_be_switched


def test_senders_of_a_very_large_group_are_told_apart() -> None:
    people = [f"Person {number}" for number in range(300)]
    said = [Message(name, at, "hello") for at, name in enumerate([*people, _AI])]
    export = Export(PurePath("x"), (Conversation("inbox/x", "x", (), Messages.of(said), is_group=True),))
    [row] = left_out_rows(export, Selection(without_people=frozenset(people[280:])))
    assert (row.reason, row.count) == (LeftOutReason.PERSON, 20)
    options = SlicingOptions(chunk=2, overlap=0)
    account = plan_examples(export, _AI, options).count(2, 0).account
    assert (account.used, account.left_out) == (301, {})
