"""Where the files that travel with the program lie."""

from importlib.resources import files
from pathlib import Path


def resource_path(name: str) -> Path:
    """Path of a resource ("icons/tick.svg"), in an installed package or in a source tree."""
    package = Path(str(files("msgtune_gui")))
    installed = package / "resources"
    root = installed if installed.is_dir() else package.parent / "resources"
    return root / name
