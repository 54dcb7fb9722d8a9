"""msgtune prepare: from an export to a training file, and what became of every message."""

import argparse
from dataclasses import replace
from pathlib import Path

from msgtune_gui.cli.choices import add_choices, check_one_person, conversations_chosen, people_left_out, selection_of
from msgtune_gui.cli.output import print_json, print_line
from msgtune_gui.cli.reading import person_called, read_quietly, with_frames, with_private_details
from msgtune_gui.core.errors import UserError
from msgtune_gui.core.examples import SlicingPlan, check_chunk_and_overlap, iter_examples, plan_examples
from msgtune_gui.core.jsonl import write_jsonl
from msgtune_gui.core.model import Export, LeftOutReason, Selection, SliceCount, SlicingMode, SlicingOptions
from msgtune_gui.core.people import senders

_DEFAULTS = SlicingOptions()
_REASONS_NAMED = 3
_REASON_WORDS = {
    LeftOutReason.DOUBLE: "second copies of the same message",
    LeftOutReason.NOT_TICKED: "in conversations that were not chosen",
    LeftOutReason.GROUPS: "in conversations that --groups leaves out",
    LeftOutReason.SHORT_CONVERSATION: "in conversations with few messages",
    LeftOutReason.OUTSIDE_DATES: "outside the dates",
    LeftOutReason.PERSON: "by people who are left out",
    LeftOutReason.DELETED_ACCOUNT: "by deleted accounts",
    LeftOutReason.SYSTEM: "written by Messenger itself",
    LeftOutReason.CALL: "calls",
    LeftOutReason.REACTION: "reactions",
    LeftOutReason.ATTACHMENT: "photos and other attachments",
    LeftOutReason.UNSENT: "unsent",
    LeftOutReason.LINK: "links without a word",
    LeftOutReason.EMPTY: "with nothing in them",
    LeftOutReason.AUTOMATIC: "sentences that look automatic",
    LeftOutReason.PRIVATE: "with private details",
    LeftOutReason.NO_REPLY: "without a later reply by the AI's sender",
    LeftOutReason.TOO_SHORT: "in stretches that are too short for an example",
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
    parser.add_argument(
        "--as-langchain",
        action="store_true",
        help="exactly as LangChain's notebook does: every file by itself, nothing left out and nothing masked",
    )
    parser.add_argument("--out", type=Path, required=True, metavar="FILE.jsonl")
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    add_choices(parser)
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Write the file and say what became of every message. Raises UserError."""
    check_chunk_and_overlap(options.chunk, options.overlap)
    selection = selection_of(options)
    if options.as_langchain:
        _refuse_choices(options, selection)
    export = read_quietly(options.export, as_files=options.as_langchain)
    people = [person.name for person in senders(export.conversations)]
    sender = person_called(options.sender, people)
    mode = SlicingMode.LANGCHAIN if options.as_langchain else SlicingMode.RECOMMENDED
    slicing = SlicingOptions(options.chunk, options.overlap, mode)
    if mode is SlicingMode.RECOMMENDED:
        selection = replace(
            selection,
            without_people=people_left_out(options.without, sender, people),
            ticked=conversations_chosen(options, export.conversations),
        )
        if not options.one_person:
            check_one_person(export, sender, selection)
        if selection.masked or selection.dropped:
            export = with_private_details(export, selection.kinds)
        if options.drop_automatic:
            export = with_frames(export)
            selection = replace(selection, dropped_frames=frozenset(frame.words for frame in export.frames or ()))
    plan = plan_examples(export, sender, slicing, None if options.as_langchain else selection)
    count = plan.count(slicing.chunk, slicing.overlap)
    if not count.examples:
        raise _nothing_to_learn(count, options)
    written = write_jsonl(iter_examples(plan, slicing), plan.system_prompt, options.out)
    if options.json:
        print_json(_as_object(export, plan, count, written))
    else:
        _print_account(export, plan, count, written)


def _nothing_to_learn(count: SliceCount, options: argparse.Namespace) -> UserError:
    """Why there is no example, by what became of most messages."""
    account = count.account
    most = sorted(account.left_out.items(), key=lambda item: -item[1])[:_REASONS_NAMED]
    words = ", ".join(f"{messages:,} {_REASON_WORDS[reason]}" for reason, messages in most)
    way_out = "Choose a smaller --chunk." if options.as_langchain else "Leave out less, or name another --sender."
    return UserError(
        "There is nothing to learn from: not a single example.",
        f"Nothing was written. Of {account.read:,} messages are left out: {words}. {way_out}",
    )


def _refuse_choices(options: argparse.Namespace, selection: Selection) -> None:
    """LangChain's way leaves out nothing, which is not what somebody wants who asks for a mask."""
    of_people = options.without or options.within or options.not_in or options.one_person
    if selection != Selection() or of_people or options.drop_automatic:
        raise UserError(
            "--as-langchain learns from everything, as LangChain does.",
            "Leave out --as-langchain, or the choices of what is learned from.",
        )


def _as_object(export: Export, plan: SlicingPlan, count: SliceCount, written: int) -> dict[str, object]:
    left_out = {reason.value: messages for reason, messages in count.account.left_out.items()}
    return {
        "examples": written,
        "conversations": plan.with_ai,
        "turns": count.turns,
        "left_out": left_out,
        "account": {"read": count.account.read, "used": count.account.used, "left_out": left_out},
        "skipped": [{"path": skipped.path, "reason": skipped.reason} for skipped in export.skipped],
        "notices": [f"{notice.message} {notice.advice}".strip() for notice in export.notices],
    }


def _print_account(export: Export, plan: SlicingPlan, count: SliceCount, written: int) -> None:
    account = count.account
    print_line(f"{written:,} examples from {plan.with_ai:,} conversations, about {count.tokens:,} tokens.")
    print_line(f"Of {account.read:,} messages {account.used:,} are in them. Left out:")
    for reason, messages in account.left_out.items():
        print_line(f"{messages:>12,}  {_REASON_WORDS[reason]}")
    for skipped in export.skipped:
        print_line(f"  skipped  {skipped.path}: {skipped.reason}")
    for notice in export.notices:
        print_line(f"{notice.message} {notice.advice}".strip())
