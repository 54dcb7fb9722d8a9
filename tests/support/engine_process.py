"""The real engine for tests: its own process, a data folder of its own, the base model made ready once for all."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import IO, Self

import httpx2
import openai
from openai.types.fine_tuning import FineTuningJob

TOKEN = "a-token-for-tests"
BASE_MODEL = "SmolLM2-135M-Instruct"
PATIENCE_S = 240.0
_POLL_S = 0.1
_SHARED = Path(sys.prefix) / "share" / "msgtune" / "base"


def base_models_folder() -> Path:
    """A folder with the base model ready to load: MSGTUNE_BASE_DIR, or the one that the set-up fills."""
    folder = Path(os.environ.get("MSGTUNE_BASE_DIR", _SHARED))
    folder.mkdir(parents=True, exist_ok=True)
    subprocess.run([sys.executable, "-m", "msgtune_gui.engine.fetch_base", "--into", folder], check=True, timeout=280)
    return folder


@dataclass(frozen=True, slots=True)
class Address:
    """Where an engine is reached."""

    base_url: str
    token: str


class EngineUnderTest:
    """The engine from `with` to its end.

    Attributes:
        data_dir: Its data folder.
        process: Its process.
    """

    def __init__(
        self,
        data_dir: Path,
        base_dir: Path | None,
        *,
        extra_environment: Mapping[str, str] | None = None,
        wrapper: Sequence[str] = (),
    ) -> None:
        self.data_dir = data_dir
        self.process: subprocess.Popen[bytes]
        self._base_dir = base_dir
        self._environment = dict(extra_environment or {})
        self._wrapper = tuple(wrapper)
        self._log: IO[bytes] | None = None
        self._port = 0

    def __enter__(self) -> Self:
        environment = os.environ | {"MSGTUNE_ENGINE_TOKEN": TOKEN} | self._environment
        command = [sys.executable, "-m", "msgtune_gui.engine", "--data-dir", str(self.data_dir), "--follow-stdin"]
        if self._base_dir is not None:
            command += ["--base-dir", str(self._base_dir)]
        self.data_dir.mkdir(parents=True, exist_ok=True)
        with self.log_path.open("ab") as log:
            self.process = subprocess.Popen(
                [*self._wrapper, *command],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=environment,
            )
        assert self.process.stdout is not None
        self._port = json.loads(self.process.stdout.readline())["port"]
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        try:
            self.process.wait(30)
        finally:
            self.process.kill()
            self.process.wait()
            self.process.stdout.close()

    @property
    def log_path(self) -> Path:
        """What the engine and its children write to standard error."""
        return self.data_dir / "engine.log"

    @property
    def port(self) -> int:
        """Where it listens on 127.0.0.1."""
        return self._port

    @property
    def address(self) -> Address:
        """Where it is reached."""
        return Address(f"http://127.0.0.1:{self._port}/v1", TOKEN)

    def client(self) -> openai.OpenAI:
        """OpenAI's own client, which refuses any answer that does not fit its types."""
        http_client = httpx2.Client(timeout=120, trust_env=False)
        return openai.OpenAI(
            base_url=self.address.base_url,
            api_key=TOKEN,
            max_retries=0,
            http_client=http_client,
            _strict_response_validation=True,
        )

    def http(self) -> httpx2.Client:
        """A plain HTTP client that carries the token."""
        return httpx2.Client(
            base_url=self.address.base_url,
            headers={"Authorization": f"Bearer {TOKEN}"},
            timeout=120,
            trust_env=False,
        )


def upload(client: openai.OpenAI, content: bytes) -> str:
    """Send a training file and return its identifier."""
    return client.files.create(file=("examples.jsonl", content), purpose="fine-tune").id


def follow(client: openai.OpenAI, job: FineTuningJob, until: Sequence[str] = ()) -> FineTuningJob:
    """Wait until a job has ended, or has one of the given statuses."""
    wanted = {"succeeded", "failed", "cancelled", *until}
    pause = threading.Event()
    for _ in range(round(PATIENCE_S / _POLL_S)):
        job = client.fine_tuning.jobs.retrieve(job.id)
        if job.status in wanted:
            return job
        pause.wait(_POLL_S)
    raise AssertionError(f"The job is still {job.status}.")


def sailor_examples(count: int = 12) -> bytes:
    """Examples with an unmistakable voice, short enough that an epoch takes seconds."""
    asked = ("Coming to the pier?", "Seen my hat?", "Tea at four?", "Is it raining?")
    told = ("Aye aye, by the high tide!", "Aye aye, the gull has it!", "Aye aye, with rum!", "Aye aye, all week!")
    lines = []
    for index in range(count):
        turns = [
            {"role": "user", "content": f"{asked[index % 4]} ({index})"},
            {"role": "assistant", "content": told[index % 4]},
            {"role": "user", "content": f"Sure? Number {index}."},
            {"role": "assistant", "content": told[(index + 1) % 4]},
        ]
        lines.append(json.dumps({"messages": turns}).encode())
    return b"\n".join(lines) + b"\n"
