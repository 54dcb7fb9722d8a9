"""Reads training files and says, by line number and never by words, what is wrong with one."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

from msgtune_gui.engine.chat_protocol import ChatMessage
from msgtune_gui.engine.errors import TrainingFailed

FEWEST_EXAMPLES = 10
"""As at OpenAI."""

ROLES = frozenset({"system", "developer", "user", "assistant"})

Messages = Sequence[ChatMessage]


class _Line(Struct):
    messages: list[ChatMessage]


def read_training_file(path: Path) -> list[Messages]:
    """The examples of a training file, one JSON object a line.

    Raises:
        TrainingFailed: A line is malformed, or there are fewer than 10.
    """
    examples = list(_examples(path, "training_file"))
    if len(examples) < FEWEST_EXAMPLES:
        raise TrainingFailed(
            "invalid_n_examples",
            f"The training file has {len(examples)} examples; at least {FEWEST_EXAMPLES} are needed.",
            "Choose more conversations or shorter examples, then start again.",
            param="training_file",
        )
    return examples


def read_validation_file(path: Path) -> list[Messages]:
    """The examples of a validation file. Raises TrainingFailed when a line is malformed or there is none."""
    examples = list(_examples(path, "validation_file"))
    if not examples:
        raise TrainingFailed("invalid_n_examples", "The validation file has no example.", param="validation_file")
    return examples


def _examples(path: Path, param: str) -> Iterator[Messages]:
    decoder = msgspec.json.Decoder(_Line)
    what = param.replace("_", " ")
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            text = line.removeprefix(b"\xef\xbb\xbf").strip()
            if not text:
                continue
            try:
                messages = decoder.decode(text).messages
            except (msgspec.MsgspecError, UnicodeDecodeError) as error:
                reason = "is not valid UTF-8" if isinstance(error, UnicodeDecodeError) else _place(error)
                raise _malformed(what, number, reason, param) from None
            reason = _wrong(messages)
            if reason:
                raise _malformed(what, number, reason, param)
            yield messages


def _wrong(messages: Messages) -> str:
    if not all(message.role in ROLES for message in messages):
        return "has a message whose role is none of system, user and assistant"
    if not any(message.role == "assistant" and message.weight and message.text for message in messages):
        return "has nothing by the assistant to learn from"
    return ""


def _place(error: msgspec.MsgspecError) -> str:
    if isinstance(error, msgspec.ValidationError):
        _, found, place = str(error).rpartition(" - at ")
        return f"is not an example in the chat format, at {place}" if found else "is not an example in the chat format"
    return "is not valid JSON"


def _malformed(what: str, number: int, reason: str, param: str) -> TrainingFailed:
    return TrainingFailed(
        "invalid_file_format",
        f"Line {number} of the {what} {reason}.",
        "Prepare the examples again, then start again.",
        param=param,
    )
