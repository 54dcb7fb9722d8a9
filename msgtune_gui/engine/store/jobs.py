"""Jobs, their events and their checkpoints; one folder each."""

import threading
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec
from msgspec import Struct

from msgtune_gui.core.files import private_folder
from msgtune_gui.engine.errors import not_found
from msgtune_gui.engine.folders import remove
from msgtune_gui.engine.protocol import Checkpoint, EventData, FineTuningJob, JobError, JobEvent
from msgtune_gui.engine.store.records import new_id, now, read_records, write_record

_KEPT_CHECKPOINTS = 3
"""As at OpenAI: the last three epochs only."""


class JobRecord(Struct, kw_only=True):
    """What is kept of a job.

    Attributes:
        job: As the protocol shows it.
        tuned_model: The name that the tuned model will have.
        max_steps: Upper bound on optimiser steps.
        checkpoints: Oldest first.
    """

    job: FineTuningJob
    tuned_model: str
    max_steps: int | None = None
    checkpoints: list[Checkpoint] = []


class JobStore:
    """Owns the folder of jobs; may be called from any thread. What it gives out is a copy."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.RLock()
        records = sorted(read_records(folder.glob("*/job.json"), JobRecord), key=lambda kept: kept.job.created_at)
        self._records = {kept.job.id: kept for kept in records}
        self._events = {kept.job.id: self._read_events(kept.job.id) for kept in records}

    def add(self, record: JobRecord) -> None:
        """Keep a new job. Raises UserError when the disk is full."""
        private_folder(self.folder(record.job.id))
        with self._lock:
            write_record(self.folder(record.job.id) / "job.json", record)
            self._records[record.job.id] = record
            self._events[record.job.id] = []

    def __contains__(self, identifier: str) -> bool:
        """Whether there is a job of that name."""
        with self._lock:
            return identifier in self._records

    def all(self) -> list[FineTuningJob]:
        """Every job, newest first."""
        with self._lock:
            return [_copy(record.job) for record in reversed(self._records.values())]

    def get(self, identifier: str) -> FineTuningJob:
        """One job. Raises RequestRefused (404)."""
        return _copy(self.record(identifier).job)

    def record(self, identifier: str) -> JobRecord:
        """All that is kept of a job. Raises RequestRefused (404)."""
        with self._lock:
            record = self._records.get(identifier)
        if record is None:
            raise not_found("fine-tuning job", identifier, code="fine_tune_not_found", param="fine_tuning_job_id")
        return record

    def change(self, identifier: str, change: Callable[[FineTuningJob], None], *, keep: bool = True) -> FineTuningJob:
        """Change a job unless it has ended, and save it.

        Args:
            identifier: Of the job.
            change: Applied to the job in place.
            keep: Also write it to the disk; False for what is out of date a second later.

        Returns:
            The job as it stands afterwards; unchanged where it had ended.
        """
        with self._lock:
            record = self.record(identifier)
            if not record.job.ended:
                change(record.job)
                if keep:
                    write_record(self.folder(identifier) / "job.json", record)
            return _copy(record.job)

    def fail(self, identifier: str, error: JobError) -> FineTuningJob:
        """End a job that has not ended yet as failed."""

        def to_failed(job: FineTuningJob) -> None:
            job.status, job.error, job.finished_at, job.estimated_finish = "failed", error, now(), None

        before = self.get(identifier)
        job = self.change(identifier, to_failed)
        if not before.ended:
            self.tell(identifier, error.message, level_is_error=True)
        return job

    def tell(
        self, identifier: str, message: str, data: EventData | None = None, *, level_is_error: bool = False
    ) -> None:
        """Add an event to a job."""
        event = JobEvent(
            id=new_id("ftevent"),
            created_at=now(),
            level="error" if level_is_error else "info",
            message=message,
            type="message" if data is None else "metrics",
            data=data,
        )
        with self._lock:
            self._events[identifier].append(event)
            with self._events_path(identifier).open("ab") as file:
                file.write(msgspec.json.encode(event) + b"\n")

    def events(self, identifier: str) -> list[JobEvent]:
        """A job's events, newest first. Raises RequestRefused (404)."""
        self.record(identifier)
        with self._lock:
            return self._events[identifier][::-1]

    def add_checkpoint(self, identifier: str, checkpoint: Checkpoint) -> None:
        """Keep a checkpoint, and no more than the last three."""
        with self._lock:
            record = self.record(identifier)
            record.checkpoints.append(checkpoint)
            for old in record.checkpoints[:-_KEPT_CHECKPOINTS]:
                remove(self.checkpoint_folder(identifier, old.step_number))
            del record.checkpoints[:-_KEPT_CHECKPOINTS]
            write_record(self.folder(identifier) / "job.json", record)

    def checkpoints(self, identifier: str) -> list[Checkpoint]:
        """A job's checkpoints, newest first. Raises RequestRefused (404)."""
        with self._lock:
            return self.record(identifier).checkpoints[::-1]

    def drop_checkpoints(self, identifier: str) -> None:
        """Remove a job's checkpoints from the disk; no error where there is no such job."""
        with self._lock:
            record = self._records.get(identifier)
            if record is not None:
                record.checkpoints.clear()
                write_record(self.folder(identifier) / "job.json", record)
                remove(self.folder(identifier) / "checkpoints")

    def forget(self, identifier: str) -> None:
        """Remove a job with all that is kept of it; no error where there is no such job."""
        with self._lock:
            self._records.pop(identifier, None)
            self._events.pop(identifier, None)
            remove(self.folder(identifier))

    def folder(self, identifier: str) -> Path:
        """The job's own folder."""
        return self._folder / identifier

    def checkpoint_folder(self, identifier: str, step: int) -> Path:
        """Where the adapter of a checkpoint lies."""
        return self.folder(identifier) / "checkpoints" / f"step-{step}"

    def _events_path(self, identifier: str) -> Path:
        return self.folder(identifier) / "events.jsonl"

    def _read_events(self, identifier: str) -> list[JobEvent]:
        path = self._events_path(identifier)
        return _readable(path.read_bytes().splitlines()) if path.is_file() else []


def _readable(lines: Iterable[bytes]) -> list[JobEvent]:
    decoder = msgspec.json.Decoder(JobEvent)
    events = []
    for line in lines:
        try:
            events.append(decoder.decode(line))
        except msgspec.MsgspecError:
            # The last line may be cut short where the engine was killed while writing it.
            continue
    return events


def _copy(job: FineTuningJob) -> FineTuningJob:
    return msgspec.structs.replace(job)
