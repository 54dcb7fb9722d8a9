"""The training file: written whole or not at all, and read back with words for what is wrong in it."""

import json
import resource
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from msgtune_gui.core.errors import Cancelled, UserError
from msgtune_gui.core.jsonl import TrainingLine, read_jsonl, write_jsonl
from msgtune_gui.core.model import Example, Role, Turn
from tests.support.reading import as_ordinary_person, open_folder

_EXAMPLE = Example((Turn(Role.USER, "přijdeš?\n😂"), Turn(Role.ASSISTANT, '"jo"\u2028')))


def test_a_line_has_the_form_of_the_fine_tuning_format(tmp_path: Path) -> None:
    path = tmp_path / "training.jsonl"
    assert write_jsonl([_EXAMPLE, _EXAMPLE], "You are Žofie.", path) == 2
    lines = path.read_bytes().split(b"\n")
    assert lines.pop() == b""
    assert json.loads(lines[0]) == {
        "messages": [
            {"role": "system", "content": "You are Žofie."},
            {"role": "user", "content": "přijdeš?\n😂"},
            {"role": "assistant", "content": '"jo"\u2028'},
        ]
    }
    assert lines[0] == lines[1]
    assert "přijdeš?" in lines[0].decode()


def test_a_long_file_has_every_line_once_and_turns_that_examples_share_in_full(tmp_path: Path) -> None:
    path = tmp_path / "training.jsonl"
    turns = [Turn(Role.USER if number % 2 else Role.ASSISTANT, f"{number} “x”\t/" * 9) for number in range(9000)]
    examples = [Example(tuple(turns[start : start + 3])) for start in range(len(turns) - 2)]
    assert write_jsonl(examples, "", path) == len(examples)
    lines = path.read_bytes().split(b"\n")
    assert len(lines) == len(examples) + 1
    for line, example in zip(lines, examples, strict=False):
        messages = [{"role": str(turn.role), "content": turn.text} for turn in example.turns]
        assert line == json.dumps({"messages": messages}, ensure_ascii=False, separators=(",", ":")).encode()


def test_without_a_prompt_there_is_no_system_message(tmp_path: Path) -> None:
    path = tmp_path / "training.jsonl"
    write_jsonl([_EXAMPLE], "", path)
    assert [message["role"] for message in json.loads(path.read_bytes())["messages"]] == ["user", "assistant"]


def test_only_its_owner_can_read_the_file(tmp_path: Path) -> None:
    path = tmp_path / "training.jsonl"
    write_jsonl([_EXAMPLE], "", path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


_turns = st.lists(
    st.builds(Turn, st.sampled_from([Role.USER, Role.ASSISTANT]), st.text(st.characters(exclude_categories=["Cs"]))),
    min_size=1,
).map(tuple)


@given(st.lists(st.builds(Example, _turns)), st.text(st.characters(exclude_categories=["Cs"])))
def test_what_was_written_is_read_back(examples: list[Example], prompt: str) -> None:
    with open_folder() as folder:
        write_jsonl(examples, prompt, folder / "training.jsonl")
        assert list(read_jsonl(folder / "training.jsonl")) == [TrainingLine(prompt, example) for example in examples]


@contextmanager
def _room_for(size: int) -> Iterator[None]:
    """Let no file grow beyond so many bytes; the system then refuses a write as it does on a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_leaves_nothing_behind_and_the_old_file_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "training.jsonl"
    write_jsonl([_EXAMPLE], "", path)
    before = path.read_bytes()
    with _room_for(100_000), pytest.raises(UserError, match="disk is full"):
        write_jsonl([_EXAMPLE] * 10_000, "", path)
    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]


def test_a_stop_in_the_middle_leaves_nothing_behind(tmp_path: Path) -> None:
    def stopped() -> Iterator[Example]:
        yield _EXAMPLE
        raise Cancelled

    with pytest.raises(Cancelled):
        write_jsonl(stopped(), "", tmp_path / "training.jsonl")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_to_is_said_in_words() -> None:
    with open_folder() as folder, as_ordinary_person(), pytest.raises(UserError, match="cannot be written"):
        write_jsonl([_EXAMPLE], "", folder / "training.jsonl")


def test_empty_lines_unknown_keys_and_a_byte_order_mark_are_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "training.jsonl"
    line = b'{"messages":[{"role":"assistant","content":"x","weight":1}],"note":1}'
    path.write_bytes(b"\xef\xbb\xbf" + line + b"\r\n\n  \n" + line)
    assert list(read_jsonl(path)) == [TrainingLine("", Example((Turn(Role.ASSISTANT, "x"),)))] * 2


@pytest.mark.parametrize(
    "line",
    [
        b"secret words",
        b'{"messages":"secret words"}',
        b'{"messages":[]}',
        b'{"prompt":"secret words"}',
        b'{"messages":[{"role":"system","content":"secret words"}]}',
        b'{"messages":[{"role":"user","content":"x"},{"role":"system","content":"secret words"}]}',
        b'{"messages":[{"role":"tool","content":"secret words"}]}',
        b'{"messages":[{"role":"user","content":null}]}',
        b'{"messages":[{"role":"user","content":"secret words \xff"}]}',
        b'{"messages":' + b"[" * 100_000,
    ],
)
def test_a_line_that_is_no_example_is_named_by_number_and_never_quoted(tmp_path: Path, line: bytes) -> None:
    path = tmp_path / "training.jsonl"
    write_jsonl([_EXAMPLE], "", path)
    path.write_bytes(path.read_bytes() + line + b"\n")
    lines = read_jsonl(path)
    assert next(lines).example == _EXAMPLE
    with pytest.raises(UserError) as caught:
        next(lines)
    assert "Line 2" in caught.value.message
    assert "secret" not in str(caught.value)


def test_a_file_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    with pytest.raises(UserError, match="cannot be read"):
        list(read_jsonl(tmp_path / "training.jsonl"))
