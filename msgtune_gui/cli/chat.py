"""msgtune chat: talk to a model in the terminal."""

import argparse
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing

from msgtune_gui.cli.output import print_line
from msgtune_gui.cli.services import KEY_WORDS, add_service, turn_to
from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.dialogue import Dialogue, reply_to
from msgtune_gui.core.errors import UserError
from msgtune_gui.core.jobs import Run
from msgtune_gui.core.ports import ChatModel
from msgtune_gui.services.data_folder import DataFolder
from msgtune_gui.services.langchain_chat import LangChainChat
from msgtune_gui.services.outside import Services
from msgtune_gui.services.profiles import LOCAL

_TEMPERATURE = 0.8


def add_parser(
    commands: "argparse._SubParsersAction[argparse.ArgumentParser]", shared: argparse.ArgumentParser
) -> None:
    """Add the command's arguments."""
    parser = commands.add_parser(
        "chat", parents=[shared], help="talk to a model that tune made, or to any other", description=KEY_WORDS
    )
    parser.add_argument("model", metavar="MODEL", help="the model id that tune printed, or one of --service")
    add_service(parser, default=None, words="where the model is (default: where tune made it, else local)")
    parser.add_argument("--system", metavar="TEXT", help="system prompt (default: the one of the training, else none)")
    parser.add_argument("--say", metavar="TEXT", help="say one thing, print the reply and end")
    parser.add_argument("--temperature", type=float, default=_TEMPERATURE, help="0 to 2 (default: 0.8)")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> None:
    """Chat until the input ends. Raises UserError."""
    services = Services(DataFolder.open(options.data_dir))
    with closing(services), closing(_model(services, options)) as model:
        _converse(model, [options.say] if options.say is not None else _typed())


def _model(services: Services, options: argparse.Namespace) -> LangChainChat:
    known = _known(services, options.model, options.service)
    service = options.service or (known.service if known else LOCAL.key)
    turn_to(services, service, options.address, options.keys)
    prompt = options.system if options.system is not None else (known.system_prompt if known else "")
    if known is None:
        return services.chat_with(service, options.model, prompt, options.temperature)
    address = "" if options.address else known.address
    return services.chat_with(services.chat_service(known), options.model, prompt, options.temperature, address=address)


def _known(services: Services, model: str, service: str | None) -> Run | None:
    return next((run for run in services.runs.all() if run.model == model and service in {None, run.service}), None)


def _converse(model: ChatModel, said: Iterable[str]) -> None:
    dialogue = Dialogue()
    for text in said:
        dialogue.say(text)
        try:
            dialogue.answer("".join(_shown(model, dialogue)))
        except UserError as error:
            # Whoever sits before the terminal can say something else.
            if not sys.stdin.isatty():
                raise
            sys.stderr.write(f"msgtune: {error}\n")
        print_line()


def _shown(model: ChatModel, dialogue: Dialogue) -> Iterator[str]:
    unsent = dialogue.unsent
    for piece in reply_to(dialogue.sent, model, CancelFlag(), dialogue.send_only):
        if dialogue.unsent != unsent:
            unsent = dialogue.unsent
            sys.stderr.write("msgtune: the chat is too long for the model; its beginning is not sent any more.\n")
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
