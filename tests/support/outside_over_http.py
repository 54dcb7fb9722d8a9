"""The Outside port over the stand-in: the program's own adapters, a service on loopback instead of a real one."""

from collections.abc import Mapping, Sequence
from contextlib import closing, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from msgtune_gui.core.addresses import is_near
from msgtune_gui.core.errors import KeyRefused, UserError
from msgtune_gui.core.jobs import Run
from msgtune_gui.core.ports import CancelToken
from msgtune_gui.core.service_profile import BaseModel, ServiceProfile
from msgtune_gui.services.engine_process import Endpoint
from msgtune_gui.services.langchain_chat import LangChainChat
from msgtune_gui.services.openai_tuning import OpenAITuningService
from msgtune_gui.services.profiles import LOCAL, HostedService, this_computer
from msgtune_gui.services.run_store import FolderRunStore
from msgtune_gui.services.settings import JsonSettings
from tests.support.stand_in import KEY

HERE = LOCAL
THERE = ServiceProfile(
    key="there",
    title="Tall Ship",
    summary="Trains far away, with your key and at your cost.",
    leaves_computer="When you press Start, the examples are sent to Tall Ship.",
    needs_key=True,
    on_device=False,
)
SERVICES = {
    HERE.key: HostedService(
        replace(HERE, title=THERE.title),
        base_url="",
        about_models=(
            BaseModel("SmallHull-135M", "Small and quick; always there."),
            BaseModel("WideHull-360M", "Slower."),
        ),
        is_base_model=lambda model: "Hull" in model.id,
        job_settings=this_computer.SERVICE.job_settings,
    ),
    THERE.key: HostedService(
        THERE,
        base_url="",
        about_models=(BaseModel("gpt-4.1-mini-2025-04-14", "Ends on 14 January 2027."),),
        is_base_model=lambda model: model.id.startswith("gpt-4.1-mini"),
    ),
}


class Addressed(Protocol):
    """Something at an address."""

    @property
    def base_url(self) -> str:
        """Address for an SDK, ending with "/v1"."""
        ...


class MemorySecrets:
    """Keys in memory; implements the SecretStore port."""

    def __init__(self, *, persistent: bool) -> None:
        self._persistent = persistent
        self.keys: dict[str, str] = {}

    @property
    def persistent(self) -> bool:
        """Whether a key outlives this run of the program."""
        return self._persistent

    def get(self, service: str) -> str | None:
        """The key of a service."""
        return self.keys.get(service)

    def set(self, service: str, key: str) -> None:
        """Keep the key of a service."""
        self.keys[service] = key

    def delete(self, service: str) -> None:
        """Forget the key of a service."""
        self.keys.pop(service, None)


class OutsideOverHttp:
    """Implements the Outside port; all profiles speak to one stand-in, with or without a key of the person's.

    Args:
        stand_in: The service.
        folder: For runs and settings.
        keyring: Whether keys outlive the program.
        speed: Training speed of the last run on this computer, in tokens a second.
        silence_s: Longest silence of the service while it is spoken to about trainings, in seconds.
        strict: Refuse answers that are not as the SDK has them; off where the stand-in is to be odd.
        services: The services on offer by their profiles' keys, the default first.

    Attributes:
        temperatures: Those that chats were opened with.
        warmed_up: Runs whose chats were made ready.
    """

    def __init__(
        self,
        stand_in: Addressed,
        folder: Path,
        *,
        keyring: bool = True,
        speed: float | None = None,
        silence_s: float = 60.0,
        strict: bool = True,
        services: Mapping[str, HostedService] = SERVICES,
    ) -> None:
        self._stand_in = stand_in
        self._services = services
        self._strict = strict
        self._silence_s = silence_s
        self._runs = FolderRunStore(folder)
        self._settings = JsonSettings(folder)
        self._secrets = MemorySecrets(persistent=keyring)
        self._speed = speed
        self.temperatures: list[float] = []
        self.warmed_up: list[str] = []

    @property
    def profiles(self) -> Sequence[ServiceProfile]:
        """The services on offer, the default first."""
        return tuple(HERE if key == HERE.key else service.profile for key, service in self._services.items())

    @property
    def secrets(self) -> MemorySecrets:
        """Where keys are kept."""
        return self._secrets

    @property
    def runs(self) -> FolderRunStore:
        """Where runs are kept."""
        return self._runs

    @property
    def settings(self) -> JsonSettings:
        """What the person set for good."""
        return self._settings

    def tuning(self, service: str, key: str | None = None) -> OpenAITuningService:
        """A connection to the stand-in."""
        return OpenAITuningService(
            self._services[service],
            lambda: self._endpoint(service, key),
            poll_bounds_s=(0.02, 0.02),
            silence_s=self._silence_s,
            strict=self._strict,
        )

    def chat_models(self, service: str, key: str | None = None, cancel: CancelToken | None = None) -> Sequence[str]:
        """Whatever the stand-in lists."""
        with (
            closing(self.tuning(service, key)) as connection,
            connection.ending_with(cancel) if cancel is not None else nullcontext(),
        ):
            return connection.all_models()

    def take_in_adapter(self, run: Run, folder: Path) -> str:
        """There is no engine behind the stand-in."""
        raise UserError("There is no engine here.", f"The adapter of {run.identifier} stays in {folder.name}.")

    def chat(self, run: Run, temperature: float, key: str | None = None) -> LangChainChat:
        """A connection to a run's model. Raises UserError."""
        if run.model is None:
            raise UserError("This training has not ended with a model.")
        self.temperatures.append(temperature)
        return LangChainChat(
            "Tall Ship",
            self._endpoint(run.service, key, run.address),
            run.model,
            run.system_prompt,
            temperature,
            strict=self._strict,
        )

    def warm_up(self, run: Run, cancel: CancelToken) -> None:
        """Everything is loaded."""
        self.warmed_up.append(run.identifier)

    def measured_tokens_per_second(self) -> float | None:
        """What the constructor was given."""
        return self._speed

    def close(self) -> None:
        """Nothing is held."""

    def _endpoint(self, service: str, key: str | None = None, address: str = "") -> Endpoint:
        asks_address = self._services[service].profile.asks_address
        address = (address or self._settings.address(service)) if asks_address else self._stand_in.base_url
        key = KEY if service == HERE.key else key or self._secrets.get(service)
        if not key and not (asks_address and is_near(address)):
            raise KeyRefused("Tall Ship needs a key.", "Paste it on the last page.")
        return Endpoint(address, key or "none")
