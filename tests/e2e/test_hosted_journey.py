"""At a service elsewhere, through the window and on the command line: where chats and keys go, and where never."""

import base64
import json
import os
import subprocess
import sys
import urllib.parse
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from tests.support.loopback import Loopback
from tests.support.stand_in import StandIn
from tests.support.stand_in_faults import Refuse
from tests.support.stand_in_records import Recorded
from tests.support.window_journey import LEARNED, SAID

ROOT = Path(__file__).resolve().parents[2]
JOBS = "/fine_tuning/jobs"
CHAT = "/chat/completions"
KEY = "sk-proj-Zx7_QqMARKED-9vTt0123456789"
PATIENCE_S = 120


class Trap:
    """A server that nobody has any business with; it counts who comes."""

    def __init__(self) -> None:
        self.caught: list[str] = []
        self._server = Loopback(self._answer)

    def __enter__(self) -> "Trap":
        self._server.__enter__()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._server.__exit__(None, None, None)

    @property
    def temptations(self) -> Mapping[str, str]:
        """Variables that lead here, or would, if anybody followed them."""
        here = f"http://127.0.0.1:{self._server.port}"
        proxies = {f"{kind}_PROXY": here for kind in ("HTTP", "HTTPS", "ALL")}
        return {
            **proxies,
            **{name.lower(): here for name in proxies},
            "OPENAI_BASE_URL": f"{here}/v1",
            "OPENAI_API_BASE": f"{here}/v1",
            "OPENAI_PROXY": here,
            "OPENAI_LOG": "debug",
            "OPENAI_API_KEY": "sk-of-openai",
            "LANGSMITH_TRACING": "true",
            "LANGSMITH_API_KEY": "lsv2_pt_made_up",
            "LANGSMITH_ENDPOINT": here,
            "LANGSMITH_GATEWAY": "true",
            "LANGCHAIN_TRACING_V2": "true",
            "LANGCHAIN_API_KEY": "lsv2_pt_made_up",
            "LANGCHAIN_ENDPOINT": here,
            "SSL_CERT_FILE": "/nowhere/certificates.pem",
        }

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.caught.append(f"{scope['method']} {scope['path']}")
        await Response("{}", media_type="application/json")(scope, receive, send)


@dataclass(frozen=True, slots=True)
class Journey:
    """What is left of one.

    Attributes:
        folder: Home, data and temporary files.
        said: All that was printed.
        trap: Where nobody should have come.
        stand_in: The service.
        started: Each process that was started, with its environment.
    """

    folder: Path
    said: str
    trap: Trap
    stand_in: StandIn
    started: tuple[str, ...]


class Setting:
    """A home of its own, for one journey."""

    def __init__(self, folder: Path, trap: Trap, stand_in: StandIn) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.trap = trap
        self.stand_in = stand_in
        self.notes = folder.parent / f"{folder.name}-notes.jsonl"
        self._said: list[str] = []
        for name in ("home", "tmp"):
            (folder / name).mkdir(parents=True)

    def run(self, *command: object, typed: str = "", key: str | None = None, expect: int = 0) -> str:
        """What a command prints on standard output."""
        here = {
            name: str(self.folder / "home") for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")
        }
        noted = {"PYTHONPATH": str(ROOT / "tests/support/noted"), "MSGTUNE_TEST_NOTES": str(self.notes)}
        environment = os.environ | self.trap.temptations | here | noted | {"TMPDIR": str(self.folder / "tmp")}
        done = subprocess.run(
            [sys.executable, "-m", *map(str, command)],
            env=environment if key is None else environment | {"MSGTUNE_KEY": key},
            input=typed,
            capture_output=True,
            encoding="utf-8",
            timeout=PATIENCE_S,
            check=False,
            cwd=ROOT,
        )
        self._said += (done.stdout, done.stderr)
        assert done.returncode == expect, done.stdout + done.stderr
        return done.stdout

    def left(self) -> Journey:
        """What is left of it."""
        started = self.notes.read_text("utf-8").splitlines() if self.notes.exists() else []
        return Journey(self.folder, "".join(self._said), self.trap, self.stand_in, tuple(started))


def _in_the_window(setting: Setting) -> None:
    journey = ("tests.support.window_journey", setting.data, setting.stand_in.base_url)
    said = setting.run(*journey, typed=f"{KEY}\n")
    assert "chat: Ahoy, matey!" in said
    assert "crash: Something went wrong inside msgtune." in said


