"""What the person set for good, in a file."""

import json
import logging
from datetime import date
from pathlib import Path

import pytest

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.service_profile import Price
from msgtune_gui.services.settings import JsonSettings, checked_address

PRICE = Price(0.4, date(2026, 9, 24))


def test_nothing_is_set_at_first(tmp_path: Path) -> None:
    settings = JsonSettings(tmp_path)
    assert settings.address("other") == ""
    assert settings.price("openai", "m") is None
    assert not list(tmp_path.iterdir())


def test_what_is_set_outlives_the_program(tmp_path: Path) -> None:
    settings = JsonSettings(tmp_path)
    settings.set_address("other", " https://ship.example/v1/ ")
    settings.set_price("openai", "m", PRICE)
    settings.set_price("openai", "n", Price(1.0, date(2026, 1, 1)))

    again = JsonSettings(tmp_path)
    assert again.address("other") == "https://ship.example/v1"
    assert again.price("openai", "m") == PRICE
    assert again.price("nebius", "m") is None
    again.set_price("openai", "m", None)
    assert JsonSettings(tmp_path).price("openai", "m") is None
    assert JsonSettings(tmp_path).price("openai", "n") is not None


def test_an_address_can_be_taken_away(tmp_path: Path) -> None:
    settings = JsonSettings(tmp_path)
    settings.set_address("other", "https://ship.example/v1")
    settings.set_address("other", "  ")
    assert JsonSettings(tmp_path).address("other") == ""


def test_only_the_owner_can_look(tmp_path: Path) -> None:
    JsonSettings(tmp_path).set_address("other", "https://ship.example/v1")
    (path,) = tmp_path.iterdir()
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b'{"version": 1, "prices": 3}', b"\xff\xfe", b'{"version": 99, "addresses": {}}']
)
def test_what_cannot_be_read_is_kept_beside(tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "settings.json").write_bytes(content)
    settings = JsonSettings(tmp_path)

    with caplog.at_level(logging.WARNING):
        assert settings.address("other") == ""
    assert caplog.records
    settings.set_address("other", "https://ship.example/v1")
    assert json.loads((tmp_path / "settings.json").read_bytes())["addresses"] == {"other": "https://ship.example/v1"}
    assert (tmp_path / "settings.unread.json").read_bytes() == content


def test_what_could_not_be_saved_is_not_set(tmp_path: Path) -> None:
    settings = JsonSettings(tmp_path / "gone")
    with pytest.raises(UserError):
        settings.set_address("other", "https://ship.example/v1")
    with pytest.raises(UserError):
        settings.set_price("openai", "m", PRICE)
    assert settings.address("other") == ""
    assert settings.price("openai", "m") is None


@pytest.mark.parametrize("dollars", [-1.0, float("nan"), float("inf")])
def test_a_price_that_is_none_is_refused(tmp_path: Path, dollars: float) -> None:
    settings = JsonSettings(tmp_path)
    with pytest.raises(UserError, match="price"):
        settings.set_price("openai", "m", Price(dollars, date(2026, 1, 1)))
    assert settings.price("openai", "m") is None


@pytest.mark.parametrize(
    ("given", "address"),
    [
        ("https://ship.example/v1", "https://ship.example/v1"),
        ("  ship.example/v1/ ", "https://ship.example/v1"),
        ("HTTPS://Ship.example/v1", "HTTPS://Ship.example/v1"),
        ("https://ship.example:8443/openai/v1//", "https://ship.example:8443/openai/v1"),
        ("http://localhost:11434/v1", "http://localhost:11434/v1"),
        ("http://127.0.0.1:8080/v1", "http://127.0.0.1:8080/v1"),
        ("http://[::1]:8080/v1", "http://[::1]:8080/v1"),
        ("http://192.168.1.7:8000/v1", "http://192.168.1.7:8000/v1"),
        ("http://box.local/v1", "http://box.local/v1"),
        ("http://box/v1", "http://box/v1"),
    ],
)
def test_addresses_as_people_type_them(given: str, address: str) -> None:
    assert checked_address(given) == address


@pytest.mark.parametrize(
    "given",
    [
        "", "   ", "https://", "ftp://ship.example", "file:///etc/passwd", "https://:8080/v1", "https://ship.example:0/v1",
        "https://ship.example:99999/v1", "https://ship.example:x/v1", "https://[::1/v1",
        "https://me:secret@ship.example/v1", "https://ship.example/v1?key=1", "https://ship.example/v1#a",
        "https://ship example/v1", "javascript:alert(1)",
    ],
)  # fmt: skip
def test_what_is_no_address(given: str) -> None:
    with pytest.raises(UserError) as told:
        checked_address(given)
    assert "not the address" in told.value.message
    assert "secret" not in str(told.value)


@pytest.mark.parametrize(
    "given",
    ["http://ship.example/v1", "http://8.8.8.8/v1", "http://localhost.ship.example/v1", "http://[2001:4860::8]/v1"],
)
def test_chats_do_not_travel_open_to_everybody(given: str) -> None:
    with pytest.raises(UserError, match="not encrypted"):
        checked_address(given)
