"""Deleting everything that a run has left behind, here and at its service."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace

from msgtune_gui.core.deletion import Deletion, Fate, Trace
from msgtune_gui.core.errors import NotThere, UserError
from msgtune_gui.core.jobs import Job, JobProducts, Run, RunState
from msgtune_gui.core.ports import RunStore, TuningService
from msgtune_gui.core.tuning.beginning import sent_name
from msgtune_gui.core.tuning.fetching import ADAPTER_FOLDER
from msgtune_gui.core.tuning.under_way import ASKED_AGAIN_LATER


def delete_run(
    run: Run,
    service: TuningService,
    engine: Callable[[], TuningService],
    store: RunStore,
    *,
    keeps: str,
    forget: bool = False,
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
        forget: Delete what is here even where something there could not be deleted.

    Raises:
        UserError: Another msgtune works on the run.
    """
    with store.held(run.identifier):
        return _deleted(run, service, engine, store, keeps, forget=forget)


def _deleted(
    run: Run,
    service: TuningService,
    engine: Callable[[], TuningService],
    store: RunStore,
    keeps: str,
    *,
    forget: bool,
) -> Sequence[Deletion]:
    untouched = run.state is RunState.PREPARED and run.attempt == 1
    if not run.state.ended and not untouched:
        # Whatever cannot be deleted now, no later start may take it for a run to go on with.
        run = replace(run, state=RunState.CANCELLED)
        store.save(run)
    if run.adopted:
        told = [Deletion(Trace.REMOTE_MODEL, Fate.STAYS, "It was there before msgtune and is not msgtune's to delete.")]
    else:
        told = [*_Elsewhere(run, service).delete(), *_here(run, engine, store)]
    told.append(Deletion(Trace.CHATS, Fate.NOTHING_THERE, "Chats are never written to the disk."))
    if keeps and run.job_id is not None:
        told.append(Deletion(Trace.RECORD_THERE, Fate.STAYS, keeps))
    if any(each.fate is Fate.FAILED for each in told) and not forget:
        told.append(Deletion(Trace.FILES_HERE, Fate.STAYS, "Kept until the rest is deleted, so that you can retry."))
        return told
    store.remove(run.identifier)
    told.append(Deletion(Trace.FILES_HERE, Fate.DELETED))
    return told


class _Elsewhere:
    """What a run has left at its service, in all its attempts."""

    def __init__(self, run: Run, service: TuningService) -> None:
        self._run = run
        self._service = service
        self._products: list[JobProducts] = []

    def delete(self) -> Sequence[Deletion]:
        """Delete all of it; what the jobs have made is asked for before anything is gone."""
        steps = (
            (Trace.JOB, self._end_jobs),
            (Trace.UPLOADED_FILE, self._delete_uploads),
            (Trace.RESULT_FILES, self._delete_results),
            (Trace.REMOTE_MODEL, self._delete_models),
        )
        if self._run.state is RunState.PREPARED and self._run.attempt == 1:
            return [Deletion(trace, Fate.NOTHING_THERE) for trace, _step in steps]
        ended = {Trace.JOB: "It had ended already." if self._run.job_id is not None else ""}
        told = [_tried(trace, step, ended.get(trace, "")) for trace, step in steps]
        return [*told, *self._delete_checkpoints()]

    def _end_jobs(self) -> bool:
        stopped = False
        for job in self._jobs():
            if not job.status.ended:
                self._service.cancel_job(job.identifier)
                stopped = True
            self._products.append(self._service.products_of(job.identifier))
        return stopped

    def _jobs(self) -> Sequence[Job]:
        run = self._run
        files = [*((run.file_id,) if run.file_id is not None else ()), *run.result_files]
        jobs: dict[str, Job] = {}
        if run.job_id is not None:
            # It may be gone already, and not every service lists jobs.
            with suppress(NotThere):
                jobs[run.job_id] = self._service.job(run.job_id)
        with suppress(NotThere):
            for client_id in run.client_ids:
                jobs.update((job.identifier, job) for job in self._service.jobs_of(client_id, files))
        return tuple(jobs.values())

    def _delete_uploads(self) -> bool:
        copies = [] if self._run.file_id is None else [self._run.file_id]
        for client_id in self._run.client_ids:
            copies.extend(self._service.files_called(sent_name(client_id)))
        return self._delete_files(copies)

    def _delete_results(self) -> bool:
        return self._delete_files([*self._run.result_files, *(file for made in self._products for file in made.files)])

    def _delete_files(self, file_ids: Sequence[str]) -> bool:
        for file_id in dict.fromkeys(file_ids):
            self._service.delete_file(file_id)
        return bool(file_ids)

    def _delete_models(self) -> bool:
        own = self._run.remote_model or (None if self._run.taken_in else self._run.model)
        models = dict.fromkeys(model for model in (own, *(made.model for made in self._products)) if model)
        for model in models:
            self._service.delete_model(model)
        return bool(models)

    def _delete_checkpoints(self) -> Sequence[Deletion]:
        """Said only where one stays: no service documents whether they can be deleted beside the model itself."""
        for checkpoint in (name for made in self._products for name in made.checkpoints):
            try:
                self._service.delete_model(checkpoint)
            except ASKED_AGAIN_LATER as error:
                return (Deletion(Trace.REMOTE_MODEL, Fate.FAILED, str(error)),)
            except UserError as error:
                return (Deletion(Trace.REMOTE_MODEL, Fate.STAYS, f"An earlier state of the model stays. {error}"),)
        return ()


def _here(run: Run, engine: Callable[[], TuningService], store: RunStore) -> Sequence[Deletion]:
    if run.taken_in and run.model is not None:
        models: Sequence[str] = (run.model,)
    elif (store.folder(run.identifier) / ADAPTER_FOLDER).is_dir():
        # It may have become a model whose name was not saved any more; the engine knows it by our own id as well.
        models = run.client_ids
    else:
        return ()

    def delete_models() -> bool:
        for model in models:
            engine().delete_model(model)
        return True

    return (_tried(Trace.MODEL_HERE, delete_models),)


def _tried(trace: Trace, step: Callable[[], bool], nothing: str = "") -> Deletion:
    try:
        return Deletion(trace, Fate.DELETED) if step() else Deletion(trace, Fate.NOTHING_THERE, nothing)
    except NotThere:
        return Deletion(trace, Fate.NOTHING_THERE)
    except UserError as error:
        return Deletion(trace, Fate.FAILED, str(error))
