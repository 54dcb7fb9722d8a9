"""Addresses of services: which of them are near, and what becomes of a key when its service moves."""

import ipaddress
from urllib.parse import urlsplit

from msgtune_gui.core.ports import SecretStore, SettingsStore

_NEAR_NAMES = (".localhost", ".local", ".lan", ".home.arpa")


def is_near(address: str) -> bool:
    """Whether a base URL, or a host alone, is this computer or in a private network."""
    try:
        host = urlsplit(address if "://" in address else f"http://{address}").hostname or ""
    except ValueError:
        return False
    if host == "localhost" or host.endswith(_NEAR_NAMES):
        return True
    try:
        number = ipaddress.ip_address(host)
    except ValueError:
        return bool(host) and "." not in host
    return number.is_private or number.is_loopback


def host_of(address: str) -> str:
    """Host and port of a base URL, to be shown; "" where it is none."""
    try:
        return urlsplit(address if "://" in address else f"https://{address}").netloc.rpartition("@")[2]
    except ValueError:
        return ""


def take_address(settings: SettingsStore, secrets: SecretStore, service: str, address: str) -> bool:
    """Keep another address of a service; whether its key was forgotten, because it was given for another place.

    Raises:
        UserError: It is no address, or the disk is full.
    """
    before = settings.address(service)
    settings.set_address(service, address)
    if not before or same_place(before, settings.address(service)):
        return False
    had_key = secrets.get(service) is not None
    secrets.delete(service)
    return had_key


def same_place(address: str, other: str) -> bool:
    """Whether two base URLs lead to one and the same server, so that a key for one is for the other too."""
    return _place(address) == _place(other)


def _place(address: str) -> tuple[str, str]:
    parts = urlsplit(address)
    return parts.scheme, parts.netloc.lower()
