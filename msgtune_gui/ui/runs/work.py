"""What is done with runs in workers: begun, taken up, repeated, ended, deleted."""

from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.deletion import Deletion
from msgtune_gui.core.errors import Cancelled, UserError
from msgtune_gui.core.jobs import Run, RunState, TuneProgress, TuneStep
from msgtune_gui.core.ports import CancelToken, Outside, RunStore
from msgtune_gui.core.service_profile import ChatPlace, ServiceProfile
from msgtune_gui.core.tuning import TrainingChoices, cancel_run, delete_run, new_run, run_tuning
from msgtune_gui.ui.runs.material import Material
from msgtune_gui.workers.task import TaskContext, Work


@dataclass(frozen=True, slots=True)
class Wish:
    """Everything that the person chose for a run.

    Attributes:
        service: Key of the service profile.
        base_model: The service's name of the base model.
        epochs: Passes over the data.
        material: What it learns from.
        key: Key to keep for the service, or None to use the one that is kept already.
        max_steps: Upper bound on optimiser steps, for the self-test.
        dollars_per_million: Price of training that was shown, in US dollars for a million tokens; None for free or not
            known.
    """

    service: str
    base_model: str
    epochs: int
    material: Material
    key: str | None = None
    max_steps: int | None = None
    dollars_per_million: float | None = None


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every piece of work on a run needs.

    Attributes:
        outside: The way out.
        runs: Where runs are saved.
        ending: Set before a task is cancelled when the job is to end too, and not only the watching.
    """

    outside: Outside
    runs: RunStore
    ending: CancelFlag


def start_training(around: Surroundings, wish: Wish) -> Work:
    """Work that writes the training file and brings a new run to its end; returns the Run."""

    def work(context: TaskContext) -> Run:
        _keep_key(around.outside, wish.service, wish.key)
        run = new_run(
            around.runs,
            TrainingChoices(
                service=wish.service,
                base_model=wish.base_model,
                epochs=wish.epochs,
                voice=wish.material.voice,
                system_prompt=wish.material.system_prompt,
                examples=wish.material.examples,
                max_steps=wish.max_steps,
                tokens=wish.material.tokens,
                dollars_per_million=wish.dollars_per_million,
            ),
        )
        context.report(TuneProgress(run, TuneStep.CHECKING_ACCOUNT))
        _write_training_file(around.runs, wish.material, run, context.cancel)
        return _tune(around, run, context)

    return work


def resume_training(
    around: Surroundings, run: Run, *, key: str | None = None, begin_anew_if_lost: bool = False
) -> Work:
    """Work that takes up a saved run where it stands; returns the Run.

    Args:
        around: What it needs.
        run: A run that has not ended.
        key: Key to keep for the service from now on; None for the one that is kept.
        begin_anew_if_lost: Train again from the saved examples when the job turns out to have ended badly, as one on
            this computer does when the program is closed.
    """

    def work(context: TaskContext) -> Run:
        _keep_key(around.outside, run.service, key)
        try:
            return _tune(around, run, context)
        except UserError:
            now = around.runs.get(run.identifier)
            if not begin_anew_if_lost or now is None or now.state is not RunState.FAILED:
                raise
        return _tune(around, _as_new(around.runs, now), context)

    return work


def repeat_training(around: Surroundings, run: Run) -> Work:
    """Work that runs an ended run once more, with the examples and settings saved in it; returns the Run."""

    def work(context: TaskContext) -> Run:
        return _tune(around, _as_new(around.runs, run), context)

    return work


def end_training(around: Surroundings, run: Run) -> Work:
    """Work that ends a saved run for good without watching it; returns the Run."""

    def work(_context: TaskContext) -> Run:
        with closing(around.outside.tuning(run.service)) as service:
            return cancel_run(run, service, around.runs)

    return work


def delete_everything(outside: Outside, runs: RunStore, run: Run, *, forget: bool = False) -> Work:
    """Work that deletes a run whole and returns what became of each thing, a sequence of Deletion.

    Args:
        outside: The way out.
        runs: Where runs are saved.
        run: In any state; nothing may work on it.
        forget: Delete what is here even where something elsewhere could not be deleted.
    """

    def work(_context: TaskContext) -> Sequence[Deletion]:
        here = next(profile for profile in outside.profiles if profile.on_device)
        there = profile_of(outside, run.service)
        with (
            closing(outside.tuning(there.key)) as service,
            closing(outside.tuning(here.key)) as engine,
        ):
            return delete_run(run, service, lambda: engine, runs, keeps=there.keeps, forget=forget)

    return work


def profile_of(outside: Outside, service: str) -> ServiceProfile:
    """The profile of a service; the first one for a key that is not known any more."""
    return next((profile for profile in outside.profiles if profile.key == service), outside.profiles[0])


def has_training_file(runs: RunStore, run: Run) -> bool:
    """Whether the examples of a run are still there to be trained on."""
    return not run.adopted and (runs.folder(run.identifier) / run.training_file).is_file()


def can_go_on(runs: RunStore, run: Run) -> bool:
    """Whether a run that has not ended can be taken up again."""
    if run.state.ended:
        return False
    if run.state in {RunState.PREPARED, RunState.UPLOADING}:
        return has_training_file(runs, run)
    return True


def _keep_key(outside: Outside, service: str, key: str | None) -> None:
    if key is not None:
        outside.secrets.set(service, key)


def _as_new(runs: RunStore, run: Run) -> Run:
    # A file that an earlier attempt left at the service is found under another name, so its id has to be remembered.
    left = () if run.file_id is None else (run.file_id,)
    fresh = replace(
        run,
        state=RunState.PREPARED,
        file_id=None,
        job_id=None,
        model=None,
        error=None,
        attempt=run.attempt + 1,
        result_files=tuple(dict.fromkeys((*run.result_files, *left))),
    )
    runs.save(fresh)
    return fresh


def _write_training_file(runs: RunStore, material: Material, run: Run, cancel: CancelToken) -> None:
    try:
        material.write(runs.folder(run.identifier) / run.training_file, cancel)
    except Cancelled:
        runs.save(replace(run, state=RunState.CANCELLED))
        raise
    except UserError as error:
        # A disk too full for the file may be too full for the state as well; the first reason is the one to show.
        with suppress(UserError):
            runs.save(replace(run, state=RunState.FAILED, error=str(error)))
        raise


def _tune(around: Surroundings, run: Run, context: TaskContext) -> Run:
    outside, runs = around.outside, around.runs
    comes_here = profile_of(outside, run.service).chats_at is ChatPlace.THIS_COMPUTER
    take_in: Callable[..., str] | None = outside.take_in_adapter if comes_here else None
    with closing(outside.tuning(run.service)) as service:
        try:
            return run_tuning(run, service, runs, _teller(context), context.cancel, take_in=take_in)
        except Cancelled:
            if around.ending.cancelled:
                cancel_run(runs.get(run.identifier) or run, service, runs)
            raise


def _teller(context: TaskContext) -> Callable[[TuneProgress], None]:
    """Reports get through at once where a pause may follow; only bytes come too thick and fast for that."""

    def tell(progress: TuneProgress) -> None:
        context.report(progress)
        counts_bytes = progress.step in {TuneStep.UPLOADING, TuneStep.FETCHING_ADAPTER}
        if progress.trouble is not None or not counts_bytes:
            context.flush()

    return tell
