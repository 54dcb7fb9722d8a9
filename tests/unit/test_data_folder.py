"""Where msgtune keeps what it makes."""

import os
from pathlib import Path

import platformdirs
import pytest

from msgtune_gui.core.errors import UserError
from msgtune_gui.services.data_folder import DataFolder


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_a_chosen_folder_is_made_and_private(tmp_path: Path) -> None:
    opened = DataFolder.open(tmp_path / "deep" / "down")

    assert opened.root == tmp_path / "deep" / "down"
    assert [_mode(path) for path in (opened.root, opened.runs, opened.logs)] == [0o700] * 3


def test_an_open_folder_is_closed_to_others(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    assert _mode(DataFolder.open(tmp_path).root) == 0o700


def test_a_relative_folder_becomes_absolute(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert DataFolder.open(Path("here")).root == tmp_path / "here"


@pytest.mark.skipif(os.name != "posix" or os.uname().sysname == "Darwin", reason="XDG is of Linux")
def test_the_users_own_folder_by_default(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert DataFolder.open().root == tmp_path / "msgtune"
    assert platformdirs.user_data_path() == tmp_path


def test_a_file_in_its_place_is_told(tmp_path: Path) -> None:
    (tmp_path / "taken").write_bytes(b"")
    for place in (tmp_path / "taken", tmp_path / "taken" / "below"):
        with pytest.raises(UserError) as caught:
            DataFolder.open(place)
        assert caught.value.advice
