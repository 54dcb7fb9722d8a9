"""What the launch page has done in workers: keys and base models."""

from collections.abc import Sequence
from dataclasses import dataclass

from msgtune_gui.core.ports import Outside
from msgtune_gui.core.service_profile import BaseModel
from msgtune_gui.workers.task import TaskContext, Work


@dataclass(frozen=True, slots=True)
class KeyState:
    """What is known of a service's key; the key itself stays in the store.

    Attributes:
        service: Key of the service profile.
        present: Whether there is one.
        persistent: Whether a key outlives this run of the program.
    """

    service: str
    present: bool
    persistent: bool


def look_for_key(outside: Outside, service: str) -> Work:
    """Work that returns the KeyState of a service; the system may ask the person to unlock the keyring."""

    def work(_context: TaskContext) -> KeyState:
        present = bool(outside.secrets.get(service))
        return KeyState(service, present, outside.secrets.persistent)

    return work


def forget_key(outside: Outside, service: str) -> Work:
    """Work that deletes a service's key and returns its KeyState."""

    def work(_context: TaskContext) -> KeyState:
        outside.secrets.delete(service)
        return KeyState(service, False, outside.secrets.persistent)

    return work


def list_base_models(outside: Outside, service: str) -> Work:
    """Work that returns a service's base models, the proposed one first."""

    def work(_context: TaskContext) -> Sequence[BaseModel]:
        connection = outside.tuning(service)
        try:
            return tuple(connection.base_models())
        finally:
            connection.close()

    return work
