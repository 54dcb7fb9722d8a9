"""Arguments of the command line, and what every command has in common."""

import argparse
import gc
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from msgtune_gui import __version__
from msgtune_gui.core.errors import Cancelled, UserError
from msgtune_gui.services.privacy import clear_tracing, take_keys

EXIT_WRONG_INPUT = 2
EXIT_INTERRUPTED = 130

_COMMANDS = ("inspect", "prepare", "tune", "chat", "runs", "delete", "serve")
_READ_AND_END = frozenset({"inspect", "prepare"})
"""Commands that read an export, say or write something and end."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status: 0, 2 for wrong input, 130 when interrupted."""
    keys = take_keys()
    clear_tracing()
    given = sys.argv[1:] if arguments is None else arguments
    command = next((argument for argument in given if not argument.startswith("-")), None)
    reads_and_ends = command in _READ_AND_END
    if not reads_and_ends:
        _show_warnings()
    try:
        with _without_collecting(reads_and_ends):
            options = _parser([command] if command in _COMMANDS else _COMMANDS).parse_args(given)
            options.keys = keys
            options.run(options)
    except UserError as error:
        sys.stderr.write(f"msgtune: {error}\n")
        return EXIT_WRONG_INPUT
    except (KeyboardInterrupt, Cancelled):
        sys.stderr.write("msgtune: stopped.\n")
        return EXIT_INTERRUPTED
    except BrokenPipeError:
        # Whoever read the output has had enough; closing keeps the interpreter from complaining at exit.
        sys.stderr.close()
    return 0


def _show_warnings() -> None:
    """Let libraries say what went wrong; those that read an export have nothing to say."""
    import logging

    logging.basicConfig(level=logging.WARNING, format="%(levelname)s: %(message)s")


def _parser(commands: Sequence[str]) -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="msgtune", description="Tune a chat model on a Messenger export and chat with it."
    )
    parser.add_argument("--version", action="version", version=f"msgtune {__version__}")
    subparsers = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data-dir", type=Path, metavar="DIR", help="keep everything msgtune makes in DIR")
    for command in commands:
        _module(command).add_parser(subparsers, shared)
    return parser


def _module(command: str) -> ModuleType:
    """The module of a command; only the one that was asked for, because some take long to import."""
    # Spelled out, so that programs that pack this one see what it needs.
    module: ModuleType
    match command:
        case "inspect":
            from msgtune_gui.cli import inspect

            module = inspect
        case "prepare":
            from msgtune_gui.cli import prepare

            module = prepare
        case "tune":
            from msgtune_gui.cli import tune

            module = tune
        case "chat":
            from msgtune_gui.cli import chat

            module = chat
        case "runs":
            from msgtune_gui.cli import runs

            module = runs
        case "delete":
            from msgtune_gui.cli import delete

            module = delete
        case _:
            from msgtune_gui.cli import serve

            module = serve
    return module


@contextmanager
def _without_collecting(stopped: bool) -> Iterator[None]:
    """Stop the garbage collector: looking for cycles among modules and a million messages, all kept, takes a while."""
    if not (stopped and gc.isenabled()):
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
