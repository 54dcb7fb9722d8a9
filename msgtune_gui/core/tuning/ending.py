"""Ending a run early, and deleting everything that it has left behind."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

from msgtune_gui.core.deletion import Deletion, Fate, Trace
from msgtune_gui.core.errors import NotThere, UserError
from msgtune_gui.core.jobs import Run, RunState
from msgtune_gui.core.ports import RunStore, TuningService
from msgtune_gui.core.tuning.beginning import sent_name


def cancel_run(run: Run, service: TuningService, store: RunStore) -> Run:
    """End a run for good: stop its job, take back the uploaded file, save it as CANCELLED.

    What the service does not confirm is not worth keeping the person waiting, so only the last save can fail; a file
    that may still be there stays written down in the run, so that deleting the run tries it again.
    """
    job_id, file_id = run.job_id, run.file_id
    with suppress(UserError):
        if job_id is None and run.state is RunState.CREATING_JOB:
            job_id = next((job.identifier for job in service.jobs_of(run.client_id)), None)
        if job_id is not None:
            service.cancel_job(job_id)
    with suppress(UserError):
        for arrived in _uploaded(run, service):
            service.delete_file(arrived)
        file_id = None
    cancelled = replace(run, state=RunState.CANCELLED, job_id=job_id, file_id=file_id)
    store.save(cancelled)
    return cancelled


def delete_run(
    run: Run, service: TuningService, engine: Callable[[], TuningService], store: RunStore, *, keeps: str
) -> Sequence[Deletion]:
    """Delete everything of a run, here and at its service, and say of each thing what became of it.

    Each step may be repeated. Where one fails, the run stays in the store, so that it can be deleted again; else it is
    forgotten.

    Args:
        run: In any state; a job that still runs is ended.
        service: Where it was trained.
        engine: Gives this computer's own service, where an adapter from elsewhere may have been taken in.
        store: Where the run is kept.
        keeps: What no program can delete at the service, in a sentence for people; "" for nothing.
    """
    if run.adopted:
        told = [Deletion(Trace.REMOTE_MODEL, Fate.STAYS, "It was there before msgtune and is not msgtune's to delete.")]
    else:
        told = [*_there(run, service), *_here(run, engine)]
    told.append(Deletion(Trace.CHATS, Fate.NOTHING_THERE, "Chats are never written to the disk."))
    if keeps and run.job_id is not None:
        told.append(Deletion(Trace.RECORD_THERE, Fate.STAYS, keeps))
    if any(each.fate is Fate.FAILED for each in told):
        told.append(Deletion(Trace.FILES_HERE, Fate.STAYS, "Kept until the rest is deleted, so that you can retry."))
        return told
    store.remove(run.identifier)
    told.append(Deletion(Trace.FILES_HERE, Fate.DELETED))
    return told


def _there(run: Run, service: TuningService) -> Sequence[Deletion]:
    def end_job() -> bool:
        jobs = [run.job_id] if run.job_id else [job.identifier for job in service.jobs_of(run.client_id)]
        for job_id in jobs:
            if not service.job(job_id).status.ended:
                service.cancel_job(job_id)
        return bool(jobs)

    def delete_uploads() -> bool:
        arrived = _uploaded(run, service)
        for file_id in arrived:
            service.delete_file(file_id)
        return bool(arrived)

    def delete_results() -> bool:
        for file_id in run.result_files:
            service.delete_file(file_id)
        return bool(run.result_files)

    def delete_model() -> bool:
        model = run.remote_model or run.model
        if model is None:
            return False
        service.delete_model(model)
        return True

    untouched = run.state is RunState.PREPARED
    return [
        Deletion(trace, Fate.NOTHING_THERE) if untouched else _tried(trace, step)
        for trace, step in (
            (Trace.JOB, end_job),
            (Trace.UPLOADED_FILE, delete_uploads),
            (Trace.RESULT_FILES, delete_results),
            (Trace.REMOTE_MODEL, delete_model),
        )
    ]


def _here(run: Run, engine: Callable[[], TuningService]) -> Sequence[Deletion]:
    model = run.model
    if run.remote_model is None or model is None:
        return ()

    def delete_model() -> bool:
        engine().delete_model(model)
        return True

    return (_tried(Trace.MODEL_HERE, delete_model),)


def _tried(trace: Trace, step: Callable[[], bool]) -> Deletion:
    try:
        return Deletion(trace, Fate.DELETED if step() else Fate.NOTHING_THERE)
    except NotThere:
        return Deletion(trace, Fate.NOTHING_THERE)
    except UserError as error:
        return Deletion(trace, Fate.FAILED, str(error))


def _uploaded(run: Run, service: TuningService) -> Sequence[str]:
    """Ids of every copy of the training file at the service, also one whose upload was never answered."""
    known = () if run.file_id is None else (run.file_id,)
    named = () if run.state is RunState.PREPARED else service.files_called(sent_name(run))
    return tuple(dict.fromkeys((*known, *named)))
