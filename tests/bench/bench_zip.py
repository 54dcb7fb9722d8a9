"""A zip of media opens in the time of its JSON: `python -m tests.bench.bench_zip`, one JSON line."""

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

from tests.support.export_builder import build_export

_MESSAGES = 95_000
_FILM_BYTES = 64 * 2**20
_READ = """
import sys, time
from pathlib import Path
from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.export import read_export
begin = time.perf_counter()
export = read_export([Path(sys.argv[1])], lambda progress: None, CancelFlag())
print(time.perf_counter() - begin, sum(len(conversation.messages) for conversation in export.conversations))
"""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--gigabytes", type=float, default=4.0, help="size of the zip with media")
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=os.environ.get("TMPDIR", "/var/tmp")) as name:
        folder = Path(name)
        export = build_export(folder / "export", conversations=40, messages=_MESSAGES, seed=1)
        wanted = int(options.gigabytes * 2**30)
        if shutil.disk_usage(folder).free < wanted + 2**30:
            sys.exit(f"There is no room for {options.gigabytes} GB below {folder.parent}; set TMPDIR.")
        alone, media = folder / "alone.zip", folder / "media.zip"
        for path, media_bytes in ((alone, 0), (media, wanted)):
            _zip(path, export.root, media_bytes)
        times: dict[Path, list[float]] = {alone: [], media: []}
        for _ in range(options.rounds):
            for path, seconds in times.items():
                seconds.append(_seconds(path, _MESSAGES))
        figures = {
            "json_bytes": export.bytes_written,
            "media_zip_bytes": media.stat().st_size,
            "json_alone_s": round(statistics.median(times[alone]), 3),
            "with_media_s": round(statistics.median(times[media]), 3),
        }
        figures["ratio"] = round(figures["with_media_s"] / figures["json_alone_s"], 2)
        print(json.dumps(figures))  # noqa: T201 - a bench prints its figures


def _zip(path: Path, root: Path, media_bytes: int) -> None:
    """Put an export into a zip, with films between its conversations; the films are stored, as Meta's are."""
    film = os.urandom(_FILM_BYTES)
    left = media_bytes
    files = sorted(file for file in root.rglob("*") if file.is_file())
    share = media_bytes // len(files)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, file in enumerate(files):
            archive.write(file, file.relative_to(root).as_posix())
            size = left if number == len(files) - 1 else share
            left -= size
            if size:
                info = zipfile.ZipInfo(f"your_facebook_activity/messages/inbox/media/videos/{number}.mp4")
                with archive.open(info, "w", force_zip64=True) as entry:
                    for start in range(0, size, len(film)):
                        entry.write(film[: min(len(film), size - start)])


def _seconds(path: Path, messages: int) -> float:
    """Seconds that reading takes in a fresh process."""
    begin = time.perf_counter()
    done = subprocess.run([sys.executable, "-c", _READ, str(path)], capture_output=True, text=True, check=True)
    seconds, read = done.stdout.split()
    if int(read) != messages or float(seconds) > time.perf_counter() - begin:
        sys.exit(f"{read} messages were read instead of {messages}.")
    return float(seconds)


if __name__ == "__main__":
    main()
