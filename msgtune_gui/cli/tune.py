"""msgtune tune: a fine-tuning run from a training file to a model id."""

import argparse
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Never

from msgtune_gui.cli.output import print_json, print_line
from msgtune_gui.cli.services import KEY_WORDS, add_service, turn_to
from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.errors import Cancelled
from msgtune_gui.core.files import atomic_write
from msgtune_gui.core.jobs import Run, RunState, TuneProgress, TuneStep
from msgtune_gui.core.jsonl import read_jsonl
from msgtune_gui.core.ports import TuningService
from msgtune_gui.core.service_profile import ChatPlace, ServiceProfile
from msgtune_gui.core.tuning import TrainingChoices, cancel_run, new_run, run_tuning
from msgtune_gui.services.data_folder import DataFolder
from msgtune_gui.services.outside import Services
from msgtune_gui.services.profiles import LOCAL

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
    parser = commands.add_parser(
        "tune",
        parents=[shared],
        help="train a model on a file that prepare wrote",
        description="Where a service was already training on the same file when msgtune was interrupted, it goes on "
        f"with that training. {KEY_WORDS}",
    )
    parser.add_argument("file", type=Path, metavar="FILE.jsonl")
    add_service(parser, default=LOCAL.key, words="where (default: local)")
    parser.add_argument("--base", metavar="NAME", help="base model (default: the service's first)")
    parser.add_argument("--epochs", type=int, default=3, metavar="N", help="passes over the examples (default: 3)")
    parser.add_argument("--max-steps", type=int, metavar="N", help="stop early after N steps, to try things out")
    parser.add_argument("--new", action="store_true", help="begin anew beside a training that was interrupted")
    parser.add_argument("--json", action="store_true", help="print one JSON object at the end")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Train and print the model's id. Raises UserError."""
    lines = list(read_jsonl(options.file))
    services = Services(DataFolder.open(options.data_dir))
    with closing(services):
        profile = turn_to(services, options.service, options.address, options.keys)
        with closing(services.tuning(options.service)) as service:
            begun = None if options.new else _interrupted(services, profile, options)
            if begun is not None:
                sys.stderr.write("msgtune: going on with the training of this file that was interrupted.\n")
            else:
                begun = _begin(services, service, options, lines[0].system_prompt if lines else "", len(lines))
            ended = _bring_to_end(services, service, profile, begun, quiet=options.json)
    _print_end(ended, as_json=options.json)


def _interrupted(services: Services, profile: ServiceProfile, options: argparse.Namespace) -> Run | None:
    """A run of this very file with these choices that a service may be working on; this computer works on none."""
    if profile.on_device:
        return None
    content = options.file.read_bytes()
    for earlier in services.runs.all():
        if earlier.state.ended or earlier.state is RunState.CANCELLING or earlier.service != options.service:
            continue
        same_choices = earlier.epochs == options.epochs and options.base in {None, earlier.base_model}
        copy = services.runs.folder(earlier.identifier) / earlier.training_file
        if same_choices and copy.is_file() and copy.read_bytes() == content:
            return earlier
    return None


def _begin(
    services: Services, service: TuningService, options: argparse.Namespace, system_prompt: str, examples: int
) -> Run:
    """A new run with a copy of the file."""
    prepared = new_run(
        services.runs,
        TrainingChoices(
            service=options.service,
            base_model=options.base or service.base_models()[0].name,
            epochs=options.epochs,
            voice="",
            system_prompt=system_prompt,
            examples=examples,
            max_steps=options.max_steps,
        ),
    )
    with atomic_write(services.runs.folder(prepared.identifier) / prepared.training_file) as copy:
        copy.write(options.file.read_bytes())
    return prepared


def _bring_to_end(
    services: Services, service: TuningService, profile: ServiceProfile, begun: Run, *, quiet: bool
) -> Run:
    comes_here = profile.chats_at is ChatPlace.THIS_COMPUTER
    take_in: Callable[..., str] | None = services.take_in_adapter if comes_here else None
    with _interruptible() as cancel, _Bar(quiet=quiet) as bar:
        try:
            return run_tuning(begun, service, services.runs, bar.show, cancel, patience_s=_PATIENCE_S, take_in=take_in)
        except Cancelled:
            cancel_run(services.runs.get(begun.identifier) or begun, service, services.runs)
            raise


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
            words = (left, "" if loss is None else f"loss {loss:.3f}", progress.trouble_words)
            self._bar.set_postfix_str(", ".join(filter(None, words)))

    def _open(self, step: TuneStep) -> None:
        from tqdm import tqdm

        self.__exit__()
        self._step = step
        self._bar = tqdm(
            total=100, desc=_STEP_WORDS[step], bar_format="{desc}: {percentage:3.0f}% |{bar:30}| {postfix}"
        )
