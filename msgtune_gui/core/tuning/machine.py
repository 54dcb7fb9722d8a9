"""One fine-tuning run as a resumable state machine: check, upload, create the job, watch it to its end."""

from collections.abc import Callable

from msgtune_gui.core.errors import KeyRefused, UserError
from msgtune_gui.core.jobs import Run, RunState, Trouble
from msgtune_gui.core.ports import CancelToken, RunStore, TuningService
from msgtune_gui.core.tuning.ending import end_there
from msgtune_gui.core.tuning.fetching import TakeIn, fetch_adapter
from msgtune_gui.core.tuning.sending import check_account, check_file, upload
from msgtune_gui.core.tuning.training import create, watch
from msgtune_gui.core.tuning.under_way import Report, RunUnderWay


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
        Unreachable: The service did not answer for too long; the run can be taken up again later.
        ServiceStopped: The engine ended; taken up again, the run goes on or says what became of its job.
        UserError: A step was refused or failed; the run was saved as FAILED if it cannot go on from there. Or another
            msgtune works on the run.
    """
    with store.held(run.identifier):
        return _go_on(_as_saved(run, store), service, store, report, cancel, patience_s, take_in)


def _as_saved(run: Run, store: RunStore) -> Run:
    """The run, or as somebody else has left it who worked on it meanwhile."""
    saved = store.get(run.identifier)
    return run if saved is None or saved.attempt != run.attempt or saved.state is run.state else saved


def _go_on(
    run: Run,
    service: TuningService,
    store: RunStore,
    report: Report,
    cancel: CancelToken,
    patience_s: float | None,
    take_in: TakeIn | None,
) -> Run:
    under_way = RunUnderWay(run, service, store, report, cancel, patience_s)
    begun_in = run.state
    steps: dict[RunState, Callable[[], None]] = {
        RunState.PREPARED: lambda: check_account(under_way),
        RunState.UPLOADING: lambda: upload(under_way, in_doubt=begun_in is RunState.UPLOADING),
        RunState.UPLOADED: lambda: check_file(under_way),
        RunState.CREATING_JOB: lambda: create(under_way, in_doubt=begun_in is RunState.CREATING_JOB),
        RunState.RUNNING: lambda: watch(under_way, comes_here=take_in is not None),
        RunState.FETCHING_ADAPTER: lambda: fetch_adapter(under_way, take_in),
        RunState.CANCELLING: lambda: end_there(under_way),
    }
    with service.ending_with(cancel):
        try:
            while not under_way.run.state.ended:
                cancel.raise_if_cancelled()
                steps[under_way.run.state]()
        except UserError as error:
            # A request that the token has ended looks like a lost connection, or like an engine that has stopped.
            if not under_way.run.state.ended:
                cancel.raise_if_cancelled()
            if isinstance(error, KeyRefused):
                under_way.trouble(Trouble.KEY_REFUSED, str(error))
            raise
    return under_way.run
