"""What becomes a turn, in both ways of slicing."""

from collections.abc import Sequence
from pathlib import PurePath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msgtune_gui.core.examples import SlicingPlan, plan_examples
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
    Role,
    Selection,
    SlicingMode,
    SlicingOptions,
    Turn,
)

_AI = "Alma"
_HOUR = 60 * 60 * 1000


def _said(*lines: str) -> list[Message]:
    """Messages of a line each, "A: hello", one second apart; A is the AI."""
    names = {"A": _AI}
    parts = [line.split(": ", 1) for line in lines]
    return [Message(names.get(who, who), at * 1000, text) for at, (who, text) in enumerate(parts, start=1)]


def _plan(
    messages: Sequence[Message],
    selection: Selection | None = None,
    *,
    mode: SlicingMode = SlicingMode.RECOMMENDED,
    group: bool = False,
    private: PrivateDetails | None = None,
) -> SlicingPlan:
    conversation = Conversation("inbox/x", "x", (), Messages.of(messages), group)
    export = Export(PurePath("export"), (conversation,), private=private)
    options = SlicingOptions(mode=mode, pause_ms=8 * _HOUR)
    return plan_examples(export, _AI, options, selection)


def _lines(plan: SlicingPlan) -> list[list[str]]:
    return [[f"{turn.role}: {turn.text}" for turn in dialogue] for dialogue in plan.dialogues()]


def _recommended(*messages: Message) -> list[list[str]]:
    return _lines(_plan(messages))


def _langchain(*messages: Message) -> list[list[str]]:
    return _lines(_plan(messages, mode=SlicingMode.LANGCHAIN))


class TestRecommended:
    """The default way."""

    def test_neighbouring_messages_of_one_side_become_one_turn(self) -> None:
        messages = _said("E: hi", "E: you there?", "A: yes", "A:  always ", "E: good", "D: fine", "A: bye")
        assert _recommended(*messages) == [
            ["user: hi\nyou there?", "assistant: yes\nalways", "user: good\nfine", "assistant: bye"]
        ]

    def test_turns_after_the_last_reply_are_left_out(self) -> None:
        assert _recommended(*_said("E: hi", "A: yes", "E: bye", "D: bye")) == [["user: hi", "assistant: yes"]]

    def test_a_long_pause_ends_a_dialogue_and_a_shorter_one_does_not(self) -> None:
        times = [1, 2, 2 + 8 * _HOUR, 3 + 16 * _HOUR, 4 + 16 * _HOUR]
        messages = [
            Message(sender, time, str(number))
            for number, (sender, time) in enumerate(zip(["E", _AI, _AI, "E", _AI], times, strict=True))
        ]
        assert _recommended(*messages) == [["user: 0", "assistant: 1\n2"], ["user: 3", "assistant: 4"]]

    def test_a_pause_splits_a_run_of_one_side(self) -> None:
        messages = [Message("E", 1, "a"), Message("E", 9 * _HOUR, "b"), Message(_AI, 9 * _HOUR, "c")]
        assert _recommended(*messages) == [["user: b", "assistant: c"]]

    def test_only_speech_is_learned_from(self) -> None:
        others = [Message("E", 2000, "text", kind) for kind in MessageKind if kind is not MessageKind.SPEECH]
        blanks = [Message("E", 2000, text) for text in ("", " \n", None)]
        assert _recommended(*_said("E: hi"), *others, *blanks, Message(_AI, 3000, "yes")) == [
            ["user: hi", "assistant: yes"]
        ]

    @pytest.mark.parametrize("lines", [(), ("E: hi",), ("A: hi",), ("E: hi", "D: hi"), ("A: hi", "E: hi")])
    def test_too_little_gives_no_dialogue(self, lines: tuple[str, ...]) -> None:
        assert _recommended(*_said(*lines)) == []

    def test_a_dialogue_may_begin_with_the_ai(self) -> None:
        assert _recommended(*_said("A: hi", "E: hi", "A: ok")) == [["assistant: hi", "user: hi", "assistant: ok"]]

    def test_every_message_is_accounted_for(self) -> None:
        alone = [Message(_AI, 10 * _HOUR, "alone"), Message(_AI, 10 * _HOUR, "still")]
        unanswered = [Message("E", 20 * _HOUR, "hello?")]
        plan = _plan([*_said("E: hi", "E: ho", "A: y€s", "E: bye"), *alone, *unanswered])
        assert plan.totals.turns == 5
        assert +plan.totals.left_out == {LeftOutReason.NO_REPLY: 2, LeftOutReason.TOO_SHORT: 2}
        [(length, found)] = plan.totals.dialogues.items()
        assert (length, found.number, found.oldest) == (2, 1, 2)

    def test_a_kind_that_is_kept_becomes_its_text_or_its_name_in_brackets(self) -> None:
        others = [Message("E", 2000, None, kind) for kind in MessageKind]
        others.append(Message("E", 2000, " Missed call ", MessageKind.CALL))
        told = _said("E: hi") + others + [Message(_AI, 3000, "yes")]
        assert _lines(_plan(told, Selection(kinds=frozenset(MessageKind)))) == [
            [
                "user: hi\n[empty message]\n[system message]\n[call]\n[reaction]\n[attachment]\n[unsent message]\n"
                "[link]\n[empty message]\nMissed call",
                "assistant: yes",
            ]
        ]
        kept_calls = Selection(kinds=frozenset({MessageKind.SPEECH, MessageKind.CALL}))
        assert _lines(_plan(told, kept_calls)) == [["user: hi\n[call]\nMissed call", "assistant: yes"]]


