"""The stand-in's files: uploaded, listed, read, deleted."""

import itertools
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartParser
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp

from tests.support.stand_in_faults import refusal, unknown
from tests.support.stand_in_records import Senseless, StoredFile, page_of

Answer = Callable[[Request], Awaitable[ASGIApp]]
Answered = tuple[str, str, Answer]
"""Method, path and what answers."""

PURPOSES = frozenset({"assistants", "batch", "fine-tune", "vision", "user_data"})
"""What files are uploaded for, as OpenAI's specification has it."""

# Larger uploads would go through a pool of threads that outlives the test.
MultiPartParser.spool_max_size = 1 << 30


async def asked_in(request: Request) -> dict[str, Any]:
    """The JSON object in a request's body. Raises Senseless."""
    try:
        asked = await request.json()
    except ValueError as error:
        raise Senseless("The body is not JSON.") from error
    if not isinstance(asked, dict):
        raise Senseless("The body is no JSON object.")
    return asked


class FileShelf:
    """Keeps files to the byte.

    Attributes:
        files: Those that were not deleted, oldest first.
        file_status: What a file says of itself; None as at Nebius.
        file_lag: How many looks at the list do not show a file that has just come.
        pages_of_files: Whether the list of files has pages; Nebius answers each time with the whole.
    """

    def __init__(self) -> None:
        self.files: dict[str, StoredFile] = {}
        self.file_status: str | None = "processed"
        self.file_lag = 0
        self.pages_of_files = True
        self._numbers = itertools.count(1)

    def routes(self) -> Sequence[Answered]:
        """What is answered here."""
        return (
            ("POST", "/files", self._create_file),
            ("GET", "/files", self._list_files),
            ("GET", "/files/{file}", self._get_file),
            ("GET", "/files/{file}/content", self._file_content),
            ("DELETE", "/files/{file}", self._delete_file),
        )

    def keep(self, name: str, content: bytes, purpose: str = "fine-tune") -> StoredFile:
        """Take a file in."""
        stored = StoredFile(f"file-{next(self._numbers):04d}", name, content, purpose, unlisted_looks=self.file_lag)
        self.files[stored.identifier] = stored
        return stored

    async def _create_file(self, request: Request) -> ASGIApp:
        async with request.form() as form:
            part, purpose = form.get("file"), form.get("purpose")
            if not isinstance(part, UploadFile) or purpose not in PURPOSES:
                return refusal(400, "invalid_request", "The file or its purpose is missing.")
            stored = self.keep(part.filename or "", await part.read(), str(purpose))
        return JSONResponse(stored.as_object(self.file_status))

    async def _list_files(self, request: Request) -> ASGIApp:
        query = request.query_params
        told = []
        for stored in reversed(self.files.values()):
            if query.get("purpose", stored.purpose) != stored.purpose:
                continue
            if stored.unlisted_looks:
                stored.unlisted_looks -= 1
            else:
                told.append(stored.as_object(self.file_status))
        return JSONResponse(page_of(told, query) if self.pages_of_files else {"object": "list", "data": told})

    async def _get_file(self, request: Request) -> ASGIApp:
        stored = self.files.get(request.path_params["file"])
        return JSONResponse(stored.as_object(self.file_status)) if stored else unknown()

    async def _file_content(self, request: Request) -> ASGIApp:
        stored = self.files.get(request.path_params["file"])
        return Response(stored.content, media_type="application/octet-stream") if stored else unknown()

    async def _delete_file(self, request: Request) -> ASGIApp:
        stored = self.files.pop(request.path_params["file"], None)
        return JSONResponse({"id": stored.identifier, "object": "file", "deleted": True}) if stored else unknown()
