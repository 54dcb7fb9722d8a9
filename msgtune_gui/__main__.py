"""msgtune-gui: arguments, then the window."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from msgtune_gui import __version__
from msgtune_gui.services.privacy import clear_tracing


def main(arguments: Sequence[str] | None = None) -> int:
    """Open the window, or run the self-test; returns the exit status."""
    options = _parser().parse_args(arguments)
    clear_tracing()
    # Qt is imported only now, so that --help and --version answer at once and wrong arguments open no window.
    if options.self_test:
        from msgtune_gui.app.selftest import SelfTestOptions, run_self_test

        return run_self_test(
            SelfTestOptions(
                data_dir=options.data_dir,
                export=options.export,
                sender=options.sender,
                max_steps=options.max_steps,
                shots=options.shots,
                dark=options.dark,
            )
        )
    from msgtune_gui.app.startup import Options, run_window

    return run_window(Options(data_dir=options.data_dir, debug=options.debug))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="msgtune-gui", description="From a Messenger export to a chat, in a window.")
    parser.add_argument("--version", action="version", version=f"msgtune {__version__}")
    parser.add_argument("--data-dir", type=Path, metavar="DIR", help="keep everything msgtune makes in DIR")
    parser.add_argument("--debug", action="store_true", help="write more to the log")
    test = parser.add_argument_group("self-test")
    test.add_argument("--self-test", action="store_true", help="walk the window through all pages and one reply")
    test.add_argument("--export", type=Path, metavar="DIR", help="export to use (default: the sample)")
    test.add_argument("--sender", metavar="NAME", help="who becomes the AI (default: the export's owner)")
    test.add_argument("--max-steps", type=int, metavar="N", help="end the training after N steps")
    test.add_argument("--shots", type=Path, metavar="DIR", help="save a picture of each page to DIR")
    test.add_argument("--dark", action="store_true", help="use the dark theme")
    return parser


if __name__ == "__main__":
    sys.exit(main())
