"""What a model that was deleted leaves in memory: nothing, while the others go on."""

import gc
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from msgtune_gui.engine.chat.wish import Wish
from msgtune_gui.engine.chat_protocol import ChatMessage
from msgtune_gui.engine.errors import RequestRefused
from msgtune_gui.engine.store.models import Adapter

if TYPE_CHECKING:
    from transformers import PreTrainedTokenizerBase

    from msgtune_gui.engine.chat.generator import Generator

# PEFT 0.21 asks Transformers 5.23 for an attribute that was renamed.
pytestmark = pytest.mark.filterwarnings("ignore:.*is_gradient_checkpointing.*:FutureWarning")

WISH = Wish(messages=[ChatMessage(role="user", content="Ahoy?")], temperature=0, max_tokens=6)
# No other tensor has a side of these lengths.
RANKS = {"gull": 5, "gull:ckpt-step-3": 7, "parrot": 11}


@pytest.fixture(scope="module")
def base_folder(tokenizer: "PreTrainedTokenizerBase", tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A model with one small layer that speaks the base model's tokens."""
    import torch
    from transformers import LlamaConfig, LlamaForCausalLM

    torch.manual_seed(3)
    config = LlamaConfig(
        vocab_size=len(tokenizer),
        hidden_size=16,
        intermediate_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        num_key_value_heads=2,
        max_position_embeddings=256,
    )
    folder = tmp_path_factory.mktemp("base")
    model: Any = LlamaForCausalLM(config)
    model.save_pretrained(folder)
    tokenizer.save_pretrained(folder)
    return folder


@pytest.fixture(scope="module")
def adapters(base_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Adapter]:
    """One adapter for each name, with weights of its own."""
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import LlamaForCausalLM

    made = {}
    for name, rank in RANKS.items():
        folder = tmp_path_factory.mktemp("adapter")
        config = LoraConfig(r=rank, target_modules=["q_proj", "o_proj"], init_lora_weights=False)
        torch.manual_seed(rank)
        base: Any = LlamaForCausalLM.from_pretrained(base_folder)
        get_peft_model(base, config).save_pretrained(str(folder))
        made[name] = Adapter(name, "base", folder)
    return made


def say(generator: "Generator", model: str, adapter: Adapter | None) -> str:
    said: list[str] = []
    generator.reply(model, adapter, WISH, said.append, threading.Event())
    return "".join(said)


def in_memory(rank: int) -> int:
    """Tensors of the adapter of that rank."""
    import torch

    gc.collect()
    # By its type, because asking some of PyTorch's modules for their class makes them warn.
    return len([each for each in gc.get_objects() if issubclass(type(each), torch.Tensor) and rank in each.shape])


def test_a_conversation_without_room_for_its_reply_is_refused_and_not_cut(base_folder: Path) -> None:
    from msgtune_gui.engine.chat.generator import Generator

    generator = Generator(base_folder)
    said: list[str] = []
    long = Wish(messages=[ChatMessage(role="user", content="Ahoy? " * 200)], temperature=0, max_tokens=6)
    with pytest.raises(RequestRefused, match="maximum context length is 256 tokens") as refused:
        generator.reply("base", None, long, said.append, threading.Event())
    assert (refused.value.code, refused.value.param) == ("context_length_exceeded", "messages")
    assert said == []
    generator.reply("base", None, WISH, said.append, threading.Event())
    assert said[0] == ""
    assert "".join(said)


def test_a_forgotten_model_and_its_checkpoints_leave_memory(base_folder: Path, adapters: dict[str, Adapter]) -> None:
    from msgtune_gui.engine.chat.generator import Generator

    generator = Generator(base_folder)
    plain = say(generator, "base", None)
    replies = {name: say(generator, name, adapter) for name, adapter in adapters.items()}
    assert all(in_memory(rank) > 0 for rank in RANKS.values())
    generator.forget("gull")
    assert (in_memory(5), in_memory(7)) == (0, 0)
    assert in_memory(11) > 0
    assert say(generator, "parrot", adapters["parrot"]) == replies["parrot"]
    assert say(generator, "base", None) == plain
    generator.forget("parrot")
    assert in_memory(11) == 0
    assert say(generator, "base", None) == plain
    assert say(generator, "gull", adapters["gull"]) == replies["gull"]
    generator.forget("somebody else")
    assert in_memory(5) > 0
