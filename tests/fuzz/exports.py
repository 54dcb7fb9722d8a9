"""Generated exports, read and compared with the truth: `python -m tests.fuzz.exports --count 10000`."""

import random
from pathlib import Path

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.model import SlicingMode, SlicingOptions
from tests.fuzz.runner import main
from tests.support.exports import generate
from tests.support.generated import differences
from tests.support.reading import read
from tests.support.sliced import any_selection, slicing_differences, with_numbers


def case(seed: int, folder: Path) -> list[str]:
    """Write the export of a seed, read it, cut examples in both ways, and give whatever is not as it has to be."""
    generated = generate(folder, seed)
    try:
        export = read(*generated.sources)
    except UserError as error:
        # An export of which every conversation is empty has nothing to read.
        return [*generated.story, f"refused: {error}"] if generated.messages else []
    wrong = differences(generated, export)
    chance = random.Random(seed)
    numbered = with_numbers(export)
    for mode in SlicingMode:
        options = SlicingOptions(chunk=(chunk := chance.randint(2, 9)), overlap=chance.randrange(chunk), mode=mode)
        wrong += slicing_differences(numbered, export.owner or generated.owner, any_selection(chance, export), options)
    return ["; ".join(generated.story), *wrong] if wrong else []


if __name__ == "__main__":
    main(case, per_case=1, count=10_000, description=__doc__)
