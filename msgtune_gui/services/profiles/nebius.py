"""Nebius Token Factory: trains adapters that come back to this computer, since it serves none by the token.

Facts: its API reference (docs.tokenfactory.nebius.com, OpenAPI of May 2026), its notebook with recorded outputs
(token-factory-cookbook, `fine_tune_llama.ipynb`, December 2025), and public logs of runs of September 2026.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from msgtune_gui.core.jobs import JobRequest
from msgtune_gui.core.service_profile import BaseModel, ChatPlace, FileLimits, Price, ServiceProfile
from msgtune_gui.services.job_answers import files_of_checkpoint
from msgtune_gui.services.profiles.hosted import HostedService

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types import FileObject

# 0.40 USD for models under 20 B parameters: Nebius's own notebook with outputs of December 2025, read September 2026.
_SMALL = Price(0.40, date(2026, 9, 24))
# Its guide to models that can be tuned has more; these are small enough to chat on this computer.
_MODELS = (
    ("Qwen/Qwen3-0.6B", "Small; knows many languages. Apache-2.0."),
    ("Qwen/Qwen2.5-0.5B-Instruct", "Small and quick. Apache-2.0."),
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


def _job_settings(request: JobRequest) -> Mapping[str, Any]:
    # Without `lora` Nebius tunes every weight, which costs more and gives no adapter: the default there is false.
    hyperparameters = {"n_epochs": request.epochs, "lora": True, "lora_r": 16, "lora_alpha": 32}
    return {"method": {"type": "supervised", "supervised": {"hyperparameters": hyperparameters}}}


def _adapter_of(client: "OpenAI", job_id: str) -> "Sequence[FileObject]":
    """Files of the last checkpoint; there is one after each pass, and the last is the finished adapter."""
    checkpoints = client.fine_tuning.jobs.checkpoints.list(job_id, limit=100).data
    if not checkpoints:
        return ()
    last = max(checkpoints, key=lambda checkpoint: checkpoint.step_number)
    return [client.files.retrieve(file_id) for file_id in files_of_checkpoint(last)]


SERVICE = HostedService(
    PROFILE,
    base_url="https://api.tokenfactory.nebius.com/v1",
    about_models=tuple(BaseModel(name, words, price=_SMALL) for name, words in _MODELS),
    # The list is of models to chat with, and names those that can be tuned differently, if it has them at all.
    lists_base_models=False,
    job_settings=_job_settings,
    # A file's status stays empty there.
    says_file_status=False,
    adapter_files=_adapter_of,
)
POSITION = 2
