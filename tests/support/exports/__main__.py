"""Writes an export of a million messages to the folder named on the command line and says what it is."""

import argparse
from pathlib import Path

from tests.support.exports.million import MESSAGES, THREADS, build_million


def main() -> None:
    """Write it."""
    parser = argparse.ArgumentParser(prog="python -m tests.support.exports", description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--messages", type=int, default=MESSAGES)
    parser.add_argument("--threads", type=int, default=THREADS)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    print(build_million(chosen.folder, messages=chosen.messages, threads=chosen.threads, seed=chosen.seed))  # noqa: T201 - what the program is for


if __name__ == "__main__":
    main()
