"""Turns what the training process reports into the job's events, checkpoints, model and end."""

import csv
import io

from msgtune_gui.engine.jobs.reports import (
    CheckpointSaved,
    Failed,
    Finished,
    Measured,
    Report,
    Started,
    adapter_folder,
)
from msgtune_gui.engine.protocol import Checkpoint, CheckpointMetrics, EventData, FineTuningJob, JobError
from msgtune_gui.engine.store.files import FileStore
from msgtune_gui.engine.store.jobs import JobStore
from msgtune_gui.engine.store.models import ModelStore, checkpoint_name
from msgtune_gui.engine.store.records import new_id, now


class JobProgress:
    """Follows one training; used in one thread."""

    def __init__(self, identifier: str, jobs: JobStore, files: FileStore, models: ModelStore) -> None:
        self._identifier = identifier
        self._jobs = jobs
        self._files = files
        self._models = models
        self._measures: list[Measured] = []
        self._outcome: Finished | Failed | None = None

    def take(self, report: Report) -> None:
        """One report of the process. Raises UserError when the disk is full."""
        match report:
            case Started():
                self._started(report)
            case Measured():
                self._measured(report)
            case CheckpointSaved():
                self._checkpoint(report)
            case Finished() | Failed():
                self._outcome = report

    def end(self, status: int) -> None:
        """The process is gone.

        Args:
            status: Its exit status.
        """
        if self._jobs.get(self._identifier).ended:
            return
        match self._outcome:
            case Finished() if status == 0:
                self._succeed(self._outcome)
            case Failed():
                error = JobError(code=self._outcome.code, message=self._outcome.message, param=self._outcome.param)
                self._jobs.fail(self._identifier, error)
            case _:
                self._jobs.fail(
                    self._identifier,
                    JobError(
                        code="training_stopped",
                        message=(
                            "The training was ended from outside, perhaps because memory ran short. "
                            "Nothing else was harmed; start it again."
                        ),
                    ),
                )

    def _started(self, report: Started) -> None:
        self._jobs.tell(
            self._identifier,
            f"Learning from {report.learned_examples} examples in {report.total_steps} steps on "
            f"{_DEVICES.get(report.device, report.device)}; {report.held_out_examples} examples are held out.",
        )

    def _measured(self, report: Measured) -> None:
        self._measures.append(report)
        data = EventData(
            step=report.step,
            total_steps=report.total_steps,
            train_loss=report.train_loss,
            valid_loss=report.valid_loss,
            full_valid_loss=report.valid_loss,
            tokens_per_second=report.tokens_per_second,
        )
        self._jobs.tell(self._identifier, _sentence(report), data)
        seconds_left = report.seconds_left
        if seconds_left is not None:

            def expect(job: FineTuningJob) -> None:
                job.estimated_finish = now() + round(seconds_left)

            self._jobs.change(self._identifier, expect, keep=False)

    def _checkpoint(self, report: CheckpointSaved) -> None:
        model = self._jobs.record(self._identifier).tuned_model
        metrics = CheckpointMetrics(
            step=report.step,
            train_loss=report.train_loss,
            valid_loss=report.valid_loss,
            full_valid_loss=report.valid_loss,
        )
        checkpoint = Checkpoint(
            id=new_id("ftckpt"),
            created_at=now(),
            fine_tuned_model_checkpoint=checkpoint_name(model, report.step),
            fine_tuning_job_id=self._identifier,
            metrics=metrics,
            step_number=report.step,
        )
        self._jobs.add_checkpoint(self._identifier, checkpoint)
        self._jobs.tell(self._identifier, f"Epoch {report.epoch} is done; its checkpoint is saved.")

    def _succeed(self, outcome: Finished) -> None:
        record = self._jobs.record(self._identifier)
        results = self._files.add(_table(self._measures), f"{self._identifier}.csv", "fine-tune-results")
        self._models.take(
            adapter_folder(self._jobs.folder(self._identifier)),
            model=record.tuned_model,
            base=record.job.model,
            job=self._identifier,
        )
        self._jobs.tell(
            self._identifier,
            f"The model is ready. Held-out loss went from {outcome.valid_loss_before:.2f} to "
            f"{outcome.valid_loss:.2f}; epoch {outcome.best_epoch} was the best and is kept.",
            # The last word on the losses is that of the weights that were kept, not that of the last epoch.
            EventData(
                step=outcome.best_step,
                train_loss=outcome.train_loss,
                valid_loss=outcome.valid_loss,
                full_valid_loss=outcome.valid_loss,
            ),
        )

        def to_succeeded(job: FineTuningJob) -> None:
            job.status, job.finished_at, job.estimated_finish = "succeeded", now(), None
            job.fine_tuned_model = record.tuned_model
            job.trained_tokens = outcome.trained_tokens
            job.result_files = [results.id]

        job = self._jobs.change(self._identifier, to_succeeded)
        if job.status != "succeeded":
            # Cancelled in the last moment: what was asked for last counts.
            self._models.delete(record.tuned_model)
            self._files.delete(results.id)


_DEVICES = {"cpu": "the processor", "cuda": "the graphics card", "mps": "the graphics processor"}


def _sentence(report: Measured) -> str:
    if report.step == 0:
        return f"Before the training the held-out loss is {report.valid_loss:.2f}."
    losses = [f"training loss {report.train_loss:.2f}"] if report.train_loss is not None else []
    losses += [f"held-out loss {report.valid_loss:.2f}"] if report.valid_loss is not None else []
    return f"Step {report.step} of {report.total_steps}: {', '.join(losses)}."


def _table(measures: list[Measured]) -> io.BytesIO:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(["step", "train_loss", "valid_loss"])
    for measure in measures:
        writer.writerow([measure.step, _cell(measure.train_loss), _cell(measure.valid_loss)])
    return io.BytesIO(text.getvalue().encode())


def _cell(value: float | None) -> str:
    return "" if value is None else f"{value:.6f}"
