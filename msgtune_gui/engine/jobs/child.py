"""The process that trains, seen from the engine."""

import contextlib
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import msgspec

from msgtune_gui.engine.environment import child_environment
from msgtune_gui.engine.jobs.reports import Report


class TrainingProcess:
    """Starts at most one training at a time and can end it at once, from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._folder: Path | None = None
        self._closed = False

    def run(self, folder: Path, wanted: Callable[[], bool], on_report: Callable[[Report], None]) -> int:
        """Train a job to its end.

        Args:
            folder: The job's own folder, with its plan.
            wanted: Asked once more just before the start, under the lock that `stop` takes too.
            on_report: Called in this thread with each report.

        Returns:
            The process's exit status; negative the signal that ended it; 0 where it was not wanted any more.
        """
        with self._lock:
            if self._closed or not wanted():
                return 0
            process = subprocess.Popen(  # noqa: S603 - our own module under our own interpreter
                [sys.executable, "-m", "msgtune_gui.engine.train", str(folder)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=child_environment(),
            )
            self._process, self._folder = process, folder
        decoder: msgspec.json.Decoder[Report] = msgspec.json.Decoder(Report)
        with process:
            try:
                for line in process.stdout or ():
                    # A process killed while it writes leaves half a line.
                    with contextlib.suppress(msgspec.DecodeError):
                        on_report(decoder.decode(line))
                # Its standard input stays open until it is gone: its end tells the process to end at once.
                process.wait()
            except BaseException:
                process.kill()
                raise
        with self._lock:
            self._process, self._folder = None, None
        return process.returncode

    def stop(self, folder: Path) -> None:
        """End the training of a job, if it runs; its memory is free when this returns."""
        with self._lock:
            process = self._process if folder == self._folder else None
        self._end(process)

    def close(self) -> None:
        """End the training that runs and start no more."""
        with self._lock:
            self._closed = True
            process = self._process
        self._end(process)

    @staticmethod
    def _end(process: subprocess.Popen[bytes] | None) -> None:
        if process is not None:
            process.kill()
            process.wait()
