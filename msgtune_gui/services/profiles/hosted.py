"""What an adapter has to know of a hosted service, and how services differ though they speak one protocol."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msgtune_gui.core.jobs import JobRequest
from msgtune_gui.core.service_profile import BaseModel, ServiceProfile, TuningRight

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types import Model

RightQuestion = Callable[["OpenAI"], TuningRight]
"""Asks a service whether the account may tune; may raise the SDK's errors."""


@dataclass(frozen=True, slots=True)
class AdapterFiles:
    """Where a service keeps the adapters that it has made.

    Attributes:
        of_job: Gives the name in PEFT's format -> id of each file of the last checkpoint of a job.
    """

    of_job: Callable[["OpenAI", str], Mapping[str, str]]


def supervised(request: JobRequest) -> Mapping[str, Any]:
    """Settings of a job as OpenAI's protocol has them since `hyperparameters` went out of use."""
    return {"method": {"type": "supervised", "supervised": {"hyperparameters": {"n_epochs": request.epochs}}}}


def _not_told(_client: "OpenAI") -> TuningRight:
    return TuningRight.NOT_TOLD


def _any_model(model: "Model") -> bool:
    return not model.id.startswith("ft:")


@dataclass(frozen=True, slots=True)
class HostedService:
    """How a hosted service is spoken to: data, and a hook for each thing that needs more than data.

    Attributes:
        profile: What the window knows of it.
        base_url: Where its protocol is spoken; "" where the person gives the address.
        about_models: What is known of its base models beyond their names, the proposed one first. Those that the
            service does not list are not offered; where it lists none of them, all that `is_base_model` lets through.
        is_base_model: Whether a model in the service's list can be tuned.
        job_settings: Fields of a new job that say how it is to be trained.
        says_file_status: Whether the service ever says that a file can be used.
        may_tune: Asks for the account's right to tune, where the service can say.
        adapter_files: Where adapters can be downloaded; None where they cannot.
    """

    profile: ServiceProfile
    base_url: str
    about_models: Sequence[BaseModel] = ()
    is_base_model: Callable[["Model"], bool] = _any_model
    job_settings: Callable[[JobRequest], Mapping[str, Any]] = supervised
    says_file_status: bool = True
    may_tune: RightQuestion = _not_told
    adapter_files: AdapterFiles | None = None
