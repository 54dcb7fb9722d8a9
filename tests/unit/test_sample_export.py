"""The sample export: Meta's layout to the byte, one unmistakable voice, enough of it for a first training."""

import json
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import pytest

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.examples import iter_examples, plan_examples
from msgtune_gui.core.export.read import read_export
from msgtune_gui.core.messages import Message, MessageKind
from msgtune_gui.core.model import Conversation, Export, LeftOutReason, Role, SlicingOptions
from msgtune_gui.core.people import senders

REPOSITORY = Path(__file__).parent.parent.parent
SAMPLE = REPOSITORY / "resources" / "sample-export"
MESSAGES = SAMPLE / "your_facebook_activity" / "messages"
OWNER = "Thora Fyrljós"
GREETING = "Ahoy, ahoy!"
FAREWELL = "Fair winds! ⚓"
HOUR_MS = 60 * 60 * 1000


@pytest.fixture(scope="module")
def sample() -> Export:
    return read_export([SAMPLE], lambda _progress: None, CancelFlag())


def thread_files() -> list[Path]:
    return sorted(MESSAGES.glob("*/*/message_*.json"))


def raw(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_bytes())
    return content


def typed(conversation: Conversation) -> list[Message]:
    return [message for message in conversation.messages if message.kind is MessageKind.SPEECH]


def answers(conversation: Conversation) -> Iterator[list[str]]:
    """Each run of neighbouring messages by the owner."""
    for sender, run in groupby(typed(conversation), key=lambda message: message.sender):
        if sender == OWNER:
            yield [message.text or "" for message in run]


def test_the_script_writes_the_committed_files_byte_for_byte(tmp_path: Path) -> None:
    subprocess.run([sys.executable, REPOSITORY / "packaging" / "make_sample.py", tmp_path], check=True, timeout=60)
    written = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    committed = {path.relative_to(SAMPLE): path.read_bytes() for path in SAMPLE.rglob("*") if path.is_file()}
    assert written == committed
    assert sum(map(len, committed.values())) < 500_000


def test_every_byte_beyond_ascii_is_an_escape_of_its_own_in_lower_case() -> None:
    for path in SAMPLE.rglob("*.json"):
        text = path.read_bytes().decode("ascii")
        assert all(re.fullmatch(r"00[0-9a-f]{2}", digits) for digits in re.findall(r"\\u(....)", text)), path
    profile = SAMPLE / "personal_information" / "profile_information" / "profile_information.json"
    assert r'"full_name": "Thora Fyrlj\u00c3\u00b3s"' in profile.read_text(encoding="ascii")


def test_empty_lists_and_indents_are_printed_as_meta_prints_them() -> None:
    for path in thread_files():
        text = path.read_text(encoding="ascii")
        assert '  "magic_words": [\n\n  ]' in text
        assert "[]" not in re.sub(r'"content": ".*"', "", text)
        assert text.startswith('{\n  "participants": [\n    {\n      "name": ')


def test_each_file_is_newest_first_and_message_1_holds_the_newest() -> None:
    for path in thread_files():
        times = [message["timestamp_ms"] for message in raw(path)["messages"]]
        assert all(newer > older for newer, older in pairwise(times)), path
    long_thread = sorted(MESSAGES.glob("inbox/milopepperfield_*/message_*.json"))
    assert [path.name for path in long_thread] == ["message_1.json", "message_2.json", "message_3.json"]
    newest = [raw(path)["messages"][0]["timestamp_ms"] for path in long_thread]
    assert newest == sorted(newest, reverse=True)


def test_every_box_of_todays_layout_has_a_thread_and_settings_stand_beside_them() -> None:
    assert {path.parent.parent.name for path in thread_files()} == {
        "archived_threads",
        "e2ee_cutover",
        "filtered_threads",
        "inbox",
        "message_requests",
    }
    for path in thread_files():
        assert raw(path)["thread_path"] == path.parent.relative_to(MESSAGES).as_posix()
    assert {path.name for path in MESSAGES.glob("*.json")} == {
        "autofill_information.json",
        "secret_conversations.json",
        "support_messages.json",
    }


