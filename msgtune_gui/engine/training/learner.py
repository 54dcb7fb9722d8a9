"""One model that learns: the loss on the assistant's words, the optimiser step, the held-out loss."""

import math
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import torch  # noqa: TID253 - this module is loaded in the training process only
from torch.nn.functional import cross_entropy  # noqa: TID253 - this module is loaded in the training process only

from msgtune_gui.engine.encoding import Encoded

if TYPE_CHECKING:
    from peft import PeftModel

LEARNING_RATE = 1e-3
_WARM_UP_SHARE = 0.1
_LAST_RATE_SHARE = 0.1
_LARGEST_GRADIENT = 1.0
_CHECKPOINTING_TOKENS = 1536


class Learner:
    """Owns the optimiser of an adapter.

    Args:
        model: With an adapter; its other weights are frozen.
        examples: All that a batch may name by index.
        learning_rate: At its highest.
        total_steps: Steps to come, for the schedule: warm-up over a tenth, then a cosine down to a tenth of the rate.
    """

    def __init__(self, model: "PeftModel", examples: Sequence[Encoded], learning_rate: float, total_steps: int) -> None:
        self._model = model
        causal: Any = model.get_base_model()  # PEFT declares it a module of unknown kind
        self._decoder = causal.get_decoder()
        self._head = causal.get_output_embeddings()
        self._device = next(model.parameters()).device
        self._half = next(self._decoder.parameters()).dtype == torch.bfloat16
        self._examples = examples
        self._weights = [weight for weight in model.parameters() if weight.requires_grad]
        self._optimiser = torch.optim.AdamW(self._weights, lr=learning_rate, weight_decay=0.0)
        warm_up = max(1, round(total_steps * _WARM_UP_SHARE))
        self._schedule = torch.optim.lr_scheduler.LambdaLR(
            self._optimiser, lambda step: _rate_share(step, warm_up, total_steps)
        )
        if max((len(example.tokens) for example in examples), default=0) > _CHECKPOINTING_TOKENS:
            # Slower, and the only way that long examples fit into a laptop's memory.
            causal.gradient_checkpointing_enable(gradient_checkpointing_kwargs={"use_reentrant": False})

    def step(self, micro_batches: Iterable[tuple[int, ...]]) -> tuple[float, int]:
        """Learn from some examples once; returns the summed loss and the number of tokens it counts."""
        batches = list(micro_batches)
        learned = sum(sum(self._examples[index].learned) for batch in batches for index in batch)
        self._model.train()
        total = 0.0
        for batch in batches:
            loss = self._summed_loss(self._examples, batch)
            torch.autograd.backward(loss / learned)
            total += loss.item()
        torch.nn.utils.clip_grad_norm_(self._weights, _LARGEST_GRADIENT)
        self._optimiser.step()
        self._schedule.step()
        self._optimiser.zero_grad(set_to_none=True)
        return total, learned

    def held_out_loss(self, held_out: Sequence[Encoded], batches: Iterable[tuple[int, ...]]) -> float:
        """Mean loss in nats per learned token."""
        self._model.eval()
        with torch.inference_mode():
            total = sum(self._summed_loss(held_out, batch).item() for batch in batches)
        return total / sum(sum(example.learned) for example in held_out)

    def _summed_loss(self, examples: Sequence[Encoded], batch: tuple[int, ...]) -> torch.Tensor:
        """Cross-entropy summed over the learned tokens; only for them is the large last layer computed."""
        tokens, learned = _padded([examples[index] for index in batch])
        tokens, learned = tokens.to(self._device), learned.to(self._device)
        with torch.autocast(self._device.type, torch.bfloat16, enabled=self._half):
            # No mask: padding stands at the end, where a causal model's earlier positions never look.
            hidden = self._decoder(input_ids=tokens[:, :-1], use_cache=False).last_hidden_state
            wanted = learned[:, 1:]
            logits = self._head(hidden[wanted])
        return cross_entropy(logits.float(), tokens[:, 1:][wanted], reduction="sum")


def _padded(examples: Sequence[Encoded]) -> tuple[torch.Tensor, torch.Tensor]:
    longest = max(len(example.tokens) for example in examples)
    tokens = torch.zeros(len(examples), longest, dtype=torch.long)
    learned = torch.zeros(len(examples), longest, dtype=torch.bool)
    for row, example in enumerate(examples):
        tokens[row, : len(example.tokens)] = torch.tensor(example.tokens)
        learned[row, : len(example.learned)] = torch.tensor(example.learned)
    return tokens, learned


def _rate_share(step: int, warm_up: int, total: int) -> float:
    if step < warm_up:
        return (step + 1) / warm_up
    done = (step - warm_up) / max(1, total - warm_up)
    return _LAST_RATE_SHARE + (1 - _LAST_RATE_SHARE) * 0.5 * (1 + math.cos(math.pi * done))
