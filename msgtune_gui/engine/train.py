"""The process that trains one job: python -m msgtune_gui.engine.train JOB_FOLDER; told what to do by its plan.json."""

import logging
import os
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

import msgspec

from msgtune_gui.core.files import disk_trouble
from msgtune_gui.engine.device import step_aside
from msgtune_gui.engine.environment import quieten
from msgtune_gui.engine.errors import TrainingFailed
from msgtune_gui.engine.jobs.reports import PLAN_FILE, Failed, Report, TrainingPlan
from msgtune_gui.engine.logs import log_to_stderr, where

_log = logging.getLogger(__name__)


def main() -> int:
    """Train; exit status 0 when the adapter stands, 1 when a report says why not."""
    quieten()
    log_to_stderr()
    _end_with_engine()
    step_aside()
    folder = Path(sys.argv[1])
    report = _reporter(_own_output())
    try:
        plan = msgspec.json.decode((folder / PLAN_FILE).read_bytes(), type=TrainingPlan)
        # The libraries take seconds to load, so they are imported only now that the process can be ended.
        from msgtune_gui.engine.training.training import Training

        Training(plan, folder, report).run()
    except TrainingFailed as error:
        report(Failed(code=error.code, message=str(error), param=error.param))
        return 1
    except OSError as error:
        trouble = disk_trouble(error)
        _log.warning("The training stopped: %s", where(type(error), error.__traceback__))
        report(Failed(code="disk_trouble", message=str(trouble)))
        return 1
    except MemoryError:
        report(Failed(code="out_of_memory", message=_OUT_OF_MEMORY))
        return 1
    except RuntimeError as error:
        _log.warning("The training stopped: %s", where(type(error), error.__traceback__))
        # PyTorch says "out of memory" on a GPU and "can't allocate memory" on a CPU, both as RuntimeError.
        short = "memory" in str(error)
        report(
            Failed(
                code="out_of_memory" if short else "training_error",
                message=_OUT_OF_MEMORY if short else "The training met an unexpected problem; the log says where.",
            )
        )
        return 1
    return 0


_OUT_OF_MEMORY = (
    "This computer has too little free memory for the training. "
    "Close other programs or choose fewer messages per example, then start again."
)


def _own_output() -> BinaryIO:
    """Keep standard output for reports; whatever a library prints goes to standard error."""
    output = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return output


def _reporter(output: BinaryIO) -> Callable[[Report], None]:
    def report(told: Report) -> None:
        output.write(msgspec.json.encode(told) + b"\n")

    return report


def _end_with_engine() -> None:
    """End at once when standard input ends, which it does when the engine is gone, however it went."""

    def watch() -> None:
        while os.read(0, 1):
            pass
        os._exit(3)

    threading.Thread(target=watch, daemon=True, name="engine-watch").start()


if __name__ == "__main__":
    sys.exit(main())
