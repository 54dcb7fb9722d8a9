"""msgtune serve: the engine in the foreground, for any program that speaks OpenAI's protocol."""

import argparse
import json
import os
import secrets
import subprocess

from msgtune_gui.cli.output import print_line
from msgtune_gui.core.errors import UserError
from msgtune_gui.services.data_folder import DataFolder
from msgtune_gui.services.engine_process import TOKEN_VARIABLE, engine_command, engine_environment


def add_parser(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Add the command's arguments."""
    parser = commands.add_parser(
        "serve",
        parents=[shared],
        help="let other programs on this computer use the models",
        description=f"Serves on 127.0.0.1 only. The key is made anew at each start unless {TOKEN_VARIABLE} is set.",
    )
    parser.add_argument("--port", type=int, default=0, help="port on 127.0.0.1 (default: any free one)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Serve until interrupted. Raises UserError when the engine will not start."""
    folder = DataFolder.open(options.data_dir)
    token = os.environ.get(TOKEN_VARIABLE) or secrets.token_urlsafe(32)
    command = engine_command(folder.root, follow_stdin=False, port=options.port)
    with subprocess.Popen(  # noqa: S603 - our own module under our own interpreter
        command, stdout=subprocess.PIPE, env=engine_environment(token)
    ) as engine:
        try:
            ready = engine.stdout.readline() if engine.stdout is not None else b""
            if not ready:
                raise UserError("The engine did not start.", "What it says stands above.")
            print_line(f"Base URL: http://127.0.0.1:{json.loads(ready)['port']}/v1")
            print_line(f"API key:  {token}")
            print_line("Press Ctrl-C to stop.")
            engine.wait()
        finally:
            engine.terminate()
