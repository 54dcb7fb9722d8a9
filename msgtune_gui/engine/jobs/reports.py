"""What passes between the engine and the process that trains: a plan on the disk, reports on its standard output."""

from pathlib import Path

from msgspec import Struct


class TrainingPlan(Struct, kw_only=True):
    """Everything a training needs; paths are absolute.

    Attributes:
        base_model: Name in the catalogue.
        base_folder: Where it is loaded from.
        training_file: JSON lines.
        validation_file: JSON lines, or None to hold out a part of the training file.
        epochs: Passes over the data.
        batch_size: Examples per optimiser step, or None to go by tokens.
        learning_rate_multiplier: Applied to the engine's own learning rate.
        seed: Of the order and the first weights.
        max_steps: Upper bound on optimiser steps.
    """

    base_model: str
    base_folder: str
    training_file: str
    validation_file: str | None
    epochs: int
    batch_size: int | None
    learning_rate_multiplier: float
    seed: int
    max_steps: int | None


PLAN_FILE = "plan.json"


def adapter_folder(job_folder: Path) -> Path:
    """Where the finished adapter of a job is put."""
    return job_folder / "adapter"


def checkpoint_folder(job_folder: Path, step: int) -> Path:
    """Where the adapter after an epoch is put."""
    return job_folder / "checkpoints" / f"step-{step}"


class Started(Struct, kw_only=True, tag=True):
    """The data is read and the model loaded."""

    device: str
    learned_examples: int
    held_out_examples: int
    total_steps: int


class Measured(Struct, kw_only=True, tag=True):
    """Numbers at a step; step 0 is before any learning.

    Attributes:
        seconds_left: From the running median of the time that steps took.
    """

    step: int
    total_steps: int
    train_loss: float | None = None
    valid_loss: float | None = None
    tokens_per_second: float | None = None
    seconds_left: float | None = None


class CheckpointSaved(Struct, kw_only=True, tag=True):
    """The adapter after an epoch is on the disk."""

    step: int
    epoch: int
    train_loss: float
    valid_loss: float


class Finished(Struct, kw_only=True, tag=True):
    """The adapter of the best epoch is on the disk."""

    trained_tokens: int
    best_epoch: int
    best_step: int
    train_loss: float
    valid_loss_before: float
    valid_loss: float


class Failed(Struct, kw_only=True, tag=True):
    """The training cannot go on, in a sentence for people."""

    code: str
    message: str
    param: str | None = None


Report = Started | Measured | CheckpointSaved | Finished | Failed