def _on_the_command_line(setting: Setting) -> None:
    file = setting.folder / "training.jsonl"
    turns = [{"role": "user", "content": "Hm?"}, {"role": "assistant", "content": LEARNED}]
    file.write_text(f"{json.dumps({'messages': turns})}\n" * 20)
    there = ("--service", "other", "--address", setting.stand_in.base_url)
    kept = ("--data-dir", setting.data)
    model = setting.run("msgtune_gui.cli", "tune", file, *there, *kept, key=KEY).strip()
    said = setting.run("msgtune_gui.cli", "chat", model, "--say", SAID, *kept, key=KEY)
    assert said.strip() == "Ahoy, matey!"
    setting.run("msgtune_gui.cli", "chat", model, "--say", SAID, *kept, key=KEY, expect=2)
    setting.run("msgtune_gui.cli", "tune", file, *there, *kept, key=KEY, expect=2)
    # A key is none of the engine's business, whatever service it is for.
    setting.run("msgtune_gui.cli", "chat", "nobody", "--say", SAID, *kept, key=KEY, expect=2)


JOURNEYS: dict[str, Callable[[Setting], None]] = {"window": _in_the_window, "command line": _on_the_command_line}


@pytest.fixture(scope="module", params=JOURNEYS)
def journey(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journey]:
    """A training and a chat that succeed, and one of each that the service refuses with the key in its sentence."""
    with ExitStack() as stack:
        trap, stand_in = stack.enter_context(Trap()), stack.enter_context(StandIn())
        stand_in.key = KEY
        stand_in.life = ("succeeded",)

        refused: set[str] = set()

        def on_request(made: Recorded) -> None:
            once = made.method == "POST" and (made.path == JOBS or SAID.encode() in made.body)
            if once and made.path not in refused:
                refused.add(made.path)
                stand_in.fault("POST", made.path, Refuse(400, None, f"Incorrect key {KEY} for this model."))

        stand_in.on_request = on_request
        setting = Setting(tmp_path_factory.mktemp("journey"), trap, stand_in)
        JOURNEYS[request.param](setting)
        yield setting.left()


def test_everything_reached_the_service(journey: Journey) -> None:
    stand_in = journey.stand_in
    assert sum(SAID.encode() in made.body for made in stand_in.seen("POST", CHAT)) == 2
    assert any(LEARNED.encode() in made.body for made in stand_in.seen("POST", "/files"))
    assert len(stand_in.seen("POST", JOBS)) == 2
    assert len(stand_in.jobs) == 1
    assert {made.headers.get("authorization") for made in stand_in.requests} <= {f"Bearer {KEY}", "Bearer none"}


def test_nothing_of_it_reached_anybody_else(journey: Journey) -> None:
    assert journey.trap.caught == []
    assert SAID not in journey.said


def test_the_trap_would_have_caught_it() -> None:
    ask = "import httpx2; httpx2.get('http://127.0.0.1:9/models')"
    with Trap() as trap:
        tempted = {name: value for name, value in trap.temptations.items() if name != "SSL_CERT_FILE"}
        subprocess.run([sys.executable, "-c", ask], env=os.environ | tempted, timeout=PATIENCE_S, check=True)
    assert trap.caught


def test_the_key_is_nowhere_in_any_form(journey: Journey) -> None:
    # It was in what the service said, and was taken out of it.
    assert "Incorrect … for this model." in journey.said
    forms = _forms(KEY)
    files = [path for path in journey.folder.rglob("*") if path.is_file()]
    assert len(files) > 3
    found = [path for path in files if any(form in path.read_bytes() for form in forms)]
    assert found == []
    assert not any(form in journey.said.encode() for form in forms)
    assert not any(form in str(path).encode() for path in files for form in forms)


def test_no_process_was_started_with_the_key(journey: Journey) -> None:
    assert not any(form in note.encode() for note in journey.started for form in _forms(KEY))
    names = {name for note in journey.started for name in json.loads(note)["environment"]}
    engines = [note for note in journey.started if "msgtune_gui.engine" in note]
    assert engines
    for note in engines:
        environment = json.loads(note)["environment"]
        assert "MSGTUNE_ENGINE_TOKEN" in environment
        assert environment["MSGTUNE_ENGINE_TOKEN"] not in json.loads(note)["arguments"]
        assert not {name for name in environment if name.lower().endswith("_proxy")}
    assert not {name for name in names if name.startswith(("OPENAI_", "LANGSMITH_", "LANGCHAIN_"))}


def _forms(key: str) -> list[bytes]:
    """The key as it could be written down."""
    forms = {
        key,
        json.dumps(key)[1:-1],
        urllib.parse.quote(key, safe=""),
        urllib.parse.quote_plus(key),
        key[::-1],
        key.encode().hex(),
    }
    found = {form.encode() for form in forms}
    for before in range(3):
        # Base64 depends on where in its row of three bytes the key begins; its ends depend on what stands beside.
        encoded = base64.b64encode(b"\0" * before + key.encode())
        found |= {encoded[4:-4], base64.urlsafe_b64encode(b"\0" * before + key.encode())[4:-4]}
    return sorted(found)
