"""One reply at a time, in a thread of its own, for as long as somebody listens."""

import asyncio
import logging
import threading
from collections.abc import AsyncGenerator
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from msgtune_gui.core.errors import UserError
from msgtune_gui.engine.base_models import BaseModels
from msgtune_gui.engine.catalogue import CATALOGUE
from msgtune_gui.engine.chat.wish import Outcome, Wish
from msgtune_gui.engine.errors import RequestRefused, invalid
from msgtune_gui.engine.logs import where
from msgtune_gui.engine.store.models import Adapter, ModelStore, belongs_to

if TYPE_CHECKING:
    from msgtune_gui.engine.chat.generator import Generator

_log = logging.getLogger(__name__)


class ChatService:
    """Answers conversations; the model is loaded with the first one."""

    def __init__(self, models: ModelStore, base_models: BaseModels) -> None:
        self._models = models
        self._base_models = base_models
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="chat")
        self._generators: dict[str, Generator] = {}
        self._stops: dict[threading.Event, str] = {}

    def find(self, model: str) -> Adapter | None:
        """The weights a name stands for, or None for a base model.

        Raises:
            RequestRefused: No such model (404), or its base model is not on this computer (400).
        """
        adapter = None if model in CATALOGUE else self._models.adapter(model)
        base = adapter.base if adapter is not None else model
        if not self._base_models.usable(base):
            raise invalid(str(self._base_models.missing(base)), code="base_model_missing", param="model")
        return adapter

    async def reply(self, model: str, adapter: Adapter | None, wish: Wish) -> AsyncGenerator[str | Outcome, None]:
        """Yield the reply in pieces, the first one empty, and how it ended last; closing the iterator stops it.

        Raises:
            RequestRefused: The conversation is too long for the model (400); nothing was yielded.
            UserError: The base model cannot be made ready, or the reply broke off.
        """
        loop = asyncio.get_running_loop()
        pieces: asyncio.Queue[str | Outcome | UserError | RequestRefused] = asyncio.Queue()
        stop = threading.Event()

        def tell(piece: str | Outcome | UserError | RequestRefused) -> None:
            loop.call_soon_threadsafe(pieces.put_nowait, piece)

        def work() -> None:
            try:
                if not stop.is_set():
                    generator = self._generator(adapter.base if adapter is not None else model)
                    tell(generator.reply(model, adapter, wish, tell, stop))
            except (UserError, RequestRefused) as error:
                tell(error)
            except Exception as error:  # noqa: BLE001 - whatever breaks, the listener must hear that it is over
                _log.error("A reply met %s", where(type(error), error.__traceback__))
                tell(UserError("The reply broke off.", "Nothing is lost; send the message again."))

        self._stops[stop] = model
        self._thread.submit(work)
        try:
            while True:
                piece = await pieces.get()
                if isinstance(piece, UserError | RequestRefused):
                    raise piece
                yield piece
                if not isinstance(piece, str):
                    return
        finally:
            stop.set()
            del self._stops[stop]

    async def forget(self, model: str) -> None:
        """Stop the replies of a model that was deleted; no weight and no word of it is in memory when this returns."""
        for stop, speaker in self._stops.items():
            if belongs_to(speaker, model):
                stop.set()

        def work() -> None:
            for generator in self._generators.values():
                generator.forget(model)

        await asyncio.wrap_future(self._thread.submit(work))

    def close(self) -> None:
        """Stop the reply that is being written and wait for its end."""
        for stop in list(self._stops):
            stop.set()
        self._thread.shutdown(cancel_futures=True)

    def _generator(self, base: str) -> "Generator":
        generator = self._generators.get(base)
        if generator is None:
            folder = self._base_models.ensure(base)
            from msgtune_gui.engine.chat.generator import Generator

            self._generators.clear()
            generator = self._generators[base] = Generator(folder)
        return generator
