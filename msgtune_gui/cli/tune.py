"""msgtune tune: a fine-tuning run from a training file to a model id."""

import argparse
import os
import signal
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Never

from msgtune_gui.cli.output import print_json, print_line
from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.errors import Cancelled
from msgtune_gui.core.files import atomic_write
from msgtune_gui.core.jobs import Run, RunState, TuneProgress, TuneStep
from msgtune_gui.core.jsonl import read_jsonl
from msgtune_gui.core.tuning import TrainingChoices, cancel_run, new_run, run_tuning
from msgtune_gui.services.data_folder import DataFolder
from msgtune_gui.services.outside import Services
from msgtune_gui.services.profiles import HOSTED, LOCAL

if TYPE_CHECKING:
    from tqdm import tqdm

_PATIENCE_S = 15 * 60.0
"""How long a service may stay out of reach; the run itself stays as it was saved."""
_STEP_WORDS = {
    TuneStep.CHECKING_ACCOUNT: "Asking the service",
    TuneStep.UPLOADING: "Handing over the examples",
    TuneStep.CHECKING_FILE: "Checking the file",
    TuneStep.QUEUED: "Waiting to start",
    TuneStep.TRAINING: "Training",
    TuneStep.FETCHING_ADAPTER: "Bringing the result here",
}


def add_parser(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Add the command's arguments."""
    parser = commands.add_parser("tune", parents=[shared], help="train a model on a file that prepare wrote")
    parser.add_argument("file", type=Path, metavar="FILE.jsonl")
    parser.add_argument("--service", default=LOCAL.key, choices=[LOCAL.key, *HOSTED], help="where (default: local)")
    parser.add_argument("--base", metavar="NAME", help="base model (default: the service's first)")
    parser.add_argument("--epochs", type=int, default=3, metavar="N", help="passes over the examples (default: 3)")
    parser.add_argument("--max-steps", type=int, metavar="N", help="stop early after N steps, to try things out")
    parser.add_argument("--json", action="store_true", help="print one JSON object at the end")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Train and print the model's id. Raises UserError."""
    lines = list(read_jsonl(options.file))
    system_prompt = lines[0].system_prompt if lines else ""
    services = Services(DataFolder.open(options.data_dir))
    remember_key(services, options.service)
    with closing(services), closing(services.tuning(options.service)) as service:
        base = options.base or service.base_models()[0].name
        prepared = new_run(
            services.runs,
            TrainingChoices(
                service=options.service,
                base_model=base,
                epochs=options.epochs,
                voice="",
                system_prompt=system_prompt,
                examples=len(lines),
                max_steps=options.max_steps,
            ),
        )
        with atomic_write(services.runs.folder(prepared.identifier) / prepared.training_file) as copy:
            copy.write(options.file.read_bytes())
        with _interruptible() as cancel, _Bar(quiet=options.json) as bar:
            try:
                ended = run_tuning(prepared, service, services.runs, bar.show, cancel, patience_s=_PATIENCE_S)
            except Cancelled:
                cancel_run(services.runs.get(prepared.identifier) or prepared, service, services.runs)
                raise
    _print_end(ended, as_json=options.json)


def remember_key(services: Services, service: str) -> None:
    """Take a hosted service's key from OPENAI_API_KEY, for this run only, where the keyring has none."""
    key = os.environ.get("OPENAI_API_KEY")
    if service in HOSTED and key and not services.secrets.get(service):
        services.secrets.remember(service, key)


def _print_end(run: Run, *, as_json: bool) -> None:
    if run.state is RunState.CANCELLED:
        raise Cancelled
    if not as_json:
        if run.valid_loss_before is not None and run.valid_loss is not None:
            print_line(f"Validation loss {run.valid_loss_before:.3f} before, {run.valid_loss:.3f} after.")
        print_line(run.model or "")
        return
    print_json(
        {
            "job": run.job_id,
            "model": run.model,
            "train_loss": run.train_loss,
            "valid_loss_before": run.valid_loss_before,
            "valid_loss": run.valid_loss,
            "seconds": run.seconds,
            "trained_tokens": run.trained_tokens,
        }
    )


@contextmanager
def _interruptible() -> Iterator[CancelFlag]:
    """A token that Ctrl-C sets, so that the job is ended properly and not just left."""
    cancel = CancelFlag()

    def on_interrupt(_number: int, _frame: FrameType | None) -> None:
        cancel.cancel()

    before = signal.signal(signal.SIGINT, on_interrupt)
    try:
        yield cancel
    finally:
        signal.signal(signal.SIGINT, before)


class _Bar:
    """A progress bar on a terminal; nothing where output goes to a file."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet or not sys.stderr.isatty()
        self._bar: tqdm[Never] | None = None
        self._step: TuneStep | None = None

    def __enter__(self) -> "_Bar":
        return self

    def __exit__(self, *_exception: object) -> None:
        if self._bar is not None:
            self._bar.close()

    def show(self, progress: TuneProgress) -> None:
        """Bring the bar up to date."""
        if self._quiet:
            return
        if progress.step is not self._step:
            self._open(progress.step)
        if self._bar is not None:
            self._bar.n = round(100 * (progress.fraction or 0.0))
            loss = next((e.train_loss for e in reversed(progress.events) if e.train_loss is not None), None)
            left = "" if progress.seconds_left is None else f"{progress.seconds_left / 60:.0f} min left"
            words = [part for part in (left, "" if loss is None else f"loss {loss:.3f}", progress.trouble) if part]
            self._bar.set_postfix_str(", ".join(words))

    def _open(self, step: TuneStep) -> None:
        from tqdm import tqdm

        self.__exit__()
        self._step = step
        self._bar = tqdm(
            total=100, desc=_STEP_WORDS[step], bar_format="{desc}: {percentage:3.0f}% |{bar:30}| {postfix}"
        )
