"""The engine dies in the middle of a training: said in words, nothing lost, begun again."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import psutil
import pytest

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.errors import UserError
from msgtune_gui.core.examples import iter_examples, plan_examples, system_prompt_for
from msgtune_gui.core.jobs import Run, RunState, TuneProgress, TuneStep
from msgtune_gui.core.jsonl import write_jsonl
from msgtune_gui.core.model import SlicingOptions
from msgtune_gui.core.tuning import TrainingChoices, new_run, run_tuning
from msgtune_gui.services.data_folder import DataFolder
from msgtune_gui.services.outside import Services
from tests.support.conversations import VOICE, conversations, export_of


@pytest.fixture
def services(tmp_path: Path) -> Iterator[Services]:
    services = Services(DataFolder.open(tmp_path / "data"))
    yield services
    services.close()


@pytest.fixture
def run(services: Services) -> Run:
    """A run on this computer with its examples written, as the launch page leaves it."""
    options = SlicingOptions()
    plan = plan_examples(export_of(conversations(4, 20)), VOICE, options)
    choices = TrainingChoices(
        service="local",
        base_model="SmolLM2-135M-Instruct",
        epochs=1,
        voice=VOICE,
        system_prompt=system_prompt_for(VOICE),
        examples=plan.count(options.chunk, options.overlap).examples,
        max_steps=2,
    )
    run = new_run(services.runs, choices)
    folder = services.runs.folder(run.identifier)
    write_jsonl(iter_examples(plan, options), run.system_prompt, folder / run.training_file)
    return run


def tune(services: Services, run: Run, kill_when_training: bool = False) -> Run:
    """Bring a run to its end, or kill the engine with all its processes as soon as it says that it trains."""
    killed: list[psutil.Process] = []

    def report(progress: TuneProgress) -> None:
        if kill_when_training and not killed and progress.step is TuneStep.TRAINING:
            engine = psutil.Process(services.engine.process_id)
            killed.extend([engine, *engine.children(recursive=True)])
            engine.kill()

    service = services.tuning("local")
    try:
        return run_tuning(run, service, services.runs, report, CancelFlag())
    finally:
        service.close()
        # What the engine started must not outlive it.
        assert psutil.wait_procs(killed, timeout=30)[1] == []


def test_a_killed_engine_is_told_in_words_and_the_training_begun_again(services: Services, run: Run) -> None:
    with pytest.raises(UserError) as told:
        tune(services, run, kill_when_training=True)
    assert "stopped unexpectedly" in told.value.message
    assert "safe" in told.value.advice

    saved = services.runs.get(run.identifier)
    assert saved is not None
    assert saved.state is RunState.RUNNING

    with pytest.raises(UserError) as lost:
        tune(services, saved)
    assert lost.value.advice
    failed = services.runs.get(run.identifier)
    assert failed is not None
    assert failed.state is RunState.FAILED

    anew = replace(failed, state=RunState.PREPARED, file_id=None, job_id=None, error=None, attempt=2)
    ended = tune(services, anew)
    assert ended.state is RunState.SUCCEEDED
    assert ended.model is not None
