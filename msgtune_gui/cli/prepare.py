"""msgtune prepare: from an export to a training file."""

import argparse
from pathlib import Path

from msgtune_gui.cli.inspect import read_quietly
from msgtune_gui.cli.output import print_json, print_line
from msgtune_gui.core.errors import UserError
from msgtune_gui.core.examples import check_chunk_and_overlap, iter_examples, plan_examples
from msgtune_gui.core.jsonl import write_jsonl
from msgtune_gui.core.model import LeftOutReason, SlicingMode, SlicingOptions
from msgtune_gui.core.people import senders

_DEFAULTS = SlicingOptions()
_REASON_WORDS = {
    LeftOutReason.TOO_SHORT: "in conversations that are too short",
    LeftOutReason.NO_REPLY: "without a later reply by the AI's sender",
    LeftOutReason.CUT_TAIL: "cut off at the end of a conversation",
}


def add_parser(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Add the command's arguments."""
    parser = commands.add_parser("prepare", parents=[shared], help="write the training file of an export")
    parser.add_argument("export", type=Path, nargs="+", metavar="EXPORT", help="folder, .zip or conversation .json")
    parser.add_argument("--sender", required=True, metavar="NAME", help="who becomes the AI")
    parser.add_argument("--chunk", type=int, default=_DEFAULTS.chunk, help="turns per example (default: 8)")
    parser.add_argument("--overlap", type=int, default=_DEFAULTS.overlap, help="turns shared (default: 2)")
    parser.add_argument("--as-langchain", action="store_true", help="slice exactly as LangChain's notebook does")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.jsonl")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Write the file and say what is in it and what is not. Raises UserError."""
    check_chunk_and_overlap(options.chunk, options.overlap)
    export = read_quietly(options.export)
    people = {person.name for person in senders(export.conversations)}
    if options.sender not in people:
        raise UserError(
            "Nobody of that name wrote a message in this export.", "msgtune inspect EXPORT lists everyone who did."
        )
    mode = SlicingMode.LANGCHAIN if options.as_langchain else SlicingMode.RECOMMENDED
    slicing = SlicingOptions(options.chunk, options.overlap, mode)
    plan = plan_examples(export, options.sender, slicing)
    count = plan.count(slicing.chunk, slicing.overlap)
    written = write_jsonl(iter_examples(plan, slicing), plan.system_prompt, options.out)
    if options.json:
        print_json(
            {
                "examples": written,
                "conversations": plan.with_ai,
                "turns": count.turns,
                "left_out": {reason.value: turns for reason, turns in count.account.left_out.items()},
            }
        )
        return
    print_line(f"{written:,} examples from {plan.with_ai:,} conversations, about {count.tokens:,} tokens.")
    for reason, turns in count.account.left_out.items():
        print_line(f"Left out: {turns:,} of {count.turns:,} turns {_REASON_WORDS[reason]}.")
