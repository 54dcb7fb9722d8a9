"""Where Transformers' generation meets ours: text on its way out, and the question whether to go on."""

import threading
from collections.abc import Callable

import torch  # noqa: TID253 - this module is loaded with the first reply only
from transformers import PreTrainedTokenizerBase, StoppingCriteria, TextStreamer  # noqa: TID253 - this module is loaded with the first reply only

from msgtune_gui.engine.chat.stop_strings import StopStrings


class SayingStreamer(TextStreamer):
    """Gives whole words of the reply on, without the prompt and without the template's marks."""

    def __init__(self, tokenizer: PreTrainedTokenizerBase, say: Callable[[str], None], stops: StopStrings) -> None:
        super().__init__(tokenizer, skip_prompt=True, skip_special_tokens=True)
        self._say = say
        self._stops = stops

    def on_finalized_text(self, text: str, stream_end: bool = False) -> None:
        """Called by Transformers with text that later tokens will not change."""
        passed = self._stops.push(text)
        if passed:
            self._say(passed)


class AskedToStop(StoppingCriteria):
    """Ends the generation when nobody listens any more or a stop string was met."""

    def __init__(self, stop: threading.Event, stops: StopStrings) -> None:
        self._stop = stop
        self._stops = stops

    def __call__(self, input_ids: torch.Tensor, scores: torch.Tensor, **_more: object) -> torch.Tensor:
        """Called by Transformers after each token."""
        done = self._stop.is_set() or self._stops.found
        return torch.full((input_ids.shape[0],), done, dtype=torch.bool, device=input_ids.device)
