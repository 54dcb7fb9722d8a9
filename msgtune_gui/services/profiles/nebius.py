"""Nebius Token Factory: trains adapters that come back to this computer, since it serves none by the token."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from msgtune_gui.core.jobs import JobRequest
from msgtune_gui.core.service_profile import BaseModel, ChatPlace, FileLimits, Price, ServiceProfile
from msgtune_gui.services.profiles.hosted import AdapterFiles, HostedService

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types import Model

# 0.40 USD for models under 20 B parameters: Nebius's own notebook with outputs of December 2025, read September 2026.
_SMALL = Price(0.40, date(2026, 9, 24))
_MODELS = (
    ("Qwen/Qwen3-0.6B", "Small; knows many languages. Apache-2.0."),
    ("Qwen/Qwen2.5-0.5B", "Small and quick. Apache-2.0."),
    ("meta-llama/Llama-3.2-1B-Instruct", "Larger; Meta's licence."),
)

PROFILE = ServiceProfile(
    key="nebius",
    title="Nebius Token Factory",
    summary="Trains at Nebius, with your key and at your cost. The result comes back and chats on this computer.",
    leaves_computer=(
        "When you press Start, the examples are sent to Nebius, with what the other people in them wrote to you. "
        "The chat stays on this computer."
    ),
    needs_key=True,
    on_device=False,
    key_page="tokenfactory.nebius.com",
    chats_at=ChatPlace.THIS_COMPUTER,
    limits=FileLimits(most_bytes=5 * 1024**3),
    keeps="Nebius keeps a record that the training took place; no program can delete it.",
)


def _is_base_model(model: "Model") -> bool:
    return model.id in {name for name, _words in _MODELS}


def _job_settings(request: JobRequest) -> Mapping[str, Any]:
    # Without `lora` Nebius tunes every weight, which costs more and gives no adapter (its API reference, 2026).
    return {"hyperparameters": {"n_epochs": request.epochs, "lora": True, "lora_r": 16, "lora_alpha": 32}}


def _adapter_of(client: "OpenAI", job_id: str) -> Mapping[str, str]:
    """Files of the last checkpoint, which carries their ids in a field of Nebius's own."""
    checkpoints = list(client.fine_tuning.jobs.checkpoints.list(job_id, limit=100))
    if not checkpoints:
        return {}
    last = max(checkpoints, key=lambda checkpoint: checkpoint.step_number)
    listed = (last.model_extra or {}).get("result_files") or ()
    names = {file_id: client.files.retrieve(file_id).filename for file_id in listed if isinstance(file_id, str)}
    return {name.rpartition("/")[2]: file_id for file_id, name in names.items()}


SERVICE = HostedService(
    PROFILE,
    base_url="https://api.tokenfactory.nebius.com/v1",
    about_models=tuple(BaseModel(name, words, price=_SMALL) for name, words in _MODELS),
    is_base_model=_is_base_model,
    job_settings=_job_settings,
    # A file's status stays empty there, seen in December 2025.
    says_file_status=False,
    adapter_files=AdapterFiles(_adapter_of),
)
POSITION = 2
