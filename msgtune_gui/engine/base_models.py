"""Base models on this computer: found, made ready once, and loaded from their folder ever after."""

import importlib.util
import logging
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from msgtune_gui.core.errors import UserError
from msgtune_gui.engine.catalogue import CATALOGUE, BaseModelEntry
from msgtune_gui.engine.environment import child_environment
from msgtune_gui.engine.folders import atomic_folder

_log = logging.getLogger(__name__)


class BaseModels:
    """Knows which base models can be used; may be called from any thread.

    Args:
        folder: Where base models are made ready.
        shared: Further folders with base models that are ready already; only read.
    """

    def __init__(self, folder: Path, shared: Sequence[Path] = ()) -> None:
        self._folder = folder
        self._shared = tuple(shared)
        self._lock = threading.Lock()

    def names(self) -> list[str]:
        """Base models that can be used here, the proposed one first."""
        return [entry.name for entry in CATALOGUE.values() if self.ready(entry.name) or packaged_weights(entry)]

    def ready(self, name: str) -> Path | None:
        """The folder of a base model in Transformers' format, if it can be loaded from there."""
        for place in (self._folder, *self._shared):
            # The folder takes its name only when it is complete, so these two files stand for all.
            if (place / name / "config.json").is_file() and (place / name / "model.safetensors").is_file():
                return place / name
        return None

    def ensure(self, name: str) -> Path:
        """The folder of a base model, made ready in a process of its own where it is not; takes up to a minute.

        Raises:
            UserError: Its weights are not on this computer, or the disk is full.
        """
        with self._lock:
            folder = self.ready(name)
            if folder is not None:
                return folder
            if packaged_weights(CATALOGUE[name]) is None:
                raise base_missing(name)
            _log.info("Making the base model ready to load.")
            # In a process of its own, so that the gigabyte it takes is given back at once.
            done = subprocess.run(  # noqa: S603 - our own module under our own interpreter
                [sys.executable, "-m", "msgtune_gui.engine.fetch_base", "--into", str(self._folder), "--name", name],
                env=child_environment(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                check=False,
            )
            folder = self.ready(name)
            if folder is None:
                said = done.stdout.decode(errors="replace").strip().splitlines()
                raise UserError(
                    f"The base model {name} could not be made ready.",
                    said[-1] if said else "Free some memory and disk space, then try again.",
                )
            return folder


def base_missing(name: str) -> UserError:
    """The sentence for a base model whose weights are not on this computer."""
    return UserError(
        f"The base model {name} is not on this computer.",
        "Run the set-up again (make setup), or install msgtune again; your messages and choices are safe.",
    )


def packaged_weights(entry: BaseModelEntry) -> Path | None:
    """The weights inside the package that carries them, or None where it is not installed.

    The package is found and never imported: importing it would load a runtime that is not used here.
    """
    spec = importlib.util.find_spec(entry.module)
    for folder in (spec.submodule_search_locations or []) if spec is not None else []:
        weights = Path(folder) / entry.weights
        if weights.is_file():
            return weights
    return None


def make_ready(entry: BaseModelEntry, weights: Path, into: Path) -> Path:
    """Unpack 4-bit weights to 32 bits and save them with their tokenizer as a folder in Transformers' format.

    32 bits, because that is what a CPU computes in: the file is then mapped into memory as it is, shared between the
    training and the chat.

    Raises:
        OSError: The disk is full; nothing is left behind.
    """
    from transformers import AutoModelForCausalLM, AutoTokenizer, GgufConfig

    # Weights loaded without dequantize=True refuse to be saved and must not be trained.
    model = AutoModelForCausalLM.from_pretrained(
        weights.parent, gguf_file=weights.name, quantization_config=GgufConfig(dequantize=True)
    )
    tokenizer = AutoTokenizer.from_pretrained(weights.parent, gguf_file=weights.name)
    with atomic_folder(into / entry.name) as folder:
        model.save_pretrained(folder)
        tokenizer.save_pretrained(folder)
    return into / entry.name
