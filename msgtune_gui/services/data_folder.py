"""Where msgtune keeps what it makes."""

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.files import disk_trouble, private_folder


@dataclass(frozen=True, slots=True)
class DataFolder:
    """The one folder that holds runs, settings, logs and the engine's own store; open to its owner only.

    Attributes:
        root: The folder itself.
    """

    root: Path

    @classmethod
    def open(cls, chosen: Path | None = None) -> "DataFolder":
        """The chosen folder, or the user's data folder of the system; created with mode 0700.

        Raises:
            UserError: The folder cannot be made or is not a folder.
        """
        root = (chosen or platformdirs.user_data_path("msgtune", appauthor=False)).absolute()
        try:
            private_folder(root)
            root.chmod(0o700)
        except FileExistsError as error:
            raise UserError("The data folder is a file.", "Choose another place with --data-dir.") from error
        except OSError as error:
            raise disk_trouble(error) from error
        if not os.access(root, os.W_OK | os.X_OK):
            raise UserError("The data folder cannot be written to.", "Choose another place with --data-dir.")
        return cls(root)

    @property
    def runs(self) -> Path:
        """One folder per run."""
        return private_folder(self.root / "runs")

    @property
    def logs(self) -> Path:
        """The program's and the engine's logs; never any message text or key."""
        return private_folder(self.root / "logs")
