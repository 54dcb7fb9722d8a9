"""A whole run on this computer needs no network and tries to reach none, whatever the person's environment says."""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from tests.support import alone
from tests.support.watching import Watch

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "resources" / "sample-export"


def run(command: Sequence[object], watch: Watch) -> str:
    done = subprocess.run(
        [str(part) for part in command],
        capture_output=True,
        encoding="utf-8",
        check=False,
        cwd=ROOT,
        env=watch.environment | {"PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def network_of_its_own() -> Sequence[str]:
    """What to put before a command that is to have nothing but loopback."""
    prefix = alone.prefix()
    if not prefix:
        pytest.skip("The kernel gives nobody here a network of their own, so a run without any cannot be tried.")
    return prefix


def test_the_watch_sees_and_stops_what_leaves(tmp_path: Path) -> None:
    watch = Watch(tmp_path)
    tried = (
        "import socket\n"
        "for connect in (socket.socket().connect, lambda address: socket.getaddrinfo(*address)):\n"
        "    try:\n"
        "        connect(('203.0.113.9', 443))\n"
        "    except PermissionError as error:\n"
        "        print(error)\n"
    )
    assert run([sys.executable, "-c", tried], watch).count("allow no connection to 203.0.113.9") == 2
    assert watch.connections == {"203.0.113.9"}


def test_a_network_of_its_own_reaches_nobody(tmp_path: Path, network_of_its_own: Sequence[str]) -> None:
    tried = "import socket, errno; print(errno.errorcode[socket.socket().connect_ex(('203.0.113.9', 443))])"
    unwatched = subprocess.run(
        [*network_of_its_own, sys.executable, "-c", tried], capture_output=True, encoding="utf-8", check=True, cwd=ROOT
    )
    assert unwatched.stdout == "ENETUNREACH\n"


def test_a_whole_run_with_nothing_but_loopback(tmp_path: Path, network_of_its_own: Sequence[str]) -> None:
    watch = Watch(tmp_path)
    msgtune = [*network_of_its_own, sys.executable, "-m", "msgtune_gui.cli"]
    out, data = tmp_path / "training.jsonl", tmp_path / "data"
    run([*msgtune, "prepare", SAMPLE, "--sender", "Thora Fyrljós", "--chunk", 4, "--out", out], watch)
    # A part of the examples shows as much, and is trained in seconds.
    out.write_text("".join(out.read_text("utf-8").splitlines(keepends=True)[:12]), encoding="utf-8")
    tuned = run([*msgtune, "tune", out, "--data-dir", data, "--max-steps", 1, "--epochs", 1, "--json"], watch)
    model = json.loads(tuned)["model"]
    reply = run([*msgtune, "chat", model, "--say", "Hi, are you awake?", "--data-dir", data], watch)
    assert reply.strip()
    assert watch.connections == {"127.0.0.1"}