class TestGroups:
    """Who speaks in the turns of the others."""

    def test_the_name_stands_at_the_start_of_a_turn_and_where_the_speaker_changes(self) -> None:
        told = _said("Ewa Low: hi", "Ewa Low: all", "Dario Q: hey", "Ewa Low: well", "A: yes", "Ewa Low: ok", "A: bye")
        assert _lines(_plan(told, group=True)) == [
            ["user: Ewa: hi\nall\nDario: hey\nEwa: well", "assistant: yes", "user: Ewa: ok", "assistant: bye"]
        ]

    def test_merged_turns_and_those_of_two_people_name_nobody(self) -> None:
        told = _said("Ewa: hi", "Dario: hey", "A: yes")
        assert _lines(_plan(told)) == [["user: hi\nhey", "assistant: yes"]]
        merged = Selection(group_speakers=GroupSpeakers.MERGED)
        assert _lines(_plan(told, merged, group=True)) == [["user: hi\nhey", "assistant: yes"]]

    def test_people_who_share_a_first_name_are_called_by_their_full_one(self) -> None:
        told = _said("Ewa Low: hi", "Ewa  Mid: hey", "Dario Q: oh", "A: yes")
        assert _lines(_plan(told, group=True)) == [
            ["user: Ewa Low: hi\nEwa Mid: hey\nDario: oh", "assistant: yes"],
        ]

    def test_nobody_is_called_as_the_ai_is(self) -> None:
        assert _lines(_plan(_said("Alma Low: hi", "A: yes"), group=True)) == [
            ["user: Alma Low: hi", "assistant: yes"],
        ]

    def test_people_without_a_name_are_someone(self) -> None:
        told = _said("Facebook user: hi", ": ho", "Ewa: hey", "A: yes")
        assert _lines(_plan(told, Selection(deleted_accounts=True), group=True)) == [
            ["user: Someone: hi\nSomeone: ho\nEwa: hey", "assistant: yes"]
        ]


class TestPrivate:
    """Private details and names, as the file will have them."""

    def test_masked_details_are_covered_and_dropped_ones_take_the_message_with_them(self) -> None:
        told = _said("E: call 555", "E: or x@y.example", "A: 555?")
        found = {0: PrivateKind.PHONE, 1: PrivateKind.EMAIL, 2: PrivateKind.PHONE}
        spans = {0: (5, 8), 1: (3, 14), 2: (0, 3)}
        private = PrivateDetails(
            {"inbox/x": {place: (PrivateDetail(kind, *spans[place], 1),) for place, kind in found.items()}}
        )
        assert _lines(_plan(told, private=private)) == [["user: call [phone 1]\nor [email 1]", "assistant: [phone 1]?"]]
        dropped = Selection(masked=frozenset(), dropped=frozenset({PrivateKind.EMAIL}))
        plan = _plan(told, dropped, private=private)
        assert _lines(plan) == [["user: call 555", "assistant: 555?"]]
        assert plan.count(2, 0).account.left_out == {LeftOutReason.PRIVATE: 1}

    def test_third_persons_get_the_same_invented_name_everywhere(self) -> None:
        told = _said("Ewa Low: Dario is here", "Dario Q: Ewa too", "A: hi Ewa, hi Alma")
        [turns] = _lines(_plan(told, Selection(invented_names=True), group=True))
        lines = turns[0].removeprefix("user: ").split("\n")
        (ewa, told_by_ewa), (dario, told_by_dario) = (line.split(": ") for line in lines)
        assert not {"Ewa", "Dario", _AI} & {ewa, dario}
        assert told_by_ewa == f"{dario} is here"
        assert told_by_dario == f"{ewa} too"
        assert turns[1] == f"assistant: hi {ewa}, hi Alma"


