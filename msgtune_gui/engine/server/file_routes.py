"""Files: uploaded once, streamed to the disk, read by jobs."""

import asyncio
from functools import partial
from http import HTTPStatus
from pathlib import PurePath

from starlette.datastructures import FormData, UploadFile
from starlette.formparsers import MultiPartException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route
from starlette.types import Message, Receive

from msgtune_gui.core.files import disk_trouble
from msgtune_gui.engine.errors import RequestRefused, invalid
from msgtune_gui.engine.protocol import Deleted
from msgtune_gui.engine.server.answers import answer, page
from msgtune_gui.engine.store.files import FileStore
from msgtune_gui.engine.store.records import now
from msgtune_gui.engine.store.spent_jobs import SpentJobs

UPLOAD_LIMIT = 512 * 1024 * 1024
"""Bytes of one upload; OpenAI's own limit."""

_LONGEST_LIST = 10_000
"""As at OpenAI, where it is also what is given when nothing is said."""

_LONGEST_EXPIRY_S = 30 * 24 * 60 * 60


class FileRoutes:
    """Answers everything under /v1/files."""

    def __init__(self, files: FileStore, spent_jobs: SpentJobs, upload_limit: int = UPLOAD_LIMIT) -> None:
        self._files = files
        self._spent_jobs = spent_jobs
        self._upload_limit = upload_limit

    def routes(self) -> list[Route]:
        """Where these are reached."""
        return [
            Route("/v1/files", self.create, methods=["POST"]),
            Route("/v1/files", self.list_all, methods=["GET"]),
            Route("/v1/files/{file_id}", self.retrieve, methods=["GET"]),
            Route("/v1/files/{file_id}", self.delete, methods=["DELETE"]),
            Route("/v1/files/{file_id}/content", self.content, methods=["GET"]),
        ]

    async def create(self, request: Request) -> Response:
        """Keep an upload."""
        limited = Request(request.scope, _limited(request.receive, self._upload_limit))
        try:
            async with limited.form(max_files=1, max_fields=8) as form:
                upload, expires_at = _upload(form)
                add = partial(
                    self._files.add,
                    upload.file,
                    PurePath(upload.filename or "upload.jsonl").name,
                    "fine-tune",
                    expires_at=expires_at,
                )
                return answer(await asyncio.to_thread(add))
        except MultiPartException as error:
            raise invalid("The upload is not a valid multipart form.") from error
        except OSError as error:
            raise disk_trouble(error) from error

    async def list_all(self, request: Request) -> Response:
        """Every file, newest first."""
        purpose = request.query_params.get("purpose")
        files = [file for file in self._files.all() if purpose in {None, file.purpose}]
        if request.query_params.get("order") == "asc":
            files.reverse()
        return answer(page(request, files, lambda file: file.id, default=_LONGEST_LIST, most=_LONGEST_LIST))

    async def retrieve(self, request: Request) -> Response:
        """One file."""
        return answer(self._files.get(request.path_params["file_id"]))

    async def content(self, request: Request) -> Response:
        """What a file holds."""
        return FileResponse(self._files.path(request.path_params["file_id"]), media_type="application/octet-stream")

    async def delete(self, request: Request) -> Response:
        """Remove a file."""
        identifier = request.path_params["file_id"]
        await asyncio.to_thread(self._files.delete, identifier)
        await asyncio.to_thread(self._spent_jobs.forget)
        return answer(Deleted(id=identifier, object="file"))


def _limited(receive: Receive, limit: int) -> Receive:
    received = 0

    async def limited() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > limit:
            raise RequestRefused(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                f"The file is larger than {limit // 2**20} MB, the most that can be uploaded.",
                code="file_too_large",
                param="file",
            )
        return message

    return limited


def _upload(form: FormData) -> tuple[UploadFile, int | None]:
    upload = form.get("file")
    if not isinstance(upload, UploadFile):
        raise invalid("The upload has no file.", param="file")
    if form.get("purpose") != "fine-tune":
        raise invalid("The engine keeps files for fine-tuning only.", param="purpose")
    seconds = form.get("expires_after[seconds]")
    if seconds is None:
        return upload, None
    if not isinstance(seconds, str) or not seconds.isdecimal() or not 3600 <= int(seconds) <= _LONGEST_EXPIRY_S:
        raise invalid("A file can expire after one hour to 30 days, given in seconds.", param="expires_after")
    return upload, now() + int(seconds)
