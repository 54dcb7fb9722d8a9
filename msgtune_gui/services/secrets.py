"""Keys of services in the system's keyring, or in memory where there is none; never in a file of ours."""

import logging

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
        self._usable: bool | None = None

    @property
    def persistent(self) -> bool:
        """Whether a key outlives this run of the program."""
        if self._usable is None:
            self._usable = _backend_is_safe()
        return self._usable

    def get(self, service: str) -> str | None:
        """The key of a service."""
        if service in self._memory or not self.persistent:
            return self._memory.get(service)
        import keyring
        import keyring.errors

        try:
            return keyring.get_password(_KEYRING_SERVICE, service)
        except keyring.errors.KeyringError as error:
            self._give_up(error)
            return None

    def set(self, service: str, key: str) -> None:
        """Keep the key of a service."""
        if self.persistent:
            import keyring
            import keyring.errors

            try:
                keyring.set_password(_KEYRING_SERVICE, service, key)
            except keyring.errors.KeyringError as error:
                self._give_up(error)
            else:
                self._memory.pop(service, None)
                return
        self._memory[service] = key

    def remember(self, service: str, key: str) -> None:
        """Keep the key of a service for this run of the program only."""
        self._memory[service] = key

    def delete(self, service: str) -> None:
        """Forget the key of a service."""
        self._memory.pop(service, None)
        if not self.persistent:
            return
        import keyring
        import keyring.errors

        try:
            keyring.delete_password(_KEYRING_SERVICE, service)
        except keyring.errors.PasswordDeleteError:
            return
        except keyring.errors.KeyringError as error:
            self._give_up(error)

    def _give_up(self, error: Exception) -> None:
        _log.warning("The keyring cannot be used: %s", type(error).__name__)
        self._usable = False


def _backend_is_safe() -> bool:
    import keyring

    backend = keyring.get_keyring()
    try:
        return float(backend.priority) >= _LOWEST_TRUSTED_PRIORITY
    except Exception as error:  # noqa: BLE001 - third-party backends raise what they like when they cannot work
        _log.info("The keyring cannot be used: %s", type(error).__name__)
        return False
