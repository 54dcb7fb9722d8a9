"""What an adapter has to know of a hosted service, and how services differ though they speak one protocol."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from msgtune_gui.core.jobs import JobRequest
from msgtune_gui.core.service_profile import BaseModel, ServiceProfile, TuningRight

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types import FileObject, Model

RightQuestion = Callable[["OpenAI"], TuningRight]
"""Asks a service whether the account may tune; may raise the SDK's errors."""
AdapterQuestion = Callable[["OpenAI", str], Sequence["FileObject"]]
"""Asks a service for the files of the adapter that a job has made; may raise the SDK's errors."""


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
        about_models: What is known of its base models beyond their names, the proposed one first.
        lists_base_models: Whether its list of models has those that can be tuned, so that what it does not list is not
            offered. Where it has not, `about_models` are offered as they stand.
        is_base_model: Whether a model in the service's list can be tuned.
        job_settings: Fields of a new job that say how it is to be trained.
        says_file_status: Whether the service ever says that a file can be used.
        may_tune: Asks for the account's right to tune, where the service can say.
        adapter_files: Asks for the adapter that a job has made; None where the service gives none away.
    """

    profile: ServiceProfile
    base_url: str
    about_models: Sequence[BaseModel] = ()
    lists_base_models: bool = True
    is_base_model: Callable[["Model"], bool] = _any_model
    job_settings: Callable[[JobRequest], Mapping[str, Any]] = supervised
    says_file_status: bool = True
    may_tune: RightQuestion = _not_told
    adapter_files: AdapterQuestion | None = None
