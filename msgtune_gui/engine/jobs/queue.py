"""The queue of jobs: checked as they come, trained one at a time."""

import logging
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from msgtune_gui.core.errors import UserError
from msgtune_gui.engine.base_models import BaseModels
from msgtune_gui.engine.errors import RequestRefused, TrainingFailed
from msgtune_gui.engine.folders import remove
from msgtune_gui.engine.jobs.child import TrainingProcess
from msgtune_gui.engine.jobs.progress import JobProgress
from msgtune_gui.engine.jobs.reports import PLAN_FILE, TrainingPlan
from msgtune_gui.engine.logs import where
from msgtune_gui.engine.protocol import FineTuningJob, JobError, JobState
from msgtune_gui.engine.store.files import FileStore
from msgtune_gui.engine.store.jobs import JobRecord, JobStore
from msgtune_gui.engine.store.models import ModelStore
from msgtune_gui.engine.store.records import now, write_record
from msgtune_gui.engine.training.dataset import read_training_file, read_validation_file

DEFAULT_EPOCHS = 3
_NEEDED_BYTES = 200 * 10**6

_log = logging.getLogger(__name__)


class JobQueue:
    """Takes jobs from the moment they are created to their end.

    Files are checked in a thread of their own, so that a faulty one is told at once even while another job trains.
    """

    def __init__(self, jobs: JobStore, files: FileStore, models: ModelStore, base_models: BaseModels) -> None:
        self._jobs = jobs
        self._files = files
        self._models = models
        self._base_models = base_models
        self._process = TrainingProcess()
        self._checks = ThreadPoolExecutor(1, thread_name_prefix="job-check")
        self._trainings = ThreadPoolExecutor(1, thread_name_prefix="job-training")

    def resume(self) -> None:
        """Look after jobs that an earlier engine left: the one that ran has failed, those that waited go on."""
        for job in reversed(self._jobs.all()):
            if job.status == "running":
                self._fail(job.id, "engine_stopped", "The engine stopped while this job was training. Start it again.")
            elif not job.ended:
                self._checks.submit(self._check, job.id)

    def submit(self, record: JobRecord) -> FineTuningJob:
        """Keep a new job and look at its files soon. Raises UserError when the disk is full."""
        self._jobs.add(record)
        self._jobs.tell(record.job.id, "Created the job; checking its files.")
        job = self._jobs.get(record.job.id)
        self._checks.submit(self._check, record.job.id)
        return job

    def cancel(self, identifier: str) -> FineTuningJob:
        """End a job at once; one that has ended stays as it is. Raises RequestRefused (404)."""
        before = self._jobs.get(identifier)

        def to_cancelled(job: FineTuningJob) -> None:
            job.status, job.finished_at, job.estimated_finish = "cancelled", now(), None

        job = self._jobs.change(identifier, to_cancelled)
        if before.ended or job.status != "cancelled":
            return job
        self._process.stop(self._jobs.folder(identifier))
        self._jobs.tell(identifier, "The job was cancelled.")
        self._clear(identifier)
        return job

    def close(self) -> None:
        """End the training that runs; jobs that wait go on when the engine starts again."""
        self._process.close()
        self._checks.shutdown(cancel_futures=True)
        self._trainings.shutdown(cancel_futures=True)

    def _check(self, identifier: str) -> None:
        try:
            job = self._jobs.get(identifier)
            read_training_file(self._file(job.training_file, "training_file"))
            if job.validation_file is not None:
                read_validation_file(self._file(job.validation_file, "validation_file"))
            if self._to(identifier, "queued").status == "queued":
                self._jobs.tell(identifier, "The files are in order; the job waits for its turn.")
                self._trainings.submit(self._train, identifier)
        except RequestRefused:
            _log.info("Job %s was deleted meanwhile.", identifier)
        except TrainingFailed as error:
            self._fail(identifier, error.code, str(error), error.param)
        except Exception as error:  # noqa: BLE001 - the thread must live on for the jobs to come
            self._unexpected(identifier, error)

    def _train(self, identifier: str) -> None:
        try:
            if self._jobs.get(identifier).status != "queued":
                return
            plan = self._plan(identifier)
            progress = JobProgress(identifier, self._jobs, self._files, self._models)
            if self._to(identifier, "running").status != "running":
                return
            self._jobs.tell(identifier, "The training started.")
            folder = self._jobs.folder(identifier)
            write_record(folder / PLAN_FILE, plan)
            status = self._process.run(folder, lambda: self._running(identifier), progress.take)
            _log.info("The process of %s ended with status %d.", identifier, status)
            progress.end(status)
        except RequestRefused:
            _log.info("Job %s was deleted meanwhile.", identifier)
        except TrainingFailed as error:
            self._fail(identifier, error.code, str(error), error.param)
        except UserError as error:
            self._fail(identifier, "training_error", str(error))
        except Exception as error:  # noqa: BLE001 - the thread must live on for the jobs to come
            self._unexpected(identifier, error)
        finally:
            self._clear(identifier)

    def _plan(self, identifier: str) -> TrainingPlan:
        if shutil.disk_usage(self._jobs.folder(identifier)).free < _NEEDED_BYTES:
            raise TrainingFailed(
                "disk_trouble",
                f"Less than {_NEEDED_BYTES // 10**6} MB of the disk are free, too little for the trained model.",
                "Free some space, then start again.",
            )
        record = self._jobs.record(identifier)
        job = record.job
        base_folder = self._base_models.ready(job.model)
        if base_folder is None:
            self._jobs.tell(identifier, f"Making the base model {job.model} ready; this is done once.")
            base_folder = self._base_models.ensure(job.model)
        settings = job.hyperparameters
        if settings.n_epochs == "auto":
            self._jobs.change(identifier, _choose_epochs)
        validation = job.validation_file
        return TrainingPlan(
            base_model=job.model,
            base_folder=str(base_folder),
            training_file=str(self._file(job.training_file, "training_file")),
            validation_file=None if validation is None else str(self._file(validation, "validation_file")),
            epochs=DEFAULT_EPOCHS if settings.n_epochs == "auto" else settings.n_epochs,
            batch_size=None if settings.batch_size == "auto" else settings.batch_size,
            learning_rate_multiplier=(
                1.0 if settings.learning_rate_multiplier == "auto" else settings.learning_rate_multiplier
            ),
            seed=job.seed,
            max_steps=record.max_steps,
        )

    def _file(self, identifier: str, param: str) -> Path:
        try:
            return self._files.path(identifier)
        except RequestRefused as error:
            raise TrainingFailed(
                "file_not_found", f"The {param.replace('_', ' ')} was deleted before the training.", param=param
            ) from error

    def _to(self, identifier: str, status: JobState) -> FineTuningJob:
        def change(job: FineTuningJob) -> None:
            job.status = status

        return self._jobs.change(identifier, change)

    def _running(self, identifier: str) -> bool:
        return self._jobs.get(identifier).status == "running"

    def _fail(self, identifier: str, code: str, message: str, param: str | None = None) -> None:
        self._jobs.fail(identifier, JobError(code=code, message=message, param=param))
        self._clear(identifier)

    def _unexpected(self, identifier: str, error: Exception) -> None:
        _log.error("Job %s met %s", identifier, where(type(error), error.__traceback__))
        self._fail(identifier, "engine_error", "The engine met an unexpected problem; its log says where.")

    def _clear(self, identifier: str) -> None:
        """Remove what a job leaves that did not become a model."""
        folder = self._jobs.folder(identifier)
        for leftover in (folder / PLAN_FILE, folder / "adapter", *folder.glob(".part-*")):
            remove(leftover)
        if identifier in self._jobs and self._jobs.get(identifier).status in {"failed", "cancelled"}:
            self._jobs.drop_checkpoints(identifier)


def _choose_epochs(job: FineTuningJob) -> None:
    job.hyperparameters.n_epochs = DEFAULT_EPOCHS
    if job.method.supervised is not None and job.method.supervised.hyperparameters is not None:
        job.method.supervised.hyperparameters.n_epochs = DEFAULT_EPOCHS
