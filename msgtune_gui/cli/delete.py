"""msgtune delete: everything that a training has left behind, here and at its service."""

import argparse
import sys
from collections.abc import Sequence
from contextlib import closing

from msgtune_gui.cli.output import print_json, print_line
from msgtune_gui.cli.runs import run_called, title_of
from msgtune_gui.cli.services import KEY_WORDS, profile_of, turn_to
from msgtune_gui.core.deletion import Deletion, Fate, Trace
from msgtune_gui.core.errors import Cancelled, UserError
from msgtune_gui.core.jobs import Run
from msgtune_gui.core.tuning import delete_run
from msgtune_gui.services.data_folder import DataFolder
from msgtune_gui.services.outside import Services
from msgtune_gui.services.profiles import LOCAL

_TRACE_WORDS = {
    Trace.JOB: "the training, should it still run",
    Trace.UPLOADED_FILE: "the uploaded examples",
    Trace.RESULT_FILES: "files that the training has written",
    Trace.REMOTE_MODEL: "the model",
    Trace.MODEL_HERE: "the model on this computer",
    Trace.FILES_HERE: "everything that msgtune has kept of it",
    Trace.CHATS: "chats",
    Trace.RECORD_THERE: "the service's record",
}
_FATE_WORDS = {
    Fate.DELETED: "deleted",
    Fate.NOTHING_THERE: "nothing there",
    Fate.FAILED: "not deleted yet",
    Fate.STAYS: "stays",
}


def add_parser(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Add the command's arguments."""
    parser = commands.add_parser(
        "delete", parents=[shared], help="delete a training with everything it left behind", description=KEY_WORDS
    )
    parser.add_argument("training", metavar="RUN", help="the beginning of its id that runs prints, its model or name")
    parser.add_argument("--yes", action="store_true", help="do not ask")
    parser.add_argument("--here-only", action="store_true", help="give up what the service does not delete")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Delete and print what became of each thing. Raises UserError."""
    services = Services(DataFolder.open(options.data_dir))
    with closing(services):
        doomed = run_called(services.runs.all(), options.training)
        profile = profile_of(doomed.service)
        if not options.yes:
            _ask(doomed, profile.title)
        turn_to(services, doomed.service, None, options.keys)
        with closing(services.tuning(doomed.service)) as service, closing(services.tuning(LOCAL.key)) as engine:
            told = delete_run(
                doomed,
                service,
                lambda: engine,
                services.runs,
                keeps=profile.keeps,
                forget=options.here_only,
            )
    if options.json:
        print_json({"deleted": [_as_object(each) for each in told]})
    else:
        _print_lines(told)
    if any(each.fate is Fate.FAILED for each in told) and not options.here_only:
        raise UserError(
            "Not everything could be deleted yet.", "The rest is kept for another try; --here-only gives it up."
        )


def _ask(doomed: Run, service: str) -> None:
    if not sys.stdin.isatty():
        raise UserError(
            "Deleting cannot be taken back, so msgtune asks before it.", "Say --yes where nobody can answer."
        )
    what = "msgtune's place for it" if doomed.adopted else f"all that is left of it, here and at {service}"
    answer = input(f"Delete “{title_of(doomed)}” and {what}? [y/N] ")
    if answer.strip().lower() not in {"y", "yes"}:
        raise Cancelled


def _as_object(deletion: Deletion) -> dict[str, object]:
    return {"what": deletion.trace.value, "fate": deletion.fate.value, "words": deletion.words}


def _print_lines(told: Sequence[Deletion]) -> None:
    for each in told:
        fate = "has ended" if each.trace is Trace.JOB and each.fate is Fate.DELETED else _FATE_WORDS[each.fate]
        print_line(f"{fate:>16}  {_TRACE_WORDS[each.trace]}{f': {each.words}' if each.words else ''}")
