"""What is said of a training file before it is sent, against the file itself."""

from pathlib import Path

import pytest

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.errors import Cancelled
from msgtune_gui.core.examples import SlicingPlan, iter_examples, plan_examples
from msgtune_gui.core.jsonl import write_jsonl
from msgtune_gui.core.messages import Message, MessageKind, Messages
from msgtune_gui.core.model import Conversation, SlicingMode, SlicingOptions
from msgtune_gui.core.upload_facts import UploadFacts, upload_facts
from tests.support.conversations import FRIEND, VOICE, conversation, conversations, export_of

_HOUR = 3_600_000
_MODES = list(SlicingMode)


def _facts(plan: SlicingPlan, options: SlicingOptions) -> UploadFacts:
    return upload_facts(plan, options, CancelFlag())


def _talk(*lines: tuple[str, int, str | None]) -> Conversation:
    messages = [
        Message(sender, hours * _HOUR, text, MessageKind.SPEECH if text else MessageKind.ATTACHMENT)
        for sender, hours, text in lines
    ]
    names = tuple(dict.fromkeys(sender for sender, _, _ in lines))
    return Conversation("inbox/talk", "Talk", names, Messages.of(messages), is_group=True)


@pytest.mark.parametrize("mode", _MODES)
def test_the_size_is_that_of_the_file(mode: SlicingMode, tmp_path: Path) -> None:
    options = SlicingOptions(chunk=6, overlap=3, mode=mode)
    plan = plan_examples(export_of([conversation("räksmörgås \N{PARROT}", 40)]), VOICE, options)
    path = tmp_path / "training.jsonl"
    lines = write_jsonl(iter_examples(plan, options), plan.system_prompt, path)
    facts = _facts(plan, options)
    assert (facts.size_bytes, facts.examples) == (path.stat().st_size, lines)


@pytest.mark.parametrize("mode", _MODES)
def test_messages_and_people_of_all_conversations_count(mode: SlicingMode) -> None:
    options = SlicingOptions(mode=mode)
    chats = [*conversations(3, 16), conversation("cove", 16, friend="Ada Reef")]
    plan = plan_examples(export_of(chats), VOICE, options)
    facts = _facts(plan, options)
    assert facts.people == 2
    assert facts.messages == plan.count(options.chunk, options.overlap).account.used
    assert (facts.first_ms, facts.last_ms) == (0, 31 * 60_000)


def test_only_who_is_in_an_example_counts() -> None:
    talk = _talk(
        ("Ada Reef", 0, None),
        (FRIEND, 1, "Is anybody in?"),
        (VOICE, 2, "Arr"),
        ("Bo Shoal", 3, "too late, nobody answers"),
        ("Ada Reef", 400, "nor here"),
    )
    options = SlicingOptions()
    facts = _facts(plan_examples(export_of([talk]), VOICE, options), options)
    assert facts.people == 1
    assert (facts.first_ms, facts.last_ms) == (_HOUR, 2 * _HOUR)


@pytest.mark.parametrize("mode", _MODES)
def test_nothing_to_learn_from_is_nothing_to_send(mode: SlicingMode) -> None:
    options = SlicingOptions(mode=mode)
    plan = plan_examples(export_of([_talk((FRIEND, 1, "Hello?"))]), VOICE, options)
    assert _facts(plan, options) == UploadFacts(0, 0, 0, 0)


def test_counting_can_be_stopped() -> None:
    options = SlicingOptions()
    plan = plan_examples(export_of(conversations(2, 16)), VOICE, options)
    stopped = CancelFlag()
    stopped.cancel()
    with pytest.raises(Cancelled):
        upload_facts(plan, options, stopped)
