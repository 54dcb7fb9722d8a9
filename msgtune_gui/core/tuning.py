"""One fine-tuning run as a resumable state machine: upload, check, create the job, watch it to its end."""

import time
import uuid
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

from msgtune_gui.core.errors import Unreachable, UserError
from msgtune_gui.core.jobs import Job, JobEvent, JobRequest, JobStatus, Run, RunState, TuneProgress, TuneStep
from msgtune_gui.core.ports import CancelToken, RunStore, TuningService

PATIENCE_S = 15 * 60
"""How long a service may stay out of reach before the watching gives up; the run itself stays as it was saved."""

POLL_GROWTH = 1.3
TRAINING_FILE = "training.jsonl"
SUFFIX = "msgtune"

Report = Callable[[TuneProgress], None]


def new_run(
    store: RunStore,
    *,
    service: str,
    base_model: str,
    epochs: int,
    voice: str,
    system_prompt: str,
    examples: int,
    max_steps: int | None = None,
) -> Run:
    """A run in its first state, saved; its training file is to be written into `store.folder(run.identifier)`."""
    run = Run(
        identifier=uuid.uuid4().hex,
        service=service,
        base_model=base_model,
        epochs=epochs,
        voice=voice,
        system_prompt=system_prompt,
        examples=examples,
        training_file=TRAINING_FILE,
        created_at_s=int(time.time()),
        max_steps=max_steps,
    )
    store.save(run)
    return run


def run_tuning(
    run: Run,
    service: TuningService,
    store: RunStore,
    report: Report,
    cancel: CancelToken,
    *,
    patience_s: float = PATIENCE_S,
) -> Run:
    """Bring a run to its end from whatever state it was saved in, and return it as saved.

    A cancelled token only ends the watching: the state stays as saved and a job goes on where it runs. To end the
    job as well, call `cancel_run` afterwards.

    Raises:
        Cancelled: The token was set.
        UserError: A step was refused or failed; the run was saved as FAILED if it cannot go on from there.
        Unreachable: The service did not answer for too long; the run can be taken up again later.
    """
    return _Machine(run, service, store, report, cancel, patience_s).go()


def cancel_run(run: Run, service: TuningService, store: RunStore) -> Run:
    """End a run for good: stop its job, take back the uploaded file, save it as CANCELLED.

    What the service does not confirm is not worth keeping the person waiting, so only the last save can fail.
    """
    job_id = run.job_id
    with suppress(UserError):
        if job_id is None and run.state is RunState.CREATING_JOB:
            found = service.find_job(run.client_id)
            job_id = found.identifier if found else None
        if job_id is not None:
            service.cancel_job(job_id)
    with suppress(UserError):
        if run.file_id is not None:
            service.delete_file(run.file_id)
    cancelled = replace(run, state=RunState.CANCELLED, job_id=job_id)
    store.save(cancelled)
    return cancelled


def losses_of(events: Sequence[JobEvent]) -> tuple[float | None, float | None, float | None]:
    """Validation loss before training, validation loss at the end, and last training loss, as far as events tell."""
    valid = [(event.step or 0, event.valid_loss) for event in events if event.valid_loss is not None]
    train = [event.train_loss for event in events if event.train_loss is not None]
    before = next((loss for step, loss in valid if step == 0), None)
    after = next((loss for step, loss in reversed(valid) if step > 0), None)
    return before, after, train[-1] if train else None


