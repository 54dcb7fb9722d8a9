"""Exports of several people that do not say whose they are: told apart by who is in every chat of two."""

import json
from pathlib import Path
from typing import Any

import pytest

from msgtune_gui.core.export.accounts import DifferentAccounts
from tests.support.export_builder import meta_json, mojibake, plain_message, write_thread, zip_export
from tests.support.reading import read

ALMA, BERTIL, EWA, DARIO, GRETA, HUNG = "Alma Vránová", "Bertil Okonedo", "Ewa", "Dario", "Greta", "Hùng"
T = 1_600_000_000_000


def _thread(folder: Path, thread: str, *people: str, listed: tuple[str, ...] | None = None) -> Path:
    messages: list[dict[str, Any]] = [
        plain_message(name, T + 1000 * number, f"{thread} {number}") for number, name in enumerate(people * 2)
    ]
    path = folder / "messages" / "inbox" / thread / "message_1.json"
    write_thread(path, messages[::-1], listed or people, thread_path=f"inbox/{thread}", title=people[0])
    return folder


def _profile(folder: Path, name: str) -> Path:
    path = folder / "personal_information" / "profile_information.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(meta_json({"profile_v2": {"name": {"full_name": mojibake(name)}}}))
    return folder


def _encrypted(folder: Path, owner: str, *friends: str) -> Path:
    folder.mkdir(parents=True)
    for number, friend in enumerate(friends):
        messages = [{"senderName": name, "text": f"hi {friend}", "timestamp": T, "type": "text"} for name in (friend,)]
        thread = {"participants": [owner, friend], "threadName": f"{friend}_{number}", "messages": messages}
        (folder / f"{friend}_{number}.json").write_text(json.dumps(thread, ensure_ascii=False), "utf-8")
    return folder


def _choices(*sources: Path) -> dict[str, tuple[Path, ...]]:
    with pytest.raises(DifferentAccounts) as question:
        read(*sources)
    return {choice.name: choice.sources for choice in question.value.accounts}


def _of_alma(tmp_path: Path) -> Path:
    return _thread(_thread(tmp_path / "alma", "ewa_100", EWA, ALMA), "dario_200", DARIO, ALMA)


def _of_bertil(tmp_path: Path) -> Path:
    return _thread(_thread(tmp_path / "bertil", "greta_300", GRETA, BERTIL), "hung_400", HUNG, BERTIL)


def test_two_exports_that_do_not_say_whose_they_are(tmp_path: Path) -> None:
    alma, bertil = _of_alma(tmp_path), _of_bertil(tmp_path)
    choices = _choices(alma, bertil)
    assert choices == {ALMA: (alma,), BERTIL: (bertil,)}
    assert read(*choices[BERTIL]).owner == BERTIL
    assert _choices(tmp_path) == choices


def test_one_that_says_whose_it_is_beside_one_that_does_not(tmp_path: Path) -> None:
    alma, bertil = _profile(_of_alma(tmp_path), ALMA), _of_bertil(tmp_path)
    assert _choices(bertil, alma) == {ALMA: (alma,), BERTIL: (bertil,)}


def test_encrypted_chats_of_somebody_else(tmp_path: Path) -> None:
    alma, bertil = _of_alma(tmp_path), _encrypted(tmp_path / "messages", BERTIL, GRETA, HUNG)
    assert _choices(alma, bertil) == {ALMA: (alma,), BERTIL: (bertil,)}
    hers = _encrypted(tmp_path / "hers", ALMA, EWA, HUNG)
    assert len(read(alma, hers).conversations) == 3


def test_two_people_who_write_to_each_other(tmp_path: Path) -> None:
    alma = _thread(_of_alma(tmp_path), "bertil_500", BERTIL, ALMA)
    bertil = _thread(_of_bertil(tmp_path), "alma_500", ALMA, BERTIL)
    assert _choices(alma, bertil) == {ALMA: (alma,), BERTIL: (bertil,)}


def test_one_chat_alone_may_be_of_either_of_its_people(tmp_path: Path) -> None:
    alma, one = _of_alma(tmp_path), _thread(tmp_path / "one", "ewa_100", EWA, ALMA)
    assert len(read(alma, one).conversations) == 2
    other = _thread(tmp_path / "other", "greta_300", GRETA, HUNG)
    assert _choices(alma, other) == {ALMA: (alma,), f"{GRETA} or {HUNG}": (other,)}
    assert _choices(one, other) == {f"{ALMA} or {EWA}": (one,), f"{GRETA} or {HUNG}": (other,)}
    third = _thread(tmp_path / "third", "dario_200", DARIO, ALMA)
    assert _choices(one, other, third) == {ALMA: (one, third), f"{GRETA} or {HUNG}": (other,)}


