"""Replies, word by word, from one base model whose adapters are switched without loading it again."""

import contextlib
import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch  # noqa: TID253 - this module is loaded with the first reply only
from peft import PeftModel  # noqa: TID253 - this module is loaded with the first reply only
from transformers import AutoModelForCausalLM, AutoTokenizer, DynamicCache  # noqa: TID253 - this module is loaded with the first reply only
from transformers.generation.stopping_criteria import StoppingCriteriaList  # noqa: TID253 - this module is loaded with the first reply only

from msgtune_gui.engine.chat.stop_strings import StopStrings
from msgtune_gui.engine.chat.streaming import AskedToStop, SayingStreamer
from msgtune_gui.engine.chat.wish import Outcome, Wish
from msgtune_gui.engine.device import best_device, number_type
from msgtune_gui.engine.encoding import ChatEncoder
from msgtune_gui.engine.errors import too_long
from msgtune_gui.engine.store.models import Adapter, belongs_to

_MOST_ADAPTERS = 4

_log = logging.getLogger(__name__)


@dataclass(slots=True)
class _Remembered:
    """Keys and values of a conversation so far, so that its next turn reads only what is new."""

    model: str = ""
    tokens: list[int] = field(default_factory=list)
    cache: DynamicCache | None = None


class Generator:
    """Owns one loaded base model; used in one thread, apart from the event that stops a reply.

    Args:
        base_folder: Where the base model is loaded from; takes seconds.
    """

    def __init__(self, base_folder: Path) -> None:
        self._device = best_device()
        self._tokenizer = AutoTokenizer.from_pretrained(base_folder)
        self._encoder = ChatEncoder(self._tokenizer)
        base: Any = AutoModelForCausalLM.from_pretrained(
            base_folder, dtype=number_type(self._device), attn_implementation="sdpa"
        )
        self._base = base.to(self._device)
        self._base.eval()
        self._tuned: PeftModel | None = None
        self._adapters: dict[str, str] = {}
        self._made = 0
        self._remembered = _Remembered()
        _log.info("The base model is loaded on %s.", self._device.type)

    def reply(
        self, model: str, adapter: Adapter | None, wish: Wish, say: Callable[[str], None], stop: threading.Event
    ) -> Outcome:
        """Write one reply.

        Args:
            model: Its name; what is remembered of a conversation belongs to one model.
            adapter: The tuned weights, or None for the base model itself.
            wish: What is asked for.
            say: Given the reply in pieces; a first, empty one says that the conversation fits.
            stop: Ends the reply before its next token.

        Raises:
            RequestRefused: The conversation is too long for the model (400).
        """
        context = int(self._base.config.max_position_embeddings)
        max_tokens = min(wish.max_tokens, context // 2)
        prompt = self._encoder.prompt(wish.messages)
        if len(prompt) > context - max_tokens:
            raise too_long(context, len(prompt), max_tokens)
        say("")
        cache = self._recall(model, prompt)
        if wish.seed is not None:
            torch.manual_seed(wish.seed)
        stops = StopStrings(wish.stops)
        inputs = torch.tensor([prompt], device=self._device)
        with torch.inference_mode(), self._switched_to(adapter) as ready:
            sequence = ready.generate(
                input_ids=inputs,
                attention_mask=torch.ones_like(inputs),
                past_key_values=cache,
                streamer=SayingStreamer(self._tokenizer, say, stops),
                stopping_criteria=StoppingCriteriaList([AskedToStop(stop, stops)]),
                max_new_tokens=max_tokens,
                **_sampling(wish),
            )
        written = sequence[0].tolist()
        self._remembered = _Remembered(model, written[:-1], cache)
        say(stops.finish())
        ended = stops.found or stop.is_set() or written[-1] == self._tokenizer.eos_token_id
        return Outcome("stop" if ended else "length", len(prompt), len(written) - len(prompt))

    def forget(self, model: str) -> None:
        """Let go of a model's weights, those of its checkpoints, and what is remembered of its conversation."""
        # Weights that were loaded for a reply may be touched in inference mode only.
        with torch.inference_mode():
            for name in [name for name in self._adapters if belongs_to(name, model)]:
                self._unload(name)
        if belongs_to(self._remembered.model, model):
            self._remembered = _Remembered()

    def _recall(self, model: str, prompt: Sequence[int]) -> DynamicCache:
        """The keys and values of as much of the prompt as is known; what is remembered is given away."""
        remembered, self._remembered = self._remembered, _Remembered()
        # The last token has to be read anew: its output is where the reply begins.
        shared = _shared_start(remembered.tokens, prompt[:-1]) if remembered.model == model else 0
        if remembered.cache is None or shared == 0:
            return DynamicCache(config=self._base.config)
        surplus = remembered.cache.get_seq_length() - shared
        if surplus > 0:
            remembered.cache.crop(-surplus)
        return remembered.cache

    @contextlib.contextmanager
    def _switched_to(self, adapter: Adapter | None) -> Iterator[Any]:
        if adapter is None:
            with self._tuned.disable_adapter() if self._tuned is not None else contextlib.nullcontext():
                yield self._base
            return
        if adapter.model not in self._adapters:
            self._load(adapter)
        tuned = self._tuned
        if tuned is None:
            raise RuntimeError("no adapter was loaded")
        tuned.set_adapter(self._adapters[adapter.model])
        yield tuned

    def _load(self, adapter: Adapter) -> None:
        # PEFT's names may hold no dots, and ours hold colons besides.
        self._made += 1
        name = f"adapter{self._made}"
        if self._tuned is None:
            self._tuned = PeftModel.from_pretrained(self._base, adapter.folder, adapter_name=name)
            self._tuned.eval()
        else:
            self._tuned.load_adapter(str(adapter.folder), adapter_name=name)
        self._adapters[adapter.model] = name
        if len(self._adapters) > _MOST_ADAPTERS:
            self._unload(next(iter(self._adapters)))

    def _unload(self, model: str) -> None:
        unwanted = self._adapters.pop(model)
        if self._tuned is None:
            return
        if not self._adapters:
            # PEFT keeps its layers around a base model without any adapter, so they are taken off.
            self._base, self._tuned = self._tuned.unload(), None
            return
        self._tuned.set_adapter(next(reversed(self._adapters.values())))
        self._tuned.delete_adapter(unwanted)


def _sampling(wish: Wish) -> dict[str, Any]:
    if wish.temperature == 0:
        return {"do_sample": False}
    # top_k=0 switches off a limit that Transformers would add of its own accord.
    return {"do_sample": True, "temperature": wish.temperature, "top_p": wish.top_p, "top_k": 0}


def _shared_start(known: Sequence[int], prompt: Sequence[int]) -> int:
    count = 0
    for one, other in zip(known, prompt, strict=False):
        if one != other:
            break
        count += 1
    return count
