"""Fine-tuning runs: how one is begun, brought to its end from wherever it stands, ended early, and deleted."""

from msgtune_gui.core.tuning.beginning import TRAINING_FILE, TrainingChoices, new_run, sent_name
from msgtune_gui.core.tuning.deleting import delete_run
from msgtune_gui.core.tuning.ending import cancel_run
from msgtune_gui.core.tuning.losses import losses_of
from msgtune_gui.core.tuning.machine import run_tuning

__all__ = [
    "TRAINING_FILE",
    "TrainingChoices",
    "cancel_run",
    "delete_run",
    "losses_of",
    "new_run",
    "run_tuning",
    "sent_name",
]
