"""Where the engine keeps what it is given and what it makes."""

import contextlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from msgtune_gui.core.files import private_folder

_PART = ".part-"


@dataclass(frozen=True, slots=True)
class EngineFolders:
    """The engine's part of the data folder; only its owner can open it."""

    root: Path

    @classmethod
    def open(cls, data_dir: Path) -> "EngineFolders":
        """Make the folders that are missing and clear away what an interrupted write left."""
        folders = cls(private_folder(data_dir.absolute()) / "engine")
        for folder in (folders.root, folders.files, folders.jobs, folders.models, folders.base, folders.uploads):
            private_folder(folder)
            folder.chmod(0o700)
        return folders

    def clear_leftovers(self) -> None:
        """Remove what writes that were cut short left behind; for the engine at its start, when nothing is written."""
        for folder in (self.files, self.models, self.uploads):
            for leftover in folder.glob(f"{_PART}*"):
                remove(leftover)

    @property
    def files(self) -> Path:
        """Uploaded and result files."""
        return self.root / "files"

    @property
    def jobs(self) -> Path:
        """One folder per job."""
        return self.root / "jobs"

    @property
    def models(self) -> Path:
        """One folder per tuned model: the adapter and its model card."""
        return self.root / "models"

    @property
    def base(self) -> Path:
        """Base models, ready to load."""
        return self.root / "base"

    @property
    def uploads(self) -> Path:
        """Uploads while they arrive."""
        return self.root / "uploads"


def remove(path: Path) -> None:
    """Remove a file or a folder with all in it; no error when it is gone already."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path, ignore_errors=True)
    else:
        path.unlink(missing_ok=True)


@contextlib.contextmanager
def atomic_folder(path: Path) -> Iterator[Path]:
    """Give a new folder beside `path` to fill; it takes its place when all of it is on the disk (modes 0700, 0600).

    Raises:
        OSError: As the filling raised it; nothing is left behind. Also where something else stands at `path`.
    """
    private_folder(path.parent)
    temporary = Path(tempfile.mkdtemp(dir=path.parent, prefix=_PART))
    try:
        yield temporary
        for file in temporary.rglob("*"):
            if file.is_file():
                file.chmod(0o600)
                with file.open("rb+") as handle:
                    os.fsync(handle.fileno())
        temporary.replace(path)
    finally:
        remove(temporary)
