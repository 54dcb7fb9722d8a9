"""What the person set for good, in one JSON file; keys are not among it."""

import logging
import math
import threading
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from msgtune_gui.core.addresses import is_near
from msgtune_gui.core.errors import UserError
from msgtune_gui.core.files import atomic_write
from msgtune_gui.core.service_profile import Price

_VERSION = 1
_FILE = "settings.json"

_log = logging.getLogger(__name__)


class _StoredPrice(msgspec.Struct, frozen=True):
    dollars_per_million: float
    as_of: date


class _Stored(msgspec.Struct, frozen=True):
    version: int = _VERSION
    addresses: dict[str, str] = {}
    prices: dict[str, dict[str, _StoredPrice]] = {}


class JsonSettings:
    """Implements the SettingsStore port on a file in a folder.

    A file that cannot be read, or that a later msgtune has written, is kept beside the new one under another name. May
    be used from any thread.
    """

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE
        self._known: _Stored | None = None
        self._lock = threading.Lock()

    def address(self, service: str) -> str:
        """Base URL that the person gave for a service; "" where there is none."""
        return self._stored.addresses.get(service, "")

    def set_address(self, service: str, address: str) -> None:
        """Keep the base URL of a service, or forget it with "". Raises UserError (no address, or disk full)."""
        given = checked_address(address) if address.strip() else ""
        with self._lock:
            kept = {key: value for key, value in self._stored.addresses.items() if key != service}
            if given:
                kept[service] = given
            self._save(msgspec.structs.replace(self._stored, addresses=kept))

    def price(self, service: str, base_model: str) -> Price | None:
        """What the person typed for the price of training a model, or None."""
        stored = self._stored.prices.get(service, {}).get(base_model)
        return Price(stored.dollars_per_million, stored.as_of) if stored else None

    def set_price(self, service: str, base_model: str, price: Price | None) -> None:
        """Keep a price, or forget it with None. Raises UserError (no price, or disk full)."""
        if price is not None and not 0.0 <= price.dollars_per_million < math.inf:
            raise UserError("That is not a price.", "Type what a million tokens cost in US dollars, 0 for nothing.")
        with self._lock:
            kept = {name: value for name, value in self._stored.prices.get(service, {}).items() if name != base_model}
            if price is not None:
                kept[base_model] = _StoredPrice(price.dollars_per_million, price.as_of)
            self._save(msgspec.structs.replace(self._stored, prices={**self._stored.prices, service: kept}))

    @property
    def _stored(self) -> _Stored:
        if self._known is None:
            self._known = self._read()
        return self._known

    def _read(self) -> _Stored:
        try:
            stored = msgspec.json.decode(self._path.read_bytes(), type=_Stored)
        except FileNotFoundError:
            return _Stored()
        except (OSError, msgspec.DecodeError, UnicodeDecodeError):
            _log.warning("The settings cannot be read; they are kept beside new ones.")
        else:
            if stored.version <= _VERSION:
                return stored
            _log.warning("The settings are of a later msgtune; they are kept beside new ones.")
        self._put_aside()
        return _Stored()

    def _put_aside(self) -> None:
        try:
            self._path.replace(self._path.with_suffix(".unread.json"))
        except OSError:
            _log.warning("The settings could not be put aside.")

    def _save(self, changed: _Stored) -> None:
        with atomic_write(self._path) as file:
            file.write(msgspec.json.format(msgspec.json.encode(changed)))
        self._known = changed


def checked_address(address: str) -> str:
    """The base URL in the form in which SDKs want it.

    Plain http is for this computer and for private networks only: on its way through the internet anybody could read
    the messages and the key.

    Raises:
        UserError: It is no address of a service.
    """
    given = address.strip()
    if "://" not in given:
        given = f"https://{given}"
    given = given.rstrip("/")
    try:
        parts = urlsplit(given)
        port_is_one = parts.port is None or parts.port > 0
    except ValueError:
        parts, port_is_one = urlsplit(""), False
    # A name and a password would go into logs with the address, and the rest has no place in a base URL.
    more = parts.username or parts.query or parts.fragment or any(mark.isspace() for mark in given)
    if parts.scheme not in {"http", "https"} or not parts.hostname or not port_is_one or more:
        raise UserError(
            "That is not the address of a service.", "It looks like https://example.org/v1; nothing was sent anywhere."
        )
    if parts.scheme == "http" and not is_near(given):
        raise UserError(
            "That address is not encrypted, so anybody on the way could read your messages and your key.",
            "Use an address that begins with https://. Nothing was sent anywhere.",
        )
    return given
