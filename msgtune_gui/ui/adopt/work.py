"""What is done in a worker before a chat with a model of the person's own opens."""

from contextlib import closing
from dataclasses import replace

from msgtune_gui.core.addresses import take_address
from msgtune_gui.core.adopting import OwnModel, adopt, run_of
from msgtune_gui.core.jobs import Run
from msgtune_gui.core.model import ChatTurn, Role
from msgtune_gui.core.ports import Outside
from msgtune_gui.workers.task import TaskContext, Work

GREETING = "Hi"


def try_and_adopt(outside: Outside, own: OwnModel, key: str | None, address: str | None) -> Work:
    """Work that says one word to a model, and keeps it, with key and address, when it answers; returns the Run.

    Args:
        outside: The way out.
        own: The model.
        key: Key to try instead of the one that is kept; kept if it works.
        address: Base URL of the service to keep first; None to leave it as it is.
    """

    def work(context: TaskContext) -> Run:
        if address is not None:
            take_address(outside.settings, outside.secrets, own.service, address)
        run = run_of(replace(own, address=outside.settings.address(own.service)))
        with closing(outside.chat(run, 0.0, key)) as model:
            # The first piece says all there is to know: the key is right, and the model is there and talks.
            next(iter(model.stream([ChatTurn(Role.USER, GREETING)], context.cancel)), None)
        context.cancel.raise_if_cancelled()
        if key is not None:
            outside.secrets.set(own.service, key)
        return adopt(outside.runs, run)

    return work
