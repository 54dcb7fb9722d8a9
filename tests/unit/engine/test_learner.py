"""The loss is that of Transformers itself, and learning makes it smaller."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from msgtune_gui.engine.catalogue import SMOLLM2_135M
from msgtune_gui.engine.encoding import Encoded

if TYPE_CHECKING:
    from peft import PeftModel

    from msgtune_gui.engine.training.learner import Learner

# PEFT 0.21 asks Transformers 5.23 for an attribute that was renamed.
pytestmark = pytest.mark.filterwarnings("ignore:.*is_gradient_checkpointing.*:FutureWarning")

EXAMPLES = [
    Encoded((5, 6, 7, 8, 9, 10), (False, False, True, True, True, False)),
    Encoded((11, 12, 13), (False, True, True)),
    Encoded((5, 6, 7, 8), (False, False, False, True)),
]


@pytest.fixture
def model() -> "Iterator[PeftModel]":
    """A model of the same family as the base model, with two small layers."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    from msgtune_gui.engine.training.adapter import with_adapter

    # Layers this small are not worth a second thread.
    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    torch.manual_seed(3)
    config = LlamaConfig(
        vocab_size=40,
        hidden_size=32,
        intermediate_size=64,
        num_hidden_layers=2,
        num_attention_heads=4,
        num_key_value_heads=2,
        max_position_embeddings=64,
        # The last layer stays as it is, so it has to be able to tell words apart from the start.
        initializer_range=0.4,
    )
    yield with_adapter(LlamaForCausalLM(config), SMOLLM2_135M)
    torch.set_num_threads(threads)


def learner(model: "PeftModel", steps: int) -> "Learner":
    from msgtune_gui.engine.training.learner import Learner

    # A model this small and untrained takes a rate far above that of a real one.
    return Learner(model, EXAMPLES, 0.03, steps)


def loss_of_transformers(model: "PeftModel", example: Encoded) -> tuple[float, int]:
    import torch

    labels = [token if learned else -100 for token, learned in zip(example.tokens, example.learned, strict=True)]
    with torch.no_grad():
        loss = model(input_ids=torch.tensor([example.tokens]), labels=torch.tensor([labels])).loss
    return float(loss) * sum(example.learned), sum(example.learned)


def test_the_held_out_loss_is_transformers_own_whatever_the_batches(model: "PeftModel") -> None:
    counted = [loss_of_transformers(model, example) for example in EXAMPLES]
    expected = sum(total for total, _ in counted) / sum(count for _, count in counted)
    one = learner(model, 1)
    assert one.held_out_loss(EXAMPLES, [(0, 1, 2)]) == pytest.approx(expected, rel=1e-5)
    assert one.held_out_loss(EXAMPLES, [(2,), (1, 0)]) == pytest.approx(expected, rel=1e-5)


def test_a_step_counts_learned_tokens_only_and_its_parts_add_up(model: "PeftModel") -> None:
    before = learner(model, 1).held_out_loss(EXAMPLES, [(0, 1, 2)])
    total, counted = learner(model, 1).step([(0,), (1, 2)])
    assert counted == 6
    assert total / counted == pytest.approx(before, rel=1e-5)


def test_learning_changes_the_adapter_only_and_lowers_the_loss(model: "PeftModel") -> None:
    frozen = {name: weight.clone() for name, weight in model.named_parameters() if not weight.requires_grad}
    learns = learner(model, 40)
    before = learns.held_out_loss(EXAMPLES, [(0, 1, 2)])
    for _ in range(40):
        learns.step([(0, 1, 2)])
    assert learns.held_out_loss(EXAMPLES, [(0, 1, 2)]) < 0.5 * before
    assert all((weight == frozen[name]).all() for name, weight in model.named_parameters() if name in frozen)
    assert all("lora" in name for name, weight in model.named_parameters() if weight.requires_grad)
