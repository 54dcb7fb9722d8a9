"""Writing so that nothing half-written stands under its final name."""

import errno
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.files import atomic_write, disk_trouble, private_folder

NOBODY = 65534


@pytest.fixture
def without_rights(tmp_path: Path) -> Iterator[Path]:
    """A folder that cannot be written to, seen as somebody whom rights bind."""
    folder = tmp_path / "locked"
    folder.mkdir()
    (folder / "kept.txt").write_bytes(b"old")
    folder.chmod(0o500)
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(NOBODY)
    try:
        yield folder
    finally:
        if is_root:
            os.seteuid(0)
        folder.chmod(0o700)


def _mode(path: Path) -> int:
    return path.stat().st_mode & 0o777


def test_the_whole_file_appears_at_once(tmp_path: Path) -> None:
    path = tmp_path / "räksmörgås 🦜.jsonl"
    path.write_bytes(b"old")
    with atomic_write(path) as file:
        file.write(b"new")
        assert path.read_bytes() == b"old"

    assert path.read_bytes() == b"new"
    assert _mode(path) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_inside_leaves_the_old_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    with pytest.raises(TypeError), atomic_write(path) as file:
        file.writelines([b"half", "not bytes"])  # type: ignore[list-item]  # fails after the first half

    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


_FULL = """
import pathlib, resource, sys
from msgtune_gui.core.errors import UserError
from msgtune_gui.core.files import atomic_write
resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))
try:
    with atomic_write(pathlib.Path(sys.argv[1])) as file:
        file.write(bytes(50_000))
except UserError as error:
    print(error)
"""


def test_no_room_is_told_and_nothing_is_left(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_bytes(b"old")
    ended = subprocess.run([sys.executable, "-c", _FULL, str(path)], capture_output=True, text=True, check=True)

    assert ended.stdout.startswith("The disk is full")
    assert path.read_bytes() == b"old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_folder_without_rights_is_told(without_rights: Path) -> None:
    with pytest.raises(UserError) as caught, atomic_write(without_rights / "kept.txt") as file:
        file.write(b"new")

    assert caught.value.message == "This folder cannot be written to."
    assert caught.value.advice


def test_a_folder_in_the_way_is_told(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(UserError, match="could not be saved"), atomic_write(tmp_path / "a") as file:
        file.write(b"new")

    assert [entry.name for entry in tmp_path.iterdir()] == ["a"]


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "The disk is full"),
        (OSError(errno.EDQUOT, "Quota exceeded"), "The disk is full"),
        (OSError(errno.EROFS, "Read-only"), "cannot be written to"),
        (PermissionError(errno.EACCES, "Denied"), "cannot be written to"),
        (OSError(errno.EIO, "Input/output error"), "The system says: Input/output error."),
        (OSError("odd"), "could not be saved"),
    ],
)
def test_words_for_a_write_that_failed(error: OSError, words: str) -> None:
    told = disk_trouble(error)
    assert words in str(told)
    assert told.advice
    assert "None" not in str(told)


def test_private_folders_are_private_all_the_way(tmp_path: Path) -> None:
    made = private_folder(tmp_path / "one" / "two")

    assert _mode(made) == 0o700
    assert _mode(made.parent) == 0o700
    assert private_folder(made) == made
