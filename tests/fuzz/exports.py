"""Generated exports, read and compared with the truth: `python -m tests.fuzz.exports --count 10000`."""

import random
from collections.abc import Iterator
from pathlib import Path
from unicodedata import normalize

import msgspec

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.errors import UserError
from msgtune_gui.core.export import read_export
from msgtune_gui.core.export.one_by_one import iter_conversations
from msgtune_gui.core.messages import Message
from msgtune_gui.core.model import Conversation, Export, SkippedFile, SlicingMode, SlicingOptions
from msgtune_gui.core.survey import survey
from tests.fuzz.runner import main
from tests.support.exports import GeneratedExport, generate
from tests.support.generated import differences
from tests.support.reading import read
from tests.support.sliced import (
    any_private_selection,
    any_selection,
    slicing_differences,
    unnumbered_differences,
    with_numbers,
    wrong_details,
)


def case(seed: int, folder: Path) -> list[str]:
    """Write the export of a seed, read it, cut examples in both ways, and give whatever is not as it has to be."""
    generated = generate(folder, seed)
    try:
        export = read(*generated.sources)
    except UserError as error:
        # An export of which every conversation is empty has nothing to read.
        return [*generated.story, f"refused: {error}"] if generated.messages else []
    chance = random.Random(seed)
    further = (_otherwise_ordered, _file_by_file, _looked_through, _one_after_the_other)[seed % 4]
    wrong = [*differences(generated, export), *_sliced(chance, export), *further(chance, generated, export)]
    return ["; ".join(generated.story), *wrong] if wrong else []


def _sliced(chance: random.Random, export: Export) -> Iterator[str]:
    numbered = with_numbers(export)
    for mode in SlicingMode:
        yield from slicing_differences(numbered, _voice(export), any_selection(chance, export), _options(chance, mode))


def _otherwise_ordered(chance: random.Random, generated: GeneratedExport, export: Export) -> Iterator[str]:
    """The order in which things are chosen makes no difference."""
    again = read(*chance.sample(generated.sources, len(generated.sources)))
    if _by_identifier(again) != _by_identifier(export):
        yield "chosen in another order, another export is read"


def _file_by_file(_: random.Random, generated: GeneratedExport, __: Export) -> Iterator[str]:
    """As LangChain reads, every stored message is there."""
    files = read_export(generated.sources, lambda _: None, CancelFlag(), as_files=True)
    count = sum(len(conversation.messages) for conversation in files.conversations)
    if count != generated.stored_messages or files.doubles:
        yield f"file by file {count} messages and {files.doubles} doubles instead of {generated.stored_messages}"


def _looked_through(chance: random.Random, _: GeneratedExport, export: Export) -> Iterator[str]:
    """Masks, invented names and dropped sentences leave examples that can be learned from."""
    surveyed = survey(export, lambda _: None, CancelFlag())
    yield from wrong_details(surveyed)
    selection = any_private_selection(chance, surveyed)
    options = _options(chance, SlicingMode.RECOMMENDED)
    yield from unnumbered_differences(surveyed, _voice(export), selection, options)


def _one_after_the_other(_: random.Random, generated: GeneratedExport, export: Export) -> Iterator[str]:
    """Conversations that are read one by one are those that are read at once."""
    skipped: list[SkippedFile] = []
    single = iter_conversations(generated.sources, CancelFlag(), skipped)
    if sorted(map(_rows, single)) != sorted(map(_rows, export.conversations)) or skipped:
        yield "read one after the other, another export is read"


def _rows(conversation: Conversation) -> list[tuple[int, str, str, str]]:
    return [(m.sent_at_ms, m.sender, m.text or "", m.kind) for m in conversation.messages]


def _options(chance: random.Random, mode: SlicingMode) -> SlicingOptions:
    chunk = chance.randint(2, 9)
    return SlicingOptions(chunk=chunk, overlap=chance.randrange(chunk), mode=mode)


def _voice(export: Export) -> str:
    return export.owner or export.conversations[0].participants[0]


def _by_identifier(export: Export) -> dict[str, list[Message]]:
    """Names in NFC, because of two spellings of a name the one that is seen first is shown."""
    return {
        conversation.identifier: [
            msgspec.structs.replace(message, sender=normalize("NFC", message.sender))
            for message in conversation.messages
        ]
        for conversation in export.conversations
    }


if __name__ == "__main__":
    main(case, per_case=1, count=10_000, description=__doc__)