class TestAsLangChain:
    """As langchain-community 0.4.2 and the notebook do it."""

    def test_runs_of_one_sender_are_joined_by_a_blank_line(self) -> None:
        messages = _said("E: hi", "E: you", "D: me", "A: yes", "E: bye")
        assert _langchain(*messages) == [["user: hi\n\nyou", "user: me", "assistant: yes", "user: bye"]]

    def test_messages_of_every_kind_with_text_are_taken_at_any_distance(self) -> None:
        messages = [
            Message("E", 1, "You called.", MessageKind.CALL),
            Message("E", 100 * _HOUR, None, MessageKind.ATTACHMENT),
            Message("E", 200 * _HOUR, "", MessageKind.EMPTY),
            Message(_AI, 300 * _HOUR, "yes"),
        ]
        assert _langchain(*messages) == [["user: You called.", "assistant: yes"]]

    @pytest.mark.parametrize(
        ("texts", "merged"),
        [
            ([" a "], " a "),
            ([""], ""),
            ([" a ", " b "], "a \n\n b"),
            ([" a ", " "], "a"),
            ([" a ", " ", " b "], "a\n\n b"),
            ([" ", " b ", " c "], "b\n\n c"),
            (["", "", ""], ""),
            (["a", "b ", "c"], "a\n\nb\n\nc"),
        ],
    )
    def test_white_space_is_stripped_after_each_message(self, texts: list[str], merged: str) -> None:
        [turns] = _langchain(*[Message(_AI, 1, text) for text in texts])
        assert turns == [f"assistant: {merged}"]

    def test_a_conversation_in_which_the_ai_never_speaks_is_left_out(self) -> None:
        plan = _plan(_said("E: hi", "E: ho", "D: hi"), mode=SlicingMode.LANGCHAIN)
        assert _lines(plan) == []
        assert (plan.totals.turns, plan.totals.dialogues, plan.with_ai) == (2, {}, 0)
        assert plan.count(2, 0).account.left_out == {LeftOutReason.NO_REPLY: 3}

    def test_a_single_turn_is_a_dialogue(self) -> None:
        [turns] = _plan(_said("A: hi"), mode=SlicingMode.LANGCHAIN).dialogues()
        assert turns == [Turn(Role.ASSISTANT, "hi")]

    def test_without_any_choice_everything_is_taken(self) -> None:
        told = [
            Message("E", 1, "You called.", MessageKind.CALL),
            Message("Facebook user", 2, "hi"),
            Message(_AI, 3, "write to x@y.example"),
        ]
        private = PrivateDetails({"inbox/x": {2: (PrivateDetail(PrivateKind.EMAIL, 9, 20, 1),)}})
        plan = _plan(told, mode=SlicingMode.LANGCHAIN, group=True, private=private)
        assert _lines(plan) == [["user: You called.", "user: hi", "assistant: write to x@y.example"]]


