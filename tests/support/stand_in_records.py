"""What the stand-in remembers of requests, files and jobs, and the shapes in which it tells of them."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

BASE_MODELS = ("gpt-4.1-mini-2025-04-14", "gpt-4.1-2025-04-14", "SmallHull-135M", "WideHull-360M")
USUAL_LIFE = ("validating_files", "queued", "running", "running", "running", "succeeded")
STEPS_PER_TICK = 10
EPOCH_S = 1_790_000_000


@dataclass(frozen=True)
class Recorded:
    """One request as it came in; the path is without "/v1"."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes

    def json(self) -> dict[str, Any]:
        """The body, decoded."""
        return dict(json.loads(self.body))


@dataclass
class StoredFile:
    """A file and its bytes; the first looks at a list may not show it."""

    identifier: str
    name: str
    content: bytes
    purpose: str
    unlisted_looks: int = 0

    def as_object(self, status: str | None) -> dict[str, Any]:
        """The file as the protocol tells of it."""
        return {
            "id": self.identifier, "object": "file", "bytes": len(self.content), "created_at": EPOCH_S,
            "filename": self.name, "purpose": self.purpose, "status": status,
        }  # fmt: skip


@dataclass(frozen=True)
class JobManner:
    """How a service tells of its jobs.

    Attributes:
        empty_error: Whether jobs without an error carry `"error": {}`, as OpenAI's reference shows them.
        keeps_metadata: Whether jobs carry the metadata that they were made with; Nebius keeps none.
        filters: Whether the list of jobs can be asked for those with some metadata.
        names_model: Whether a job that has ended well names its model; one at Nebius does not.
        counts_steps: Whether a job counts its steps itself, as Nebius does, and not its events.
    """

    empty_error: bool = False
    keeps_metadata: bool = True
    filters: bool = True
    names_model: bool = True
    counts_steps: bool = False


@dataclass
class StoredJob:
    """A job: the request that made it, its place in its life, its events (oldest first), what it has written."""

    identifier: str
    request: dict[str, Any]
    life: Sequence[str]
    moderation: bool = False
    place: int = 0
    cancelled: bool = False
    unlisted_looks: int = 0
    model_deleted: bool = False
    adapter: Sequence[str] = ()
    events: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._tell()

    @property
    def status(self) -> str:
        """Where the job stands."""
        return "cancelled" if self.cancelled else self.life[self.place]

    @property
    def ended(self) -> bool:
        """Whether the status is an end."""
        return self.status in {"succeeded", "failed", "cancelled"}

    @property
    def model(self) -> str:
        """Name of the model that it makes."""
        return f"ft:{self.request['model']}:org:{self.request.get('suffix') or ''}:{self.identifier[-4:]}"

    def advance(self) -> None:
        """Move on to the next state."""
        if not self.ended:
            self.place += 1
            self._tell()

    def cancel(self) -> None:
        """End at once."""
        if not self.ended:
            self.cancelled = True
            self._tell()

    def as_object(self, job_error: Mapping[str, Any], manner: JobManner) -> dict[str, Any]:
        """The job as the protocol tells of it."""
        succeeded, failed = self.status == "succeeded", self.status == "failed"
        method = self.request.get("method") or {}
        epochs = method.get("supervised", {}).get("hyperparameters", {}).get("n_epochs", "auto")
        told = {
            "id": self.identifier, "object": "fine_tuning.job", "created_at": EPOCH_S, "model": self.request["model"],
            "error": job_error if failed else {} if manner.empty_error else None, "status": self.status,
            "fine_tuned_model": self.model if succeeded and manner.names_model else None,
            "finished_at": EPOCH_S if self.ended else None,
            "hyperparameters": {"n_epochs": epochs}, "organization_id": "org-1", "result_files": [], "seed": 7,
            "trained_tokens": 1234 if succeeded else None, "training_file": self.request["training_file"],
            "validation_file": None, "integrations": [],
            "metadata": self.request.get("metadata") if manner.keeps_metadata else None,
            "estimated_finish": EPOCH_S * 2 if self.status == "running" else None,
        }  # fmt: skip
        if method:
            told["method"] = method
        if manner.counts_steps:
            done, total = self._steps
            told |= {"trained_steps": done, "total_steps": total}
        return told

    def checkpoints(self) -> list[dict[str, Any]]:
        """States of the model after each pass, the newest first."""
        if self.status != "succeeded":
            return []
        total = self._steps[1]
        told = [
            {
                "id": f"ftckpt-{self.identifier}-{step}", "object": "fine_tuning.job.checkpoint", "created_at": EPOCH_S,
                "fine_tuned_model_checkpoint": self.model if step == total else f"{self.model}:ckpt-step-{step}",
                "fine_tuning_job_id": self.identifier, "step_number": step,
                "metrics": {"step": step, "train_loss": 2.0, "full_valid_loss": 1.0},
            }
            for step in (total // 2, total)
        ]  # fmt: skip
        if self.adapter:
            told[1]["result_files"] = list(self.adapter)
        return told[::-1]

    @property
    def _steps(self) -> tuple[int, int]:
        ticks = list(self.life[: self.place + 1]).count("running")
        total = list(self.life).count("running") * STEPS_PER_TICK
        return total if self.status == "succeeded" else max(0, ticks - 1) * STEPS_PER_TICK, total

    def _tell(self) -> None:
        """Add the events that go with the state just reached."""
        ticks = list(self.life[: self.place + 1]).count("running")
        total = list(self.life).count("running") * STEPS_PER_TICK
        match self.status:
            case "running":
                step = (ticks - 1) * STEPS_PER_TICK
                data: dict[str, Any] = {"step": step, "total_steps": total}
                data |= {"full_valid_loss": 4.0} if step == 0 else {"train_loss": 4.0 / ticks}
                self._event(f"Step {step}/{total}", "metrics", data)
            case "succeeded":
                if self.moderation:
                    self._event("Moderation checks passed", "moderation_checks", {"blocked": False})
                self._event(f"Step {total}/{total}", "metrics", {"step": total, "full_valid_loss": 1.0})
                self._event("The job has ended well", "message")
            case _:
                self._event(f"The job is {self.status}", "message")

    def _event(self, message: str, kind: str, data: dict[str, Any] | None = None) -> None:
        number = len(self.events)
        self.events.append(
            {
                "object": "fine_tuning.job.event", "id": f"ftevent-{self.identifier}-{number:02d}", "level": "info",
                "created_at": EPOCH_S + number, "message": message, "type": kind, "data": data or {},
            }
        )  # fmt: skip


class Senseless(Exception):
    """A request that no service of this kind could make sense of."""


def page_of(newest_first: list[dict[str, Any]], query: Mapping[str, str]) -> dict[str, Any]:
    """One page of a list, cut by `after`, `limit` and `order` of the query. Raises Senseless."""
    entries = newest_first[::-1] if query.get("order") == "asc" else newest_first
    limit = query.get("limit", "20")
    if not limit.isdecimal():
        raise Senseless("The limit is no number.")
    names = [entry["id"] for entry in entries]
    after = query.get("after")
    start = names.index(after) + 1 if after in names else 0
    data = entries[start : start + int(limit)]
    return {
        "object": "list", "data": data, "has_more": start + len(data) < len(entries),
        "first_id": data[0]["id"] if data else None, "last_id": data[-1]["id"] if data else None,
    }  # fmt: skip
