"""Whether the weights of an adapter fit a base model, found out without loading the base model."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgtune_gui.core.errors import UserError
from msgtune_gui.engine.adapters.settings import LoraSettings
from msgtune_gui.engine.errors import unusable_adapter

if TYPE_CHECKING:
    from transformers import PreTrainedModel

WEIGHTS_FILE = "adapter_model.safetensors"

Shapes = dict[str, tuple[int, ...]]


def check_fit(settings: LoraSettings, weights: Path, base: str, base_folder: Path) -> None:
    """Compare every tensor of an adapter with what the settings make of the base model.

    Args:
        settings: The adapter's.
        weights: Its file.
        base: Name of the base model, for the sentence.
        base_folder: Where the base model lies, in Transformers' format.

    Raises:
        RequestRefused: The file cannot be read, or does not fit (400).
        UserError: The base model cannot be used.
    """
    given = _given(weights)
    model = _outline(base, base_folder)
    try:
        wanted = _wanted(model, settings, base)
    except (ValueError, KeyError, AttributeError, RuntimeError, TypeError) as error:
        # PEFT says so in one of these where there is no layer of the names that the settings have.
        raise unusable_adapter(f"its settings do not fit {base}") from error
    if given != wanted:
        raise unusable_adapter(f"its weights do not fit {base}")


def _given(weights: Path) -> Shapes:
    import torch
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(weights, framework="pt") as file:
            shapes = {name: tuple(file.get_slice(name).get_shape()) for name in file.keys()}  # noqa: SIM118 - no dict
            sound = all(torch.isfinite(file.get_tensor(name)).all() for name in shapes)
    except (OSError, SafetensorError) as error:
        raise unusable_adapter(f"its file {WEIGHTS_FILE} is missing or damaged") from error
    if not sound:
        raise unusable_adapter("some of its weights are not numbers")
    return shapes


def _outline(base: str, folder: Path) -> "PreTrainedModel":
    """The base model with shapes and no weights."""
    import torch
    from transformers import AutoConfig, AutoModelForCausalLM, AutoTokenizer

    causal: Any = AutoModelForCausalLM  # Transformers leaves its classes of classes without types
    try:
        chats = AutoTokenizer.from_pretrained(folder).chat_template is not None
        with torch.device("meta"):
            model: PreTrainedModel = causal.from_config(AutoConfig.from_pretrained(folder))
    except (OSError, ValueError, KeyError, ImportError) as error:
        raise UserError(
            f"The base model {base} cannot be loaded from its folder {folder}.",
            "Get it again, in the format of Transformers with its tokenizer, then try again.",
        ) from error
    if not chats:
        raise UserError(
            f"The base model {base} has no template for chats.", "Put one that was made for chats in its place."
        )
    return model


def _wanted(model: "PreTrainedModel", settings: LoraSettings, base: str) -> Shapes:
    import torch
    from peft import get_peft_model, get_peft_model_state_dict

    config = settings.config(base)
    with torch.device("meta"):
        tuned: Any = get_peft_model(model, config)
    state = get_peft_model_state_dict(tuned, save_embedding_layers=False)
    return {name: tuple(tensor.shape) for name, tensor in state.items()}
