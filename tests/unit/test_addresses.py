"""Which addresses are near, and that a key never goes to another place than the one it was given for."""

from pathlib import Path

import pytest

from msgtune_gui.core.addresses import is_near, take_address
from msgtune_gui.core.errors import UserError
from msgtune_gui.services.settings import JsonSettings
from tests.support.outside_over_http import MemorySecrets


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost:11434/v1", "http://127.0.0.1:8080", "http://[::1]:8080/v1", "https://192.168.1.7/v1",
        "http://attic.local/v1", "http://attic:11434/v1", "localhost", "10.0.0.2",
    ],
)  # fmt: skip
def test_near(address: str) -> None:
    assert is_near(address)


@pytest.mark.parametrize(
    "address",
    [
        "https://api.example.org/v1",
        "https://localhost.example.org",
        "8.8.8.8",
        "",
        "http://[",
        "https://evil.com/local",
    ],
)
def test_far(address: str) -> None:
    assert not is_near(address)


@pytest.mark.parametrize(
    ("other", "forgotten"),
    [
        ("https://ship.example/v1/", False),
        ("https://SHIP.example/v2", False),
        ("https://other.example/v1", True),
        ("https://ship.example:8443/v1", True),
    ],
)
def test_a_key_is_forgotten_with_the_place_it_was_for(tmp_path: Path, other: str, forgotten: bool) -> None:
    settings, secrets = JsonSettings(tmp_path), MemorySecrets(persistent=True)
    assert not take_address(settings, secrets, "other", "https://ship.example/v1")
    secrets.set("other", "sk-1")
    assert take_address(settings, secrets, "other", other) is forgotten
    assert secrets.get("other") == (None if forgotten else "sk-1")


def test_what_is_no_address_changes_nothing(tmp_path: Path) -> None:
    settings, secrets = JsonSettings(tmp_path), MemorySecrets(persistent=True)
    take_address(settings, secrets, "other", "https://ship.example/v1")
    secrets.set("other", "sk-1")
    with pytest.raises(UserError):
        take_address(settings, secrets, "other", "http://ship.example/v1")
    assert secrets.get("other") == "sk-1"
    assert settings.address("other") == "https://ship.example/v1"
