"""The model card of an adapter: what it was made from and how, and nothing anybody wrote."""

from msgspec import Struct

from msgtune_gui.engine.catalogue import BaseModelEntry
from msgtune_gui.engine.training.adapter import ALPHA, RANK


class CardFacts(Struct, kw_only=True):
    """Numbers of a training; losses are mean cross-entropy in nats per learned token."""

    learned_examples: int
    held_out_examples: int
    example_tokens: int
    learned_tokens: int
    trained_tokens: int
    epoch: int
    step: int
    learning_rate: float
    seed: int
    train_loss: float
    valid_loss_before: float
    valid_loss: float


def model_card(entry: BaseModelEntry, facts: CardFacts) -> str:
    """The card in Markdown, with the front matter that the Hugging Face libraries read."""
    return f"""---
base_model: {entry.source}
library_name: peft
license: {entry.licence}
pipeline_tag: text-generation
tags:
- lora
- msgtune
---
# Adapter for {entry.name}

Made by msgtune on a person's own computer, from their own chat messages. It can repeat what those messages say, so
treat it as privately as the messages themselves.

| | |
|---|---|
| Base model | {entry.name}, unpacked from the 4-bit weights in the package {entry.package} |
| Examples learned | {facts.learned_examples} |
| Tokens in them | {facts.example_tokens}, of which {facts.learned_tokens} are the assistant's |
| Examples held out | {facts.held_out_examples} |
| Tokens trained on | {facts.trained_tokens} |
| Method | LoRA on all linear layers, rank {RANK}, alpha {ALPHA}; loss on the assistant's turns only |
| Optimiser | AdamW, learning rate {facts.learning_rate:g}, warm-up and cosine |
| Weights kept | from the end of epoch {facts.epoch}, step {facts.step} |
| Seed | {facts.seed} |
| Training loss | {facts.train_loss:.4f} |
| Held-out loss of the base model | {facts.valid_loss_before:.4f} |
| Held-out loss of the tuned model | {facts.valid_loss:.4f} |

Losses are mean cross-entropy in nats per token of the assistant's turns.
"""