def test_three_chats_of_three_people_are_not_asked_about(tmp_path: Path) -> None:
    pairs = ((ALMA, EWA), (EWA, DARIO), (DARIO, ALMA))
    folders = [_thread(tmp_path / str(number), f"x_{number}00", *pair) for number, pair in enumerate(pairs)]
    assert len(read(*folders).conversations) == 3


@pytest.mark.parametrize("people", [(GRETA, HUNG, EWA), (GRETA,), (GRETA, "Facebook user")])
def test_a_group_or_a_chat_in_which_one_is_not_named_says_nothing(tmp_path: Path, people: tuple[str, ...]) -> None:
    alma, other = _of_alma(tmp_path), _thread(tmp_path / "other", "x_300", *people)
    assert len(read(alma, other).conversations) == 3


def test_a_chat_in_which_only_one_wrote_says_nothing(tmp_path: Path) -> None:
    other = _thread(tmp_path / "other", "x_300", GRETA, listed=(GRETA, HUNG))
    assert len(read(_of_alma(tmp_path), other).conversations) == 3


def test_threads_of_a_chosen_folder_are_no_accounts(tmp_path: Path) -> None:
    folder = _thread(_of_alma(tmp_path), "left_300", GRETA, HUNG)
    assert len(read(folder / "messages" / "inbox").conversations) == 3


def test_who_changed_their_name_still_writes_to_the_same_friends(tmp_path: Path) -> None:
    before, after = tmp_path / "2019", tmp_path / "2023"
    for number, friend in enumerate((EWA, DARIO, GRETA)):
        _thread(before, f"{friend}_{number}00", friend, ALMA)
        _thread(after, f"{friend}_{number}99", friend, "Alma Marrowby")
    assert len(read(before, after).conversations) == 6


def test_on_instagram_people_have_other_names(tmp_path: Path) -> None:
    instagram = tmp_path / "instagram" / "your_instagram_activity"
    _thread(_thread(instagram, "ewa_300", "ewa.x", "alma_v"), "dario_400", "dario.x", "alma_v")
    assert len(read(_of_alma(tmp_path), tmp_path / "instagram").conversations) == 4
    single = _thread(tmp_path / "single" / "your_instagram_activity", "ewa_300", "ewa.x", "alma_v")
    assert len(read(_of_alma(tmp_path), single.parent).conversations) == 3
    other = _thread(tmp_path / "second" / "your_instagram_activity", "greta_500", "greta.x", "bertil_o")
    _thread(other, "hung_600", "hung.x", "bertil_o")
    assert set(_choices(tmp_path / "instagram", tmp_path / "second")) == {"alma_v", "bertil_o"}


def test_settings_alone_are_no_account(tmp_path: Path) -> None:
    bertil = _profile(tmp_path / "settings", BERTIL)
    export = read(_profile(_of_alma(tmp_path), ALMA), bertil)
    assert len(export.conversations) == 2


def test_the_owner_may_be_named_in_another_part_than_the_chats(tmp_path: Path) -> None:
    parts = []
    for name, friend in ((ALMA, EWA), (BERTIL, GRETA)):
        settings, chats = tmp_path / f"{friend}-1", tmp_path / f"{friend}-2"
        _profile(settings, name)
        _thread(chats, f"{friend}_{len(friend)}00", friend, name)
        parts += [
            zip_export(settings, tmp_path / f"{friend}-1.zip"),
            zip_export(chats, tmp_path / f"{friend}-2.zip"),
        ]
    assert _choices(*parts) == {ALMA: tuple(parts[:2]), BERTIL: tuple(parts[2:])}


def test_a_zip_beside_the_threads_of_its_folder_can_be_chosen_apart(tmp_path: Path) -> None:
    downloads = tmp_path / "Downloads"
    _of_bertil(downloads)
    path = zip_export(_of_alma(tmp_path), downloads / "alma.zip")
    assert _choices(downloads) == {BERTIL: (downloads / "bertil",), ALMA: (path,)}
