"""Arguments of the command line, and what every command has in common."""

import argparse
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

from msgtune_gui import __version__
from msgtune_gui.cli import chat, inspect, prepare, serve, tune
from msgtune_gui.core.errors import Cancelled, UserError
from msgtune_gui.services.privacy import clear_tracing

EXIT_WRONG_INPUT = 2
EXIT_INTERRUPTED = 130

_COMMANDS = (inspect, prepare, tune, chat, serve)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return the exit status: 0, 2 for wrong input, 130 when interrupted."""
    clear_tracing()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s: %(message)s")
    options = _parser().parse_args(arguments)
    try:
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


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="msgtune", description="Tune a chat model on a Messenger export and chat with it."
    )
    parser.add_argument("--version", action="version", version=f"msgtune {__version__}")
    commands = parser.add_subparsers(title="commands", required=True, metavar="COMMAND")
    shared = argparse.ArgumentParser(add_help=False)
    shared.add_argument("--data-dir", type=Path, metavar="DIR", help="keep everything msgtune makes in DIR")
    for command in _COMMANDS:
        command.add_parser(commands, shared)
    return parser
