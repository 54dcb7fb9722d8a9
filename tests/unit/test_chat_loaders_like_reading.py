"""The loaders give what reading an export gives, one conversation after the other."""

import json
from pathlib import Path

import pytest

from msgtune_gui.core.export.accounts import DifferentAccounts
from msgtune_gui.core.messages import MessageKind
from msgtune_gui.services.chat_loaders import FolderMessengerChatLoader
from tests.support.export_builder import build_export, zip_export
from tests.support.exports import generate
from tests.support.joining import ALMA, CHAT, DARIO, EWA, JANA, called, classic, encrypted
from tests.support.reading import read

_GROUP = (ALMA, EWA, JANA)
_Rows = list[tuple[str, int, str]]


def _loaded(path: Path) -> list[_Rows]:
    sessions = FolderMessengerChatLoader(path).load()
    about = (
        [(message.additional_kwargs, str(message.content)) for message in session["messages"]] for session in sessions
    )
    return sorted([(kw["sender"], kw["events"][0]["message_time"], text) for kw, text in rows] for rows in about)


def _read(path: Path) -> list[_Rows]:
    speech = (
        [(m.sender, m.sent_at_ms, m.text) for m in conversation.messages if m.text and m.kind is MessageKind.SPEECH]
        for conversation in read(path).conversations
    )
    return sorted(rows for rows in speech if rows)


def _is_the_same(path: Path, sessions: int) -> None:
    loader = FolderMessengerChatLoader(path)
    assert len(loader.load()) == sessions
    assert _loaded(path) == _read(path)
    assert tuple(loader.skipped) == read(path).skipped


def test_zips_in_a_folder_and_a_zip_itself(tmp_path: Path) -> None:
    classic(tmp_path / "export", "inbox/jana_100200", CHAT)
    downloads = tmp_path / "downloads"
    downloads.mkdir()
    path = zip_export(tmp_path / "export", downloads / "facebook-alma.zip")
    encrypted(downloads / "messages", f"{JANA}_7", [(JANA, 90, "on we go")])
    _is_the_same(path, 1)
    _is_the_same(downloads, 1)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_another_encoding(tmp_path: Path, encoding: str) -> None:
    classic(tmp_path, "inbox/jana_100200", CHAT)
    file = tmp_path / "messages" / "inbox" / "jana_100200" / "message_1.json"
    file.write_text(file.read_text("ascii"), encoding)
    _is_the_same(tmp_path, 1)


def test_a_group_among_the_encrypted_chats_and_under_another_id(tmp_path: Path) -> None:
    classic(tmp_path, "inbox/club_100200300", CHAT, _GROUP, title="Club")
    encrypted(tmp_path / "encrypted", "Club_3", [*CHAT, (EWA, 90, "new")], _GROUP)
    source = tmp_path / "messages" / "inbox" / "club_100200300" / "message_1.json"
    groups = tmp_path / "groups" / "your_group_messages"
    groups.mkdir(parents=True)
    (groups / "900800700.json").write_text(json.dumps(json.loads(source.read_text()) | {"thread_path": ""}))
    _is_the_same(tmp_path, 1)


def test_other_names_and_namesakes(tmp_path: Path) -> None:
    classic(tmp_path / "2019", "inbox/jana_ab12cd34ef", CHAT[:4])
    after = called("Jana Horská", CHAT[1:])
    classic(tmp_path / "2023", "inbox/other_100200300", after, (ALMA, "Jana Horská"))
    for number in (1, 2):
        classic(tmp_path / "2023", f"inbox/ewa_{number}00200400", [(EWA, number, "hello")], (ALMA, EWA))
    encrypted(tmp_path / "encrypted", f"{EWA}_7", [(EWA, 90, "z")], (ALMA, EWA))
    _is_the_same(tmp_path, 4)


def test_damaged_and_empty_files_are_named_and_healthy_ones_are_not(tmp_path: Path) -> None:
    classic(tmp_path, "inbox/jana_100200", CHAT)
    encrypted(tmp_path / "encrypted", f"{DARIO}_3", [], (ALMA, DARIO))
    for number, data in enumerate((b"", b"garbage", b'{"participants": [{"name": "E', b'{"participants": ["A", "B"]}')):
        place = tmp_path / "messages" / "inbox" / f"x_{number}00400" / "message_1.json"
        place.parent.mkdir()
        place.write_bytes(data)
    _is_the_same(tmp_path, 1)
    assert len(read(tmp_path).skipped) == 4


def test_two_accounts_are_asked_about(tmp_path: Path) -> None:
    for seed, people in ((1, (ALMA, EWA, JANA, DARIO)), (2, ("Runa", "Ian", "Ott", "Lund"))):
        build_export(tmp_path / str(seed), seed=seed, conversations=3, messages=60, people=people)
    with pytest.raises(DifferentAccounts):
        FolderMessengerChatLoader(tmp_path).load()


def test_a_file_that_vanishes_before_its_turn_is_named(tmp_path: Path) -> None:
    classic(tmp_path, "inbox/jana_100200", CHAT)
    classic(tmp_path, "inbox/ewa_300400", [(EWA, 0, "hi")], (ALMA, EWA))
    loader = FolderMessengerChatLoader(tmp_path)
    sessions = loader.lazy_load()
    assert len(next(sessions)["messages"]) == 1
    (tmp_path / "messages" / "inbox" / "jana_100200" / "message_1.json").unlink()
    assert list(sessions) == []
    assert [file.path for file in loader.skipped] == ["messages/inbox/jana_100200/message_1.json"]


@pytest.mark.parametrize("seed", range(24))
def test_generated_exports(tmp_path: Path, seed: int) -> None:
    generated = generate(tmp_path, seed)
    if generated.messages:
        assert _loaded(tmp_path) == _read(tmp_path)
