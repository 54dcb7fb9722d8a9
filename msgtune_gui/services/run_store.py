"""Runs on disk: one folder each, with the run's state in one JSON file."""

import logging
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.files import atomic_write, disk_trouble, private_folder
from msgtune_gui.core.jobs import Run
from msgtune_gui.core.sole_use import hold

_STATE_FILE = "run.json"
_LOCK_SUFFIX = ".lock"
_IDENTIFIER = re.compile(r"[0-9a-f]{32}")

_AT_IT_ELSEWHERE = UserError(
    "Another msgtune is at this training already.", "It goes on there; nothing is lost and nothing was sent twice."
)

_log = logging.getLogger(__name__)


class FolderRunStore:
    """Implements the RunStore port on a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def save(self, run: Run) -> None:
        """Write the run atomically. Raises UserError when the disk is full."""
        with atomic_write(self.folder(run.identifier) / _STATE_FILE) as file:
            file.write(msgspec.json.format(msgspec.json.encode(run)))

    def get(self, identifier: str) -> Run | None:
        """One run; None when it is not there or its file cannot be read."""
        path = self._folder / identifier / _STATE_FILE
        try:
            return msgspec.json.decode(path.read_bytes(), type=Run)
        except FileNotFoundError:
            return None
        except (OSError, msgspec.DecodeError):
            _log.warning("The state of run %s cannot be read; it is left as it is.", identifier)
            return None

    def all(self) -> Sequence[Run]:
        """Every run that can be read, newest first."""
        if not self._folder.is_dir():
            return ()
        names = (entry.name for entry in self._folder.iterdir() if _IDENTIFIER.fullmatch(entry.name))
        runs = [run for run in map(self.get, names) if run is not None]
        return sorted(runs, key=lambda run: (run.created_at_s, run.identifier), reverse=True)

    def folder(self, identifier: str) -> Path:
        """The run's own folder, created with mode 0700."""
        return private_folder(self._folder / identifier)

    @contextmanager
    def held(self, identifier: str) -> Iterator[None]:
        """Work on a run alone inside the `with` block; the system lets go of it however the process ends.

        Raises:
            UserError: Another msgtune on the same data works on it.
        """
        # Beside the run's folder, so that deleting the run can hold it too.
        with hold(private_folder(self._folder) / f"{identifier}{_LOCK_SUFFIX}", _AT_IT_ELSEWHERE):
            yield

    def remove(self, identifier: str) -> None:
        """Delete the run and its folder; no error when it is gone already.

        The state goes first, so that a run whose deletion was broken off is not found as a whole one.

        Raises:
            UserError: The disk does not let it go.
        """
        folder = self._folder / identifier
        try:
            (folder / _STATE_FILE).unlink(missing_ok=True)
            # Where the system keeps a file that is open, an empty one without a name of anybody's stays.
            with suppress(PermissionError):
                (self._folder / f"{identifier}{_LOCK_SUFFIX}").unlink(missing_ok=True)
            shutil.rmtree(folder)
        except FileNotFoundError:
            return
        except OSError as error:
            raise disk_trouble(error) from error
