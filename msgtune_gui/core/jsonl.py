"""The training file: one example a line, in the form that OpenAI's fine-tuning takes."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
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


_BATCH = 256
"""Lines written at a time."""
_STARTS = {role: b'{"role":"%b","content":' % role.encode() for role in Role}
_encode = msgspec.json.Encoder().encode


class _Message(msgspec.Struct):
    role: Role
    content: str


class _Line(msgspec.Struct):
    messages: list[_Message]


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
    first = b'{"messages":['
    if system_prompt:
        first += _encoded(Turn(Role.SYSTEM, system_prompt)) + b","
    count = 0
    with atomic_write(path) as file:
        batch: list[bytes] = []
        for line in _lines(examples, first):
            batch.append(line)
            if len(batch) == _BATCH:
                file.write(b"".join(batch))
                count += len(batch)
                batch.clear()
        file.write(b"".join(batch))
        count += len(batch)
    return count


def _lines(examples: Iterable[Example], first: bytes) -> Iterator[bytes]:
    """One line an example; a turn that the example before has too is encoded once."""
    known: dict[int, bytes] = {}
    before: tuple[Turn, ...] = ()
    for example in examples:
        turns = example.turns
        messages = [known.get(id(turn)) or _encoded(turn) for turn in turns]
        # The turns are held as long as their ids are known: nothing else can have the same id meanwhile.
        before = turns
        known = dict(zip(map(id, before), messages, strict=True))
        yield first + b",".join(messages) + b"]}\n"


def _encoded(turn: Turn) -> bytes:
    return _STARTS[turn.role] + _encode(turn.text) + b"}"


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
        messages = decoder.decode(line).messages
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise _not_an_example(number) from None
    prompt = ""
    if messages and messages[0].role is Role.SYSTEM:
        prompt = messages.pop(0).content
    if not messages or any(message.role is Role.SYSTEM for message in messages):
        raise _not_an_example(number)
    return TrainingLine(prompt, Example(tuple(Turn(message.role, message.content) for message in messages)))


def _not_an_example(number: int) -> UserError:
    return UserError(f"Line {number} of the file is not a fine-tuning example.", _ADVICE)
