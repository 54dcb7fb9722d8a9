"""What the engine's unit tests share: the base model's tokenizer, from the folder that all tests share."""

from typing import TYPE_CHECKING

import pytest

from tests.support.engine_process import BASE_MODEL, base_models_folder

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase


@pytest.fixture(scope="session")
def tokenizer() -> "PreTrainedTokenizerBase":
    """SmolLM2's own tokenizer with its chat template."""
    from transformers import AutoTokenizer

    loaded: PreTrainedTokenizerBase = AutoTokenizer.from_pretrained(base_models_folder() / BASE_MODEL)
    return loaded
