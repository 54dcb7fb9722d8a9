"""A new run, saved before anything is done for it."""

import time
import uuid
from dataclasses import dataclass

from msgtune_gui.core.jobs import Run
from msgtune_gui.core.ports import RunStore

TRAINING_FILE = "training.jsonl"


@dataclass(frozen=True, slots=True)
class TrainingChoices:
    """What a new run is to be; the fields mean what they mean in Run."""

    service: str
    base_model: str
    epochs: int
    voice: str
    system_prompt: str
    examples: int
    max_steps: int | None = None
    tokens: int | None = None
    dollars_per_million: float | None = None


def new_run(store: RunStore, choices: TrainingChoices) -> Run:
    """A run in its first state, saved; its training file is to be written into `store.folder(run.identifier)`."""
    run = Run(
        identifier=uuid.uuid4().hex,
        created_at_s=time.time(),
        training_file=TRAINING_FILE,
        service=choices.service,
        base_model=choices.base_model,
        epochs=choices.epochs,
        voice=choices.voice,
        system_prompt=choices.system_prompt,
        examples=choices.examples,
        max_steps=choices.max_steps,
        tokens=choices.tokens,
        dollars_per_million=choices.dollars_per_million,
    )
    store.save(run)
    return run


def sent_name(client_id: str) -> str:
    """Name under which a run's training file is uploaded, so that it is found again when the answer is lost."""
    return f"msgtune-{client_id}.jsonl"
