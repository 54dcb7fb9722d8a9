"""Runs through the program's own adapter and store over the stand-in, in any state that an earlier start may leave."""

from collections.abc import Callable
from contextlib import ExitStack, closing
from dataclasses import replace
from pathlib import Path

from msgtune_gui.core.cancel import CancelFlag
from msgtune_gui.core.jobs import Run, RunState, TuneProgress
from msgtune_gui.core.tuning import TrainingChoices, cancel_run, new_run, run_tuning
from msgtune_gui.services.engine_process import Endpoint
from msgtune_gui.services.openai_tuning import RUN_ID_KEY, OpenAITuningService
from msgtune_gui.services.profiles import SERVICES, HostedService
from msgtune_gui.services.run_store import FolderRunStore
from tests.support.stand_in import KEY, StandIn

TRAINING_DATA = b'{"messages": []}\n' * 12
BASE_MODEL = "gpt-4.1-mini-2025-04-14"
CHOICES = TrainingChoices(
    service="openai",
    base_model=BASE_MODEL,
    epochs=3,
    voice="Long Tom",
    system_prompt="You are Tom.",
    examples=12,
)

Report = Callable[[TuneProgress], None]


class TuningOverHttp:
    """Makes connections, which it closes at its end, and runs.

    Args:
        stand_in: The service.
        folder: Where runs are kept.

    Attributes:
        store: Where runs are kept.
    """

    def __init__(self, stand_in: StandIn, folder: Path) -> None:
        self.store = FolderRunStore(folder)
        self._stand_in = stand_in
        self._connections = ExitStack()

    def __enter__(self) -> "TuningOverHttp":
        return self

    def __exit__(self, *_error: object) -> None:
        self._connections.close()

    def service(
        self,
        *,
        key: str = KEY,
        hosted: HostedService = SERVICES["openai"],
        alive: Callable[[], bool] = lambda: True,
        strict: bool = True,
    ) -> OpenAITuningService:
        """A connection; strict but where the stand-in is to be odd."""
        made = OpenAITuningService(
            hosted,
            lambda: Endpoint(self._stand_in.base_url, key),
            alive=alive,
            poll_bounds_s=(0.0, 0.01),
            file_patience_s=0.05,
            strict=strict,
        )
        return self._connections.enter_context(closing(made))

    def new_run(self, choices: TrainingChoices = CHOICES) -> Run:
        """A run whose training file is written."""
        made = new_run(self.store, choices)
        (self.store.folder(made.identifier) / made.training_file).write_bytes(TRAINING_DATA)
        return made

    def in_state(self, state: RunState, *, told: bool = True) -> Run:
        """A run as a start of the program has left it, with all that belongs to its state at the service.

        Args:
            state: UPLOADING, UPLOADED, CREATING_JOB or RUNNING, or CANCELLING from RUNNING.
            told: Whether the answer to the last step came; else it was done there and is not written down here.
        """
        order = [RunState.UPLOADING, RunState.UPLOADED, RunState.CREATING_JOB, RunState.RUNNING, RunState.CANCELLING]
        reached = order.index(state)
        run = replace(self.new_run(), state=state)
        if reached >= 1 or not told:
            stored = self._stand_in.keep(f"msgtune-{run.client_id}.jsonl", TRAINING_DATA)
            run = replace(run, file_id=stored.identifier if reached >= 1 else None)
        if reached >= 3 or (state is RunState.CREATING_JOB and not told):
            job = self._stand_in.new_job(
                {"model": BASE_MODEL, "training_file": run.file_id, "metadata": {RUN_ID_KEY: run.client_id}}
            )
            run = replace(run, job_id=job.identifier if reached >= 3 else None)
        self.store.save(run)
        return run

    def tune(
        self,
        run: Run,
        report: Report = lambda progress: None,
        *,
        service: OpenAITuningService | None = None,
        cancel: CancelFlag | None = None,
        patience_s: float | None = 60.0,
        take_in: Callable[[Run, Path], str] | None = None,
    ) -> Run:
        """Bring a run to its end."""
        return run_tuning(
            run, service or self.service(), self.store, report, cancel or CancelFlag(), patience_s=patience_s,
            take_in=take_in,
        )  # fmt: skip

    def cancel(self, run: Run, service: OpenAITuningService | None = None) -> Run:
        """End a run for good."""
        return cancel_run(run, service or self.service(), self.store)

    def saved(self, run: Run) -> Run:
        """The run as it is on the disk."""
        found = FolderRunStore(self.store.folder(run.identifier).parent).get(run.identifier)
        assert found is not None
        return found