class _Machine:
    """Carries one run from state to state; every outside step is saved before and after."""

    def __init__(
        self,
        run: Run,
        service: TuningService,
        store: RunStore,
        report: Report,
        cancel: CancelToken,
        patience_s: float,
    ) -> None:
        self._run = run
        self._service = service
        self._store = store
        self._report = report
        self._cancel = cancel
        self._patience_s = patience_s

    def go(self) -> Run:
        steps: dict[RunState, Callable[[], None]] = {
            RunState.PREPARED: self._upload,
            RunState.UPLOADING: self._upload,
            RunState.UPLOADED: self._check_and_create,
            RunState.CREATING_JOB: self._find_or_create,
            RunState.RUNNING: self._watch,
        }
        with self._service.ending_with(self._cancel):
            try:
                while not self._run.state.ended:
                    self._cancel.raise_if_cancelled()
                    steps[self._run.state]()
            except Unreachable:
                # A request that was ended by the token looks like a lost connection.
                self._cancel.raise_if_cancelled()
                raise
        return self._run

    def _save(self, run: Run) -> None:
        self._run = run
        self._store.save(run)

    def _upload(self) -> None:
        self._save(replace(self._run, state=RunState.UPLOADING))
        path = self._store.folder(self._run.identifier) / self._run.training_file

        def on_bytes(done: int, total: int) -> None:
            self._report(TuneProgress(self._run, TuneStep.UPLOADING, done / total if total else None))

        on_bytes(0, 0)
        file_id = self._service.upload(path, on_bytes, self._cancel)
        self._save(replace(self._run, state=RunState.UPLOADED, file_id=file_id))

    def _check_and_create(self) -> None:
        self._report(TuneProgress(self._run, TuneStep.CHECKING_FILE))
        self._service.wait_for_file(_known(self._run.file_id), self._cancel)
        self._cancel.raise_if_cancelled()
        self._save(replace(self._run, state=RunState.CREATING_JOB))
        self._create()

    def _find_or_create(self) -> None:
        """The program ended between asking for the job and hearing of it: look before asking again."""
        self._report(TuneProgress(self._run, TuneStep.QUEUED))
        found = self._service.find_job(self._run.client_id)
        if found is not None:
            self._save(replace(self._run, state=RunState.RUNNING, job_id=found.identifier))
        else:
            self._create()

    def _create(self) -> None:
        request = JobRequest(
            training_file=_known(self._run.file_id),
            base_model=self._run.base_model,
            epochs=self._run.epochs,
            suffix=SUFFIX,
            client_id=self._run.client_id,
            max_steps=self._run.max_steps,
        )
        try:
            job = self._service.create_job(request)
        except Unreachable:
            raise
        except UserError as error:
            raise self._refused(error, request.training_file) from error
        self._save(replace(self._run, state=RunState.RUNNING, job_id=job.identifier))

    def _refused(self, error: UserError, file_id: str) -> UserError:
        """Take back the private file, which is of no use to anybody now, and tell what became of it."""
        left: str | None = None
        try:
            self._service.delete_file(file_id)
            fate = "The uploaded examples were deleted there."
        except UserError:
            left = file_id
            fate = "The uploaded examples could not be deleted there; you can delete them on the service's own pages."
        told = UserError(error.message, f"{fate} {error.advice}".strip())
        self._save(replace(self._run, state=RunState.FAILED, file_id=left, error=str(told)))
        return told

    def _watch(self) -> None:
        shortest, longest = self._service.poll_bounds_s
        pause = shortest
        silent_since: float | None = None
        last = TuneProgress(self._run, TuneStep.QUEUED)
        while True:
            try:
                job = self._service.job(_known(self._run.job_id))
                events = tuple(self._service.events(job.identifier))
            except Unreachable as error:
                silent_since = silent_since or time.monotonic()
                if time.monotonic() - silent_since > self._patience_s:
                    raise
                self._report(replace(last, trouble=error.message))
            else:
                silent_since = None
                last = _progress(self._run, job, events)
                self._report(last)
                if job.status.ended:
                    self._finish(job, events)
                    return
            if self._cancel.wait(pause):
                self._cancel.raise_if_cancelled()
            pause = min(longest, pause * POLL_GROWTH)

    def _finish(self, job: Job, events: Sequence[JobEvent]) -> None:
        before, after, train = losses_of(events)
        ended = replace(
            self._run,
            valid_loss_before=before,
            valid_loss=after,
            train_loss=train,
            trained_tokens=job.trained_tokens,
            seconds=_seconds(events),
        )
        if job.status is JobStatus.SUCCEEDED and job.model:
            self._save(replace(ended, state=RunState.SUCCEEDED, model=job.model))
        elif job.status is JobStatus.CANCELLED:
            self._save(replace(ended, state=RunState.CANCELLED))
        else:
            reason = job.error or "The service ended the training without saying why."
            self._save(replace(ended, state=RunState.FAILED, error=reason))
            raise UserError(reason, "Your choices are kept, so you can start the training again.")


def _known(identifier: str | None) -> str:
    if identifier is None:
        raise UserError(
            "The saved state of this training is not complete.", "Nothing is lost: start the training again."
        )
    return identifier


def _progress(run: Run, job: Job, events: tuple[JobEvent, ...]) -> TuneProgress:
    if job.status in {JobStatus.VALIDATING_FILES, JobStatus.QUEUED}:
        return TuneProgress(run, TuneStep.QUEUED, events=events)
    fraction = None
    for event in reversed(events):
        if event.step is not None and event.total_steps:
            fraction = min(1.0, event.step / event.total_steps)
            break
    left = None
    if job.estimated_finish_s is not None:
        left = max(0.0, job.estimated_finish_s - time.time())
    return TuneProgress(run, TuneStep.TRAINING, fraction, left, events)


def _seconds(events: Sequence[JobEvent]) -> float | None:
    if not events:
        return None
    return float(events[-1].created_at_s - events[0].created_at_s)
