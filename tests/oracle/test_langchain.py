"""The exact LangChain way against langchain-community itself, over generated exports."""

import json
import tempfile
import warnings
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from msgtune_gui.core.examples import iter_examples, plan_examples
from msgtune_gui.core.model import SlicingMode, SlicingOptions
from tests.support.export_builder import Layout, build_export
from tests.support.reading import read_by_files

with warnings.catch_warnings():
    # langchain-community announces its end on import; nothing else is let through.
    warnings.filterwarnings("ignore", message=".*langchain-community.*", category=DeprecationWarning)
    from langchain_community.adapters.openai import convert_messages_for_finetuning
    from langchain_community.chat_loaders.facebook_messenger import FolderFacebookMessengerChatLoader
    from langchain_community.chat_loaders.utils import map_ai_messages, merge_chat_runs

_AI = "Alma"
_NAMES = [_AI, _AI, "Ewa", "Dario", ""]
_TEXT = st.one_of(
    st.sampled_from(["", " ", "\n", "  x ", "ok", "\tso\n\n", "haha\n", "\u2003wide\u2003"]),
    # Plain characters only: the oracle repairs no text, so that text which looks doubly encoded would differ.
    st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=12),
)


@st.composite
def _threads(draw: st.DrawFn) -> dict[str, Any]:
    """One thread, oldest first or newest first, with equal times."""
    newest_first = draw(st.booleans())
    gaps = draw(st.lists(st.integers(0, 3), max_size=30))
    now = draw(st.integers(0, 10**12))
    messages: list[dict[str, Any]] = []
    for gap in gaps:
        now += gap
        message: dict[str, Any] = {"sender_name": draw(st.sampled_from(_NAMES)), "timestamp_ms": now}
        if draw(st.integers(0, 9)):
            message["content"] = draw(_TEXT)
        message |= draw(
            st.sampled_from([{}, {}, {}, {"photos": [{"uri": "x"}]}, {"call_duration": 3}, {"is_unsent": True}])
        )
        messages.append(message)
    if newest_first:
        messages.reverse()
    return {"participants": [{"name": _AI}], "messages": messages, "title": "x"}


def _oracle(root: Path, sender: str, chunk: int, overlap: int) -> tuple[int, list[str]]:
    """Number of dialogues and the examples, by the lines of the notebook."""
    sessions = FolderFacebookMessengerChatLoader(path=root).load()
    dialogues = convert_messages_for_finetuning(map_ai_messages(merge_chat_runs(sessions), sender))
    examples = [
        dialogue[start : start + chunk]
        for dialogue in dialogues
        for start in range(0, len(dialogue) - chunk + 1, chunk - overlap)
    ]
    return len(dialogues), [json.dumps(example) for example in examples]


def _ours(root: Path, sender: str, chunk: int, overlap: int) -> tuple[int, list[str]]:
    options = SlicingOptions(chunk, overlap, SlicingMode.LANGCHAIN)
    plan = plan_examples(read_by_files(root), sender, options)
    examples = [
        json.dumps([{"role": str(turn.role), "content": turn.text} for turn in example.turns])
        for example in iter_examples(plan, options)
    ]
    assert len(examples) == plan.count(chunk, overlap).examples
    return plan.with_ai, examples


def _write(path: Path, thread: dict[str, Any]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(thread))


def _assert_equal(root: Path, sender: str, chunk: int, overlap: int) -> None:
    theirs, ours = _oracle(root, sender, chunk, overlap), _ours(root, sender, chunk, overlap)
    # The oracle takes folders in the order in which the disk lists them.
    assert (ours[0], sorted(ours[1])) == (theirs[0], sorted(theirs[1]))


@settings(max_examples=300, deadline=None)
@given(
    st.lists(_threads(), min_size=1, max_size=4),
    st.integers(2, 9).flatmap(lambda chunk: st.tuples(st.just(chunk), st.integers(0, chunk - 1))),
)
def test_any_export_gives_the_same_examples(threads: list[dict[str, Any]], numbers: tuple[int, int]) -> None:
    # A message of some kind in every export, as ours has words for one without any and the oracle has not.
    threads[0]["messages"].append({"sender_name": "Ewa", "timestamp_ms": 2 * 10**12, "content": "end"})
    with tempfile.TemporaryDirectory() as name:
        for number, thread in enumerate(threads):
            _write(Path(name) / "inbox" / f"thread_{number}" / f"messages_{number}.json", thread)
        _assert_equal(Path(name), _AI, *numbers)


@settings(max_examples=100, deadline=None)
@given(_threads(), st.integers(1, 3), st.booleans())
def test_each_file_of_a_thread_is_a_session_and_so_is_each_copy(
    thread: dict[str, Any], files: int, twice: bool
) -> None:
    messages = [*thread["messages"], {"sender_name": "Ewa", "timestamp_ms": 2 * 10**12, "content": "end"}]
    with tempfile.TemporaryDirectory() as name:
        for folder in ("thread_1", "copy_2") if twice else ("thread_1",):
            for number in range(files):
                part = thread | {"messages": messages[number::files], "thread_path": "inbox/thread_1"}
                _write(Path(name) / "inbox" / folder / f"message_{number + 1}.json", part)
        _assert_equal(Path(name), _AI, 2, 0)
        _assert_equal(Path(name), _AI, 5, 3)


def test_messages_of_one_millisecond_in_a_file_that_runs_backwards_are_turned_round(tmp_path: Path) -> None:
    told = [(_AI, 9, "4th"), ("Ewa", 5, "3rd"), (_AI, 5, "2nd"), ("Ewa", 5, "1st")]
    messages = [{"sender_name": who, "timestamp_ms": at, "content": text} for who, at, text in told]
    _write(tmp_path / "inbox" / "thread_1" / "message_1.json", {"participants": [{"name": _AI}], "messages": messages})
    _assert_equal(tmp_path, _AI, 4, 0)
    [example] = _ours(tmp_path, _AI, 4, 0)[1]
    assert [turn["content"] for turn in json.loads(example)] == ["3rd", "2nd", "1st", "4th"]


@pytest.mark.parametrize(("chunk", "overlap"), [(8, 2), (8, 0), (5, 4), (2, 1)])
@pytest.mark.parametrize("seed", range(3))
def test_a_built_export_gives_the_same_examples(tmp_path: Path, seed: int, chunk: int, overlap: int) -> None:
    built = build_export(tmp_path, conversations=9, messages=700, seed=seed, layout=Layout.HOGWARTS)
    dialogues, examples = _oracle(tmp_path, built.owner, chunk, overlap)
    assert dialogues == 9
    assert len(examples) > 20
    _assert_equal(tmp_path, built.owner, chunk, overlap)
