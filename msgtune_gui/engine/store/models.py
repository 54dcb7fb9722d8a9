"""Tuned models: adapters in PEFT's own format, found by their name."""

import secrets
import threading
from dataclasses import dataclass
from pathlib import Path

from msgspec import Struct

from msgtune_gui.engine.errors import not_found
from msgtune_gui.engine.folders import remove
from msgtune_gui.engine.protocol import ModelObject
from msgtune_gui.engine.store.jobs import JobStore
from msgtune_gui.engine.store.records import now, read_records, write_record

_CHECKPOINT = ":ckpt-step-"


class TunedModel(Struct, kw_only=True):
    """What is kept of a tuned model beside its adapter.

    Attributes:
        id: Its name in the protocol, "ft:<base>:<suffix>::<8 characters>".
        base: Name of its base model.
        job: Identifier of the job that made it; None for one that was trained elsewhere.
        created: Unix time in seconds.
        client_id: Who brought it, where it was trained elsewhere.
    """

    id: str
    base: str
    created: int
    job: str | None = None
    client_id: str | None = None


@dataclass(frozen=True, slots=True)
class Adapter:
    """Where the weights of a tuned model or of a checkpoint lie, and what they belong on."""

    model: str
    base: str
    folder: Path


class ModelStore:
    """Owns the folder of tuned models; may be called from any thread."""

    def __init__(self, folder: Path, jobs: JobStore) -> None:
        self._folder = folder
        self._jobs = jobs
        self._lock = threading.Lock()
        records = sorted(read_records(folder.glob("*/model.json"), TunedModel), key=lambda record: record.created)
        self._records = {record.id: record for record in records}

    def take(
        self, adapter: Path, *, model: str, base: str, job: str | None = None, client_id: str | None = None
    ) -> ModelObject:
        """Make a finished adapter a model by moving its folder here. Raises UserError when the disk is full."""
        record = TunedModel(id=model, base=base, created=now(), job=job, client_id=client_id)
        write_record(adapter / "model.json", record)
        adapter.replace(self._place(model))
        with self._lock:
            self._records[model] = record
        return _shown(record)

    def all(self) -> list[ModelObject]:
        """Every tuned model, newest first."""
        with self._lock:
            return [_shown(record) for record in reversed(self._records.values())]

    def get(self, model: str) -> ModelObject | None:
        """A tuned model, if there is one of that name."""
        with self._lock:
            record = self._records.get(model)
        return _shown(record) if record is not None else None

    def of_client(self, client_id: str) -> ModelObject | None:
        """The model that a client has brought, if there is one."""
        with self._lock:
            found = (record for record in self._records.values() if record.client_id == client_id)
            return next((_shown(record) for record in found), None)

    def adapter(self, model: str) -> Adapter:
        """The weights of a tuned model or of a checkpoint. Raises RequestRefused (404)."""
        with self._lock:
            record = self._records.get(model)
        if record is not None:
            return Adapter(model, record.base, self._place(model))
        owner, _, step = model.rpartition(_CHECKPOINT)
        with self._lock:
            record = self._records.get(owner)
        if record is not None and record.job is not None and step.isdecimal():
            folder = self._jobs.checkpoint_folder(record.job, int(step))
            if folder.is_dir():
                return Adapter(model, record.base, folder)
        raise model_not_found(model)

    def delete(self, model: str) -> str:
        """Remove a tuned model and its checkpoints from the disk.

        Args:
            model: Its name, or the id of the client that brought it, who may never have heard its name.

        Returns:
            Its name.

        Raises:
            RequestRefused: There is none (404).
        """
        with self._lock:
            named = (record for record in self._records.values() if model in {record.id, record.client_id})
            record = next(named, None)
            if record is None:
                raise model_not_found(model)
            del self._records[record.id]
        if record.job is not None:
            self._jobs.drop_checkpoints(record.job)
        remove(self._place(record.id))
        return record.id

    def _place(self, model: str) -> Path:
        # The name itself holds colons, which Windows does not allow in a file's name.
        return self._folder / model.rpartition("::")[2]


def model_name(base: str, suffix: str) -> str:
    """A new tuned model's name in OpenAI's form, "ft:<base>:<suffix>::<8 characters>"."""
    return f"ft:{base}:{suffix}::{secrets.token_hex(4)}"


def checkpoint_name(model: str, step: int) -> str:
    """The name of a checkpoint of a tuned model."""
    return f"{model}{_CHECKPOINT}{step}"


def belongs_to(name: str, model: str) -> bool:
    """Whether a name is that of a model or of one of its checkpoints."""
    return name == model or name.startswith(f"{model}{_CHECKPOINT}")


def model_not_found(model: str) -> Exception:
    """The refusal for a name that no model has."""
    return not_found("model", model, code="model_not_found", param="model")


def _shown(record: TunedModel) -> ModelObject:
    return ModelObject(id=record.id, created=record.created, owned_by="this-computer")
