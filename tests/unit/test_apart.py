"""Reading in a process of its own: the same export, the same words, and an end at once."""

import io
import logging
import os
import signal
import subprocess
import sys
import threading
from array import array
from collections.abc import Callable
from pathlib import Path

import pytest

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.errors import Cancelled, UserError
from msgtune_gui.core.export.accounts import DifferentAccounts
from msgtune_gui.core.export.apart import read_apart
from msgtune_gui.core.export.pieces_of_export import Assembly, ExportEnd, Run, assembled, cut
from msgtune_gui.core.export.reading_process import answer
from msgtune_gui.core.export.wire import Refusal, receive
from msgtune_gui.core.messages import Messages
from msgtune_gui.core.model import (
    Conversation,
    Export,
    PrivateDetail,
    PrivateDetails,
    PrivateKind,
    ReadProgress,
    SentenceFrame,
    SkippedFile,
)
from msgtune_gui.core.survey import survey
from tests.support.export_builder import PEOPLE, build_export, meta_json, mojibake
from tests.support.reading import ignore, read

Children = Callable[[], set[int]]


def _children() -> set[int]:
    """Ids of the processes that this one has started and not waited for."""
    listed = Path(f"/proc/{os.getpid()}/task").glob("*/children")
    return {int(number) for file in listed for number in file.read_text().split()}


@pytest.fixture
def children() -> Children:
    """Gives the ids of the processes that were started since the test began and not waited for.

    Others may have left one behind that stays until Python ends, as multiprocessing does with its resource tracker.
    """
    before = _children()
    return lambda: _children() - before


def test_the_export_is_the_one_that_is_read_here(tmp_path: Path, children: Children) -> None:
    built = build_export(tmp_path, seed=4, conversations=5, messages=3000, per_file=400)
    reports: list[ReadProgress] = []
    export = read_apart([built.root], reports.append, CancelFlag())
    here = survey(read(built.root), ignore, CancelFlag())
    assert export == here
    assert {c.identifier: list(c.messages) for c in export.conversations} == built.conversations
    assert reports[-1].looking
    assert reports[-1].messages == 3000
    assert children() == set()


def _answers(*sources: Path) -> list[object]:
    """What the process would say."""
    stream = io.BytesIO()
    answer(sources, stream)
    stream.seek(0)
    values = []
    while stream.tell() < len(stream.getvalue()):
        values.append(receive(stream))
    return values


def test_the_process_tells_progress_then_pieces_or_why_there_are_none(tmp_path: Path) -> None:
    built = build_export(tmp_path / "export", seed=4, conversations=2, messages=100)
    values = _answers(built.root)
    progress = [value for value in values if isinstance(value, ReadProgress)]
    assert values[: len(progress)] == progress
    assert isinstance(values[-1], ExportEnd)
    (tmp_path / "empty").mkdir()
    [refusal] = _answers(tmp_path / "empty")
    assert isinstance(refusal, Refusal)
    assert "no conversation" in refusal.error().message


def test_a_folder_whose_name_is_not_utf_8(tmp_path: Path) -> None:
    folder = tmp_path / os.fsdecode(b"na\xefve")
    built = build_export(folder, conversations=2, messages=20)
    assert len(read_apart([folder], ignore, CancelFlag()).conversations) == len(built.conversations)


def test_words_for_people_come_over_whole(tmp_path: Path, children: Children) -> None:
    with pytest.raises(UserError) as there:
        read_apart([tmp_path], ignore, CancelFlag())
    with pytest.raises(UserError) as here:
        read(tmp_path)
    assert (there.value.message, there.value.advice) == (here.value.message, here.value.advice)
    assert children() == set()


def test_the_question_which_account_is_meant_comes_over(tmp_path: Path) -> None:
    for owner, friend in (PEOPLE[:2], PEOPLE[2:4]):
        build_export(tmp_path / owner, seed=ord(owner[0]), conversations=2, messages=20, people=(owner, friend) * 3)
        profile = tmp_path / owner / "personal_information/profile_information/profile_information.json"
        profile.write_bytes(meta_json({"profile_v2": {"name": {"full_name": mojibake(owner)}}}))
    with pytest.raises(DifferentAccounts) as question:
        read_apart([tmp_path], ignore, CancelFlag())
    assert {choice.name: choice.sources for choice in question.value.accounts} == {
        owner: (tmp_path / owner,) for owner in (PEOPLE[0], PEOPLE[2])
    }


