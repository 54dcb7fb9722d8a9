"""One training from plan to saved adapter, told step by step."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import torch  # noqa: TID253 - this module is loaded in the training process only

from msgtune_gui.engine.catalogue import CATALOGUE, BaseModelEntry
from msgtune_gui.engine.device import best_device, number_type, thread_counts
from msgtune_gui.engine.encoding import ChatEncoder, Encoded
from msgtune_gui.engine.errors import TrainingFailed
from msgtune_gui.engine.jobs.reports import (
    CheckpointSaved,
    Finished,
    Measured,
    Report,
    Started,
    TrainingPlan,
    adapter_folder,
    checkpoint_folder,
)
from msgtune_gui.engine.training.adapter import Weights, adapter_weights, save_adapter, with_adapter
from msgtune_gui.engine.training.batches import Step, plan_steps, validation_batches
from msgtune_gui.engine.training.card import CardFacts, model_card
from msgtune_gui.engine.training.clock import TrainingClock
from msgtune_gui.engine.training.dataset import read_training_file, read_validation_file
from msgtune_gui.engine.training.learner import LEARNING_RATE, Learner
from msgtune_gui.engine.training.split import hold_out
from msgtune_gui.engine.training.threads import ThreadChooser

if TYPE_CHECKING:
    from peft import PeftModel


@dataclass(frozen=True, slots=True)
class _Data:
    learned: list[Encoded]
    held_out: list[Encoded]


@dataclass(frozen=True, slots=True)
class _Epoch:
    step: int
    epoch: int
    train_loss: float
    valid_loss: float
    weights: Weights


class _Epochs:
    """The epochs so far; only the best one's weights are kept."""

    def __init__(self, valid_loss_before: float) -> None:
        self.valid_loss_before = valid_loss_before
        self.trained_tokens = 0
        self._best: _Epoch | None = None

    def add(self, epoch: _Epoch) -> None:
        if self._best is None or epoch.valid_loss < self._best.valid_loss:
            self._best = epoch

    def best(self) -> _Epoch:
        if self._best is None:
            raise TrainingFailed("nothing_to_learn", "The examples hold nothing to learn from.")
        return self._best


class Training:
    """Carries out one plan.

    Args:
        plan: What to train.
        folder: The job's own folder; the adapter and the checkpoints are put there.
        report: Told of everything worth knowing.
    """

    def __init__(self, plan: TrainingPlan, folder: Path, report: Callable[[Report], None]) -> None:
        self._plan = plan
        self._entry: BaseModelEntry = CATALOGUE[plan.base_model]
        self._folder = folder
        self._report = report

    def run(self) -> None:
        """Train and save the best epoch's adapter.

        Raises:
            TrainingFailed: The data cannot be learned from.
            OSError: The disk is full.
        """
        data = self._read()
        steps = plan_steps(
            [len(example.tokens) for example in data.learned],
            self._plan.epochs,
            self._plan.batch_size,
            self._plan.seed,
            self._plan.max_steps,
        )
        device = best_device()
        torch.manual_seed(self._plan.seed)
        model = self._load(device)
        self._report(
            Started(
                device=device.type,
                learned_examples=len(data.learned),
                held_out_examples=len(data.held_out),
                total_steps=len(steps),
            )
        )
        learner = Learner(model, data.learned, LEARNING_RATE * self._plan.learning_rate_multiplier, len(steps))
        self._learn(learner, model, data, steps)

    def _read(self) -> _Data:
        from transformers import AutoTokenizer

        encoder = ChatEncoder(AutoTokenizer.from_pretrained(self._plan.base_folder))
        examples = read_training_file(Path(self._plan.training_file))
        if self._plan.validation_file is None:
            learned, held_out = hold_out(examples)
        else:
            learned, held_out = examples, read_validation_file(Path(self._plan.validation_file))
        context = self._entry.training_context
        encoded = ([encoder.example(example, context) for example in part] for part in (learned, held_out))
        # A long example that was shortened may have lost all that could be learned from it.
        data = _Data(*([example for example in part if any(example.learned)] for part in encoded))
        if not data.learned or not data.held_out:
            raise TrainingFailed(
                "nothing_to_learn", "The examples hold no words of the assistant.", "Choose other conversations."
            )
        return data

    def _load(self, device: torch.device) -> "PeftModel":
        from transformers import AutoModelForCausalLM

        model: Any = AutoModelForCausalLM.from_pretrained(
            self._plan.base_folder, dtype=number_type(device), attn_implementation="sdpa"
        )
        return with_adapter(model.to(device), self._entry)

    def _learn(self, learner: Learner, model: "PeftModel", data: _Data, steps: Sequence[Step]) -> None:
        check = validation_batches([len(example.tokens) for example in data.held_out])
        before = learner.held_out_loss(data.held_out, check)
        self._report(Measured(step=0, total_steps=len(steps), valid_loss=before))
        clock = TrainingClock(len(steps))
        chooser = ThreadChooser(thread_counts())
        epochs = _Epochs(before)
        for number, step in enumerate(steps, start=1):
            threads = chooser.next()
            torch.set_num_threads(threads)
            clock.start_step()
            loss, counted = learner.step(step.micro_batches)
            tokens = sum(len(data.learned[index].tokens) for batch in step.micro_batches for index in batch)
            chooser.measured(threads, clock.end_step(tokens, loss, counted))
            epochs.trained_tokens += tokens
            if number == len(steps) or steps[number].epoch != step.epoch:
                valid_loss = learner.held_out_loss(data.held_out, check)
                self._report(clock.measured(valid_loss))
                ended = _Epoch(number, step.epoch + 1, clock.end_epoch(), valid_loss, adapter_weights(model))
                epochs.add(ended)
                self._save(model, data, ended, epochs, checkpoint_folder(self._folder, number))
                self._report(
                    CheckpointSaved(
                        step=number, epoch=ended.epoch, train_loss=ended.train_loss, valid_loss=ended.valid_loss
                    )
                )
            elif clock.worth_telling:
                self._report(clock.measured())
        best = epochs.best()
        self._save(model, data, best, epochs, adapter_folder(self._folder))
        self._report(
            Finished(
                trained_tokens=epochs.trained_tokens,
                best_epoch=best.epoch,
                best_step=best.step,
                train_loss=best.train_loss,
                valid_loss_before=before,
                valid_loss=best.valid_loss,
            )
        )

    def _save(self, model: "PeftModel", data: _Data, epoch: _Epoch, epochs: _Epochs, folder: Path) -> None:
        facts = CardFacts(
            learned_examples=len(data.learned),
            held_out_examples=len(data.held_out),
            example_tokens=sum(len(example.tokens) for example in data.learned),
            learned_tokens=sum(sum(example.learned) for example in data.learned),
            trained_tokens=epochs.trained_tokens,
            epoch=epoch.epoch,
            step=epoch.step,
            learning_rate=LEARNING_RATE * self._plan.learning_rate_multiplier,
            seed=self._plan.seed,
            train_loss=epoch.train_loss,
            valid_loss_before=epochs.valid_loss_before,
            valid_loss=epoch.valid_loss,
        )
        save_adapter(model, epoch.weights, model_card(self._entry, facts), folder)
