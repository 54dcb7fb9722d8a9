"""The services on offer: one module each, found by itself, so that adding one needs no change elsewhere.

A module has a SERVICE (HostedService) and a POSITION among the others.
"""

import pkgutil
from importlib import import_module
from types import ModuleType

from msgtune_gui.core.service_profile import ServiceProfile
from msgtune_gui.services.profiles import this_computer
from msgtune_gui.services.profiles.hosted import HostedService


def _modules() -> list[ModuleType]:
    found = (import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__))
    return sorted((module for module in found if hasattr(module, "SERVICE")), key=lambda module: module.POSITION)


SERVICES: dict[str, HostedService] = {module.SERVICE.profile.key: module.SERVICE for module in _modules()}
"""Every service by its profile's key, the proposed one first."""

LOCAL: ServiceProfile = this_computer.PROFILE
HOSTED: dict[str, HostedService] = {key: service for key, service in SERVICES.items() if key != LOCAL.key}
"""Those that are elsewhere."""

PROFILES: tuple[ServiceProfile, ...] = tuple(service.profile for service in SERVICES.values())

__all__ = ["HOSTED", "LOCAL", "PROFILES", "SERVICES", "HostedService"]
