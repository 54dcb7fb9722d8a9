"""Keys of services in the system's keyring, or in memory where there is none; never in a file of ours."""

import logging
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from keyring.backend import KeyringBackend

_KEYRING_SERVICE = "msgtune"
_LOWEST_TRUSTED_PRIORITY = 1

_log = logging.getLogger(__name__)


class KeyringSecretStore:
    """Implements the SecretStore port over `keyring`.

    A backend counts only when its priority says that it really protects what it holds (keyring's own scale: 1 and
    above is recommended), so that a key never lands in a plain file. Any failure of the keyring turns to memory.

    Every method may block while the system asks the person to unlock the keyring: call them in a worker.
    """

    def __init__(self) -> None:
        self._memory: dict[str, str] = {}
        self._backend: KeyringBackend | None = None
        self._looked_for = False

    @property
    def persistent(self) -> bool:
        """Whether a key outlives this run of the program."""
        return self._found() is not None

    def get(self, service: str) -> str | None:
        """The key of a service."""
        backend = self._found()
        if service in self._memory or backend is None:
            return self._memory.get(service)
        try:
            return backend.get_password(_KEYRING_SERVICE, service)
        except Exception as error:  # noqa: BLE001 - a backend lets errors of its bus or its system through
            self._give_up(error)
            return None

    def set(self, service: str, key: str) -> None:
        """Keep the key of a service."""
        self._memory[service] = key
        backend = self._found()
        if backend is None:
            return
        try:
            backend.set_password(_KEYRING_SERVICE, service, key)
        except Exception as error:  # noqa: BLE001 - as in get
            self._give_up(error)
        else:
            del self._memory[service]

    def remember(self, service: str, key: str) -> None:
        """Keep the key of a service for this run of the program only."""
        self._memory[service] = key

    def delete(self, service: str) -> None:
        """Forget the key of a service."""
        self._memory.pop(service, None)
        backend = self._found()
        if backend is None:
            return
        from keyring.errors import PasswordDeleteError

        try:
            backend.delete_password(_KEYRING_SERVICE, service)
        except PasswordDeleteError:
            return
        except Exception as error:  # noqa: BLE001 - as in get
            self._give_up(error)

    def _found(self) -> "KeyringBackend | None":
        if not self._looked_for:
            self._looked_for = True
            self._backend = _safe_backend()
        return self._backend

    def _give_up(self, error: Exception) -> None:
        _log.warning("The keyring cannot be used: %s", type(error).__name__)
        self._backend = None


def _safe_backend() -> "KeyringBackend | None":
    import keyring
    from keyring.backends.chainer import ChainerBackend

    try:
        backend = keyring.get_keyring()
        # A chain reads and writes whatever is installed, a plain file too; only its safest link is wanted.
        links = list(backend.backends) if isinstance(backend, ChainerBackend) else [backend]
        safest = max(links, key=lambda link: float(link.priority), default=None)
        if safest is not None and float(safest.priority) >= _LOWEST_TRUSTED_PRIORITY:
            return safest
    except Exception as error:  # noqa: BLE001 - third-party backends raise what they like when they cannot work
        _log.info("The keyring cannot be used: %s", type(error).__name__)
    return None
