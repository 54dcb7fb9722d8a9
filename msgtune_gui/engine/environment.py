"""The environment of the engine's processes: quiet libraries that are patient and never reach for the network."""

import os
import warnings

_QUIET = {
    "HF_HUB_OFFLINE": "1",
    "HF_HUB_DISABLE_TELEMETRY": "1",
    "HF_HUB_DISABLE_PROGRESS_BARS": "1",
    "TRANSFORMERS_VERBOSITY": "error",
    "TOKENIZERS_PARALLELISM": "false",
    # Threads that wait for each other sleep instead of spinning. Spinning is worth a few percent on an idle computer
    # and costs most of the speed as soon as another program wants one of the cores.
    "OMP_WAIT_POLICY": "PASSIVE",
}

TOKEN_VARIABLE = "MSGTUNE_ENGINE_TOKEN"  # noqa: S105 - the name of a variable, not a secret


def quieten() -> None:
    """Set the variables for this process; to be called before PyTorch and Transformers are imported."""
    os.environ.update(_QUIET)
    # Libraries warn each other of renamed attributes, which tells whoever reads the log nothing.
    warnings.filterwarnings("ignore", category=FutureWarning)


def child_environment() -> dict[str, str]:
    """The environment for a process that works for the engine; the token is none of its business."""
    return {name: value for name, value in os.environ.items() if name != TOKEN_VARIABLE} | _QUIET
