"""The stand-in's jobs, and the models and adapters that they make."""

from collections.abc import Mapping, Sequence
from enum import Enum, auto
from typing import Any

from openai.types.fine_tuning import JobCreateParams
from pydantic import TypeAdapter, ValidationError
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp

from tests.support.stand_in_faults import TRAINING_CLOSED, refusal, unknown
from tests.support.stand_in_files import Answered, FileShelf, asked_in
from tests.support.stand_in_records import BASE_MODELS, EPOCH_S, USUAL_LIFE, JobManner, StoredJob, page_of

_JOB_REQUEST: TypeAdapter[JobCreateParams] = TypeAdapter(JobCreateParams)


class Right(Enum):
    """What the service answers when it is asked for an account's limits of fine-tuning."""

    GRANTED = auto()
    REFUSED = auto()
    NOT_KNOWN_HERE = auto()


class Workshop(FileShelf):
    """Makes jobs from files, moves them through their lives, and keeps what they make.

    Attributes:
        jobs: In the order they were made.
        base_models: What it says can be tuned.
        shutdown_dates: Day on which a model is shut, "YYYY-MM-DD", by its name.
        life: States that a new job goes through.
        advance_per_poll: Whether each look at a job moves it on; otherwise its `advance` does.
        job_error: Error object of failed jobs.
        job_manner: How jobs are told of.
        moderation: Whether a job's events have one of the undocumented type.
        job_lag: How many looks at the list do not show a job that was just made.
        right: What an account is told of its right to tune.
        adapter: Name -> bytes of each file of the adapter that a job writes; empty where none are given away.
    """

    def __init__(self) -> None:
        super().__init__()
        self.jobs: dict[str, StoredJob] = {}
        self.base_models: Sequence[str] = BASE_MODELS
        self.shutdown_dates: dict[str, str] = {}
        self.life: Sequence[str] = USUAL_LIFE
        self.advance_per_poll = True
        self.job_error: dict[str, Any] = {"code": "bad_data", "message": "The data ran out of rum.", "param": None}
        self.job_manner = JobManner()
        self.moderation = False
        self.job_lag = 0
        self.right = Right.GRANTED
        self.adapter: Mapping[str, bytes] = {}

    def routes(self) -> Sequence[Answered]:
        """What is answered here."""
        return (
            *super().routes(),
            ("POST", "/fine_tuning/jobs", self._create_job),
            ("GET", "/fine_tuning/jobs", self._list_jobs),
            ("GET", "/fine_tuning/jobs/{job}", self._get_job),
            ("GET", "/fine_tuning/jobs/{job}/events", self._list_events),
            ("GET", "/fine_tuning/jobs/{job}/checkpoints", self._list_checkpoints),
            ("POST", "/fine_tuning/jobs/{job}/cancel", self._cancel_job),
            ("GET", "/fine_tuning/model_limits", self._model_limits),
            ("GET", "/models", self._list_models),
            ("GET", "/models/{model:path}", self._get_model),
            ("DELETE", "/models/{model:path}", self._delete_model),
        )

    def new_job(self, request: dict[str, Any]) -> StoredJob:
        """Make a job as a request would."""
        job = StoredJob(f"ftjob-{next(self._numbers):04d}", request, tuple(self.life), self.moderation)
        job.unlisted_looks = self.job_lag
        self.jobs[job.identifier] = job
        return job

    def be_nebius(self) -> None:
        """Differ from OpenAI in all that Nebius's reference and recorded runs of 2025 and 2026 show.

        The SDK's strict mode takes none of that.
        """
        self.file_status = None
        self.pages_of_files = False
        self.right = Right.NOT_KNOWN_HERE
        self.job_manner = JobManner(keeps_metadata=False, filters=False, names_model=False, counts_steps=True)
        self.adapter = {"adapter_config.json": b'{"peft_type": "LORA"}', "adapter_model.safetensors": b"\x00" * 4096}

    @property
    def models(self) -> Sequence[str]:
        """Names of tuned models that were not deleted."""
        made = self.jobs.values()
        return [job.model for job in made if job.status == "succeeded" and not job.model_deleted]

    async def _create_job(self, request: Request) -> ASGIApp:
        wanted = await asked_in(request)
        try:
            _JOB_REQUEST.validate_python(wanted)
        except ValidationError:
            return refusal(400, "invalid_request", "The job is not described as the SDK would.")
        if (wanted.get("method") or {"type": "supervised"})["type"] != "supervised":
            return refusal(400, "invalid_method", "Jobs here are supervised ones.")
        if wanted.get("training_file") not in self.files:
            return refusal(400, "invalid_file", "There is no such file.")
        return JSONResponse(self._told(self.new_job(wanted)))

    async def _list_jobs(self, request: Request) -> ASGIApp:
        query = request.query_params
        wanted = {name[len("metadata[") : -1]: value for name, value in query.items() if name.startswith("metadata[")}
        told = []
        for job in reversed(self.jobs.values()):
            kept = job.request.get("metadata") or {}
            if self.job_manner.filters and not wanted.items() <= kept.items():
                continue
            if job.unlisted_looks:
                job.unlisted_looks -= 1
            else:
                told.append(self._told(job))
        return JSONResponse(page_of(told, query))

    async def _get_job(self, request: Request) -> ASGIApp:
        job = self._asked_for(request)
        if job is None:
            return unknown()
        if self.advance_per_poll:
            job.advance()
        if job.status == "succeeded" and self.adapter and not job.adapter:
            written = [
                self.keep(f"{job.identifier}/{name}", content, "fine-tune-results")
                for name, content in self.adapter.items()
            ]
            job.adapter = [file.identifier for file in written]
        return JSONResponse(self._told(job))

    async def _list_events(self, request: Request) -> ASGIApp:
        job = self._asked_for(request)
        if job is None:
            return unknown()
        # A service that counts steps in the job tells nothing of them in its events.
        bare: dict[str, Any] = {"data": {}} if self.job_manner.counts_steps else {}
        return JSONResponse(page_of([event | bare for event in job.events[::-1]], request.query_params))

    async def _list_checkpoints(self, request: Request) -> ASGIApp:
        job = self._asked_for(request)
        return JSONResponse(page_of(job.checkpoints(), request.query_params)) if job else unknown()

    async def _cancel_job(self, request: Request) -> ASGIApp:
        job = self._asked_for(request)
        if job is None:
            return unknown()
        if job.ended:
            return refusal(400, "job_ended", "This job has ended already.")
        job.cancel()
        return JSONResponse(self._told(job))

    async def _model_limits(self, _request: Request) -> ASGIApp:
        match self.right:
            case Right.GRANTED:
                limits = [{"model": model, "max_active_jobs": 3} for model in self.base_models]
                return JSONResponse({"object": "list", "data": limits})
            case Right.REFUSED:
                return refusal(TRAINING_CLOSED.status, TRAINING_CLOSED.code, TRAINING_CLOSED.message)
            case Right.NOT_KNOWN_HERE:
                return unknown()

    async def _list_models(self, _request: Request) -> ASGIApp:
        data = [self._model(name) for name in (*self.base_models, *self.models)]
        return JSONResponse({"object": "list", "data": data})

    async def _get_model(self, request: Request) -> ASGIApp:
        name = request.path_params["model"]
        return JSONResponse(self._model(name)) if name in (*self.base_models, *self.models) else unknown()

    def _model(self, name: str) -> dict[str, Any]:
        return {
            "id": name, "object": "model", "created": EPOCH_S, "owned_by": "system",
            "shutdown_date": self.shutdown_dates.get(name),
        }  # fmt: skip

    async def _delete_model(self, request: Request) -> ASGIApp:
        name = request.path_params["model"]
        for job in self.jobs.values():
            if job.model == name and job.model in self.models:
                job.model_deleted = True
                return JSONResponse({"id": name, "object": "model", "deleted": True})
        return unknown()

    def _asked_for(self, request: Request) -> StoredJob | None:
        return self.jobs.get(request.path_params["job"])

    def _told(self, job: StoredJob) -> dict[str, Any]:
        return job.as_object(self.job_error, self.job_manner)
