"""A stateful stand-in for a hosted service: OpenAI's protocol over real HTTP, with faults that can be switched on."""

import asyncio
import itertools
import re
import threading
from collections.abc import Awaitable, Callable, Sequence
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartParser
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive

from tests.support.loopback import PATIENCE_S, Loopback
from tests.support.stand_in_faults import (
    ChatManner,
    Cut,
    CutMidway,
    Fault,
    Hang,
    Junk,
    LoseAnswer,
    Refuse,
    Stream,
    refusal,
)
from tests.support.stand_in_records import BASE_MODELS, EPOCH_S, USUAL_LIFE, Recorded, StoredFile, StoredJob, page_of

KEY = "sk-stand-in"
# Larger uploads would go through a pool of threads that outlives the test.
MultiPartParser.spool_max_size = 1 << 30

Answer = Callable[[Request], Awaitable[ASGIApp]]


class StandIn:
    """The server and everything it remembers; use it as a context manager.

    Args:
        server: One that runs already, to save the start of another; None for one of its own.

    Attributes:
        requests: Every request, oldest first.
        files: Uploaded files that were not deleted.
        jobs: Jobs in the order they were made.
        on_request: Called in the server's thread before a request is answered.
        file_status: What a file says of itself; None as one real service does.
        base_models: What it says can be tuned.
        shutdown_dates: Day on which it shuts each of its models ("2027-01-14"), where it says so.
        life: States that a new job goes through.
        advance_per_poll: Whether each look at a job moves it on; otherwise its `advance` does.
        empty_error: Whether jobs without an error carry `"error": {}`, as one real service does.
        job_error: Error object of failed jobs.
        moderation: Whether a job's events have one of the undocumented type.
        reply: Pieces of every chat answer.
        manner: How chats are answered.
        hang_ups: How many clients left before their answer was complete.
        streamed: How many chat answers have been sent as far as they will be.
    """

    def __init__(self, server: Loopback | None = None) -> None:
        self.requests: list[Recorded] = []
        self.files: dict[str, StoredFile] = {}
        self.jobs: dict[str, StoredJob] = {}
        self.on_request: Callable[[Recorded], None] = lambda request: None
        self.file_status: str | None = "processed"
        self.life: Sequence[str] = USUAL_LIFE
        self.base_models: Sequence[str] = BASE_MODELS
        self.shutdown_dates: dict[str, str] = {}
        self.advance_per_poll = True
        self.empty_error = False
        self.job_error: dict[str, Any] = {"code": "bad_data", "message": "The data ran out of rum.", "param": None}
        self.moderation = False
        self.reply: Sequence[str] = ("Ahoy", ", ", "matey!")
        self.manner = ChatManner.ANSWER
        self.hang_ups = 0
        self.streamed = 0
        self._faults: list[tuple[str, re.Pattern[str], Fault, int]] = []
        self._numbers = itertools.count(1)
        self._changed = threading.Condition()
        self._closing = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._application = self._routed()
        self._own_server = server is None
        self._server = server or Loopback(self._application)

    @property
    def base_url(self) -> str:
        """Address for an SDK, ending with "/v1"."""
        return f"http://127.0.0.1:{self._server.port}/v1"

    def __enter__(self) -> Self:
        if self._own_server:
            self._server.__enter__()
        else:
            self._server.application = self._application
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._closing.set)
        if self._own_server:
            self._server.__exit__(kind, error, at)

    def fault(self, method: str, path: str, fault: Fault, times: int = 1) -> None:
        """Answer the next requests that match (the path as a regular expression, without "/v1") with a fault."""
        self._faults.append((method, re.compile(path), fault, times))

    def seen(self, method: str, path: str) -> list[Recorded]:
        """Requests with that method and whose path matches a regular expression wholly."""
        return [made for made in self.requests if made.method == method and re.fullmatch(path, made.path)]

    def wait_until(self, holds: Callable[[], bool]) -> bool:
        """Wait until something that the server's thread brings about holds; False when it did not."""
        with self._changed:
            return self._changed.wait_for(holds, PATIENCE_S)

    def new_job(self, request: dict[str, Any]) -> StoredJob:
        """Make a job as a request would."""
        job = StoredJob(f"ftjob-{next(self._numbers):04d}", request, tuple(self.life), self.moderation)
        self.jobs[job.identifier] = job
        return job

    async def until_gone(self, receive: Receive) -> None:
        """Wait until the client hangs up or the server stops."""
        gone = asyncio.ensure_future(_disconnected(receive))
        closing = asyncio.ensure_future(self._closing.wait())
        done, pending = await asyncio.wait({gone, closing}, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
        if gone in done:
            self.hang_ups += 1
            self._notify()

    def _note_streamed(self) -> None:
        self.streamed += 1
        self._notify()

    def _notify(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _routed(self) -> Starlette:
        routes: tuple[tuple[str, str, Answer], ...] = (
            ("POST", "/files", self._create_file),
            ("GET", "/files", self._list_files),
            ("GET", "/files/{file}", self._get_file),
            ("GET", "/files/{file}/content", self._file_content),
            ("DELETE", "/files/{file}", self._delete_file),
            ("POST", "/fine_tuning/jobs", self._create_job),
            ("GET", "/fine_tuning/jobs", self._list_jobs),
            ("GET", "/fine_tuning/jobs/{job}", self._get_job),
            ("GET", "/fine_tuning/jobs/{job}/events", self._list_events),
            ("POST", "/fine_tuning/jobs/{job}/cancel", self._cancel_job),
            ("GET", "/fine_tuning/model_limits", self._model_limits),
            ("GET", "/models", self._list_models),
            ("POST", "/chat/completions", self._chat),
        )
        return Starlette(
            routes=[Route(f"/v1{path}", self._guarded(answer), methods=[method]) for method, path, answer in routes]
        )

    def _guarded(self, answer: Answer) -> Callable[[Request], Awaitable[Any]]:
        async def endpoint(request: Request) -> ASGIApp:
            self._loop = asyncio.get_running_loop()
            made = Recorded(
                request.method,
                request.url.path.removeprefix("/v1"),
                dict(parse_qsl(request.url.query)),
                dict(request.headers),
                await request.body(),
            )
            self.requests.append(made)
            self.on_request(made)
            self._notify()
            if made.headers.get("authorization") != f"Bearer {KEY}":
                return refusal(401, "invalid_api_key", "The key is not known here.")
            return await self._faulty(self._take_fault(made), request, answer)

        return endpoint

    def _take_fault(self, made: Recorded) -> Fault | None:
        for place, (method, path, fault, times) in enumerate(self._faults):
            if method == made.method and path.fullmatch(made.path):
                if times == 1:
                    del self._faults[place]
                else:
                    self._faults[place] = (method, path, fault, times - 1)
                return fault
        return None

    async def _faulty(self, fault: Fault | None, request: Request, answer: Answer) -> ASGIApp:
        match fault:
            case Refuse():
                return refusal(fault.status, fault.code, fault.message, fault.headers)
            case LoseAnswer():
                await answer(request)
                return refusal(500, None, "The answer was lost.", {"retry-after-ms": "1"})
            case Cut():
                return CutMidway()
            case Junk():
                return Response(fault.body, fault.status, media_type=fault.media_type)
            case Hang():
                await self.until_gone(request.receive)
                return CutMidway()
            case None:
                return await answer(request)

    async def _create_file(self, request: Request) -> ASGIApp:
        async with request.form() as form:
            part = form["file"]
            if not isinstance(part, UploadFile):
                return refusal(400, "invalid_request", "The file is missing.")
            stored = StoredFile(
                f"file-{next(self._numbers):04d}", part.filename or "", await part.read(), str(form["purpose"])
            )
        self.files[stored.identifier] = stored
        return JSONResponse(stored.as_object(self.file_status))

    async def _list_files(self, request: Request) -> ASGIApp:
        told = [stored.as_object(self.file_status) for stored in self.files.values()]
        return JSONResponse(page_of(told[::-1], request.query_params))

    async def _get_file(self, request: Request) -> ASGIApp:
        stored = self.files.get(request.path_params["file"])
        return JSONResponse(stored.as_object(self.file_status)) if stored else _unknown()

    async def _file_content(self, request: Request) -> ASGIApp:
        stored = self.files.get(request.path_params["file"])
        return Response(stored.content, media_type="application/octet-stream") if stored else _unknown()

    async def _delete_file(self, request: Request) -> ASGIApp:
        stored = self.files.pop(request.path_params["file"], None)
        return JSONResponse({"id": stored.identifier, "object": "file", "deleted": True}) if stored else _unknown()

    async def _create_job(self, request: Request) -> ASGIApp:
        wanted = await request.json()
        if wanted["training_file"] not in self.files:
            return refusal(400, "invalid_file", "There is no such file.")
        return JSONResponse(self._told(self.new_job(wanted)))

    async def _list_jobs(self, request: Request) -> ASGIApp:
        wanted = {
            name[len("metadata[") : -1]: value
            for name, value in request.query_params.items()
            if name.startswith("metadata[")
        }
        found = [job for job in self.jobs.values() if wanted.items() <= (job.request.get("metadata") or {}).items()]
        return JSONResponse(page_of([self._told(job) for job in reversed(found)], request.query_params))

    async def _get_job(self, request: Request) -> ASGIApp:
        job = self.jobs.get(request.path_params["job"])
        if job is None:
            return _unknown()
        if self.advance_per_poll:
            job.advance()
        return JSONResponse(self._told(job))

    async def _list_events(self, request: Request) -> ASGIApp:
        job = self.jobs.get(request.path_params["job"])
        return JSONResponse(page_of(job.events[::-1], request.query_params)) if job else _unknown()

    async def _cancel_job(self, request: Request) -> ASGIApp:
        job = self.jobs.get(request.path_params["job"])
        if job is None:
            return _unknown()
        job.cancel()
        return JSONResponse(self._told(job))

    async def _list_models(self, request: Request) -> ASGIApp:
        tuned = [job.model for job in self.jobs.values() if job.status == "succeeded"]
        names = (*self.base_models, *tuned)
        data = [
            {
                "id": name, "object": "model", "created": EPOCH_S, "owned_by": "system",
                "shutdown_date": self.shutdown_dates.get(name),
            }
            for name in names
        ]  # fmt: skip
        return JSONResponse({"object": "list", "data": data})

    async def _model_limits(self, request: Request) -> ASGIApp:
        return JSONResponse({"object": "list", "data": [{"model": name} for name in self.base_models]})

    async def _chat(self, request: Request) -> ASGIApp:
        wanted = await request.json()
        if wanted.get("stream"):
            return Stream(wanted["model"], self.reply, self.manner, self.until_gone, self._note_streamed)
        choice = {
            "index": 0, "finish_reason": "stop", "logprobs": None,
            "message": {"role": "assistant", "content": "".join(self.reply), "refusal": None},
        }  # fmt: skip
        return JSONResponse(
            {
                "id": "chatcmpl-1", "object": "chat.completion", "created": EPOCH_S, "model": wanted["model"],
                "choices": [choice], "usage": {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2},
            }
        )  # fmt: skip

    def _told(self, job: StoredJob) -> dict[str, Any]:
        return job.as_object(self.job_error, empty_error=self.empty_error)


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _unknown() -> JSONResponse:
    return refusal(404, "not_found", "There is no such thing here.")
