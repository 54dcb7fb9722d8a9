"""The engine put together: stores, queue, chat and the routes that reach them."""

import contextlib
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

from starlette.applications import Starlette
from starlette.types import ASGIApp

from msgtune_gui.engine.adapters.intake import AdapterIntake
from msgtune_gui.engine.base_models import BaseModels
from msgtune_gui.engine.chat.service import ChatService
from msgtune_gui.engine.folders import EngineFolders
from msgtune_gui.engine.jobs.queue import JobQueue
from msgtune_gui.engine.server.answers import EXCEPTION_HANDLERS
from msgtune_gui.engine.server.chat_routes import ChatRoutes
from msgtune_gui.engine.server.file_routes import FileRoutes
from msgtune_gui.engine.server.guard import Guard
from msgtune_gui.engine.server.job_routes import JobRoutes
from msgtune_gui.engine.server.model_routes import ModelRoutes
from msgtune_gui.engine.store.files import FileStore
from msgtune_gui.engine.store.jobs import JobStore
from msgtune_gui.engine.store.models import ModelStore
from msgtune_gui.engine.store.spent_jobs import SpentJobs


def build(folders: EngineFolders, token: str, shared_bases: Sequence[Path] = ()) -> ASGIApp:
    """The engine as an ASGI application.

    Args:
        folders: Where everything is kept.
        token: What every request has to carry.
        shared_bases: Further folders with base models that are ready to load.
    """
    files = FileStore(folders.files)
    jobs = JobStore(folders.jobs)
    models = ModelStore(folders.models, jobs)
    base_models = BaseModels(folders.base, shared_bases)
    spent_jobs = SpentJobs(jobs, files, models)
    queue = JobQueue(jobs, files, models, base_models)
    chat = ChatService(models, base_models)
    intake = AdapterIntake(folders, models, base_models)

    @contextlib.asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        queue.resume()
        try:
            yield
        finally:
            queue.close()
            chat.close()

    app = Starlette(
        routes=[
            *FileRoutes(files, spent_jobs).routes(),
            *JobRoutes(jobs, files, queue).routes(),
            *ModelRoutes(models, base_models, intake, chat, spent_jobs).routes(),
            *ChatRoutes(chat).routes(),
        ],
        exception_handlers=EXCEPTION_HANDLERS,
        lifespan=lifespan,
    )
    return Guard(app, token)
