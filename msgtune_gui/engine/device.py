"""Where to compute: CUDA, MPS or CPU, and how much of it."""

import os
import sys
from typing import TYPE_CHECKING

import psutil

if TYPE_CHECKING:
    import torch


def best_device() -> "torch.device":
    """CUDA before MPS before CPU."""
    import torch

    if torch.cuda.is_available():
        return torch.device("cuda")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")


def number_type(device: "torch.device") -> "torch.dtype":
    """bfloat16 on CUDA where the hardware has it, 32 bits elsewhere.

    A CPU without AMX is 20 times slower in bfloat16.
    """
    import torch

    return torch.bfloat16 if device.type == "cuda" and torch.cuda.is_bf16_supported() else torch.float32


def thread_counts() -> tuple[int, ...]:
    """Numbers of threads worth trying for a training, the likeliest first.

    The physical cores this process may use, one of them left free where there are many, and half of them.
    """
    cores = max(1, min(psutil.cpu_count(logical=False) or 1, _allowed()))
    most = cores if cores <= 4 else cores - 1
    return tuple(dict.fromkeys((most, max(1, most // 2))))


def _allowed() -> int:
    # A container or a taskset may leave this process fewer than the computer has; macOS has no such notion.
    return os.cpu_count() or 1 if sys.platform == "darwin" else len(psutil.Process().cpu_affinity() or [])


def step_aside() -> None:
    """Lower this process's priority, for the processor and the disk, so that the desktop stays usable."""
    process = psutil.Process()
    if sys.platform == "win32":
        process.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
    else:
        process.nice(max(process.nice(), 10))
    if sys.platform == "linux":
        process.ionice(psutil.IOPRIO_CLASS_IDLE)
