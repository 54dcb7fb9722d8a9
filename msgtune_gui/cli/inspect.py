"""msgtune inspect: what an export holds."""

import argparse
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from msgtune_gui.cli.output import print_json, print_line
from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.export import read_export
from msgtune_gui.core.model import Conversation, Export, ReadProgress


def add_parser(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Add the command's arguments."""
    parser = commands.add_parser("inspect", parents=[shared], help="say what an export holds")
    parser.add_argument("export", type=Path, nargs="+", metavar="EXPORT", help="folder, .zip or conversation .json")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Print conversations, senders and skipped files. Raises UserError."""
    export = read_quietly(options.export)
    if options.json:
        print_json(_as_object(export))
    else:
        _print_table(export)


def read_quietly(paths: list[Path]) -> Export:
    """Read an export without telling how far it is. Raises UserError."""

    def ignore(_progress: ReadProgress) -> None:
        """Reading is quick enough to need no bar."""

    return read_export(paths, ignore, CancelFlag())


def _as_object(export: Export) -> dict[str, object]:
    return {
        "conversations": [
            {
                "title": conversation.title,
                "participants": conversation.participants,
                "messages": len(conversation.messages),
                "first": _iso(conversation.first_ms),
                "last": _iso(conversation.last_ms),
            }
            for conversation in export.conversations
        ],
        "senders": dict(_senders(export).most_common()),
        "messages": sum(len(conversation.messages) for conversation in export.conversations),
        "skipped": [{"path": skipped.path, "reason": skipped.reason} for skipped in export.skipped],
    }


def _print_table(export: Export) -> None:
    for conversation in export.conversations:
        print_line(f"{len(conversation.messages):>9,}  {_span(conversation)}  {conversation.title}")
    print_line()
    for name, messages in _senders(export).most_common():
        owner = " (the export's owner)" if name == export.owner else ""
        print_line(f"{messages:>9,}  by {name or 'a sender without a name'}{owner}")
    for skipped in export.skipped:
        print_line(f"  skipped  {skipped.path}: {skipped.reason}")


def _senders(export: Export) -> Counter[str]:
    counts: Counter[str] = Counter()
    for conversation in export.conversations:
        names = conversation.messages.names
        for place, messages in Counter(conversation.messages.senders).items():
            counts[names[place]] += messages
    return counts


def _span(conversation: Conversation) -> str:
    first, last = _iso(conversation.first_ms), _iso(conversation.last_ms)
    return f"{first[:10] if first else '':10}  {last[:10] if last else '':10}"


def _iso(milliseconds: int | None) -> str | None:
    """ISO 8601 in UTC; None for a time that no calendar holds."""
    if milliseconds is None:
        return None
    try:
        return datetime.fromtimestamp(milliseconds / 1000, UTC).isoformat(timespec="seconds")
    except (ValueError, OverflowError, OSError):
        return None
