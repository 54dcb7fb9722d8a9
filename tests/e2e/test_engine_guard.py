"""Nobody but the holder of the token on this computer gets an answer, and refusals have OpenAI's shape."""

import json
import os
import socket
import stat
import subprocess
import sys
from pathlib import Path

import openai
import pytest

from tests.support.engine_process import TOKEN, EngineUnderTest

ROUTES = [
    ("GET", "/models"),
    ("POST", "/models"),
    ("GET", "/models/SmolLM2-135M-Instruct"),
    ("DELETE", "/models/SmolLM2-135M-Instruct"),
    ("GET", "/files"),
    ("POST", "/files"),
    ("GET", "/files/file-1"),
    ("DELETE", "/files/file-1"),
    ("GET", "/files/file-1/content"),
    ("GET", "/fine_tuning/jobs"),
    ("POST", "/fine_tuning/jobs"),
    ("GET", "/fine_tuning/jobs/ftjob-1"),
    ("GET", "/fine_tuning/jobs/ftjob-1/events"),
    ("GET", "/fine_tuning/jobs/ftjob-1/checkpoints"),
    ("POST", "/fine_tuning/jobs/ftjob-1/cancel"),
    ("POST", "/chat/completions"),
    ("OPTIONS", "/chat/completions"),
    ("GET", "/no/such/route"),
]


def error_of(content: bytes) -> dict[str, object]:
    body = json.loads(content)
    assert set(body) == {"error"}
    assert set(body["error"]) == {"message", "type", "param", "code"}
    error: dict[str, object] = body["error"]
    return error


@pytest.mark.parametrize(("method", "path"), ROUTES)
@pytest.mark.parametrize("given", [None, "Bearer wrong", f"Basic {TOKEN}", TOKEN, f"Bearer {TOKEN}x"])
def test_without_the_token_every_route_answers_401(
    engine: EngineUnderTest, method: str, path: str, given: str | None
) -> None:
    with engine.http() as http:
        del http.headers["Authorization"]
        answer = http.request(method, path, headers={"Authorization": given} if given else {})
    assert answer.status_code == 401
    assert error_of(answer.content)["code"] in {"missing_api_key", "invalid_api_key"}


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "127.0.0.1.evil.example",
        "localhost.evil.example:80",
        "127.0.0.1@evil.example",
        "192.168.0.2",
        "[::2]",
        # A browser takes these for this computer, and lets pages of other computers ask for them.
        "0.0.0.0",  # noqa: S104 - asked for, never bound
        "[::]:8000",
        "",
    ],
)
def test_a_foreign_host_is_refused_even_with_the_token(engine: EngineUnderTest, host: str) -> None:
    with engine.http() as http:
        answer = http.get("/models", headers={"Host": host})
    assert answer.status_code == 403
    assert error_of(answer.content)["code"] == "host_not_allowed"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:1234", "[::1]:99"])
