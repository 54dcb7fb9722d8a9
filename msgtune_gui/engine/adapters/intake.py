"""Taking an adapter in: found, copied, checked against its base model, and then a model like any other here."""

import secrets
import shutil
import threading
from pathlib import Path

from msgtune_gui.core.files import disk_trouble
from msgtune_gui.engine.adapters.fit import WEIGHTS_FILE, check_fit
from msgtune_gui.engine.adapters.settings import CONFIG_FILE, read_settings
from msgtune_gui.engine.base_models import BaseModels
from msgtune_gui.engine.errors import invalid, unusable_adapter
from msgtune_gui.engine.folders import EngineFolders, atomic_folder
from msgtune_gui.engine.protocol import AdapterRequest, ModelObject
from msgtune_gui.engine.store.models import ModelStore, model_name

_SUFFIX = "taken-in"


class AdapterIntake:
    """Makes models of adapters that were trained elsewhere; may be called from any thread, one at a time goes on."""

    def __init__(self, folders: EngineFolders, models: ModelStore, base_models: BaseModels) -> None:
        self._folders = folders
        self._models = models
        self._base_models = base_models
        self._lock = threading.Lock()

    def take_in(self, wanted: AdapterRequest) -> ModelObject:
        """Copy an adapter here; asked for again by the same client, the model that it became. Takes seconds.

        Raises:
            RequestRefused: It cannot be used here, or lies where the engine does not look (400).
            UserError: The base model is not on this computer, or the disk is full; nothing is left behind.
        """
        with self._lock:
            known = self._models.of_client(wanted.client_id)
            if known is not None:
                return known
            config = self._inside(wanted.folder, CONFIG_FILE)
            weights = self._inside(wanted.folder, WEIGHTS_FILE)
            base = self._base_models.called(wanted.base_model)
            base_folder = self._base_models.ensure(base)
            # In the folder of models under a name that is cleared away, should the engine end before it is one.
            staged = self._folders.models / f".part-{secrets.token_hex(4)}"
            try:
                with atomic_folder(staged) as copy:
                    self._fill(copy, config, weights, base, base_folder)
                model = self._models.take(
                    staged, model=model_name(base, _SUFFIX), base=base, client_id=wanted.client_id
                )
            except OSError as error:
                raise disk_trouble(error) from error
            return model

    def _fill(self, copy: Path, config: Path, weights: Path, base: str, base_folder: Path) -> None:
        settings = read_settings(config.parent)
        if not weights.is_file():
            raise unusable_adapter(f"its file {WEIGHTS_FILE} is missing")
        shutil.copyfile(weights, copy / WEIGHTS_FILE)
        check_fit(settings, copy / WEIGHTS_FILE, base, base_folder)
        source = self._base_models.source(base)
        settings.config(source).save_pretrained(str(copy))
        (copy / "README.md").write_text(_CARD.format(source=source), encoding="utf-8")

    def _inside(self, folder: str, name: str) -> Path:
        """A file of the adapter, with every link followed. Raises RequestRefused outside the data folder."""
        data = self._folders.root.parent.resolve()
        try:
            path = (Path(folder) / name).resolve()
        except (OSError, ValueError):
            path = data.parent
        if not path.is_relative_to(data):
            raise invalid(
                "The engine takes adapters from its data folder only.", code="folder_not_allowed", param="folder"
            )
        return path


_CARD = """---
base_model: {source}
library_name: peft
pipeline_tag: text-generation
tags:
- lora
- msgtune
---
# Adapter for {source}

Trained by a service for a person, from their own chat messages, and brought to this computer by msgtune. It can repeat
what those messages say, so treat it as privately as the messages themselves.
"""
