"""What the examples page has done in workers: counting turns, cutting a few examples, writing the file."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from msgtune_gui.core.examples import PlanCache, SlicingPlan, iter_examples, plan_examples
from msgtune_gui.core.jsonl import write_jsonl
from msgtune_gui.core.model import Example, Export, Selection, SlicingOptions
from msgtune_gui.workers.task import TaskContext, Work

EXAMPLES_SHOWN = 12
"""How many examples are cut at a time for somebody who leafs through them."""


def prepare_plan(export: Export, voice: str, options: SlicingOptions, selection: Selection, cache: PlanCache) -> Work:
    """Work that counts the turns of what is selected and returns the SlicingPlan."""

    def work(context: TaskContext) -> SlicingPlan:
        return plan_examples(export, voice, options, selection, cancel=context.cancel, cache=cache)

    return work


def cut_some(examples: Iterator[Example], most: int = EXAMPLES_SHOWN) -> Work:
    """Work that returns the next few examples; nobody else may take any of them meanwhile."""

    def work(context: TaskContext) -> tuple[Example, ...]:
        context.cancel.raise_if_cancelled()
        return tuple(islice(examples, most))

    return work


def save_examples(plan: SlicingPlan, options: SlicingOptions, path: Path) -> Work:
    """Work that writes the training file and returns the number of lines."""

    def work(context: TaskContext) -> int:
        def uncancelled() -> Iterator[Example]:
            for example in iter_examples(plan, options):
                context.cancel.raise_if_cancelled()
                yield example

        return write_jsonl(uncancelled(), plan.system_prompt, path)

    return work