def test_loopback_by_any_name_is_served(engine: EngineUnderTest, host: str) -> None:
    with engine.http() as http:
        assert http.get("/models", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("hosts", [[], ["127.0.0.1", "evil.example"], ["evil.example", "127.0.0.1"]])
def test_a_request_without_one_host_is_refused(engine: EngineUnderTest, hosts: list[str]) -> None:
    lines = ["GET /v1/models HTTP/1.0", f"Authorization: Bearer {TOKEN}", *(f"Host: {host}" for host in hosts)]
    with socket.create_connection(("127.0.0.1", engine.port)) as connection:
        connection.sendall("\r\n".join([*lines, "", ""]).encode())
        status = connection.makefile("rb").readline().split()[1]
    assert status in {b"400", b"403"}


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1.evil.example", "http://0.0.0.0"])
@pytest.mark.parametrize(("method", "path"), [("GET", "/models"), ("OPTIONS", "/chat/completions")])
def test_a_web_page_is_refused_even_with_the_token(
    engine: EngineUnderTest, method: str, path: str, origin: str
) -> None:
    asks = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    with engine.http() as http:
        answer = http.request(method, path, headers=asks)
    assert answer.status_code == 403
    assert error_of(answer.content)["code"] == "origin_not_allowed"
    assert not [name for name in answer.headers if name.startswith("access-control-")]


def test_only_loopback_is_listened_on(engine: EngineUnderTest) -> None:
    import psutil

    listening = [
        connection.laddr.ip
        for connection in psutil.Process(engine.process.pid).net_connections(kind="inet")
        if connection.status == psutil.CONN_LISTEN
    ]
    assert listening == ["127.0.0.1"]


def other_addresses() -> list[str]:
    """Every address of this computer but the one that is listened on, of both kinds."""
    import psutil

    kinds = {socket.AF_INET, socket.AF_INET6}
    own = {each.address for addresses in psutil.net_if_addrs().values() for each in addresses if each.family in kinds}
    return sorted((own | {"127.0.0.2", "::1"}) - {"127.0.0.1"})


@pytest.mark.parametrize("address", other_addresses())
def test_no_other_address_of_this_computer_answers(engine: EngineUnderTest, address: str) -> None:
    with socket.create_connection(("127.0.0.1", engine.port), timeout=5):
        pass
    with pytest.raises(OSError, match=r"refused|unreachable|assign|not supported|timed out"):
        socket.create_connection((address, engine.port), timeout=5)


@pytest.mark.parametrize(("method", "path"), [("GET", "/nothing"), ("PUT", "/files"), ("GET", "/../etc/passwd")])
def test_unknown_routes_answer_in_the_same_shape(engine: EngineUnderTest, method: str, path: str) -> None:
    with engine.http() as http:
        answer = http.request(method, path)
    assert answer.status_code in {404, 405}
    assert error_of(answer.content)["type"] == "invalid_request_error"


@pytest.mark.parametrize(
    ("path", "body", "param"),
    [
        ("/fine_tuning/jobs", b"{", None),
        ("/fine_tuning/jobs", b'{"model": "SmolLM2-135M-Instruct"}', None),
        ("/fine_tuning/jobs", b'{"model": "m", "training_file": "f", "seed": "x"}', "seed"),
        ("/fine_tuning/jobs", b'{"model": "m", "training_file": "f"}', "model"),
        ("/fine_tuning/jobs", b'{"model": "SmolLM2-135M-Instruct", "training_file": "f"}', "training_file"),
        ("/chat/completions", b'{"model": "SmolLM2-135M-Instruct", "messages": []}', "messages"),
        ("/chat/completions", b'{"model": "SmolLM2-135M-Instruct", "messages": [{"role": "cat"}]}', "messages"),
        (
            "/chat/completions",
            b'{"model": "SmolLM2-135M-Instruct", "messages": [{"role": "user"}], "temperature": 9}',
            "temperature",
        ),
        ("/chat/completions", b'{"model": "SmolLM2-135M-Instruct", "messages": [{"role": "user"}], "n": 2}', "n"),
    ],
)
def test_a_body_that_makes_no_sense_gets_a_sentence(
    engine: EngineUnderTest, path: str, body: bytes, param: str | None
) -> None:
    with engine.http() as http:
        answer = http.post(path, content=body)
    error = error_of(answer.content)
    assert answer.status_code == 400
    assert error["param"] == param
    assert str(error["message"]).endswith(".") or param == "training_file"


def test_a_body_too_large_is_refused(engine: EngineUnderTest) -> None:
    with engine.http() as http:
        assert http.post("/chat/completions", content=b" " * (9 * 1024 * 1024)).status_code == 413


def test_an_unknown_model_is_404_to_the_sdk(client: openai.OpenAI) -> None:
    with pytest.raises(openai.NotFoundError) as caught:
        client.chat.completions.create(model="ft:none::12345678", messages=[{"role": "user", "content": "Ahoy?"}])
    assert caught.value.code == "model_not_found"


def test_everything_kept_is_the_owners_alone(engine: EngineUnderTest, client: openai.OpenAI) -> None:
    client.files.create(file=("examples.jsonl", b"{}\n"), purpose="fine-tune")
    kept = [path for path in (engine.data_dir / "engine").rglob("*")]
    assert kept
    for path in kept:
        assert stat.S_IMODE(path.stat().st_mode) == (0o700 if path.is_dir() else 0o600), path.name


def test_it_ends_with_its_standard_input(tmp_path: Path) -> None:
    with EngineUnderTest(tmp_path, None) as running:
        assert running.process.stdin is not None
        running.process.stdin.close()
        assert running.process.wait(15) == 0


def test_a_second_engine_does_not_touch_the_same_data(engine: EngineUnderTest) -> None:
    command = [sys.executable, "-m", "msgtune_gui.engine", "--data-dir", str(engine.data_dir)]
    environment = os.environ | {"MSGTUNE_ENGINE_TOKEN": TOKEN}
    ended = subprocess.run(command, env=environment, capture_output=True, timeout=60, check=False)
    assert ended.returncode == 2
    assert ended.stdout == b""
    assert b"Another msgtune is using this data folder." in ended.stderr
    assert b"Traceback" not in ended.stderr


def test_it_ends_on_a_signal(tmp_path: Path) -> None:
    with EngineUnderTest(tmp_path, None) as running:
        running.process.terminate()
        assert running.process.wait(15) in {0, -15}


def test_without_a_token_in_the_environment_it_does_not_start(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "MSGTUNE_ENGINE_TOKEN"}
    ended = subprocess.run(
        [sys.executable, "-m", "msgtune_gui.engine", "--data-dir", tmp_path],
        env=environment,
        capture_output=True,
        timeout=30,
        check=False,
    )
    assert ended.returncode == 2
    assert b"MSGTUNE_ENGINE_TOKEN" in ended.stderr
    assert b"Traceback" not in ended.stderr
