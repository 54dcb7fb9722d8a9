"""msgtune prepare and inspect, in this process: every choice, and what is said about it."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from msgtune_gui.cli.main import main
from tests.support.export_builder import meta_json, mojibake, plain_message, write_thread

ALMA, EWA, DARIO, GONE = "Alma Vránová", "Ewa Łąkowska", "Dario Quillfeather", "Facebook user"
DAY_MS = 24 * 60 * 60 * 1000


def _noon(year: int, month: int, day: int) -> int:
    """Noon of a day where this computer is."""
    return round(datetime(year, month, day, 12).astimezone().timestamp() * 1000)


def _write(folder: Path, name: str, people: list[str], told: list[dict[str, Any]]) -> None:
    write_thread(
        folder / "inbox" / name / "message_1.json", told[::-1], people, title=name, thread_path=f"inbox/{name}"
    )


@pytest.fixture
def export(tmp_path: Path) -> Path:
    """A pair and a group."""
    root = tmp_path / "export"
    old, new = _noon(2019, 12, 31), _noon(2020, 1, 1)
    pair = [
        plain_message(EWA, old, "write to ewa@lakowska.example"),
        plain_message(ALMA, old + 1000, "will do"),
        plain_message(EWA, new, "Alma?"),
        plain_message(EWA, new + 1000, call_duration=60),
        plain_message(ALMA, new + 2000, "yes"),
    ]
    group = [
        plain_message(EWA, new, "who brings the kettle?"),
        plain_message(DARIO, new + 1000, "not me"),
        plain_message(GONE, new + 2000, "nor me"),
        plain_message(ALMA, new + 3000, "me"),
    ]
    _write(root, "ewalakowska_1", [EWA, ALMA], pair)
    _write(root, "kettle_2", [EWA, DARIO, GONE, ALMA], group)
    return root


class _Prepared:
    """What one run told and wrote."""

    def __init__(self, told: dict[str, Any], lines: list[list[str]]) -> None:
        self.told = told
        self.left_out: dict[str, int] = told["account"]["left_out"]
        self.lines = lines


Prepare = Callable[..., _Prepared]


@pytest.fixture
def prepare(export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Prepare:
    """Runs the command with more arguments."""

    def run(*arguments: str) -> _Prepared:
        out = tmp_path / "training.jsonl"
        assert main(["prepare", str(export), "--sender", ALMA, "--out", str(out), "--json", *arguments]) == 0
        told = json.loads(capsys.readouterr().out)
        account = told["account"]
        assert account["read"] == account["used"] + sum(account["left_out"].values()) == 9
        lines = [json.loads(line)["messages"] for line in out.read_text("utf-8").splitlines()]
        return _Prepared(told, [[turn["content"] for turn in line if turn["role"] != "system"] for line in lines])

    return run


def test_without_choices_what_is_not_speech_is_left_out_and_addresses_are_masked(prepare: Prepare) -> None:
    done = prepare()
    assert done.left_out == {"deleted_account": 1, "call": 1}
    assert done.lines == [
        ["write to [email 1]", "will do"],
        ["Alma?", "yes"],
        ["Ewa: who brings the kettle?\nDario: not me", "me"],
    ]
    assert (done.told["examples"], done.told["conversations"], done.told["turns"]) == (3, 2, 6)


@pytest.mark.parametrize(
    ("arguments", "left_out"),
    [
        (["--groups", "without"], {"groups": 4, "call": 1}),
        (["--groups", "only"], {"groups": 5, "deleted_account": 1}),
        (["--least-messages", "5"], {"short_conversation": 4, "call": 1}),
        (["--from", "2020-01-01"], {"outside_dates": 2, "deleted_account": 1, "call": 1}),
        (["--until", "2019-12-31"], {"outside_dates": 7}),
        (["--without", DARIO], {"person": 1, "deleted_account": 1, "call": 1}),
        (["--keep", "call", "--keep", "deleted-accounts"], {}),
        (["--in", "inbox/kettle_2"], {"not_ticked": 5, "deleted_account": 1}),
        (["--in", "kettle_2", "--in", "ewalakowska_1"], {"deleted_account": 1, "call": 1}),
        (["--not-in", "kettle_2"], {"not_ticked": 4, "call": 1}),
        (["--in", "kettle_2", "--in", "ewalakowska_1", "--not-in", "kettle_2"], {"not_ticked": 4, "call": 1}),
        (["--one-person"], {"deleted_account": 1, "call": 1}),
        (["--private", "email=drop"], {"deleted_account": 1, "call": 1, "private": 1, "too_short": 1}),
        (["--drop-automatic"], {"deleted_account": 1, "call": 1}),
    ],
)
def test_each_choice_leaves_out_what_it_says(prepare: Prepare, arguments: list[str], left_out: dict[str, int]) -> None:
    assert prepare(*arguments).left_out == left_out


def test_choices_change_what_is_written(prepare: Prepare) -> None:
    kept = prepare(
        "--keep", "call", "--keep", "deleted-accounts", "--private", "all=keep", "--group-speakers", "merged"
    )
    assert kept.lines == [
        ["write to ewa@lakowska.example", "will do"],
        ["Alma?\n[call]", "yes"],
        ["who brings the kettle?\nnot me\nnor me", "me"],
    ]
    named = prepare("--keep", "deleted-accounts")
    assert named.lines[-1] == ["Ewa: who brings the kettle?\nDario: not me\nSomeone: nor me", "me"]


def test_as_langchain_every_file_stands_for_itself_and_nothing_is_left_out(prepare: Prepare) -> None:
    done = prepare("--as-langchain", "--chunk", "2", "--overlap", "1")
    assert done.left_out == {"call": 1}
    assert ["write to ewa@lakowska.example", "will do"] in done.lines
    assert ["nor me", "me"] in done.lines


def test_names_are_the_same_however_their_letters_are_composed(export: Path, tmp_path: Path) -> None:
    out = tmp_path / "training.jsonl"
    decomposed = "Alma Vra\u0301nova\u0301"
    assert (
        main(["prepare", str(export), "--sender", decomposed, "--without", "Ewa Ła\u0328kowska", "--out", str(out)])
        == 0
    )
    assert "kettle" not in out.read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--sender", "Alma Vranova"], "Did you mean “Alma Vránová”?"),
        (["--sender", GONE], "is what the export calls everybody whose account is gone"),
        (["--without", GONE], "is what the export calls everybody whose account is gone"),
        (["--in", "inbox/nobody_9"], "No conversation is called “inbox/nobody_9”"),
        (["--not-in", "kettel_2"], "Did you mean “kettle_2” or"),
        (["--until", "2001-01-01"], "There is nothing to learn from"),
        (["--as-langchain", "--in", "kettle_2"], "learns from everything"),
        (["--as-langchain", "--one-person"], "learns from everything"),
        (["--as-langchain", "--chunk", "9"], "There is nothing to learn from"),
        (["--without", "Dario"], "Nobody of that name"),
        (["--without", ALMA], "cannot be left out"),
        (["--from", "yesterday"], "is not a day"),
        (["--until", "9999-12-31"], "is not a day"),
        (["--private", "phone=burn"], "is not a choice about private details"),
        (["--private", "shoe-size=mask"], "is not a choice about private details"),
        (["--as-langchain", "--private", "email=drop"], "learns from everything"),
        (["--as-langchain", "--without", DARIO], "learns from everything"),
        (["--chunk", "2", "--overlap", "2"], "has to be smaller"),
    ],
)
def test_what_cannot_be_done_is_said_in_words_and_nothing_is_written(
    export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    out = tmp_path / "training.jsonl"
    assert main(["prepare", str(export), "--sender", ALMA, "--out", str(out), *arguments]) == 2
    said = capsys.readouterr()
    assert words in said.err
    assert said.out == ""
    assert not out.exists()


def test_a_blank_beside_a_name_is_none_of_it(export: Path, tmp_path: Path) -> None:
    told = [plain_message("Jana ", 1000, "hello"), plain_message(ALMA, 2000, "hi"), plain_message("Jana ", 3000, "oh")]
    _write(export, "jana_3", ["Jana ", ALMA], told)
    for name in ("Jana", "Jana ", " Jana"):
        out = tmp_path / f"{len(name)}.jsonl"
        assert main(["prepare", str(export), "--sender", name, "--out", str(out)]) == 0
        assert "You are Jana" in out.read_text("utf-8")


@pytest.fixture
def namesakes(export: Path) -> Path:
    """The pair and the group, and another pair of the same names."""
    sent = _noon(2022, 1, 1)
    other = [plain_message(ALMA, sent, "hello sister"), plain_message(EWA, sent + 1, "sister!")]
    _write(export, "ewalakowska_5", [EWA, ALMA], other)
    friend = [
        plain_message(ALMA, _noon(2019, 12, 31), "hello friend"),
        plain_message(EWA, _noon(2020, 1, 1), "friend!"),
    ]
    friend += [plain_message(ALMA, _noon(2020, 1, 1) + 1, "well?"), plain_message(EWA, _noon(2020, 1, 1) + 2, "well.")]
    _write(export, "ewalakowska_1", [EWA, ALMA], friend)
    for name in ("ewalakowska_1", "ewalakowska_5"):
        path = export / "inbox" / name / "message_1.json"
        title = b'"title": ' + meta_json(mojibake(EWA))
        path.write_bytes(path.read_bytes().replace(f'"title": "{name}"'.encode(), title))
    return export


def test_two_people_of_one_name_are_not_learned_as_one_unasked(
    namesakes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "training.jsonl"
    arguments = ["prepare", str(namesakes), "--sender", EWA, "--out", str(out)]
    assert main(arguments) == 2
    said = capsys.readouterr().err
    assert "may be several people" in said
    assert "inbox/ewalakowska_1 (4 messages, 2019-12-31 to 2020-01-01)" in said
    assert "inbox/ewalakowska_5 (2 messages, 2022-01-01)" in said
    assert not out.exists()
    assert main([*arguments, "--as-langchain", "--chunk", "2", "--overlap", "0"]) == 0
    assert main([*arguments, "--one-person"]) == 0
    assert "sister!" in out.read_text("utf-8")
    assert main([*arguments, "--not-in", "inbox/ewalakowska_1"]) == 0
    assert "sister!" in out.read_text("utf-8")
    assert main([*arguments, "--not-in", "inbox/ewalakowska_5"]) == 0
    assert "sister!" not in out.read_text("utf-8")
    assert main([*arguments, "--until", "2020-12-31"]) == 0
    assert main([*arguments, "--least-messages", "3"]) == 0


def test_the_owner_is_one_person_in_all_conversations(namesakes: Path, tmp_path: Path) -> None:
    assert main(["prepare", str(namesakes), "--sender", ALMA, "--out", str(tmp_path / "training.jsonl")]) == 0


def test_a_title_of_two_conversations_names_neither(
    namesakes: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "training.jsonl"
    assert main(["prepare", str(namesakes), "--sender", ALMA, "--in", EWA, "--out", str(out)]) == 2
    said = capsys.readouterr().err
    assert "inbox/ewalakowska_1" in said
    assert "inbox/ewalakowska_5" in said
    assert main(["inspect", str(namesakes), "--json"]) == 0
    listed = json.loads(capsys.readouterr().out)["conversations"]
    assert {"inbox/ewalakowska_1", "inbox/ewalakowska_5"} < {conversation["id"] for conversation in listed}


def test_without_json_the_account_is_a_list(export: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["prepare", str(export), "--sender", ALMA, "--out", str(tmp_path / "training.jsonl")]) == 0
    said = capsys.readouterr().out.splitlines()
    assert said[1] == "Of 9 messages 7 are in them. Left out:"
    assert [line.split() for line in said[2:4]] == [["1", "by", "deleted", "accounts"], ["1", "calls"]]


def test_exports_of_two_people_are_named_so_that_one_can_be_chosen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, other in ((ALMA, EWA), (DARIO, "Greta Søby")):
        root = tmp_path / name.split()[0]
        _write(root, f"{other.split()[0].lower()}_7", [other, name], [plain_message(name, DAY_MS, f"I am {name}")])
        profile = root / "personal_information" / "profile_information" / "profile_information.json"
        profile.parent.mkdir(parents=True)
        profile.write_text(json.dumps({"profile_v2": {"name": {"full_name": name.encode().decode("latin-1")}}}))
    assert main(["inspect", str(tmp_path / "Alma"), str(tmp_path / "Dario")]) == 2
    said = capsys.readouterr().err
    assert f"{ALMA}: {tmp_path / 'Alma'}" in said
    assert f"{DARIO}: {tmp_path / 'Dario'}" in said


def test_inspect_counts_kinds_doubles_and_private_details(export: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = export / "copy"
    _write(copy, "ewalakowska_1", [EWA, ALMA], [plain_message(EWA, _noon(2020, 1, 1), "Alma?")])
    assert main(["inspect", str(export), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["kinds"] == {"speech": 8, "call": 1}
    assert found["messages"] == 9
    assert found["doubles"] == 1
    assert found["private"] == [{"kind": "email", "count": 1, "different": 1}]
    assert found["automatic"] == []
    assert main(["inspect", str(export)]) == 0
    said = capsys.readouterr().out
    assert "there more than once" in said
    assert "private: email, 1 different" in said
