"""Fine-tuning jobs: created, followed, cancelled."""

import asyncio
import re
import secrets

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from msgtune_gui.engine.catalogue import CATALOGUE
from msgtune_gui.engine.errors import RequestRefused, invalid
from msgtune_gui.engine.jobs.queue import JobQueue
from msgtune_gui.engine.protocol import FineTuningJob, Hyperparameters, JobRequest, Method, SupervisedMethod
from msgtune_gui.engine.server.answers import answer, page, read_body
from msgtune_gui.engine.store.files import FileStore
from msgtune_gui.engine.store.jobs import JobRecord, JobStore
from msgtune_gui.engine.store.models import model_name
from msgtune_gui.engine.store.records import new_id, now

_NO_SUFFIX = "local"


class JobRoutes:
    """Answers everything under /v1/fine_tuning."""

    def __init__(self, jobs: JobStore, files: FileStore, queue: JobQueue) -> None:
        self._jobs = jobs
        self._files = files
        self._queue = queue

    def routes(self) -> list[Route]:
        """Where these are reached."""
        jobs = "/v1/fine_tuning/jobs"
        return [
            Route(jobs, self.create, methods=["POST"]),
            Route(jobs, self.list_all, methods=["GET"]),
            Route(f"{jobs}/{{job_id}}", self.retrieve, methods=["GET"]),
            Route(f"{jobs}/{{job_id}}/cancel", self.cancel, methods=["POST"]),
            Route(f"{jobs}/{{job_id}}/events", self.events, methods=["GET"]),
            Route(f"{jobs}/{{job_id}}/checkpoints", self.checkpoints, methods=["GET"]),
        ]

    async def create(self, request: Request) -> Response:
        """Start a job."""
        wanted = await read_body(request, JobRequest)
        return answer(await asyncio.to_thread(self._queue.submit, self._record(wanted)))

    async def list_all(self, request: Request) -> Response:
        """Jobs, newest first; `metadata[key]=value` keeps those that carry it."""
        wanted = {
            match[1]: value
            for key, value in request.query_params.items()
            if (match := re.fullmatch(r"metadata\[(.+)\]", key))
        }
        jobs = [job for job in self._jobs.all() if wanted.items() <= (job.metadata or {}).items()]
        return answer(page(request, jobs, lambda job: job.id))

    async def retrieve(self, request: Request) -> Response:
        """One job."""
        return answer(self._jobs.get(request.path_params["job_id"]))

    async def cancel(self, request: Request) -> Response:
        """End a job."""
        return answer(await asyncio.to_thread(self._queue.cancel, request.path_params["job_id"]))

    async def events(self, request: Request) -> Response:
        """What happened to a job, newest first."""
        return answer(page(request, self._jobs.events(request.path_params["job_id"]), lambda event: event.id))

    async def checkpoints(self, request: Request) -> Response:
        """A job's checkpoints, newest first."""
        checkpoints = self._jobs.checkpoints(request.path_params["job_id"])
        return answer(page(request, checkpoints, lambda checkpoint: checkpoint.id, default=10))

    def _record(self, wanted: JobRequest) -> JobRecord:
        if wanted.model not in CATALOGUE:
            raise invalid(
                f"The model {wanted.model[:200]} cannot be fine-tuned here; {', '.join(CATALOGUE)} can.",
                code="model_not_available",
                param="model",
            )
        self._require_training_file(wanted.training_file, "training_file")
        if wanted.validation_file is not None:
            self._require_training_file(wanted.validation_file, "validation_file")
        settings = _settings(wanted)
        job = FineTuningJob(
            id=new_id("ftjob"),
            created_at=now(),
            model=wanted.model,
            training_file=wanted.training_file,
            validation_file=wanted.validation_file,
            hyperparameters=settings,
            method=Method(type="supervised", supervised=SupervisedMethod(hyperparameters=settings)),
            seed=wanted.seed if wanted.seed is not None else secrets.randbelow(2**31),
            metadata=wanted.metadata,
        )
        suffix = re.sub(r"[^a-z0-9]+", "-", (wanted.suffix or "").lower()).strip("-") or _NO_SUFFIX
        return JobRecord(job=job, tuned_model=model_name(wanted.model, suffix), max_steps=wanted.max_steps)

    def _require_training_file(self, identifier: str, param: str) -> None:
        try:
            purpose = self._files.get(identifier).purpose
        except RequestRefused:
            raise invalid(f"No such file: {identifier[:200]}", code="file_not_found", param=param) from None
        if purpose != "fine-tune":
            raise invalid("This file was not uploaded for fine-tuning.", code="invalid_file_purpose", param=param)


def _settings(wanted: JobRequest) -> Hyperparameters:
    if wanted.method is None:
        settings = wanted.hyperparameters
    elif wanted.method.type != "supervised":
        raise invalid("The engine trains with the supervised method only.", param="method")
    else:
        supervised = wanted.method.supervised
        settings = supervised.hyperparameters if supervised is not None else None
    return msgspec.structs.replace(settings) if settings is not None else Hyperparameters()
