"""OpenAI, for accounts that may still tune there."""

from datetime import date
from typing import TYPE_CHECKING

from msgtune_gui.core.service_profile import BaseModel, FileLimits, Price, ServiceEnd, ServiceProfile, TuningRight
from msgtune_gui.services.error_words import TRAINING_CLOSED
from msgtune_gui.services.profiles.hosted import HostedService

if TYPE_CHECKING:
    from openai import OpenAI
    from openai.types import Model

# OpenAI's deprecations page: nobody can start a job from the first day on, and the models are shut on the second.
NO_MORE_JOBS = date(2027, 1, 6)
MODELS_SHUT = date(2027, 1, 14)
# OpenAI's price page, standard tier, as mirrored in 2026 after May.
_PRICES_READ = date(2026, 9, 30)
_MODELS = (
    ("gpt-4.1-mini-2025-04-14", 5.0),
    ("gpt-4.1-2025-04-14", 25.0),
    ("gpt-4o-mini-2024-07-18", 3.0),
    ("gpt-4o-2024-08-06", 25.0),
)

PROFILE = ServiceProfile(
    key="openai",
    title="OpenAI",
    summary="Trains at OpenAI, with your key and at your cost.",
    leaves_computer=(
        "When you press Start, the examples are sent to OpenAI, with what the other people in them wrote to you. "
        "Later, what you write in the chat is sent there too."
    ),
    needs_key=True,
    on_device=False,
    key_page="platform.openai.com/api-keys",
    ends=(
        ServiceEnd(NO_MORE_JOBS, "From this day on nobody can start a training at OpenAI."),
        ServiceEnd(MODELS_SHUT, "OpenAI shuts the models tuned there; chats with them end."),
    ),
    # At least ten lines, and files of up to 512 MB (API reference of files, and the fine-tuning guide, 2026).
    limits=FileLimits(least_examples=10, most_bytes=512 * 1024 * 1024),
    keeps="OpenAI keeps a record that the training took place, without the examples; no program can delete it.",
)


def _is_base_model(model: "Model") -> bool:
    return model.id in {name for name, _price in _MODELS}


def _may_tune(client: "OpenAI") -> TuningRight:
    """Ask for the account's limits of fine-tuning, which only accounts that may tune have.

    OpenAI's help pages name the address; what it answers an account that may not tune is told nowhere, so only a
    refusal with the documented reason counts as one, and an answer without any limit says nothing.
    """
    import openai

    try:
        limits = client.get("/fine_tuning/model_limits", cast_to=object)
    except openai.PermissionDeniedError as error:
        return TuningRight.REFUSED if error.code == TRAINING_CLOSED else TuningRight.NOT_TOLD
    except openai.AuthenticationError:
        raise
    except openai.APIStatusError:
        return TuningRight.NOT_TOLD
    told = limits.get("data", limits) if isinstance(limits, dict) else limits
    return TuningRight.GRANTED if told else TuningRight.NOT_TOLD


SERVICE = HostedService(
    PROFILE,
    base_url="https://api.openai.com/v1",
    about_models=tuple(
        BaseModel(name, shut_on=MODELS_SHUT, price=Price(dollars, _PRICES_READ)) for name, dollars in _MODELS
    ),
    is_base_model=_is_base_model,
    may_tune=_may_tune,
)
POSITION = 1
