"""Generated exports, read and compared with the truth: `python -m tests.fuzz.exports --count 10000`."""

from pathlib import Path

from msgtune_gui.core.errors import UserError
from tests.fuzz.runner import main
from tests.support.exports import GeneratedExport, generate
from tests.support.generated import differences
from tests.support.reading import read


def case(seed: int, folder: Path) -> list[str]:
    """Write the export of a seed, read it, and give every difference to what is known of it."""
    generated = generate(folder, seed)
    try:
        export = read(*generated.sources)
    except UserError as error:
        # An export of which every conversation is empty has nothing to read.
        return [] if not generated.messages else [_story(generated), f"refused: {error}"]
    wrong = differences(generated, export)
    return [_story(generated), *wrong] if wrong else []


def _story(generated: GeneratedExport) -> str:
    return "; ".join(generated.story)


if __name__ == "__main__":
    main(case, per_case=1, count=10_000, description=__doc__)
