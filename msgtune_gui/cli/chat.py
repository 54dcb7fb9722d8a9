"""msgtune chat: talk to a tuned model in the terminal."""

import argparse
import sys
from collections.abc import Iterable
from contextlib import closing

from msgtune_gui.cli.output import print_line
from msgtune_gui.cli.tune import remember_key
from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.model import ChatTurn, Role
from msgtune_gui.services.data_folder import DataFolder
from msgtune_gui.services.langchain_chat import LangChainChat
from msgtune_gui.services.outside import Services
from msgtune_gui.services.profiles import LOCAL

_TEMPERATURE = 0.8


def add_parser(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Add the command's arguments."""
    parser = commands.add_parser("chat", parents=[shared], help="talk to a model that tune made")
    parser.add_argument("model", metavar="MODEL", help="the model id that tune printed")
    parser.add_argument("--say", metavar="TEXT", help="say one thing, print the reply and end")
    parser.add_argument("--temperature", type=float, default=_TEMPERATURE, help="0 to 2 (default: 0.8)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Chat until the input ends. Raises UserError."""
    services = Services(DataFolder.open(options.data_dir))
    known = next((run for run in services.runs.all() if run.model == options.model), None)
    service = known.service if known else LOCAL.key
    prompt = known.system_prompt if known else ""
    remember_key(services, service)
    with (
        closing(services),
        closing(services.chat_with(service, options.model, prompt, options.temperature)) as model,
    ):
        said = [options.say] if options.say is not None else _typed()
        _converse(model, said)


def _converse(model: LangChainChat, said: Iterable[str]) -> None:
    turns: list[ChatTurn] = []
    for text in said:
        turns.append(ChatTurn(Role.USER, text))
        reply = "".join(_shown(model, turns))
        turns.append(ChatTurn(Role.ASSISTANT, reply))
        print_line()


def _shown(model: LangChainChat, turns: list[ChatTurn]) -> Iterable[str]:
    for piece in model.stream(turns, CancelFlag()):
        sys.stdout.write(piece)
        sys.stdout.flush()
        yield piece


def _typed() -> Iterable[str]:
    while True:
        try:
            line = input("> " if sys.stdin.isatty() else "")
        except EOFError:
            return
        if line.strip():
            yield line
