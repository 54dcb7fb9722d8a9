"""The engine's process: started when wanted, stopped with the program, spoken to over loopback only."""

import importlib.util
import json
import logging
import secrets
import subprocess
import sys
import threading
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from msgtune_gui.core.errors import UserError
from msgtune_gui.services.data_folder import DataFolder
from msgtune_gui.services.privacy import environment_within

TOKEN_VARIABLE = "MSGTUNE_ENGINE_TOKEN"  # noqa: S105 - the name of a variable, not a secret
_STOP_PATIENCE_S = 10.0
_LAST_WORDS_S = 5.0
_REFUSED = 2
_ENGINE_NEEDS = ("torch", "transformers", "peft", "uvicorn")

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a service speaking OpenAI's protocol is reached.

    Attributes:
        base_url: Ends with "/v1".
        key: Bearer token or API key.
    """

    base_url: str
    key: str

    def __repr__(self) -> str:
        return f"Endpoint({self.base_url!r})"


class EngineProcess:
    """Owns the engine's process; every method may be called from any thread.

    The token travels in the environment and never in the arguments, which other users of the computer can read. The
    engine ends when its standard input does, so it cannot outlive a program that was killed.
    """

    def __init__(self, data_folder: DataFolder) -> None:
        self._data_folder = data_folder
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._endpoint: Endpoint | None = None
        self._closed = False

    @property
    def running(self) -> bool:
        """Whether the process is alive."""
        process = self._process
        return process is not None and process.poll() is None

    @property
    def process_id(self) -> int | None:
        """Process id of the engine while it is alive."""
        return self._process.pid if self._process is not None and self.running else None

    def endpoint(self) -> Endpoint:
        """Where the engine is reached; starts it when it is not running, which takes a second or two.

        Raises:
            UserError: It will not start.
        """
        with self._lock:
            if self._closed:
                raise UserError("The program is closing.")
            if self._endpoint is None or not self.running:
                self._endpoint = self._start()
            return self._endpoint

    def stop(self) -> None:
        """End the engine and whatever it trains, and start it no more."""
        with self._lock:
            self._closed = True
            process, self._process, self._endpoint = self._process, None, None
        if process is None:
            return
        if process.stdin is not None:
            with suppress(OSError):
                process.stdin.close()
        try:
            process.wait(_STOP_PATIENCE_S)
        except subprocess.TimeoutExpired:
            process.kill()
        _release(process)

    def _start(self) -> Endpoint:
        if self._process is not None:
            _release(self._process)
            self._process = None
        if any(importlib.util.find_spec(name) is None for name in _ENGINE_NEEDS):
            raise UserError(
                "This installation of msgtune cannot train on this computer.",
                "Install it with its local part (pip install 'msgtune[local]'), or choose another service.",
            )
        token = secrets.token_urlsafe(32)
        log_path = self._data_folder.logs / "engine.log"
        try:
            with log_path.open("ab") as log:
                process = subprocess.Popen(  # noqa: S603 - our own module under our own interpreter
                    engine_command(self._data_folder.root, follow_stdin=True),
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    env=engine_environment(token),
                )
        except OSError as error:
            raise _will_not_start(log_path) from error
        ready = process.stdout.readline() if process.stdout is not None else b""
        try:
            port = int(json.loads(ready)["port"])
        except (ValueError, KeyError, TypeError) as error:
            with suppress(subprocess.TimeoutExpired):
                process.wait(_LAST_WORDS_S)
            process.kill()
            _release(process)
            raise _will_not_start(log_path, refused=process.returncode == _REFUSED) from error
        self._process = process
        _log.info("The engine listens on port %d.", port)
        return Endpoint(f"http://127.0.0.1:{port}/v1", token)


def engine_command(data_dir: Path, *, follow_stdin: bool, port: int = 0) -> list[str]:
    """Arguments that start the engine."""
    command = [sys.executable, "-m", "msgtune_gui.engine", "--data-dir", str(data_dir), "--port", str(port)]
    return [*command, "--follow-stdin"] if follow_stdin else command


def engine_environment(token: str) -> dict[str, str]:
    """The engine's environment: ours without any key, the token, and no way out to a model hub or usage statistics."""
    return environment_within() | {
        TOKEN_VARIABLE: token,
        "HF_HUB_OFFLINE": "1",
        "HF_HUB_DISABLE_TELEMETRY": "1",
        "DO_NOT_TRACK": "1",
        "PYTHONUNBUFFERED": "1",
    }


def _release(process: "subprocess.Popen[bytes]") -> None:
    """Wait for a process that is ending and close what connected us to it."""
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()
    process.wait()


def _will_not_start(log_path: Path, *, refused: bool = False) -> UserError:
    if refused:
        # With this status the engine's last line is a sentence for people.
        lines = log_path.read_text("utf-8", "replace").splitlines()
        if lines:
            return UserError(lines[-1])
    return UserError(
        "The part of msgtune that trains on this computer did not start.",
        f"Nothing was changed. Try again; if it keeps happening, its log is in {log_path}.",
    )