def test_nothing_is_started_after_cancelling(tmp_path: Path) -> None:
    cancel = CancelFlag()
    cancel.cancel()
    with pytest.raises(Cancelled):
        read_apart([tmp_path], ignore, cancel)


def test_cancelling_ends_the_process(tmp_path: Path, children: Children) -> None:
    built = build_export(tmp_path, conversations=3, messages=2000, per_file=50)
    cancel = CancelFlag()

    def stop(_progress: ReadProgress) -> None:
        assert len(children()) == 1
        cancel.cancel()

    with pytest.raises(Cancelled):
        read_apart([built.root], stop, cancel)
    assert children() == set()


def test_cancelling_from_another_thread_ends_the_process(tmp_path: Path, children: Children) -> None:
    build_export(tmp_path / "export", conversations=1, messages=20)
    cancel = CancelFlag()
    stopper = threading.Timer(0.1, cancel.cancel)
    stopper.start()
    with pytest.raises(Cancelled):
        read_apart([tmp_path / "export"], lambda _progress: stopper.join(), cancel)
    stopper.join()
    assert children() == set()


def test_a_process_that_is_killed_is_a_sentence_for_people(
    tmp_path: Path, children: Children, caplog: pytest.LogCaptureFixture
) -> None:
    built = build_export(tmp_path, conversations=3, messages=2000, per_file=50)

    def kill(_progress: ReadProgress) -> None:
        for process in children():
            os.kill(process, signal.SIGKILL)

    with caplog.at_level(logging.ERROR), pytest.raises(UserError, match="ended unexpectedly"):
        read_apart([built.root], kill, CancelFlag())
    assert children() == set()
    assert str(tmp_path) not in caplog.text


def test_an_error_in_the_receiver_ends_the_process(tmp_path: Path, children: Children) -> None:
    built = build_export(tmp_path, conversations=3, messages=2000, per_file=50)

    def fail(_progress: ReadProgress) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        read_apart([built.root], fail, CancelFlag())
    assert children() == set()


def test_a_process_without_a_question_ends(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "msgtune_gui.core.export.reading_process"]
    ended = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=60, check=False)
    assert ended.returncode != 0
    assert ended.stdout == b""


def _conversation(name: str, texts: list[str | None]) -> Conversation:
    size = len(texts)
    messages = Messages(("Ewa",), array("I", bytes(4 * size)), array("q", range(size)), texts, bytes(size))
    return Conversation(f"inbox/{name}", name, ("Ewa", "Alma"), messages)


def test_any_export_survives_being_cut() -> None:
    detail = PrivateDetail(PrivateKind.EMAIL, 1, 5, 1)
    export = Export(
        source=Path("export"),
        conversations=(_conversation("long", ["a", None, ""] * 900), _conversation("wide", ["x" * 150_000] * 5)),
        skipped=tuple(SkippedFile(f"{number}.json", "damaged") for number in range(1100)),
        owner="Ewa",
        locale="cs_CZ",
        doubles=3,
        frames=(
            SentenceFrame("… waved.", 3, ("Ewa waved.",), {"inbox/long": tuple(range(2500)), "inbox/wide": (1, 2)}),
            SentenceFrame("… left.", 4, (), {}),
        ),
        private=PrivateDetails({"inbox/long": {place: (detail, detail) for place in range(1200)}}, ("CZ", "SK")),
    )
    pieces = list(cut(export))
    assert assembled(pieces, export.source) == export
    runs = [piece for piece in pieces if isinstance(piece, Run)]
    assert max(len(run.texts) for run in runs) <= 1000
    assert max(sum(len(text or "") for text in run.texts) for run in runs) <= 200_000


def test_an_export_without_its_end_is_none() -> None:
    with pytest.raises(ValueError, match="missing"):
        Assembly().export(Path("export"))
