"""What the launch page has done in workers: keys, base models, and the run itself."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.errors import Cancelled, UserError
from msgtune_gui.core.examples import SlicingPlan, iter_examples
from msgtune_gui.core.jobs import Run, RunState, TuneProgress, TuneStep
from msgtune_gui.core.jsonl import write_jsonl
from msgtune_gui.core.model import SlicingOptions
from msgtune_gui.core.ports import CancelToken, Outside
from msgtune_gui.core.service_profile import BaseModel
from msgtune_gui.core.tuning import TrainingChoices, cancel_run, new_run, run_tuning
from msgtune_gui.workers.task import TaskContext, Work


@dataclass(frozen=True, slots=True)
class Wish:
    """Everything that the person chose for a run.

    Attributes:
        service: Key of the service profile.
        base_model: The service's name of the base model.
        epochs: Passes over the data.
        voice: Display name of the sender who becomes the AI.
        plan: Prepared turns, with the system prompt that goes with them.
        options: How they are cut.
        examples: Lines that this gives.
        key: Key to keep for the service, or None to use the one that is kept already.
        max_steps: Upper bound on optimiser steps, for the self-test.
    """

    service: str
    base_model: str
    epochs: int
    voice: str
    plan: SlicingPlan
    options: SlicingOptions
    examples: int
    key: str | None = None
    max_steps: int | None = None


@dataclass(frozen=True, slots=True)
class KeyState:
    """What is known of a service's key; the key itself stays in the store.

    Attributes:
        service: Key of the service profile.
        present: Whether there is one.
        persistent: Whether a key outlives this run of the program.
    """

    service: str
    present: bool
    persistent: bool


def look_for_key(outside: Outside, service: str) -> Work:
    """Work that returns the KeyState of a service; the system may ask the person to unlock the keyring."""

    def work(_context: TaskContext) -> KeyState:
        present = bool(outside.secrets.get(service))
        return KeyState(service, present, outside.secrets.persistent)

    return work


def forget_key(outside: Outside, service: str) -> Work:
    """Work that deletes a service's key and returns its KeyState."""

    def work(_context: TaskContext) -> KeyState:
        outside.secrets.delete(service)
        return KeyState(service, False, outside.secrets.persistent)

    return work


def list_base_models(outside: Outside, service: str) -> Work:
    """Work that returns a service's base models, the proposed one first."""

    def work(_context: TaskContext) -> Sequence[BaseModel]:
        connection = outside.tuning(service)
        try:
            return tuple(connection.base_models())
        finally:
            connection.close()

    return work


def start_training(outside: Outside, wish: Wish, ending: CancelFlag) -> Work:
    """Work that writes the training file and brings a new run to its end; returns the Run.

    Args:
        outside: The way out.
        wish: What the person chose.
        ending: Set before the task is cancelled when the job is to end too, and not only the watching.
    """

    def work(context: TaskContext) -> Run:
        if wish.key is not None:
            outside.secrets.set(wish.service, wish.key)
        run = new_run(
            outside.runs,
            TrainingChoices(
                service=wish.service,
                base_model=wish.base_model,
                epochs=wish.epochs,
                voice=wish.voice,
                system_prompt=wish.plan.system_prompt,
                examples=wish.examples,
                max_steps=wish.max_steps,
            ),
        )
        context.report(TuneProgress(run, TuneStep.UPLOADING))
        _write_training_file(outside, wish, run, context.cancel)
        return _tune(outside, run, context, ending)

    return work


def resume_training(outside: Outside, run: Run, ending: CancelFlag, *, begin_anew_if_lost: bool = False) -> Work:
    """Work that takes up a saved run where it stands; returns the Run.

    Args:
        outside: The way out.
        run: A run that has not ended.
        ending: As for `start_training`.
        begin_anew_if_lost: Train again from the saved examples when the job turns out to have ended badly, as one on
            this computer does when the program is closed.
    """

    def work(context: TaskContext) -> Run:
        try:
            return _tune(outside, run, context, ending)
        except UserError:
            now = outside.runs.get(run.identifier)
            if not begin_anew_if_lost or now is None or now.state is not RunState.FAILED:
                raise
        return _tune(outside, _as_new(outside, now), context, ending)

    return work


def repeat_training(outside: Outside, run: Run, ending: CancelFlag) -> Work:
    """Work that runs an ended run once more, with the examples and settings saved in it; returns the Run."""

    def work(context: TaskContext) -> Run:
        return _tune(outside, _as_new(outside, run), context, ending)

    return work


def has_training_file(outside: Outside, run: Run) -> bool:
    """Whether the examples of a run are still there to be trained on."""
    return (outside.runs.folder(run.identifier) / run.training_file).is_file()


def end_training(outside: Outside, run: Run) -> Work:
    """Work that ends a saved run for good without watching it; returns the Run."""

    def work(_context: TaskContext) -> Run:
        return _end(outside, run)

    return work


def unfinished_run(outside: Outside) -> Run | None:
    """The newest saved run that has not ended and can be taken up again."""
    return next((run for run in outside.runs.all() if not run.state.ended and _can_go_on(outside, run)), None)


def _can_go_on(outside: Outside, run: Run) -> bool:
    if run.state not in {RunState.PREPARED, RunState.UPLOADING}:
        return True
    return has_training_file(outside, run)


def _as_new(outside: Outside, run: Run) -> Run:
    fresh = replace(
        run, state=RunState.PREPARED, file_id=None, job_id=None, model=None, error=None, attempt=run.attempt + 1
    )
    outside.runs.save(fresh)
    return fresh


def _write_training_file(outside: Outside, wish: Wish, run: Run, cancel: CancelToken) -> None:
    path = outside.runs.folder(run.identifier) / run.training_file
    try:
        write_jsonl(iter_examples(wish.plan, wish.options), wish.plan.system_prompt, path)
        cancel.raise_if_cancelled()
    except Cancelled:
        outside.runs.save(replace(run, state=RunState.CANCELLED))
        raise
    except UserError as error:
        # A disk too full for the file may be too full for the state as well; the first reason is the one to show.
        with suppress(UserError):
            outside.runs.save(replace(run, state=RunState.FAILED, error=str(error)))
        raise


def _tune(outside: Outside, run: Run, context: TaskContext, ending: CancelFlag) -> Run:
    service = outside.tuning(run.service)
    try:
        return run_tuning(run, service, outside.runs, context.report, context.cancel)
    except Cancelled:
        if ending.cancelled:
            cancel_run(outside.runs.get(run.identifier) or run, service, outside.runs)
        raise
    finally:
        service.close()


def _end(outside: Outside, run: Run) -> Run:
    service = outside.tuning(run.service)
    try:
        return cancel_run(run, service, outside.runs)
    finally:
        service.close()
