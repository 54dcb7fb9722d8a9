"""The services on offer, as data."""

from dataclasses import dataclass

from msgtune_gui.core.jobs import BaseModel, ServiceProfile

LOCAL = ServiceProfile(
    key="local",
    title="This computer",
    summary="Trains here. No account, no key, no upload.",
    leaves_computer="Nothing leaves this computer: the messages, the training and the chat all stay here.",
    needs_key=False,
    on_device=True,
)

OPENAI = ServiceProfile(
    key="openai",
    title="OpenAI",
    summary="Trains at OpenAI, with your key and at your cost.",
    leaves_computer=(
        "When you press Start, the examples are sent to OpenAI, with what the other people in them wrote to you. "
        "Later, what you write in the chat is sent there too."
    ),
    needs_key=True,
    on_device=False,
)

ABOUT_BASE_MODELS = {"SmolLM2-135M-Instruct": "Small and quick, best in English. By Hugging Face, Apache-2.0."}
"""One line for the chooser on each base model of the engine."""


@dataclass(frozen=True, slots=True)
class HostedService:
    """How a hosted service is spoken to.

    Attributes:
        profile: What the window knows of it.
        base_url: Where its protocol is spoken.
        base_models: What can be tuned there, the proposed one first.
    """

    profile: ServiceProfile
    base_url: str
    base_models: tuple[BaseModel, ...]


# Tunable models and their end as in OpenAI's deprecations page and supervised fine-tuning guide, read September 2026.
_ENDS = "OpenAI shuts it, and models tuned from it, on 14 January 2027"

HOSTED: dict[str, HostedService] = {
    OPENAI.key: HostedService(
        OPENAI,
        "https://api.openai.com/v1",
        (
            BaseModel("gpt-4.1-mini-2025-04-14", _ENDS),
            BaseModel("gpt-4.1-2025-04-14", _ENDS),
            BaseModel("gpt-4o-mini-2024-07-18", _ENDS),
        ),
    )
}

PROFILES: tuple[ServiceProfile, ...] = (LOCAL, *(hosted.profile for hosted in HOSTED.values()))
