"""How an adapter computes, read from PEFT's own file and written anew with nothing else in it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from msgtune_gui.engine.errors import unusable_adapter

if TYPE_CHECKING:
    from peft import LoraConfig

CONFIG_FILE = "adapter_config.json"

Whole = Annotated[int, Meta(ge=1)]

# What PEFT 0.21 notes beside the settings below and what makes no difference once the training is over.
_OF_NO_EFFECT = frozenset(
    {
        "auto_mapping",
        "base_model_name_or_path",
        "ensure_weight_tying",
        "inference_mode",
        "lora_dropout",
        "megatron_core",
        "peft_version",
        "qalora_group_size",
        "revision",
        "runtime_config",
    }
)


class LoraSettings(Struct, kw_only=True):
    """Settings of a LoRA adapter that change what it computes; names and meanings are PEFT's.

    Attributes:
        init_lora_weights: Only starts that leave the base model as it is; PiSSA and its like do not.
        bias: "none" only, because other values change the base model itself.
    """

    peft_type: Literal["LORA"]
    r: Whole
    lora_alpha: Annotated[float, Meta(gt=0)]
    target_modules: Annotated[str, Meta(min_length=1)] | Annotated[list[str], Meta(min_length=1)]
    task_type: Literal["CAUSAL_LM"] | None = None
    bias: Literal["none"] = "none"
    init_lora_weights: bool | Literal["gaussian", "eva", "orthogonal"] = True
    exclude_modules: str | list[str] | None = None
    modules_to_save: list[str] | None = None
    layers_to_transform: int | list[int] | None = None
    layers_pattern: str | list[str] | None = None
    rank_pattern: dict[str, Whole] = {}
    alpha_pattern: dict[str, float] = {}
    fan_in_fan_out: bool = False
    use_rslora: bool = False
    use_dora: bool = False
    lora_bias: bool = False

    def config(self, base: str) -> "LoraConfig":
        """PEFT's own settings for use, naming the base model."""
        from peft import LoraConfig

        kept: dict[str, Any] = msgspec.structs.asdict(self) | {"task_type": "CAUSAL_LM", "init_lora_weights": True}
        del kept["peft_type"]
        return LoraConfig(**kept, base_model_name_or_path=base, inference_mode=True)


def read_settings(folder: Path) -> LoraSettings:
    """The settings of an adapter.

    Raises:
        RequestRefused: There are none, they are no LoRA's, or they have something that is not known here (400).
    """
    try:
        content = (folder / CONFIG_FILE).read_bytes()
        told = msgspec.json.decode(content, type=dict[str, Any])
        settings = msgspec.convert(told, LoraSettings)
    except OSError as error:
        raise unusable_adapter(f"its file {CONFIG_FILE} is missing") from error
    except msgspec.ValidationError as error:
        raise unusable_adapter(f"its file {CONFIG_FILE} does not describe a LoRA that is known here") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise unusable_adapter(f"its file {CONFIG_FILE} cannot be read") from error
    known = {*_OF_NO_EFFECT, *LoraSettings.__struct_fields__}
    strange = sorted(name for name, value in told.items() if name not in known and value)
    if strange:
        raise unusable_adapter(f"it uses {', '.join(strange)[:200]}, which is not known here")
    return settings
