"""Faults of a training file are named by line, never by words."""

import json
from pathlib import Path

import pytest

from msgtune_gui.engine.errors import TrainingFailed
from msgtune_gui.engine.training.dataset import read_training_file, read_validation_file

SECRET = "meet me behind the lighthouse"
GOOD = json.dumps(
    {"messages": [{"role": "user", "content": "Hello?"}, {"role": "assistant", "content": "Ahoy!"}]}
).encode()


def written(tmp_path: Path, *lines: bytes) -> Path:
    path = tmp_path / "examples.jsonl"
    path.write_bytes(b"\n".join(lines))
    return path


def line(*messages: object) -> bytes:
    return json.dumps({"messages": list(messages)}).encode()


@pytest.mark.parametrize(
    "faulty",
    [
        f'{{"messages": [{{"role": "user", "content": "{SECRET}'.encode(),
        json.dumps({"prompt": SECRET}).encode(),
        json.dumps([SECRET]).encode(),
        line({"role": SECRET, "content": SECRET}, {"role": "assistant", "content": "a"}),
        line({"role": "user", "content": SECRET}),
        line({"role": "user", "content": SECRET}, {"role": "assistant", "content": ""}),
        line({"role": "user", "content": SECRET}, {"role": "assistant", "content": SECRET, "weight": 0}),
        line({"role": "assistant", "content": 7}, {"role": "user", "content": SECRET}),
        SECRET.encode("utf-16"),
        line({"role": "assistant", "content": "LATIN"}).replace(b"LATIN", b"\xe9" + SECRET.encode()),
    ],
    ids=["cut", "no messages", "a list", "role", "no reply", "empty reply", "weight 0", "number", "utf-16", "latin-1"],
)
def test_a_faulty_line_is_named_by_its_number_only(tmp_path: Path, faulty: bytes) -> None:
    path = written(tmp_path, *[GOOD] * 6, faulty, *[GOOD] * 6)
    with pytest.raises(TrainingFailed) as caught:
        read_training_file(path)
    assert "Line 7 of the training file" in str(caught.value)
    assert "lighthouse" not in str(caught.value)
    assert (caught.value.code, caught.value.param) == ("invalid_file_format", "training_file")


def test_fewer_than_ten_examples_are_refused_with_the_number(tmp_path: Path) -> None:
    with pytest.raises(TrainingFailed, match="has 9 examples; at least 10 are needed") as caught:
        read_training_file(written(tmp_path, *[GOOD] * 9))
    assert caught.value.code == "invalid_n_examples"


def test_empty_lines_and_a_byte_order_mark_do_no_harm(tmp_path: Path) -> None:
    assert len(read_training_file(written(tmp_path, b"\xef\xbb\xbf" + GOOD, b"", *[GOOD] * 9, b"  \r"))) == 10


def test_a_validation_file_may_be_short_but_not_empty(tmp_path: Path) -> None:
    assert len(read_validation_file(written(tmp_path, GOOD))) == 1
    with pytest.raises(TrainingFailed, match="has no example"):
        read_validation_file(written(tmp_path, b""))


def test_content_in_parts_is_read_as_its_text(tmp_path: Path) -> None:
    parts = [{"type": "text", "text": "Ahoy"}, {"type": "text", "text": ", ahoy!"}]
    examples = read_training_file(written(tmp_path, *[line({"role": "assistant", "content": parts})] * 10))
    assert examples[0][0].text == "Ahoy, ahoy!"
