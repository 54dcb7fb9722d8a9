"""The service that a command speaks to: chosen on the command line, its key never on it."""

import argparse
import sys

from msgtune_gui.core.addresses import take_address
from msgtune_gui.core.errors import UserError
from msgtune_gui.core.service_profile import ServiceProfile
from msgtune_gui.services.outside import Services
from msgtune_gui.services.privacy import GivenKeys
from msgtune_gui.services.profiles import HOSTED, LOCAL, PROFILES

KEY_WORDS = (
    "A key is taken from MSGTUNE_KEY, else from the keyring; for OpenAI at last from OPENAI_API_KEY. "
    "It is never an argument, which everybody on the computer could read."
)


def add_service(parser: argparse.ArgumentParser, *, default: str | None, words: str) -> None:
    """Add the arguments that choose a service."""
    parser.add_argument("--service", default=default, choices=[LOCAL.key, *HOSTED], help=words)
    parser.add_argument("--address", metavar="URL", help="base URL of --service other; kept for the next time")


def turn_to(services: Services, service: str, address: str | None, keys: GivenKeys) -> ServiceProfile:
    """Have everything ready that is needed to speak to a service.

    Args:
        services: The way out.
        service: Key of the profile.
        address: To be kept for it; None for the one that is known.
        keys: From the environment; used for this run of the program only.

    Raises:
        UserError: The address is none, or the service has one of its own.
    """
    profile = profile_of(service)
    if address is not None:
        if not profile.asks_address:
            raise UserError(
                f"{profile.title} has an address of its own.", "Leave out --address, or use --service other."
            )
        if take_address(services.settings, services.secrets, service, address):
            sys.stderr.write("msgtune: the key of the address before was forgotten.\n")
    if not profile.needs_key:
        return profile
    if keys.for_any:
        services.secrets.remember(service, keys.for_any)
    elif service == "openai" and keys.for_openai and not services.secrets.get(service):
        services.secrets.remember(service, keys.for_openai)
    return profile


def profile_of(service: str) -> ServiceProfile:
    """The profile of a service. Raises UserError for one that is not known any more."""
    for profile in PROFILES:
        if profile.key == service:
            return profile
    raise UserError(f"There is no service called {service}.", f"Choose one of: {', '.join([LOCAL.key, *HOSTED])}.")
