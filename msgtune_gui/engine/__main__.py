"""The engine's process: python -m msgtune_gui.engine --data-dir DIR [--port 0] [--follow-stdin]."""

import argparse
import json
import logging
import os
import socket
import sys
import tempfile
import threading
from pathlib import Path

import uvicorn

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.files import disk_trouble
from msgtune_gui.core.sole_use import hold
from msgtune_gui.engine.environment import TOKEN_VARIABLE, quieten
from msgtune_gui.engine.folders import EngineFolders
from msgtune_gui.engine.logs import log_to_stderr
from msgtune_gui.engine.server.app import build

_LONGEST_GOODBYE_S = 1

INSTALLED_BASE_MODELS = Path(sys.prefix) / "share" / "msgtune" / "base"
"""Where the set-up makes base models ready for every data folder."""

_log = logging.getLogger(__name__)


class _Server(uvicorn.Server):
    """Says on standard output where it listens, once it does."""

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started and sockets:
            sys.stdout.write(json.dumps({"port": sockets[0].getsockname()[1]}) + "\n")
            sys.stdout.flush()


_PATIENCE_S = 10.0
_IN_USE = UserError(
    "Another msgtune is using this data folder.", "Close it first, or choose another folder with --data-dir."
)


def main() -> int:
    """Serve until told to stop; exit status 2 with one sentence where that cannot even begin."""
    arguments = _arguments()
    log_to_stderr()
    quieten()
    token = os.environ.pop(TOKEN_VARIABLE, "")
    if not token:
        sys.stderr.write(f"The engine needs its token in the environment variable {TOKEN_VARIABLE}.\n")
        return 2
    try:
        folders = EngineFolders.open(arguments.data_dir)
        # Two engines would take each other's jobs for abandoned ones; one whose program was killed ends in a moment.
        held = hold(folders.root / "lock", _IN_USE, patience_s=_PATIENCE_S)
        listening = _listen(arguments.port)
    except UserError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    except OSError as error:
        sys.stderr.write(f"{disk_trouble(error)}\n")
        return 2
    folders.clear_leftovers()
    # Uploads hold messages, so they arrive in the private folder rather than in one that everybody shares.
    tempfile.tempdir = str(folders.uploads)
    app = build(folders, token, arguments.base_dir)
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        ws="none",
        timeout_graceful_shutdown=_LONGEST_GOODBYE_S,
    )
    server = _Server(config)
    if arguments.follow_stdin:
        _stop_with_stdin(server)
    with held:
        server.run(sockets=[listening])
    return 0


def _listen(port: int) -> socket.socket:
    # asyncio turns Nagle's algorithm off only where the protocol is named; else small answers wait for 40 ms.
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.bind(("127.0.0.1", port))
    except OSError as error:
        listening.close()
        raise UserError(f"Port {port} is taken.", "Choose another one, or 0 for any that is free.") from error
    return listening


def _stop_with_stdin(server: uvicorn.Server) -> None:
    def watch() -> None:
        # os.read rather than sys.stdin: a thread that waits inside sys.stdin breaks the interpreter's end.
        while os.read(0, 1024):
            pass
        _log.info("Standard input ended; stopping.")
        server.should_exit = True

    threading.Thread(target=watch, daemon=True, name="stdin-watch").start()


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="msgtune_gui.engine", description=__doc__)
    parser.add_argument("--data-dir", type=Path, required=True, help="where everything is kept")
    parser.add_argument("--port", type=int, default=0, help="0 for any that is free")
    parser.add_argument("--follow-stdin", action="store_true", help="stop when standard input ends")
    shared = os.environ.get("MSGTUNE_BASE_DIR")
    parser.add_argument(
        "--base-dir",
        type=Path,
        action="append",
        default=[Path(shared)] if shared else [INSTALLED_BASE_MODELS],
        help="further folder with base models that are ready to load",
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
