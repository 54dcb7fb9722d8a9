"""msgtune inspect: what an export holds."""

import argparse
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

from msgtune_gui.cli.output import print_json, print_line
from msgtune_gui.cli.reading import read_quietly, with_frames, with_private_details
from msgtune_gui.core.messages import KIND_CODES, MessageKind
from msgtune_gui.core.model import Conversation, Export
from msgtune_gui.core.privacy import PrivateSummary, private_summary


def add_parser(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Add the command's arguments."""
    parser = commands.add_parser("inspect", parents=[shared], help="say what an export holds")
    parser.add_argument("export", type=Path, nargs="+", metavar="EXPORT", help="folder, .zip or conversation .json")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Print what was found. Raises UserError."""
    export = with_frames(with_private_details(read_quietly(options.export)))
    if options.json:
        print_json(_as_object(export))
    else:
        _print_table(export)


def _as_object(export: Export) -> dict[str, object]:
    return {
        "conversations": [
            {
                "id": conversation.identifier,
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
        "kinds": {kind.value: count for kind, count in _kinds(export).items()},
        "doubles": export.doubles,
        "automatic": [
            {"words": frame.words, "count": frame.count, "senders": frame.senders} for frame in export.frames or ()
        ],
        "private": [
            {"kind": found.kind.value, "count": found.count, "different": found.different} for found in _private(export)
        ],
        "notices": [f"{notice.message} {notice.advice}".strip() for notice in export.notices],
        "skipped": [{"path": skipped.path, "reason": skipped.reason} for skipped in export.skipped],
    }


def _print_table(export: Export) -> None:
    for conversation in export.conversations:
        print_line(f"{len(conversation.messages):>9,}  {_span(conversation)}  {conversation.title}")
    print_line()
    for name, messages in _senders(export).most_common():
        owner = " (the export's owner)" if name == export.owner else ""
        print_line(f"{messages:>9,}  by {name or 'a sender without a name'}{owner}")
    print_line()
    for kind, count in _kinds(export).items():
        print_line(f"{count:>9,}  {kind}")
    if export.doubles:
        print_line(f"{export.doubles:>9,}  there more than once")
    for frame in export.frames or ():
        print_line(f"{frame.count:>9,}  look automatic: {frame.words}")
    for found in _private(export):
        print_line(f"{found.count:>9,}  private: {found.kind.value.replace('_', ' ')}, {found.different:,} different")
    for notice in export.notices:
        print_line(f"{notice.message} {notice.advice}".strip())
    for skipped in export.skipped:
        print_line(f"  skipped  {skipped.path}: {skipped.reason}")


def _senders(export: Export) -> Counter[str]:
    counts: Counter[str] = Counter()
    for conversation in export.conversations:
        names = conversation.messages.names
        for place, messages in Counter(conversation.messages.senders).items():
            counts[names[place]] += messages
    return counts


def _kinds(export: Export) -> dict[MessageKind, int]:
    """Messages of each kind that there is."""
    counts: Counter[int] = Counter()
    for conversation in export.conversations:
        counts.update(conversation.messages.kinds)
    return {kind: counts[KIND_CODES[kind]] for kind in MessageKind if counts[KIND_CODES[kind]]}


def _private(export: Export) -> tuple[PrivateSummary, ...]:
    return () if export.private is None else private_summary(export.private, export.conversations)


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
