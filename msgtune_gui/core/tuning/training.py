"""From a file at the service to a tuned model: the job is created once and watched to its end."""

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace

from msgtune_gui.core.errors import NotThere, NotUnderstood, UserError
from msgtune_gui.core.jobs import Job, JobEvent, JobRequest, JobStatus, Run, RunState, Trouble, TuneProgress, TuneStep
from msgtune_gui.core.tuning.losses import losses_of
from msgtune_gui.core.tuning.sending import refused
from msgtune_gui.core.tuning.under_way import ASKED_AGAIN_LATER, LOOKS, RunUnderWay

SUFFIX = "msgtune"


def create(under_way: RunUnderWay, *, in_doubt: bool) -> None:
    """Create the job. Whenever it may have been created already, it is looked for before it is asked for.

    Args:
        under_way: The run.
        in_doubt: Whether it may have been asked for before.
    """
    under_way.report(TuneProgress(under_way.run, TuneStep.QUEUED))
    run, service = under_way.run, under_way.service
    request = JobRequest(
        training_file=under_way.known(run.file_id),
        base_model=run.base_model,
        epochs=run.epochs,
        suffix=SUFFIX,
        client_id=run.client_id,
        max_steps=run.max_steps,
    )

    def ask() -> Job | UserError:
        try:
            return service.create_job(request)
        except ASKED_AGAIN_LATER:
            raise
        except UserError as refusal:
            return refusal

    def made() -> Job | None:
        nonlocal in_doubt
        in_doubt = True
        return _made(under_way)

    answer = (made() if in_doubt else None) or under_way.insist(ask, found=made)
    if isinstance(answer, UserError) and (in_doubt or isinstance(answer, NotUnderstood)):
        answer = made() or answer
    if isinstance(answer, UserError):
        raise refused(under_way, answer) from answer
    under_way.save(replace(run, state=RunState.RUNNING, job_id=answer.identifier))


def watch(under_way: RunUnderWay, *, comes_here: bool) -> None:
    """Look at the job until it ends.

    Args:
        under_way: The run.
        comes_here: Whether its adapter is to be brought to this computer afterwards.
    """
    job_id = under_way.known(under_way.run.job_id)
    _end_spares(under_way, job_id)
    pauses = under_way.pauses()
    status: JobStatus | None = None
    told = 0
    while True:
        job = _look_at(under_way, job_id)
        events = _events_of(under_way, job_id)
        under_way.report(_progress(under_way.run, job, events))
        if job.status.ended:
            _finish(under_way, job, events, comes_here=comes_here)
            return
        if job.status is not status or len(events) > told:
            pauses.start_over()
        status, told = job.status, len(events)
        under_way.pause(pauses, pauses.take())


def _made(under_way: RunUnderWay) -> Job | None:
    """The job, if it was created after all; the first of them that goes on, should there be several."""
    jobs = under_way.look_for(lambda: _ours(under_way))[::-1]
    alive = [job for job in jobs if job.status not in {JobStatus.FAILED, JobStatus.CANCELLED}]
    return next(iter(alive or jobs), None)


def _end_spares(under_way: RunUnderWay, job_id: str) -> None:
    """Stop what else was created for this run while its answers were lost, so that nothing is paid twice."""
    with suppress(UserError):
        for spare in _ours(under_way):
            if spare.identifier != job_id and not spare.status.ended:
                under_way.service.cancel_job(spare.identifier)
    under_way.cancel.raise_if_cancelled()


def _ours(under_way: RunUnderWay) -> Sequence[Job]:
    run = under_way.run
    return under_way.service.jobs_of(run.client_id, () if run.file_id is None else (run.file_id,))


def _look_at(under_way: RunUnderWay, job_id: str) -> Job:
    """The job as it stands; what was created a moment ago may not be found at the first look."""
    pauses = under_way.pauses()
    for look in range(LOOKS):
        if look:
            under_way.pause(pauses, pauses.take())
        try:
            return under_way.insist(lambda: under_way.service.job(job_id))
        except NotThere as error:
            missing = error
    raise under_way.failed(
        UserError(
            missing.message,
            "It was deleted there, or the key is one of another account. Your choices are kept: start it again.",
        )
    ) from missing


def _events_of(under_way: RunUnderWay, job_id: str) -> tuple[JobEvent, ...]:
    """What the job tells; nothing where a service speaks the protocol without events."""
    try:
        return tuple(under_way.insist(lambda: under_way.service.events(job_id)))
    except ASKED_AGAIN_LATER:
        raise
    except UserError:
        return ()


def _finish(under_way: RunUnderWay, job: Job, events: tuple[JobEvent, ...], *, comes_here: bool) -> None:
    before, after, train = losses_of(events)
    ended = replace(
        under_way.run,
        valid_loss_before=before,
        valid_loss=after,
        train_loss=train,
        trained_tokens=job.trained_tokens,
        seconds=_seconds(events),
        result_files=tuple(dict.fromkeys((*under_way.run.result_files, *job.result_files))),
    )
    if job.status is JobStatus.SUCCEEDED and comes_here:
        under_way.save(replace(ended, state=RunState.FETCHING_ADAPTER, remote_model=job.model))
    elif job.status is JobStatus.SUCCEEDED and job.model:
        under_way.save(replace(ended, state=RunState.SUCCEEDED, model=job.model))
    elif job.status is JobStatus.CANCELLED:
        under_way.save(replace(ended, state=RunState.CANCELLED))
    else:
        under_way.run = ended
        silent = "The service ended the training without saying why."
        if job.status is JobStatus.SUCCEEDED:
            silent = "The training ended, but the service gives no model to chat with; its own pages may say why."
        raise under_way.failed(
            UserError(job.error or silent, "Your choices are kept, so you can start the training again.")
        )


def _progress(run: Run, job: Job, events: tuple[JobEvent, ...]) -> TuneProgress:
    if job.status in {JobStatus.VALIDATING_FILES, JobStatus.QUEUED}:
        return TuneProgress(run, TuneStep.QUEUED, events=events)
    fraction = job.fraction if job.fraction is not None else _fraction(events)
    left = None
    if job.estimated_finish_s is not None:
        left = max(0.0, job.estimated_finish_s - time.time())
    trouble = Trouble.PAUSED if job.status is JobStatus.PAUSED else None
    words = "The service has paused the training." if trouble else ""
    return TuneProgress(run, TuneStep.TRAINING, fraction, left, events, trouble, words)


def _fraction(events: tuple[JobEvent, ...]) -> float | None:
    for event in reversed(events):
        if event.step is not None and event.total_steps:
            return min(1.0, event.step / event.total_steps)
    return None


def _seconds(events: tuple[JobEvent, ...]) -> float | None:
    if not events:
        return None
    return float(events[-1].created_at_s - events[0].created_at_s)
