"""The closed form, the examples themselves, and what both promise."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.errors import Cancelled, UserError
from msgtune_gui.core.examples import (
    PlanCache,
    SlicingPlan,
    check_chunk_and_overlap,
    iter_examples,
    plan_examples,
    system_prompt_for,
)
from msgtune_gui.core.messages import Message, MessageKind, Messages
from msgtune_gui.core.model import Conversation, LeftOutReason, Role, Selection, SlicingMode, SlicingOptions
from msgtune_gui.core.turns import Slicing
from tests.support.conversations import export_of

_AI = "Alma"
_PAUSE = 1000

_messages = st.lists(
    st.builds(
        lambda sender, gap, text, kind: (sender, gap, text, kind),
        st.sampled_from([_AI, _AI, "Ewa", "Dario"]),
        st.sampled_from([0, 1, _PAUSE, _PAUSE + 1]),
        st.sampled_from(["hello", "a\nb", "  x ", "", " ", None, "č 😂"]),
        st.sampled_from([MessageKind.SPEECH] * 5 + [MessageKind.CALL]),
    ),
    max_size=40,
)


def _as_conversation(parts: list[tuple[str, int, str | None, MessageKind]], identifier: str = "x") -> Conversation:
    now = 0
    messages: list[Message] = []
    for sender, gap, text, kind in parts:
        now += gap
        messages.append(Message(sender, now, text, kind))
    return Conversation(identifier, identifier, (), Messages.of(messages))


_conversations = st.lists(_messages, max_size=4).map(
    lambda several: [_as_conversation(parts, f"x{number}") for number, parts in enumerate(several)]
)
_numbers = st.integers(2, 12).flatmap(lambda chunk: st.tuples(st.just(chunk), st.integers(0, chunk - 1)))


class _CancelAfter(CancelFlag):
    """A request to stop that comes after so many looks at it."""

    def __init__(self, looks: int) -> None:
        super().__init__()
        self._looks = looks

    def raise_if_cancelled(self) -> None:
        self._looks -= 1
        if self._looks < 0:
            self.cancel()
        super().raise_if_cancelled()


def _alternating(turns: int, *, ends_on_ai: bool = True) -> Conversation:
    senders = [_AI if (turns - number) % 2 == ends_on_ai else "Ewa" for number in range(turns)]
    return Conversation("x", "x", (), Messages.of(Message(sender, at, f"{at}") for at, sender in enumerate(senders)))


def _plan(mode: SlicingMode, *conversations: Conversation) -> SlicingPlan:
    return plan_examples(export_of(conversations), _AI, SlicingOptions(mode=mode, pause_ms=_PAUSE))


def _spans(plan: SlicingPlan, chunk: int, overlap: int) -> list[str]:
    """Examples of texts that are numbers, as "first-last"."""
    examples = iter_examples(plan, SlicingOptions(chunk, overlap))
    return [f"{example.turns[0].text}-{example.turns[-1].text}" for example in examples]


@given(_conversations, _numbers)
def test_recommended_examples_keep_their_promises(conversations: list[Conversation], numbers: tuple[int, int]) -> None:
    plan = _plan(SlicingMode.RECOMMENDED, *conversations)
    count = plan.count(*numbers)
    examples = list(iter_examples(plan, SlicingOptions(*numbers)))
    assert len(examples) == count.examples
    for example in examples:
        assert 2 <= len(example.turns) <= numbers[0]
        assert example.turns[-1].role is Role.ASSISTANT
        assert all(before.role is not after.role for before, after in pairwise(example.turns))
        assert all(turn.text.strip() == turn.text != "" for turn in example.turns)
    assert LeftOutReason.CUT_TAIL not in count.account.left_out


@given(_conversations, _numbers)
def test_examples_as_langchain_agree_with_their_count(
    conversations: list[Conversation], numbers: tuple[int, int]
) -> None:
    plan = _plan(SlicingMode.LANGCHAIN, *conversations)
    count = plan.count(*numbers)
    examples = list(iter_examples(plan, SlicingOptions(*numbers)))
    assert len(examples) == count.examples
    assert all(len(example.turns) == numbers[0] for example in examples)


@pytest.mark.parametrize(
    ("turns", "chunk", "overlap", "spans"),
    [
        (2, 8, 2, ["0-1"]),
        (8, 8, 2, ["0-7"]),
        (9, 8, 2, ["0-2", "1-8"]),
        (14, 8, 2, ["0-7", "6-13"]),
        (15, 8, 2, ["0-2", "1-8", "7-14"]),
        (9, 4, 0, ["1-4", "5-8"]),
        (10, 4, 0, ["0-1", "2-5", "6-9"]),
        (6, 3, 2, ["0-1", "1-3", "3-5"]),
        (6, 2, 1, ["0-1", "2-3", "4-5"]),
        (7, 5, 1, ["0-2", "2-6"]),
    ],
)
def test_recommended_windows_end_on_the_ai_and_keep_the_beginning(
    turns: int, chunk: int, overlap: int, spans: list[str]
) -> None:
    lone = _alternating(turns)
    conversation = Conversation("x", "x", (), lone.messages)
    assert _spans(_plan(SlicingMode.RECOMMENDED, conversation), chunk, overlap) == spans


def test_a_single_turn_before_the_oldest_window_is_left_out_as_too_short() -> None:
    count = _plan(SlicingMode.RECOMMENDED, _alternating(9)).count(4, 0)
    assert count.account.left_out == {LeftOutReason.TOO_SHORT: 1}


@pytest.mark.parametrize(
    ("turns", "chunk", "overlap", "spans", "left_out"),
    [
        (7, 8, 2, [], {LeftOutReason.TOO_SHORT: 7}),
        (8, 8, 2, ["0-7"], {}),
        (13, 8, 2, ["0-7"], {LeftOutReason.CUT_TAIL: 5}),
        (14, 8, 2, ["0-7", "6-13"], {}),
        (5, 3, 2, ["0-2", "1-3", "2-4"], {}),
    ],
)
def test_windows_as_langchain_have_no_tails(
    turns: int, chunk: int, overlap: int, spans: list[str], left_out: dict[LeftOutReason, int]
) -> None:
    plan = _plan(SlicingMode.LANGCHAIN, _alternating(turns))
    assert _spans(plan, chunk, overlap) == spans
    assert plan.count(chunk, overlap).account.left_out == left_out


@pytest.mark.parametrize(("chunk", "overlap"), [(1, 0), (0, 0), (-3, -4), (8, -1), (8, 8), (2, 5)])
def test_numbers_that_do_not_go_together_are_refused_in_words(chunk: int, overlap: int) -> None:
    plan = _plan(SlicingMode.RECOMMENDED, _alternating(4))
    with pytest.raises(UserError) as caught:
        check_chunk_and_overlap(chunk, overlap)
    assert caught.value.advice
    with pytest.raises(UserError):
        plan.count(chunk, overlap)
    with pytest.raises(UserError):
        iter_examples(plan, SlicingOptions(chunk, overlap))


def test_only_the_recommended_way_has_a_system_prompt() -> None:
    assert system_prompt_for("Žofie") == "You are Žofie. You are chatting with a friend on Messenger."
    assert _plan(SlicingMode.RECOMMENDED).system_prompt == system_prompt_for(_AI)
    assert _plan(SlicingMode.LANGCHAIN).system_prompt == ""


def test_conversations_with_something_to_learn_are_counted() -> None:
    silent = Conversation("y", "y", (), Messages.of([Message("Ewa", 1, "hello")]))
    for mode in SlicingMode:
        assert _plan(mode, _alternating(4), silent).with_ai == 1


def test_tokens_follow_text_turns_and_system_prompt() -> None:
    conversation = Conversation("x", "x", (), Messages.of([Message("Ewa", 1, "a" * 360), Message(_AI, 2, "č" * 180)]))
    assert _plan(SlicingMode.LANGCHAIN, conversation).count(2, 0).tokens == 100 + 100 + 2 * 5
    prompt = len(system_prompt_for(_AI).encode()) / 3.6
    assert _plan(SlicingMode.RECOMMENDED, conversation).count(2, 0).tokens == round(200 + 3 * 5 + prompt)


def test_shared_turns_are_counted_as_often_as_they_are_trained_on() -> None:
    plan = _plan(SlicingMode.LANGCHAIN, _alternating(9))
    assert plan.count(3, 2).tokens == pytest.approx(3 * plan.count(3, 0).tokens * 7 / 9, abs=2)


def test_a_cached_conversation_is_counted_once() -> None:
    cache = PlanCache()
    export = export_of([_alternating(6)])
    slicing = Slicing(_AI, SlicingMode.RECOMMENDED, _PAUSE, Selection())
    counted = cache.counted(export, slicing)
    assert counted is cache.counted(export, slicing)
    [conversation] = export.conversations
    assert counted.summary(conversation, lambda: None) is counted.summary(conversation, lambda: None)


def test_a_cache_knows_one_export_and_the_last_few_ways_of_making_turns() -> None:
    cache = PlanCache()
    export = export_of([_alternating(6)])
    slicings = [Slicing(name, SlicingMode.RECOMMENDED, _PAUSE, Selection()) for name in ("a", "b", "c", "d")]
    first, *others = [cache.counted(export, slicing) for slicing in slicings]
    assert [cache.counted(export, slicing) for slicing in slicings[1:]] == others
    assert cache.counted(export, slicings[0]) is not first
    assert cache.counted(export_of(export.conversations), slicings[3]) is not others[-1]


def test_a_cache_never_mixes_up_people_ways_or_choices() -> None:
    cache = PlanCache()
    export = export_of([_alternating(6), Conversation("y", "y", (), _alternating(4).messages)])
    for sender in (_AI, "Ewa", "Dario"):
        for mode in SlicingMode:
            for selection in (Selection(), Selection(ticked=frozenset({"x"})), Selection(from_ms=3)):
                options = SlicingOptions(mode=mode, pause_ms=_PAUSE)
                cached = plan_examples(export, sender, options, selection, cache=cache)
                assert cached.totals == plan_examples(export, sender, options, selection).totals


def test_planning_stops_within_a_long_conversation() -> None:
    export = export_of([_alternating(50_000)])
    for mode in SlicingMode:
        cancel = _CancelAfter(3)
        with pytest.raises(Cancelled):
            plan_examples(export, _AI, SlicingOptions(mode=mode), cancel=cancel)


def test_planning_reports_each_conversation_and_stops_when_asked_to() -> None:
    export = export_of([_alternating(4), Conversation("y", "y", (), _alternating(6).messages)])
    reports: list[tuple[int, int]] = []
    plan_examples(export, _AI, SlicingOptions(), progress=lambda done, total: reports.append((done, total)))
    assert reports == [(1, 2), (2, 2)]
    cancel = CancelFlag()
    cancel.cancel()
    with pytest.raises(Cancelled):
        plan_examples(export, _AI, SlicingOptions(), cancel=cancel)


def test_recommended_examples_stand_in_order_of_time_over_all_conversations() -> None:
    def told(name: str, day: int) -> Conversation:
        start = day * 24 * 60 * 60 * 1000
        said = [Message("Ines", start, f"{name} {day}?"), Message("Orla", start + 60_000, f"{name} {day}!")]
        return Conversation(f"inbox/{name}", name, ("Ines", "Orla"), Messages.of(said))

    def joined(first: Conversation, second: Conversation) -> Conversation:
        return Conversation(
            first.identifier,
            first.title,
            first.participants,
            Messages.joined([first.messages, second.messages]),
            first.is_group,
        )

    export = export_of([joined(told("late", 3), told("late", 9)), joined(told("early", 1), told("early", 5))])
    options = SlicingOptions()
    plan = plan_examples(export, "Orla", options)
    first_words = [example.turns[0].text for example in iter_examples(plan, options)]
    assert first_words == ["early 1?", "late 3?", "early 5?", "late 9?"]

    as_notebook = SlicingOptions(chunk=2, overlap=0, mode=SlicingMode.LANGCHAIN)
    plan = plan_examples(export, "Orla", as_notebook)
    first_words = [example.turns[0].text for example in iter_examples(plan, as_notebook)]
    assert first_words == ["late 3?", "late 9?", "early 1?", "early 5?"]
