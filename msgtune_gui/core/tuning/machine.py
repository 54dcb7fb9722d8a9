"""One fine-tuning run as a resumable state machine: check, upload, create the job, watch it to its end."""

import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from msgtune_gui.core.errors import KeyRefused, NotThere, TrainingClosed, Unreachable, UserError
from msgtune_gui.core.files import private_folder
from msgtune_gui.core.jobs import Job, JobEvent, JobRequest, JobStatus, Run, RunState, Trouble, TuneProgress, TuneStep
from msgtune_gui.core.ports import CancelToken, RunStore, TuningService
from msgtune_gui.core.service_profile import TuningRight
from msgtune_gui.core.tuning.beginning import sent_name
from msgtune_gui.core.tuning.losses import losses_of
from msgtune_gui.core.tuning.waiting import Waiting

SUFFIX = "msgtune"
ADAPTER_FOLDER = "adapter"
_LOOKS = 3
"""How often a job whose creation was not answered is looked for before it counts as not created."""
_TAKING_BACK_S = 10.0
"""How long the deleting of a file that a service refused is tried again."""

Report = Callable[[TuneProgress], None]
TakeIn = Callable[[Run, Path], str]
"""Hands a downloaded adapter to the engine and gives the model's name there. Raises UserError."""
_Answer = TypeVar("_Answer")


def run_tuning(
    run: Run,
    service: TuningService,
    store: RunStore,
    report: Report,
    cancel: CancelToken,
    *,
    patience_s: float | None = None,
    take_in: TakeIn | None = None,
) -> Run:
    """Bring a run to its end from whatever state it was saved in, and return it as saved.

    A cancelled token only ends the watching: the state stays as saved and a job goes on where it runs. To end the
    job as well, call `cancel_run` afterwards.

    Args:
        run: In any state.
        service: Where it is trained.
        store: Where it is saved before and after every outside step.
        report: Called in this thread.
        cancel: May be set at any time.
        patience_s: How long the service may stay out of reach, in seconds; None for as long as it takes. Before
            anything was sent there is no patience, because nothing is lost by saying so at once.
        take_in: Given where the tuned model is talked to on this computer: its adapter is fetched then.

    Raises:
        Cancelled: The token was set.
        KeyRefused: The service does not accept the key; the run can be taken up again with another one.
        UserError: A step was refused or failed; the run was saved as FAILED if it cannot go on from there.
        Unreachable: The service did not answer for too long; the run can be taken up again later.
    """
    return _Machine(run, service, store, report, cancel, patience_s, take_in).go()


