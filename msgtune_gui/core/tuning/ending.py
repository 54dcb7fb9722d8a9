"""Ending a run early, for good: its job is stopped and the uploaded file is taken back."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeVar

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.errors import NotThere, UserError
from msgtune_gui.core.jobs import Run, RunState
from msgtune_gui.core.ports import RunStore, TuningService
from msgtune_gui.core.tuning.sending import copies_there
from msgtune_gui.core.tuning.under_way import ASKED_AGAIN_LATER, RunUnderWay

_Listed = TypeVar("_Listed")


def cancel_run(run: Run, service: TuningService, store: RunStore) -> Run:
    """End a run for good: stop its job, take back the uploaded file, save it as CANCELLED.

    The person does not wait for a service that is out of reach: what it has not confirmed leaves the run in
    CANCELLING, and `run_tuning` goes on with it from there. A run that has ended already stays as it is.

    Raises:
        UserError: The run cannot be saved, or another msgtune works on it.
    """
    with store.held(run.identifier):
        return _cancelled(run, service, store)


def _cancelled(run: Run, service: TuningService, store: RunStore) -> Run:
    if run.state.ended:
        return run
    if run.state is RunState.PREPARED:
        cancelled = replace(run, state=RunState.CANCELLED)
        store.save(cancelled)
        return cancelled
    cancelling = replace(run, state=RunState.CANCELLING)
    store.save(cancelling)
    under_way = RunUnderWay(cancelling, service, store, lambda _progress: None, CancelFlag(), patience_s=0.0)
    try:
        end_there(under_way)
    except ASKED_AGAIN_LATER:
        return cancelling
    return under_way.run


def end_there(under_way: RunUnderWay) -> None:
    """Stop every job of the run and delete every copy of its file; what the service refuses to delete stays known."""
    run, service = under_way.run, under_way.service
    job_ids = _jobs_to_end(under_way)
    for job_id in job_ids:
        _settled(under_way, lambda job_id=job_id: service.cancel_job(job_id))  # type: ignore[misc]
    copies = _listed(under_way, lambda: copies_there(run, service), known=run.file_id)
    gone = [_settled(under_way, lambda copy=copy: service.delete_file(copy)) for copy in copies]  # type: ignore[misc]
    under_way.save(
        replace(
            run,
            state=RunState.CANCELLED,
            job_id=run.job_id or next(iter(job_ids), None),
            file_id=None if all(gone) else run.file_id,
        )
    )


def _jobs_to_end(under_way: RunUnderWay) -> Sequence[str]:
    run, service = under_way.run, under_way.service
    known = () if run.job_id is None else (run.job_id,)
    if run.file_id is None:
        return known
    files = (run.file_id,)
    jobs = _listed(under_way, lambda: service.jobs_of(run.client_id, files), known=run.job_id)
    return tuple(dict.fromkeys((*known, *(job.identifier for job in jobs if not job.status.ended))))


def _listed(under_way: RunUnderWay, ask: Callable[[], Sequence[_Listed]], known: str | None) -> Sequence[_Listed]:
    """What the service lists; what was made without an answer may not be listed at the first look."""
    try:
        return under_way.look_for(ask) if known is None else under_way.insist(ask)
    except ASKED_AGAIN_LATER:
        raise
    except UserError:
        return ()


def _settled(under_way: RunUnderWay, ask: Callable[[], object]) -> bool:
    """Whether the service did what it was asked for; False when it refused."""
    try:
        under_way.insist(ask)
    except ASKED_AGAIN_LATER:
        raise
    except NotThere:
        return True
    except UserError:
        return False
    return True
