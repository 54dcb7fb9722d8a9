"""A key in a real Secret Service: kept from one process to the next, and nowhere in a file in the clear."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

NEEDED = ("dbus-run-session", "gnome-keyring-daemon")
KEY = "sk-only-for-this-test-7f3a"

_UNLOCK = 'printf "\\n" | gnome-keyring-daemon --unlock --components=secrets >/dev/null; "$@"'
_STORE = f"""
import subprocess, sys
from msgtune_gui.services.secrets import KeyringSecretStore
store = KeyringSecretStore()
store.set("openai", {KEY!r})
assert store.persistent
ask = [sys.executable, "-c", '''
from msgtune_gui.services.secrets import KeyringSecretStore
print(KeyringSecretStore().get("openai"))
''']
print(subprocess.run(ask, capture_output=True, text=True, check=True).stdout.strip())
store.delete("openai")
print(subprocess.run(ask, capture_output=True, text=True, check=True).stdout.strip())
store.set("openai", {KEY!r})
"""
_EACH = f"""
import json, subprocess, sys
from msgtune_gui.services.profiles import PROFILES
from msgtune_gui.services.secrets import KeyringSecretStore
services = [profile.key for profile in PROFILES if profile.needs_key]
store = KeyringSecretStore()
def kept():
    ask = [sys.executable, "-c", '''
import json, sys
from msgtune_gui.services.secrets import KeyringSecretStore
print(json.dumps({{service: KeyringSecretStore().get(service) for service in sys.argv[1:]}}))
''', *services]
    return json.loads(subprocess.run(ask, capture_output=True, text=True, check=True).stdout)
told = [kept()]
for service in services:
    store.set(service, {KEY!r} + service)
told.append(kept())
store.set("nebius", {KEY!r} + "another")
told.append(kept())
store.delete("openai")
store.delete("openai")
told.append(kept())
print(json.dumps(told))
"""
_LOST = """
import os, signal
from jeepney import DBusAddress, new_method_call
from jeepney.io.blocking import open_dbus_connection
from msgtune_gui.services.secrets import KeyringSecretStore
store = KeyringSecretStore()
assert store.persistent
bus = DBusAddress("/", "org.freedesktop.DBus", "org.freedesktop.DBus")
with open_dbus_connection() as connection:
    asked = new_method_call(bus, "GetConnectionUnixProcessID", "s", ("org.freedesktop.DBus",))
    process_id = connection.send_and_get_reply(asked).body[0]
os.kill(process_id, signal.SIGKILL)
store.set("openai", "sk-1")
print(store.persistent, store.get("openai"))
"""


def _in_a_session(script: str, folder: Path) -> str:
    """What a script prints that runs beside an unlocked keyring of its own."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHON_KEYRING_BACKEND"}
    environment |= {"XDG_DATA_HOME": str(folder / "data"), "XDG_RUNTIME_DIR": str(folder), "HOME": str(folder)}
    ended = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", _UNLOCK, "sh", sys.executable, "-c", script],
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


@pytest.fixture
def session_folder(tmp_path: Path) -> Path:
    missing = [name for name in NEEDED if shutil.which(name) is None]
    if missing and os.geteuid() == 0:
        pytest.fail(f"Not installed, though the set-up installs it: {', '.join(missing)}")
    if missing:
        pytest.skip(f"Needs {', '.join(missing)} (Debian: dbus gnome-keyring)")
    return tmp_path


def test_a_key_outlives_the_process_and_is_encrypted(session_folder: Path) -> None:
    assert _in_a_session(_STORE, session_folder).splitlines() == [KEY, "None"]
    written = [path.read_bytes() for path in session_folder.rglob("*") if path.is_file()]
    assert not any(KEY.encode() in content for content in written)


def test_each_service_has_a_key_of_its_own_that_can_be_replaced_and_deleted(session_folder: Path) -> None:
    nothing, each, replaced, deleted = json.loads(_in_a_session(_EACH, session_folder))
    assert set(nothing.values()) == {None}
    assert each == {service: f"{KEY}{service}" for service in each}
    assert {"openai", "nebius", "other"} <= set(each)
    assert replaced == each | {"nebius": f"{KEY}another"}
    assert deleted == replaced | {"openai": None}
    written = [path.read_bytes() for path in session_folder.rglob("*") if path.is_file()]
    assert not any(KEY.encode() in content for content in written)


def test_a_keyring_that_goes_away_turns_to_memory(session_folder: Path) -> None:
    assert _in_a_session(_LOST, session_folder).split() == ["False", "sk-1"]
