"""An outside for tests of layout: nothing but a list of runs."""

from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from msgtune_gui.core.errors import UserError
from msgtune_gui.core.jobs import Run
from msgtune_gui.core.ports import CancelToken, ChatModel, TuningService
from msgtune_gui.core.service_profile import ServiceProfile
from msgtune_gui.services.profiles import LOCAL


class CannedRuns:
    """Runs in memory; implements the RunStore port."""

    def __init__(self, runs: Sequence[Run] = ()) -> None:
        self._runs = {run.identifier: run for run in runs}

    def save(self, run: Run) -> None:
        """Keep the run."""
        self._runs[run.identifier] = run

    def get(self, identifier: str) -> Run | None:
        """One run."""
        return self._runs.get(identifier)

    def all(self) -> Sequence[Run]:
        """Every run, newest first."""
        return sorted(self._runs.values(), key=lambda run: -run.created_at_s)

    def held(self, identifier: str) -> NoReturn:
        """Nobody works on these."""
        raise UserError(f"Nobody works on {identifier}.")

    def remove(self, identifier: str) -> None:
        """Forget the run."""
        self._runs.pop(identifier, None)

    def folder(self, identifier: str) -> Path:
        """A place where nothing is."""
        return Path("nowhere") / identifier


class CannedOutside:
    """Implements the Outside port as far as the wizard's shell asks for it."""

    def __init__(self, runs: Sequence[Run] = ()) -> None:
        self.runs = CannedRuns(runs)
        self.profiles: Sequence[ServiceProfile] = (LOCAL,)

    @property
    def secrets(self) -> NoReturn:
        """There are none."""
        raise UserError("There are no keys here.")

    @property
    def settings(self) -> NoReturn:
        """There are none."""
        raise UserError("There are no settings here.")

    def chat_models(self, service: str, key: str | None = None, cancel: CancelToken | None = None) -> Sequence[str]:
        """There are none."""
        raise UserError(f"There are no models at {service} for {'a' if key or cancel else 'no'} key.")

    def take_in_adapter(self, run: Run, folder: Path) -> str:
        """There is no engine."""
        raise UserError(f"The adapter of {run.identifier} stays in {folder.name}.")

    def tuning(self, service: str, key: str | None = None) -> TuningService:
        """There is no service."""
        raise UserError(f"There is no service {service} for {'a' if key else 'no'} key.")

    def chat(self, run: Run, temperature: float, key: str | None = None) -> ChatModel:
        """There is no model."""
        raise UserError(f"There is no model of {run.identifier} at {temperature} for {'a' if key else 'no'} key.")

    def warm_up(self, run: Run, cancel: CancelToken) -> None:
        """There is nothing to load."""

    def measured_tokens_per_second(self) -> float | None:
        """Never measured."""
        return None

    def close(self) -> None:
        """Nothing is held."""