def test_messages_that_are_not_speech_are_there_in_metas_fields() -> None:
    fields = Counter(key for path in thread_files() for message in raw(path)["messages"] for key in message)
    for field in ("photos", "sticker", "share", "call_duration", "is_unsent", "reactions"):
        assert fields[field] > 0, field
    links = [m["share"]["link"] for path in thread_files() for m in raw(path)["messages"] if "share" in m]
    assert all(link.startswith("https://example.org/") for link in links)


def test_the_program_reads_all_of_it(sample: Export) -> None:
    assert sample.owner == OWNER
    assert sample.skipped == ()
    assert len(sample.conversations) >= 12
    assert sum(len(typed(conversation)) for conversation in sample.conversations) >= 1000
    groups = [conversation for conversation in sample.conversations if conversation.is_group]
    assert [group.title for group in groups] == ["Harbour Supper Club 🍲"]
    assert any("added Élodie Crêpelune to the group." in (message.text or "") for message in groups[0].messages)
    titles = {conversation.title for conversation in sample.conversations}
    assert {"Linh Trăngsáng", "Bartek Żółwikowski", "Wanjirũ Lanternhill"} <= titles


def test_the_owner_writes_most_and_nearly_everywhere(sample: Export) -> None:
    first = senders(sample.conversations, sample.owner)[0]
    assert (first.name, first.is_owner) == (OWNER, True)
    silent = [conversation.title for conversation in sample.conversations if not list(answers(conversation))]
    assert silent == ["Dmitri Barnacleworth"]


def test_every_answer_has_the_voice(sample: Export) -> None:
    runs = [run for conversation in sample.conversations for run in answers(conversation)]
    assert len(runs) > 300
    for run in runs:
        assert run[0].startswith(GREETING)
        assert run[-1] == FAREWELL
    assert min(map(len, runs)) == 2
    assert max(map(len, runs)) >= 3


def test_answers_are_not_copies_of_one_another(sample: Export) -> None:
    texts = [text for conversation in sample.conversations for run in answers(conversation) for text in run]
    long_texts = [text for text in texts if len(text) > 40]
    assert len(long_texts) > 300
    assert len(set(long_texts)) >= 0.99 * len(long_texts)


def test_times_are_those_of_people(sample: Export) -> None:
    for conversation in sample.conversations:
        assert conversation.first_ms is not None
        assert conversation.last_ms is not None
        assert 1672531200000 <= conversation.first_ms <= conversation.last_ms < 1767225600000  # 2023 to 2025, UTC
    times = [message.sent_at_ms for conversation in sample.conversations for message in conversation.messages]
    at_night = [time for time in times if 1 <= time // HOUR_MS % 24 < 7]
    assert len(at_night) < 0.02 * len(times)
    gaps = [
        later.sent_at_ms - earlier.sent_at_ms
        for conversation in sample.conversations
        for earlier, later in pairwise(conversation.messages)
    ]
    assert min(gaps) > 0
    assert max(gaps) > 24 * 30 * HOUR_MS
    assert sum(gap > 8 * HOUR_MS for gap in gaps) > 100


def test_the_recommended_slicing_gives_enough_and_not_too_much_to_learn(sample: Export) -> None:
    options = SlicingOptions()
    plan = plan_examples(sample, OWNER, options)
    count = plan.count(options.chunk, options.overlap)
    examples = list(iter_examples(plan, options))
    assert 120 <= count.examples == len(examples) <= 220
    assert count.tokens <= 20_000
    assert count.account.left_out[LeftOutReason.NO_REPLY] > 0
    assert any(len(example.turns) == options.chunk for example in examples)
    assert all(example.turns[-1].role is Role.ASSISTANT for example in examples)
