"""Any other service that speaks OpenAI's protocol, at an address that the person gives."""

from msgtune_gui.core.service_profile import ServiceProfile
from msgtune_gui.services.profiles.hosted import HostedService

PROFILE = ServiceProfile(
    key="other",
    title="Another service",
    summary="Anything that speaks OpenAI's protocol for fine-tuning, at the address you give.",
    leaves_computer=(
        "When you press Start, the examples are sent to that address, with what the other people in them wrote to you. "
        "Later, what you write in the chat is sent there too."
    ),
    needs_key=True,
    on_device=False,
    asks_address=True,
    keeps="What else this service keeps is not known to msgtune; its own pages say so.",
)

SERVICE = HostedService(PROFILE, base_url="")
POSITION = 3
