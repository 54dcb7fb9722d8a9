"""Base models on this computer: found, made ready once, and loaded from their folder ever after."""

import importlib.util
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

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
        return next((place / name for place in self._places if _is_complete(place / name)), None)

    def usable(self, name: str) -> bool:
        """Whether a base model is ready or can be made so."""
        return self.ready(name) is not None or (name in CATALOGUE and packaged_weights(CATALOGUE[name]) is not None)

    def called(self, usual: str) -> str:
        """Our own name of a base model that is known by any of its usual names, with or without its publisher.

        It is one of the catalogue, or a folder that the person has put beside those.

        Raises:
            UserError: It is not on this computer; says where it can be put.
        """
        wanted = usual.strip().casefold()
        names = {entry.source.casefold(): entry.name for entry in CATALOGUE.values() if self.usable(entry.name)}
        names |= {name.casefold(): name for name in self._placed()}
        # The whole name first, since two publishers may use the same one.
        short = {name.rpartition("/")[2]: own for name, own in names.items()}
        found = names.get(wanted) or short.get(wanted.rpartition("/")[2])
        if found is None:
            raise self.missing(usual.strip())
        return found

    def source(self, name: str) -> str:
        """Where a base model was published, as far as its name tells."""
        return CATALOGUE[name].source if name in CATALOGUE else name

    def missing(self, name: str) -> UserError:
        """The sentence for a base model that is not on this computer."""
        if name in CATALOGUE:
            return base_missing(name)
        return UserError(
            f"The base model {name} is not on this computer.",
            f"Get its folder from where it was published (config.json, tokenizer and .safetensors files), put it at "
            f"{self._folder / name.rpartition('/')[2]}, then try again.",
        )

    def _placed(self) -> Iterator[str]:
        for place in self._places:
            for config in (*place.glob("*/config.json"), *place.glob("*/*/config.json")):
                # What is being made ready has a name that begins with a dot.
                if _is_complete(config.parent) and not config.parent.name.startswith("."):
                    yield config.parent.relative_to(place).as_posix()

    @property
    def _places(self) -> tuple[Path, ...]:
        return (self._folder, *self._shared)

    def ensure(self, name: str) -> Path:
        """The folder of a base model, made ready in a process of its own where it is not; takes up to a minute.

        Raises:
            UserError: Its weights are not on this computer, or the disk is full.
        """
        with self._lock:
            folder = self.ready(name)
            if folder is not None:
                return folder
            if not self.usable(name):
                raise self.missing(name)
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


def _is_complete(folder: Path) -> bool:
    """Whether a folder has a model in Transformers' format, in one file or in several."""
    if not (folder / "config.json").is_file():
        return False
    if (folder / "model.safetensors").is_file():
        return True
    try:
        index = msgspec.json.decode((folder / "model.safetensors.index.json").read_bytes(), type=_WeightsIndex)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return False
    return all((folder / part).is_file() for part in set(index.weight_map.values()))


class _WeightsIndex(Struct):
    """Which file holds which tensor, as Transformers writes it."""

    weight_map: dict[str, str]


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