class _Machine:
    """Carries one run from state to state; every outside step is saved before and after."""

    def __init__(
        self,
        run: Run,
        service: TuningService,
        store: RunStore,
        report: Report,
        cancel: CancelToken,
        patience_s: float | None,
        take_in: TakeIn | None,
    ) -> None:
        self._run = run
        self._service = service
        self._store = store
        self._tell = report
        self._cancel = cancel
        self._patience_s = patience_s
        self._take_in = take_in
        self._waiting = Waiting(service.poll_bounds_s, cancel)
        self._last = TuneProgress(run, TuneStep.CHECKING_ACCOUNT)

    def go(self) -> Run:
        steps: dict[RunState, Callable[[], None]] = {
            RunState.PREPARED: self._check_account,
            RunState.UPLOADING: self._upload,
            RunState.UPLOADED: self._check_file,
            RunState.CREATING_JOB: self._create,
            RunState.RUNNING: self._watch,
            RunState.FETCHING_ADAPTER: self._fetch_adapter,
        }
        with self._service.ending_with(self._cancel):
            try:
                while not self._run.state.ended:
                    self._cancel.raise_if_cancelled()
                    self._waiting.start_over()
                    steps[self._run.state]()
            except Unreachable:
                # A request that was ended by the token looks like a lost connection.
                self._cancel.raise_if_cancelled()
                raise
        return self._run

    def _save(self, run: Run) -> None:
        self._run = run
        self._store.save(run)

    def _report(self, progress: TuneProgress) -> None:
        self._last = progress
        self._tell(progress)

    def _insist(self, ask: Callable[[], _Answer], patience_s: float | None = None) -> _Answer:
        """Ask for something that may be asked for any number of times, until there is an answer."""
        patience_s = self._patience_s if patience_s is None else patience_s
        silent_since = time.monotonic()
        while True:
            try:
                answer = ask()
            except Unreachable as error:
                self._cancel.raise_if_cancelled()
                if patience_s is not None and time.monotonic() - silent_since > patience_s:
                    raise
                self._wait_out(error)
            else:
                self._waiting.start_over()
                return answer

    def _wait_out(self, error: Unreachable) -> None:
        trouble = Trouble.UNREACHABLE if error.retry_after_s is None else Trouble.BUSY
        pause = self._waiting.take(error.retry_after_s)
        self._tell(replace(self._last, trouble=trouble, trouble_words=error.message, next_try_s=pause))
        self._waiting.pause(pause)

    def _check_account(self) -> None:
        """Try the key and ask for the right to tune while nothing has left the computer."""
        self._report(TuneProgress(self._run, TuneStep.CHECKING_ACCOUNT))
        names = [model.name for model in self._service.base_models()]
        if self._run.base_model not in names:
            raise self._failed(UserError("The service no longer trains this base model.", "Choose another one."))
        if self._service.tuning_right() is TuningRight.REFUSED:
            raise self._failed(
                TrainingClosed(
                    "The service no longer lets this account start a training.",
                    "Nothing was uploaded. Choose This computer instead; all your choices are kept.",
                )
            )
        self._save(replace(self._run, state=RunState.UPLOADING))
        self._send()

    def _upload(self) -> None:
        """The program ended while the file was sent: it may have arrived all the same."""
        self._report(TuneProgress(self._run, TuneStep.UPLOADING))
        if not self._found_upload():
            self._send()

    def _send(self) -> None:
        path = self._store.folder(self._run.identifier) / self._run.training_file
        name = sent_name(self._run)

        def on_bytes(done: int, total: int) -> None:
            self._report(TuneProgress(self._run, TuneStep.UPLOADING, done / total if total else None))

        on_bytes(0, 0)
        silent_since = time.monotonic()
        while True:
            try:
                file_id = self._service.upload(path, name, on_bytes, self._cancel)
            except Unreachable as error:
                self._cancel.raise_if_cancelled()
                if self._patience_s is not None and time.monotonic() - silent_since > self._patience_s:
                    raise
                self._wait_out(error)
                if self._found_upload():
                    return
            else:
                self._save(replace(self._run, state=RunState.UPLOADED, file_id=file_id))
                return

    def _found_upload(self) -> bool:
        """Go on with the file if it has arrived; of several only one stays."""
        arrived = self._insist(lambda: self._service.files_called(sent_name(self._run)))
        if not arrived:
            return False
        for spare in arrived[1:]:
            self._insist(lambda spare=spare: self._service.delete_file(spare))  # type: ignore[misc]
        self._save(replace(self._run, state=RunState.UPLOADED, file_id=arrived[0]))
        return True

    def _check_file(self) -> None:
        self._report(TuneProgress(self._run, TuneStep.CHECKING_FILE))
        self._insist(lambda: self._service.wait_for_file(_known(self._run.file_id), self._cancel))
        self._cancel.raise_if_cancelled()
        self._save(replace(self._run, state=RunState.CREATING_JOB))
        self._ask_for_job()

    def _create(self) -> None:
        """The program ended between asking for the job and hearing of it: look before asking again."""
        self._report(TuneProgress(self._run, TuneStep.QUEUED))
        if not self._found_job():
            self._ask_for_job()

    def _ask_for_job(self) -> None:
        request = JobRequest(
            training_file=_known(self._run.file_id),
            base_model=self._run.base_model,
            epochs=self._run.epochs,
            suffix=SUFFIX,
            client_id=self._run.client_id,
            max_steps=self._run.max_steps,
        )
        silent_since = time.monotonic()
        while True:
            try:
                job = self._service.create_job(request)
            except Unreachable as error:
                self._cancel.raise_if_cancelled()
                if self._patience_s is not None and time.monotonic() - silent_since > self._patience_s:
                    raise
                self._wait_out(error)
                if self._found_job():
                    return
            except KeyRefused:
                raise
            except UserError as error:
                raise self._refused(error, request.training_file) from error
            else:
                self._save(replace(self._run, state=RunState.RUNNING, job_id=job.identifier))
                return

    def _found_job(self) -> bool:
        """Go on with the job if it was created after all; a list may lag behind, so it is looked at several times."""
        for look in range(_LOOKS):
            if look:
                self._waiting.pause(self._waiting.take())
            jobs = self._insist(lambda: self._service.jobs_of(self._run.client_id))
            if jobs:
                self._save(replace(self._run, state=RunState.RUNNING, job_id=jobs[-1].identifier))
                return True
        return False

    def _refused(self, error: UserError, file_id: str) -> UserError:
        """Take back the private file, which is of no use to anybody now, and tell what became of it."""
        left: str | None = None
        try:
            self._insist(lambda: self._service.delete_file(file_id), _TAKING_BACK_S)
            fate = "The uploaded examples were deleted there."
        except UserError:
            left = file_id
            fate = "The uploaded examples could not be deleted there; you can delete them on the service's own pages."
        told = type(error)(error.message, f"{fate} {error.advice}".strip())
        self._run = replace(self._run, file_id=left)
        return self._failed(told)

    def _failed(self, told: UserError) -> UserError:
        self._save(replace(self._run, state=RunState.FAILED, error=str(told)))
        return told

    def _watch(self) -> None:
        self._last = TuneProgress(self._run, TuneStep.QUEUED)
        job_id = _known(self._run.job_id)
        status: JobStatus | None = None
        told = 0
        while True:
            try:
                job = self._insist(lambda: self._service.job(job_id))
                events = tuple(self._insist(lambda: self._service.events(job_id)))
            except NotThere as error:
                raise self._failed(UserError(error.message, "Your choices are kept: start it again.")) from error
            self._report(_progress(self._run, job, events))
            if job.status.ended:
                self._finish(job, events)
                return
            if job.status is not status or len(events) > told:
                self._waiting.start_over()
            status, told = job.status, len(events)
            self._waiting.pause(self._waiting.take())

    def _finish(self, job: Job, events: tuple[JobEvent, ...]) -> None:
        before, after, train = losses_of(events)
        ended = replace(
            self._run,
            valid_loss_before=before,
            valid_loss=after,
            train_loss=train,
            trained_tokens=job.trained_tokens,
            seconds=_seconds(events),
            result_files=tuple(dict.fromkeys((*self._run.result_files, *job.result_files))),
        )
        if job.status is JobStatus.SUCCEEDED and job.model and self._take_in is not None:
            self._save(replace(ended, state=RunState.FETCHING_ADAPTER, remote_model=job.model))
        elif job.status is JobStatus.SUCCEEDED and job.model:
            self._save(replace(ended, state=RunState.SUCCEEDED, model=job.model))
        elif job.status is JobStatus.CANCELLED:
            self._save(replace(ended, state=RunState.CANCELLED))
        else:
            self._run = ended
            reason = job.error or "The service ended the training without saying why."
            raise self._failed(UserError(reason, "Your choices are kept, so you can start the training again."))

    def _fetch_adapter(self) -> None:
        self._report(TuneProgress(self._run, TuneStep.FETCHING_ADAPTER))
        folder = private_folder(self._store.folder(self._run.identifier) / ADAPTER_FOLDER)

        def on_bytes(done: int, total: int) -> None:
            self._report(TuneProgress(self._run, TuneStep.FETCHING_ADAPTER, done / total if total else None))

        job_id = _known(self._run.job_id)
        self._insist(lambda: self._service.fetch_adapter(job_id, folder, on_bytes, self._cancel))
        if self._take_in is None:
            raise UserError("This training's model cannot be brought to this computer.", "It is kept at the service.")
        take_in = self._take_in
        model = self._insist(lambda: take_in(self._run, folder))
        self._save(replace(self._run, state=RunState.SUCCEEDED, model=model))


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
    trouble = Trouble.PAUSED if job.status is JobStatus.PAUSED else None
    words = "The service has paused the training." if trouble else ""
    return TuneProgress(run, TuneStep.TRAINING, fraction, left, events, trouble, words)


def _seconds(events: tuple[JobEvent, ...]) -> float | None:
    if not events:
        return None
    return float(events[-1].created_at_s - events[0].created_at_s)
