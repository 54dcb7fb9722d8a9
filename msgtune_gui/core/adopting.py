"""Models that msgtune did not train and only chats with."""

import time
import uuid
from dataclasses import dataclass, replace

from msgtune_gui.core.jobs import Run, RunState
from msgtune_gui.core.ports import RunStore


@dataclass(frozen=True, slots=True)
class OwnModel:
    """A model that is at a service already.

    Attributes:
        service: Key of the service profile.
        model: The service's name of it.
        name: What the person calls it; "" to call it as the service does.
        system_prompt: Said before every chat; "" for none.
        address: Base URL of the service, where the person gives it.
    """

    service: str
    model: str
    name: str = ""
    system_prompt: str = ""
    address: str = ""


def run_of(own: OwnModel) -> Run:
    """A run that stands for a model of the person's own; not saved."""
    name = own.name or own.model
    return Run(
        identifier=uuid.uuid4().hex,
        service=own.service,
        base_model=own.model,
        epochs=0,
        voice=name,
        system_prompt=own.system_prompt,
        examples=0,
        training_file="",
        created_at_s=time.time(),
        state=RunState.SUCCEEDED,
        model=own.model,
        title=name,
        adopted=True,
        address=own.address,
    )


def adopt(store: RunStore, run: Run) -> Run:
    """Keep a model of the person's own; one that is kept already is given its new name. Raises UserError."""
    for kept in store.all():
        if kept.adopted and _what(kept) == _what(run):
            run = replace(kept, voice=run.voice, title=run.title)
            break
    store.save(run)
    return run


def _what(run: Run) -> tuple[str, str, str | None, str]:
    """What makes it another model of the person's own."""
    return run.service, run.address, run.model, run.system_prompt
