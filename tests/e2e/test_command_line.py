"""The command line as a person uses it: real processes, the real engine, a short but real training."""

import json
import os
import signal
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import openai
import pytest

SAMPLE = Path(__file__).resolve().parents[2] / "resources" / "sample-export"
VOICE = "Thora Fyrljós"


def msgtune(*arguments: object, expect: int = 0) -> subprocess.CompletedProcess[str]:
    done = subprocess.run(
        [sys.executable, "-m", "msgtune_gui.cli", *map(str, arguments)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        env=os.environ | {"PYTHONIOENCODING": "utf-8"},
    )
    assert done.returncode == expect, done.stderr
    assert "Traceback" not in done.stderr
    return done


def test_inspect_tells_what_the_sample_holds() -> None:
    found = json.loads(msgtune("inspect", SAMPLE, "--json").stdout)
    assert len(found["conversations"]) >= 12
    assert found["messages"] == sum(found["senders"].values()) >= 1000
    assert max(found["senders"], key=found["senders"].get) == VOICE
    for conversation in found["conversations"]:
        assert set(conversation) == {"id", "title", "participants", "messages", "first", "last"}
        assert conversation["first"] <= conversation["last"]
    assert sum(found["kinds"].values()) == found["messages"]
    assert found["doubles"] == 0
    assert found["skipped"] == []


def test_inspect_without_json_lists_conversations_and_people() -> None:
    lines = msgtune("inspect", SAMPLE).stdout
    assert VOICE in lines
    assert "the export's owner" in lines


def test_prepare_counts_what_it_writes(tmp_path: Path) -> None:
    out = tmp_path / "training.jsonl"
    told = json.loads(msgtune("prepare", SAMPLE, "--sender", VOICE, "--out", out, "--json").stdout)
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    assert told["examples"] == len(lines) > 100
    assert set(told) == {"examples", "conversations", "turns", "left_out", "account", "skipped", "notices"}
    assert told["account"]["left_out"] == told["left_out"]
    assert told["account"]["read"] == told["account"]["used"] + sum(told["left_out"].values())
    assert all(line["messages"][0]["role"] == "system" for line in lines)
    assert all(line["messages"][-1]["role"] == "assistant" for line in lines)
    assert out.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("inspect", "does-not-exist"), "does-not-exist"),
        (("prepare", SAMPLE, "--sender", "Nobody At All", "--out", "x.jsonl"), "Nobody of that name"),
        (("prepare", SAMPLE, "--sender", VOICE, "--chunk", "4", "--overlap", "4", "--out", "x.jsonl"), "smaller"),
        (("prepare", SAMPLE, "--sender", VOICE, "--out", "no/such/folder/x.jsonl"), "saved"),
        (("tune", "does-not-exist.jsonl"), "does-not-exist.jsonl"),
    ],
)
def test_wrong_input_is_one_sentence_and_status_2(arguments: tuple[object, ...], words: str) -> None:
    done = msgtune(*arguments, expect=2)
    assert words in done.stderr
    assert done.stderr.startswith("msgtune: ")
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_tune_then_chat(tmp_path: Path) -> None:
    out, data = tmp_path / "training.jsonl", tmp_path / "data"
    msgtune("prepare", SAMPLE, "--sender", VOICE, "--chunk", 4, "--out", out)
    ended = json.loads(msgtune("tune", out, "--data-dir", data, "--max-steps", 3, "--epochs", 1, "--json").stdout)
    assert set(ended) == {
        "job",
        "model",
        "train_loss",
        "valid_loss_before",
        "valid_loss",
        "seconds",
        "trained_tokens",
    }
    assert ended["valid_loss"] < ended["valid_loss_before"]
    assert ended["trained_tokens"] > 0
    assert data.stat().st_mode & 0o077 == 0
    reply = msgtune("chat", ended["model"], "--say", "Hi, are you awake?", "--data-dir", data).stdout
    assert reply.strip()
    missing = msgtune("chat", "ft:nothing", "--say", "Hi", "--data-dir", data, expect=2)
    assert "does not know this model" in missing.stderr


def test_serve_answers_only_who_has_the_key(tmp_path: Path) -> None:
    with (
        subprocess.Popen(
            [sys.executable, "-m", "msgtune_gui.cli", "serve", "--data-dir", str(tmp_path)],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        ) as serving,
        # Leaving the block above waits for the process, however the test ends.
        ExitStack() as leaving,
    ):
        leaving.callback(serving.kill)
        assert serving.stdout is not None
        url = serving.stdout.readline().split()[-1]
        key = serving.stdout.readline().split()[-1]
        with openai.OpenAI(base_url=url, api_key=key) as client:
            assert [model.id for model in client.models.list()] == ["SmolLM2-135M-Instruct"]
        with openai.OpenAI(base_url=url, api_key="guessed") as client, pytest.raises(openai.AuthenticationError):
            client.models.list()
        serving.send_signal(signal.SIGINT)
        assert serving.wait(30) == 130
