"""Models: the base models on this computer and those tuned from them."""

import asyncio

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from msgtune_gui.engine.adapters.intake import AdapterIntake
from msgtune_gui.engine.base_models import BaseModels
from msgtune_gui.engine.chat.service import ChatService
from msgtune_gui.engine.errors import invalid
from msgtune_gui.engine.protocol import AdapterRequest, Deleted, ModelObject, Page
from msgtune_gui.engine.server.answers import answer, read_body
from msgtune_gui.engine.store.models import ModelStore, model_not_found
from msgtune_gui.engine.store.spent_jobs import SpentJobs


class ModelRoutes:
    """Answers everything under /v1/models."""

    def __init__(
        self,
        models: ModelStore,
        base_models: BaseModels,
        intake: AdapterIntake,
        chat: ChatService,
        spent_jobs: SpentJobs,
    ) -> None:
        self._models = models
        self._base_models = base_models
        self._intake = intake
        self._chat = chat
        self._spent_jobs = spent_jobs

    def routes(self) -> list[Route]:
        """Where these are reached."""
        return [
            Route("/v1/models", self.list_all, methods=["GET"]),
            Route("/v1/models", self.take_in, methods=["POST"]),
            Route("/v1/models/{model:path}", self.retrieve, methods=["GET"]),
            Route("/v1/models/{model:path}", self.delete, methods=["DELETE"]),
        ]

    async def list_all(self, _request: Request) -> Response:
        """Base models, the proposed one first, then the tuned ones, newest first."""
        return answer(Page(data=[*self._base(), *self._models.all()]))

    async def take_in(self, request: Request) -> Response:
        """Make a model of an adapter that was trained elsewhere."""
        wanted = await read_body(request, AdapterRequest)
        return answer(await asyncio.to_thread(self._intake.take_in, wanted))

    async def retrieve(self, request: Request) -> Response:
        """One model."""
        name = request.path_params["model"]
        found = self._models.get(name) or next((model for model in self._base() if model.id == name), None)
        if found is None:
            raise model_not_found(name)
        return answer(found)

    async def delete(self, request: Request) -> Response:
        """Remove a tuned model from the disk and from memory, also while it speaks."""
        name = request.path_params["model"]
        if any(model.id == name for model in self._base()):
            raise invalid("A base model cannot be deleted here.", param="model")
        await self._chat.forget(await asyncio.to_thread(self._models.delete, name))
        await asyncio.to_thread(self._spent_jobs.forget)
        return answer(Deleted(id=name, object="model"))

    def _base(self) -> list[ModelObject]:
        return [ModelObject(id=name, created=0, owned_by="base") for name in self._base_models.names()]