class TestAsLangChainWithChoices:
    """Cut as the notebook does, of what the choices leave."""

    def test_kinds_people_and_dates_are_left_out(self) -> None:
        told = [
            Message("E", 1, "too early"),
            Message("E", 2, "You called.", MessageKind.CALL),
            Message("Facebook user", 2, "hi"),
            Message("D", 2, "hey"),
            Message("E", 3, " so "),
            Message(_AI, 4, "a"),
        ]
        chosen = Selection(from_ms=2, without_people=frozenset({"D"}))
        plan = _plan(told, chosen, mode=SlicingMode.LANGCHAIN)
        assert _lines(plan) == [["user:  so ", "assistant: a"]]
        assert plan.count(2, 0).account.left_out == {
            LeftOutReason.OUTSIDE_DATES: 1,
            LeftOutReason.PERSON: 1,
            LeftOutReason.DELETED_ACCOUNT: 1,
            LeftOutReason.CALL: 1,
        }

    def test_whole_conversations_are_left_out(self) -> None:
        told = _said("E: hi", "A: yes")
        for chosen, reason in (
            (Selection(ticked=frozenset()), LeftOutReason.NOT_TICKED),
            (Selection(groups=GroupChoice.ONLY_GROUPS), LeftOutReason.GROUPS),
            (Selection(least_messages=3), LeftOutReason.SHORT_CONVERSATION),
        ):
            plan = _plan(told, chosen, mode=SlicingMode.LANGCHAIN)
            assert _lines(plan) == []
            assert plan.count(2, 0).account.left_out == {reason: 2}

    def test_what_is_left_out_does_not_part_a_run(self) -> None:
        told = [*_said("E: hi"), Message("D", 1500, None, MessageKind.ATTACHMENT), *_said("E: ho", "E: you", "A: yes")]
        plan = _plan(told, Selection(), mode=SlicingMode.LANGCHAIN, group=True)
        assert _lines(plan) == [["user: hi\n\nho\n\nyou", "assistant: yes"]]

    def test_private_details_are_masked_or_take_the_message_with_them(self) -> None:
        told = _said("E: call 555", "E: or x@y.example", "A: 555?")
        private = PrivateDetails(
            {
                "inbox/x": {
                    0: (PrivateDetail(PrivateKind.PHONE, 5, 8, 1),),
                    1: (PrivateDetail(PrivateKind.EMAIL, 3, 14, 1),),
                    2: (PrivateDetail(PrivateKind.PHONE, 0, 3, 1),),
                }
            }
        )
        plan = _plan(told, Selection(), mode=SlicingMode.LANGCHAIN, private=private)
        assert _lines(plan) == [["user: call [phone 1]\n\nor [email 1]", "assistant: [phone 1]?"]]
        dropped = Selection(masked=frozenset(), dropped=frozenset({PrivateKind.EMAIL}))
        plan = _plan(told, dropped, mode=SlicingMode.LANGCHAIN, private=private)
        assert _lines(plan) == [["user: call 555", "assistant: 555?"]]
        assert plan.count(2, 0).account.left_out == {LeftOutReason.PRIVATE: 1}

    def test_third_persons_get_invented_names(self) -> None:
        told = _said("Ewa Low: Dario is here", "Dario Q: yes", "A: hi Dario, hi Alma")
        plan = _plan(told, Selection(invented_names=True), mode=SlicingMode.LANGCHAIN, group=True)
        [turns] = _lines(plan)
        assert len(turns) == 3
        assert "Dario" not in "".join(turns)
        assert turns[2].endswith(", hi Alma")

    def test_a_kind_that_is_kept_becomes_its_text_or_its_name_in_brackets(self) -> None:
        told = [
            Message("E", 1, None, MessageKind.ATTACHMENT),
            Message("E", 2, "Missed call", MessageKind.CALL),
            Message("E", 3, " "),
            Message(_AI, 4, "yes"),
        ]
        kept = Selection(kinds=frozenset({MessageKind.SPEECH, MessageKind.ATTACHMENT, MessageKind.CALL}))
        plan = _plan(told, kept, mode=SlicingMode.LANGCHAIN)
        assert _lines(plan) == [["user: [attachment]\n\nMissed call", "assistant: yes"]]
        assert plan.count(2, 0).account.left_out == {LeftOutReason.EMPTY: 1}

    @given(
        st.lists(
            st.tuples(st.sampled_from(["E", "D", _AI]), st.sampled_from(["a", " b ", "\tc\n\n", "x@y"])), max_size=9
        )
    )
    def test_where_nothing_is_left_out_and_masked_it_is_the_notebook(self, told: list[tuple[str, str]]) -> None:
        messages = [Message(sender, place, text) for place, (sender, text) in enumerate(told)]
        chosen = _plan(messages, Selection(), mode=SlicingMode.LANGCHAIN, group=True, private=PrivateDetails())
        exact = _plan(messages, mode=SlicingMode.LANGCHAIN, group=True)
        assert _lines(chosen) == _lines(exact)
        assert chosen.count(2, 1) == exact.count(2, 1)
