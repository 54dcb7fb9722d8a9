"""This computer: msgtune's own engine, the service that is proposed."""

from collections.abc import Mapping
from typing import Any

from msgtune_gui.core.jobs import JobRequest
from msgtune_gui.core.service_profile import BaseModel, ServiceProfile, TuningRight
from msgtune_gui.services.profiles.hosted import HostedService, supervised

PROFILE = ServiceProfile(
    key="local",
    title="This computer",
    summary="Trains here. No account, no key, no upload.",
    leaves_computer="Nothing leaves this computer: the messages, the training and the chat all stay here.",
    needs_key=False,
    on_device=True,
)


def _job_settings(request: JobRequest) -> Mapping[str, Any]:
    bound = {} if request.max_steps is None else {"max_steps": request.max_steps}
    return {**supervised(request), **bound}


SERVICE = HostedService(
    PROFILE,
    base_url="",
    about_models=(
        BaseModel("SmolLM2-135M-Instruct", "Small and quick, best in English. By Hugging Face, Apache-2.0."),
    ),
    job_settings=_job_settings,
    may_tune=lambda _client: TuningRight.GRANTED,
)
POSITION = 0
