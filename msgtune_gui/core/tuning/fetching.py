"""From a model at the service to one on this computer."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.files import private_folder
from msgtune_gui.core.jobs import Run, RunState, TuneProgress, TuneStep
from msgtune_gui.core.tuning.under_way import RunUnderWay

ADAPTER_FOLDER = "adapter"

TakeIn = Callable[[Run, Path], str]
"""Hands a downloaded adapter to the engine and gives the model's name there. Raises UserError."""


def fetch_adapter(under_way: RunUnderWay, take_in: TakeIn | None) -> None:
    """Download the adapter and have the engine take it in; what fails here can be tried again at any time."""
    if take_in is None:
        raise UserError("This training's model cannot be brought to this computer.", "It is kept at the service.")
    under_way.report(TuneProgress(under_way.run, TuneStep.FETCHING_ADAPTER))
    job_id = under_way.known(under_way.run.job_id)
    folder = private_folder(under_way.store.folder(under_way.run.identifier) / ADAPTER_FOLDER)

    def on_bytes(done: int, total: int) -> None:
        fraction = done / total if total else None
        under_way.report(TuneProgress(under_way.run, TuneStep.FETCHING_ADAPTER, fraction))

    under_way.insist(lambda: under_way.service.fetch_adapter(job_id, folder, on_bytes, under_way.cancel))
    under_way.cancel.raise_if_cancelled()
    model = under_way.insist(lambda: take_in(under_way.run, folder))
    under_way.save(replace(under_way.run, state=RunState.SUCCEEDED, model=model, taken_in=True))
