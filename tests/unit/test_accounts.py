"""Exports of several people chosen together: asked about where the files say so, and only then."""

from pathlib import Path
from typing import Any

import pytest

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.export.accounts import DifferentAccounts
from tests.support.export_builder import build_export, meta_json, mojibake, plain_message, write_thread, zip_export
from tests.support.reading import read

ALMA, BERTIL, EWA = "Alma Vránová", "Bertil Okonedo", "Ewa Łąkowska"


def _profile(folder: Path, name: str) -> None:
    path = folder / "personal_information" / "profile_information" / "profile_information.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(meta_json({"profile_v2": {"name": {"full_name": mojibake(name)}}}))


def _autofill(folder: Path, name: str) -> None:
    path = folder / "your_facebook_activity" / "messages" / "autofill_information.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(meta_json({"autofill_information_v2": {"FULL_NAME": [mojibake(name)]}}))


def _thread(folder: Path, thread: str, people: tuple[str, ...], words: str = "hello") -> None:
    messages: list[dict[str, Any]] = [
        plain_message(name, 1_600_000_000_000 + 1000 * number, f"{words} {number}")
        for number, name in enumerate(people * 4)
    ]
    path = folder / "your_facebook_activity" / "messages" / "inbox" / thread / "message_1.json"
    write_thread(path, messages[::-1], people, thread_path=f"inbox/{thread}", title=people[-1])


def _choices(*sources: Path) -> dict[str, tuple[Path, ...]]:
    with pytest.raises(DifferentAccounts) as question:
        read(*sources)
    assert question.value.advice
    return {choice.name: choice.sources for choice in question.value.accounts}


def _two_accounts(tmp_path: Path) -> tuple[Path, Path]:
    alma, bertil = tmp_path / "facebook-alma", tmp_path / "facebook-bertil"
    _profile(alma, ALMA)
    _thread(alma, "ewa_100200", (ALMA, EWA))
    _autofill(bertil, BERTIL)
    _thread(bertil, "dario_300400", (BERTIL, "Dario"))
    return alma, bertil


def test_two_accounts_are_asked_about_and_either_can_be_read(tmp_path: Path) -> None:
    alma, bertil = _two_accounts(tmp_path)
    choices = _choices(alma, bertil)
    assert choices == {ALMA: (alma,), BERTIL: (bertil,)}
    assert read(*choices[ALMA]).owner == ALMA
    assert read(*choices[BERTIL]).owner == BERTIL


def test_two_accounts_below_one_folder_are_two_choices(tmp_path: Path) -> None:
    alma, bertil = _two_accounts(tmp_path)
    assert _choices(tmp_path) == {ALMA: (alma,), BERTIL: (bertil,)}


def test_two_accounts_as_zips_in_a_folder_are_two_choices(tmp_path: Path) -> None:
    downloads = tmp_path / "Downloads"
    downloads.mkdir()
    for folder in _two_accounts(tmp_path / "built"):
        zip_export(folder, downloads / f"{folder.name}.zip")
    assert _choices(downloads) == {
        ALMA: (downloads / "facebook-alma.zip",),
        BERTIL: (downloads / "facebook-bertil.zip",),
    }


def test_a_part_that_does_not_say_whose_it_is_goes_with_who_is_in_all_of_it(tmp_path: Path) -> None:
    alma, bertil = _two_accounts(tmp_path)
    second = tmp_path / "facebook-alma-2"
    _thread(second, "greta_500600", (ALMA, "Greta"))
    anybody = tmp_path / "third"
    _thread(anybody, "hung_700800", ("Hung", "Ines"))
    choices = _choices(alma, bertil, second, anybody)
    assert choices == {ALMA: (alma, second, anybody), BERTIL: (bertil, anybody)}


def test_two_people_who_write_to_each_other_are_two_accounts(tmp_path: Path) -> None:
    for owner, other in ((ALMA, BERTIL), (BERTIL, ALMA)):
        _profile(tmp_path / owner, owner)
        _thread(tmp_path / owner, "both_100200", (ALMA, BERTIL))
        _thread(tmp_path / owner, f"club_{len(other)}00900", (ALMA, BERTIL, EWA))
    assert set(_choices(tmp_path)) == {ALMA, BERTIL}


def test_a_person_who_changed_their_name_is_one_account(tmp_path: Path) -> None:
    for year, name in (("2020", ALMA), ("2023", "Alma Marrowby")):
        _profile(tmp_path / year, name)
        _thread(tmp_path / year, "ewa_100200", (name, EWA))
        _thread(tmp_path / year, "dario_300400", (name, "Dario"))
    export = read(tmp_path / "2020", tmp_path / "2023")
    assert len(export.conversations) == 2
    assert all(not conversation.is_group for conversation in export.conversations)
    assert {name for conversation in export.conversations for name in conversation.participants} >= {EWA, "Dario"}


def test_the_name_in_forms_may_differ_from_that_of_the_profile(tmp_path: Path) -> None:
    _profile(tmp_path / "part1", ALMA)
    _autofill(tmp_path / "part2", "A. Vran")
    for number, friend in enumerate((EWA, "Dario")):
        _thread(tmp_path / "part2", f"friend_{number}00200", (ALMA, friend))
    export = read(tmp_path)
    assert export.owner == ALMA
    assert len(export.conversations) == 2


def test_one_account_in_several_downloads_is_not_asked_about(tmp_path: Path) -> None:
    first = build_export(tmp_path / "a", seed=1, conversations=2, messages=40)
    second = build_export(tmp_path / "b", seed=2, conversations=2, messages=40)
    assert read(first.root, second.root).owner == first.owner


def test_two_accounts_in_one_zip_are_two_choices(tmp_path: Path) -> None:
    _two_accounts(tmp_path / "both")
    path = zip_export(tmp_path / "both", tmp_path / "both.zip")
    choices = _choices(path)
    assert choices == {ALMA: (path / "facebook-alma",), BERTIL: (path / "facebook-bertil",)}
    export = read(*choices[BERTIL])
    assert export.owner == BERTIL
    assert [conversation.title for conversation in export.conversations] == ["Dario"]


def test_what_is_not_in_a_zip_is_gone(tmp_path: Path) -> None:
    path = zip_export(_two_accounts(tmp_path)[0], tmp_path / "alma.zip")
    with pytest.raises(UserError, match="no conversation here"):
        read(path / "facebook-greta")
    with pytest.raises(UserError, match="not there any more"):
        read(tmp_path / "gone.zip" / "facebook-alma")


def test_an_account_in_the_folder_of_another_cannot_be_parted(tmp_path: Path) -> None:
    alma, bertil = _two_accounts(tmp_path)
    bertil.rename(alma / "bertil")
    assert len(read(alma).conversations) == 2
