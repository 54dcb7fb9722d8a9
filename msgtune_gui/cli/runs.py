"""msgtune runs: what was trained, what is being trained, and with what result."""

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime

from msgtune_gui.cli.output import print_json, print_line
from msgtune_gui.core.errors import UserError
from msgtune_gui.core.jobs import Run, RunState
from msgtune_gui.core.service_profile import training_dollars
from msgtune_gui.services.data_folder import DataFolder
from msgtune_gui.services.run_store import FolderRunStore

_SHOWN = 8
_STATE_WORDS = {
    RunState.PREPARED: "not begun",
    RunState.SUCCEEDED: "ready",
    RunState.FAILED: "failed",
    RunState.CANCELLED: "cancelled",
    RunState.CANCELLING: "being cancelled",
}


def add_parser(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Add the command's arguments."""
    parser = commands.add_parser("runs", parents=[shared], help="list every training, the newest first")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Print the list. Raises UserError."""
    runs = FolderRunStore(DataFolder.open(options.data_dir).runs).all()
    if options.json:
        print_json({"runs": [_as_object(each) for each in runs]})
    elif runs:
        _print_table(runs)
    else:
        print_line("Nothing was trained yet.")


def run_called(runs: Sequence[Run], called: str) -> Run:
    """The run that a person means by the beginning of its id, by its model or by its name.

    Raises:
        UserError: There is none, or there are several.
    """
    found = [
        each for each in runs if called and (called in {each.model, each.title} or each.identifier.startswith(called))
    ]
    if len(found) == 1:
        return found[0]
    if not found:
        raise UserError(f"There is no training called “{called}”.", "msgtune runs lists them all.")
    raise UserError(f"“{called}” is the beginning of several.", "Write more of its id; msgtune runs lists them all.")


def title_of(run: Run) -> str:
    """What the run is called, in a line."""
    return run.title or run.voice or run.model or run.base_model


def _as_object(run: Run) -> dict[str, object]:
    return {
        "id": run.identifier,
        "title": run.title,
        "voice": run.voice,
        "state": run.state.value,
        "adopted": run.adopted,
        "service": run.service,
        "base_model": run.base_model,
        "epochs": run.epochs,
        "examples": run.examples,
        "begun": _iso(run.created_at_s),
        "job": run.job_id,
        "model": run.model,
        "train_loss": run.train_loss,
        "valid_loss_before": run.valid_loss_before,
        "valid_loss": run.valid_loss,
        "seconds": run.seconds,
        "trained_tokens": run.trained_tokens,
        "dollars": _dollars(run),
        "error": run.error,
    }


def _print_table(runs: Sequence[Run]) -> None:
    for each in runs:
        state = "a model of yours" if each.adopted else _STATE_WORDS.get(each.state, "under way")
        day = (_iso(each.created_at_s) or "")[:10]
        print_line(f"{each.identifier[:_SHOWN]}  {day:10}  {each.service:<8}  {state:<16}  {title_of(each)}")
        print_line(f"{'':{_SHOWN}}  {_details(each)}")


def _details(run: Run) -> str:
    losses = ""
    if run.valid_loss_before is not None and run.valid_loss is not None:
        losses = f"loss {run.valid_loss_before:.3f} → {run.valid_loss:.3f}"
    dollars = _dollars(run)
    parts = (
        run.model or run.base_model,
        "" if run.adopted else f"{run.examples:,} examples x {run.epochs}",
        losses,
        "" if dollars is None else f"about ${dollars:,.2f}",
        run.error or "",
    )
    return ", ".join(part for part in parts if part)


def _dollars(run: Run) -> float | None:
    """What the training costs, as far as is known; tokens in the service's own count where it has told them."""
    if run.dollars_per_million is None:
        return None
    if run.trained_tokens is not None:
        return training_dollars(run.trained_tokens, 1, run.dollars_per_million)
    return None if run.tokens is None else training_dollars(run.tokens, run.epochs, run.dollars_per_million)


def _iso(seconds: float) -> str | None:
    """ISO 8601 in UTC; None for a time that no calendar holds."""
    try:
        return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError, OSError):
        return None
