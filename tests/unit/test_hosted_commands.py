"""msgtune tune, chat, runs and delete at a service elsewhere, over real HTTP and in this process."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from msgtune_gui.cli.main import main
from msgtune_gui.core.jobs import Run, RunState
from msgtune_gui.services.data_folder import DataFolder
from msgtune_gui.services.run_store import FolderRunStore
from msgtune_gui.services.settings import JsonSettings
from tests.support.stand_in import KEY, StandIn
from tests.support.stand_in_faults import ChatManner, Hang, Refuse

JOBS = "/fine_tuning/jobs"
CHAT = "/chat/completions"


class Msgtune:
    """The command line with a data folder of its own, and with keys in its environment at each start."""

    def __init__(self, folder: Path, stand_in: StandIn, capture: pytest.CaptureFixture[str]) -> None:
        self.data = folder / "data"
        self.file = folder / "training.jsonl"
        self.keys = {"MSGTUNE_KEY": KEY}
        self.stand_in = stand_in
        self._capture = capture
        turns = [{"role": "user", "content": "Rum?"}, {"role": "assistant", "content": "Aye!"}]
        self.file.write_text(f"{json.dumps({'messages': turns})}\n" * 10)

    @property
    def runs(self) -> FolderRunStore:
        return FolderRunStore(DataFolder.open(self.data).runs)

    def __call__(self, command: str, *arguments: object, expect: int = 0) -> tuple[str, str]:
        """What a command prints, on standard output and on standard error."""
        self._capture.readouterr()
        os.environ.update(self.keys)
        status = main([command, *map(str, arguments), "--data-dir", str(self.data)])
        out, err = self._capture.readouterr()
        assert status == expect, err
        return out, err

    def there(self) -> tuple[str, ...]:
        """Arguments that lead to the stand-in."""
        return ("--service", "other", "--address", self.stand_in.base_url)

    def tune(self, *arguments: object, expect: int = 0) -> tuple[str, str]:
        """Train on the file at the stand-in."""
        return self("tune", self.file, *self.there(), *arguments, expect=expect)

    def listed(self) -> list[dict[str, Any]]:
        """What `runs --json` tells."""
        return list(json.loads(self("runs", "--json")[0])["runs"])


@pytest.fixture
def msgtune(tmp_path: Path, stand_in: StandIn, capsys: pytest.CaptureFixture[str]) -> Msgtune:
    stand_in.life = ("succeeded",)
    return Msgtune(tmp_path, stand_in, capsys)


def test_a_training_at_a_service_with_a_key_from_the_environment(msgtune: Msgtune, stand_in: StandIn) -> None:
    told = json.loads(msgtune.tune("--json")[0])
    assert told["model"] == stand_in.jobs[told["job"]].model
    assert "MSGTUNE_KEY" not in os.environ
    assert JsonSettings(DataFolder.open(msgtune.data).root).address("other") == stand_in.base_url
    assert not any(KEY.encode() in path.read_bytes() for path in msgtune.data.rglob("*") if path.is_file())


def test_openais_own_key_is_sent_to_nobody_else(msgtune: Msgtune, stand_in: StandIn) -> None:
    msgtune.keys = {"OPENAI_API_KEY": KEY}
    _, err = msgtune.tune(expect=2)
    assert "accept this key" in err or "needs a key" in err
    assert KEY not in str([made.headers for made in stand_in.requests])
    assert "OPENAI_API_KEY" not in os.environ


def test_an_address_is_for_the_service_without_one(msgtune: Msgtune) -> None:
    _, err = msgtune("tune", msgtune.file, "--service", "openai", "--address", "https://ship.example/v1", expect=2)
    assert "address of its own" in err


def test_a_training_that_was_interrupted_goes_on_with_the_same_file(msgtune: Msgtune, stand_in: StandIn) -> None:
    stand_in.fault("GET", f"{JOBS}/.*", Hang())
    program = [sys.executable, "-m", "msgtune_gui.cli", "tune", str(msgtune.file), "--data-dir", str(msgtune.data)]
    with subprocess.Popen([*program, *msgtune.there()], env=os.environ | {"MSGTUNE_KEY": KEY}) as interrupted:
        try:
            assert stand_in.wait_until(lambda: bool(stand_in.seen("GET", f"{JOBS}/.*")))
        finally:
            interrupted.send_signal(signal.SIGKILL)
    [left] = msgtune.runs.all()
    assert left.state is RunState.RUNNING

    out, err = msgtune.tune()

    assert "going on with the training of this file" in err
    assert [job.model for job in stand_in.jobs.values()] == [out.strip()]
    assert len(stand_in.seen("POST", "/files")) == len(stand_in.seen("POST", JOBS)) == 1
    assert len(msgtune.runs.all()) == 1
    # What has ended is not gone on with.
    assert "going on" not in msgtune.tune()[1]
    assert len(stand_in.jobs) == 2


def test_another_file_other_choices_or_the_wish_for_a_new_one_begin_anew(msgtune: Msgtune, stand_in: StandIn) -> None:
    stand_in.fault("GET", f"{JOBS}/.*", Refuse(401, "invalid_api_key"), times=3)
    msgtune.tune(expect=2)
    for arguments in (("--epochs", 2), ("--new",)):
        assert "going on" not in msgtune.tune(*arguments, expect=2)[1]
    msgtune.file.write_text(msgtune.file.read_text() * 2)
    assert "going on" not in msgtune.tune()[1]
    assert len(stand_in.jobs) == 4


def test_a_model_that_was_not_trained_here_can_be_talked_to(msgtune: Msgtune, stand_in: StandIn) -> None:
    out, _ = msgtune("chat", "parrot-7b", *msgtune.there(), "--system", "You are a parrot.", "--say", "Hello")
    assert out.strip() == "Ahoy, matey!"
    sent = stand_in.seen("POST", CHAT)[0].json()
    assert sent["model"] == "parrot-7b"
    assert [message["content"] for message in sent["messages"]] == ["You are a parrot.", "Hello"]


def test_a_chat_that_is_too_long_goes_on_and_says_so(
    msgtune: Msgtune, stand_in: StandIn, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    stand_in.longest_chat = 60
    typed = tmp_path / "typed"
    typed.write_text("".join(f"Line {number} of the shanty\n" for number in range(6)))
    with typed.open() as lines:
        monkeypatch.setattr(sys, "stdin", lines)
        out, err = msgtune("chat", "parrot-7b", *msgtune.there())
    assert out.splitlines() == ["Ahoy, matey!"] * 6
    assert "its beginning is not sent any more" in err
    last = stand_in.seen("POST", CHAT)[-1].json()["messages"]
    assert last[0]["role"] == "user"
    assert last[-1]["content"] == "Line 5 of the shanty"


def test_a_content_filter_in_the_terminal(msgtune: Msgtune, stand_in: StandIn) -> None:
    stand_in.manner = ChatManner.FILTERED
    out, err = msgtune("chat", "parrot-7b", *msgtune.there(), "--say", "Hello", expect=2)
    assert "Another service's content filter broke the reply off." in err
    assert out == "Ahoy, matey!"


def test_runs_are_listed_for_people_and_for_programs(msgtune: Msgtune) -> None:
    assert msgtune("runs")[0] == "Nothing was trained yet.\n"
    model = msgtune.tune()[0].strip()
    [told] = msgtune.listed()
    assert (told["model"], told["state"], told["service"], told["examples"]) == (model, "succeeded", "other", 10)
    assert told["begun"].endswith("+00:00")
    lines = msgtune("runs")[0]
    assert told["id"][:8] in lines
    assert model in lines
    assert "ready" in lines


def test_a_run_is_deleted_whole_and_each_thing_is_told(msgtune: Msgtune, stand_in: StandIn) -> None:
    model = msgtune.tune()[0].strip()
    identifier = msgtune.listed()[0]["id"]
    assert "asks before it" in msgtune("delete", identifier[:6], expect=2)[1]
    assert msgtune.listed()
    out, _ = msgtune("delete", identifier[:6], "--yes")
    assert "deleted  the uploaded examples" in out
    assert "deleted  the model" in out
    assert "stays  the service's record: What else" in out
    assert not stand_in.files
    assert stand_in.seen("DELETE", f"/models/{model}")
    assert msgtune.listed() == []
    assert "no training called" in msgtune("delete", identifier, "--yes", expect=2)[1]


def test_what_a_service_does_not_delete_is_kept_for_another_try_or_given_up(
    msgtune: Msgtune, stand_in: StandIn
) -> None:
    model = msgtune.tune()[0].strip()
    for arguments, expect, left in (((), 2, 1), (("--here-only",), 0, 0)):
        stand_in.fault("DELETE", "/files/.*", Refuse(403, None, "Not today."))
        told = json.loads(msgtune("delete", model, "--yes", "--json", *arguments, expect=expect)[0])["deleted"]
        assert {each["what"]: each["fate"] for each in told}["uploaded_file"] == "failed"
        assert len(msgtune.listed()) == left


@pytest.mark.parametrize(("answer", "left"), [("n", 1), ("", 1), ("y", 0)])
def test_deleting_asks_where_somebody_can_answer(
    msgtune: Msgtune, monkeypatch: pytest.MonkeyPatch, answer: str, left: int
) -> None:
    model = msgtune.tune()[0].strip()
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _question: answer)
    msgtune("delete", model, expect=130 if left else 0)
    assert len(msgtune.listed()) == left


def test_a_beginning_that_fits_several_runs_names_none(msgtune: Msgtune) -> None:
    for place in range(2):
        msgtune.runs.save(
            Run(f"{place:032x}", "other", "m", 1, "", "", 10, "training.jsonl", 1, RunState.FAILED, error="Sunk.")
        )
    assert "beginning of several" in msgtune("delete", "0000", "--yes", expect=2)[1]
    assert "Sunk." in msgtune("runs")[0]
