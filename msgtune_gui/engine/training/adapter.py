"""The tuned part of the model: made, kept in memory, and saved in PEFT's own format with a model card."""

from pathlib import Path
from typing import TYPE_CHECKING

from msgtune_gui.engine.catalogue import BaseModelEntry
from msgtune_gui.engine.folders import atomic_folder

if TYPE_CHECKING:
    import torch
    from peft import PeftModel
    from transformers import PreTrainedModel

RANK = 8
ALPHA = 16

Weights = dict[str, "torch.Tensor"]


def with_adapter(model: "PreTrainedModel", entry: BaseModelEntry) -> "PeftModel":
    """The model with a new LoRA adapter on every linear layer, its own weights frozen."""
    from peft import LoraConfig, get_peft_model

    config = LoraConfig(r=RANK, lora_alpha=ALPHA, lora_dropout=0.0, target_modules="all-linear", task_type="CAUSAL_LM")
    tuned = get_peft_model(model, config)
    # PEFT notes where the base was loaded from, which is a folder of this computer.
    tuned.peft_config["default"].base_model_name_or_path = entry.source
    return tuned


def adapter_weights(model: "PeftModel") -> Weights:
    """A copy of the adapter as it stands."""
    from peft import get_peft_model_state_dict

    # Otherwise PEFT looks for the base model's own files, to see whether the vocabulary grew; it did not.
    state = get_peft_model_state_dict(model, save_embedding_layers=False)
    return {name: tensor.detach().cpu().clone() for name, tensor in state.items()}


def save_adapter(model: "PeftModel", weights: Weights, card: str, folder: Path) -> None:
    """Write an adapter that plain PEFT loads, with its model card; whole or not at all.

    Raises:
        OSError: The disk is full; nothing is left behind.
    """
    import safetensors.torch

    # Written by Python rather than by safetensors' own writer, so that a full disk is an OSError.
    content = safetensors.torch.save(weights, metadata={"format": "pt"})
    config = model.peft_config["default"]
    inference_mode, config.inference_mode = config.inference_mode, True
    try:
        with atomic_folder(folder) as temporary:
            (temporary / "adapter_model.safetensors").write_bytes(content)
            config.save_pretrained(str(temporary))
            (temporary / "README.md").write_text(card, encoding="utf-8")
    finally:
        config.inference_mode = inference_mode
