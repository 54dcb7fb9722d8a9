"""The training file: one example a line, in the form that OpenAI's fine-tuning takes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import msgspec

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.files import atomic_write
from msgtune_gui.core.model import Example, Role, Turn

_ADVICE = "Nothing was changed. Choose a file that msgtune or another program wrote for fine-tuning a chat model."


@dataclass(frozen=True, slots=True)
class TrainingLine:
    """One line of a training file.

    Attributes:
        system_prompt: Text of the system message; "" where there is none.
        example: The turns after it.
    """

    system_prompt: str
    example: Example


_AT_ONCE = 64
"""Examples written together."""


class _Line(msgspec.Struct):
    messages: Sequence[Turn]


def write_jsonl(examples: Iterable[Example], system_prompt: str, path: Path) -> int:
    """Write a training file in UTF-8, all of it or nothing, readable by its owner only.

    Args:
        examples: Taken one at a time.
        system_prompt: First message of each line; "" for none.
        path: Replaced where it exists.

    Returns:
        The number of lines.

    Raises:
        UserError: The disk is full, or the folder cannot be written to.
    """
    first = _first_turns(system_prompt)
    encoder = msgspec.json.Encoder()
    lines = 0
    with atomic_write(path) as file:
        rest = iter(examples)
        while some := [_Line(first + example.turns) for example in islice(rest, _AT_ONCE)]:
            file.write(encoder.encode_lines(some))
            lines += len(some)
    return lines


def jsonl_size(examples: Iterable[Example], system_prompt: str) -> int:
    """Bytes that `write_jsonl` would write for the same examples and prompt."""
    first = _first_turns(system_prompt)
    encoder = msgspec.json.Encoder()
    line = bytearray()
    size = 0
    for example in examples:
        encoder.encode_into(_Line(first + example.turns), line)
        size += len(line) + 1
    return size


def _first_turns(system_prompt: str) -> tuple[Turn, ...]:
    return (Turn(Role.SYSTEM, system_prompt),) if system_prompt else ()


def read_jsonl(path: Path) -> Iterator[TrainingLine]:
    """Read a training file line by line; empty lines are passed over.

    Raises:
        UserError: The file cannot be read, or a line is not an example; names the line's number, never its text.
    """
    decoder = msgspec.json.Decoder(_Line)
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                # Some programs begin a file with a byte order mark.
                text = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
                if text.strip():
                    yield _training_line(decoder, text, number)
    except OSError as error:
        raise UserError(f"“{path.name}” cannot be read: {error.strerror}.", _ADVICE) from error


def _training_line(decoder: msgspec.json.Decoder[_Line], line: bytes, number: int) -> TrainingLine:
    try:
        turns = tuple(decoder.decode(line).messages)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise _not_an_example(number) from None
    prompt = ""
    if turns and turns[0].role is Role.SYSTEM:
        prompt = turns[0].text
        turns = turns[1:]
    if not turns or any(turn.role is Role.SYSTEM for turn in turns):
        raise _not_an_example(number)
    return TrainingLine(prompt, Example(turns))


def _not_an_example(number: int) -> UserError:
    return UserError(f"Line {number} of the file is not a fine-tuning example.", _ADVICE)
