"""Keys in keyrings of several tempers; the keyrings are keyring's own or plug-ins of its own kind."""

import logging
from collections.abc import Iterator
from typing import ClassVar

import keyring
import keyring.backends.chainer
import keyring.errors
import pytest
from keyring.backend import KeyringBackend
from keyring.core import load_keyring

from msgtune_gui.services.secrets import KeyringSecretStore


class Safe(KeyringBackend):
    """A keyring that protects what it holds, as far as its priority says."""

    priority: ClassVar[float] = 5

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring says no types here
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        if self.kept.pop((service, username), None) is None:
            raise keyring.errors.PasswordDeleteError


class Plain(Safe):
    """A keyring that is only a plain file."""

    priority: ClassVar[float] = 0.5


class Locked(Safe):
    """A keyring whose owner does not unlock it."""

    trouble: Exception = keyring.errors.KeyringLocked("sk-very-secret")

    def get_password(self, service: str, username: str) -> str | None:
        raise self.trouble

    def set_password(self, service: str, username: str, password: str) -> None:
        raise self.trouble

    def delete_password(self, service: str, username: str) -> None:
        raise self.trouble


class Broken(Locked):
    """A keyring whose bus went away: not an error of keyring's own."""

    trouble = ConnectionResetError("sk-very-secret")


class Unable(Safe):
    """A keyring that cannot even tell whether it can work."""

    @property
    def priority(self) -> float:  # type: ignore[override]
        raise RuntimeError("no bus")


class Chain(keyring.backends.chainer.ChainerBackend):
    """Two keyrings at once; what keyring's own chain finds by itself depends on the machine."""

    backends: ClassVar[list[Safe]] = []

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring says no types here


@pytest.fixture(autouse=True)
def keyring_as_before() -> Iterator[None]:
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


def _persists(store: KeyringSecretStore) -> bool:
    return store.persistent


def test_a_safe_keyring_keeps_the_key() -> None:
    backend = Safe()
    keyring.set_keyring(backend)
    store = KeyringSecretStore()
    store.set("openai", "sk-1")

    assert store.persistent
    assert backend.kept == {("msgtune", "openai"): "sk-1"}
    assert KeyringSecretStore().get("openai") == "sk-1"
    store.delete("openai")
    store.delete("openai")
    assert store.get("openai") is None
    assert not backend.kept


@pytest.mark.parametrize(
    "backend",
    [load_keyring("keyring.backends.fail.Keyring"), load_keyring("keyring.backends.null.Keyring"), Plain(), Unable()],
    ids=repr,
)
def test_without_a_safe_keyring_the_key_stays_in_memory(backend: KeyringBackend) -> None:
    keyring.set_keyring(backend)
    store = KeyringSecretStore()
    store.set("openai", "sk-1")

    assert not store.persistent
    assert store.get("openai") == "sk-1"
    assert KeyringSecretStore().get("openai") is None
    assert not getattr(backend, "kept", None)
    store.delete("openai")
    assert store.get("openai") is None


@pytest.mark.parametrize("kind", [Locked, Broken])
def test_a_keyring_that_fails_turns_to_memory(kind: type[Locked], caplog: pytest.LogCaptureFixture) -> None:
    keyring.set_keyring(kind())
    for first in ("get", "set", "delete"):
        store = KeyringSecretStore()
        assert _persists(store)
        with caplog.at_level(logging.INFO):
            match first:
                case "get":
                    assert store.get("openai") is None
                case "set":
                    store.set("openai", "sk-2")
                    assert store.get("openai") == "sk-2"
                case _:
                    store.delete("openai")
        assert not _persists(store)
        store.set("openai", "sk-1")
        assert store.get("openai") == "sk-1"
    assert "sk-" not in caplog.text


def test_a_key_for_this_run_only_goes_before_the_kept_one() -> None:
    backend = Safe()
    keyring.set_keyring(backend)
    store = KeyringSecretStore()
    store.set("openai", "sk-kept")
    store.remember("openai", "sk-now")

    assert store.get("openai") == "sk-now"
    assert set(backend.kept.values()) == {"sk-kept"}
    store.set("openai", "sk-new")
    assert store.get("openai") == "sk-new"


def test_of_a_chain_only_the_safest_is_used() -> None:
    safe, plain = Safe(), Plain()
    Chain.backends = [plain, safe]
    keyring.set_keyring(Chain())
    store = KeyringSecretStore()
    plain.set_password("msgtune", "openai", "sk-of-a-plain-file")

    assert store.get("openai") is None
    store.set("openai", "sk-1")
    assert set(safe.kept.values()) == {"sk-1"}


def test_a_chain_of_nothing_safe_is_not_used() -> None:
    Chain.backends = [Plain(), Plain()]
    keyring.set_keyring(Chain())

    assert not KeyringSecretStore().persistent
